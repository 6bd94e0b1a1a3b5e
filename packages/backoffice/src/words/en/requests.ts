// Words of the area requests, in English.
export const requests = {
  title: 'API requests',
} as const;
