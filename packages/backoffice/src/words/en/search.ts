// Words of the area search, in English.
export const search = {
  title: 'Search',
} as const;
