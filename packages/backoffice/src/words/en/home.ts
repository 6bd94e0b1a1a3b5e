// Words of the area home, in English.
export const home = {
  title: 'Home',
} as const;
