// Words of the area merchants, in English.
export const merchants = {
  title: 'Merchants',
} as const;
