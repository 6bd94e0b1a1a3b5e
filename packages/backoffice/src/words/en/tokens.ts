// Words of the area tokens, in English.
export const tokens = {
  title: 'Tokens',
} as const;
