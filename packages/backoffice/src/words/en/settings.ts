// Words of the area settings, in English.
export const settings = {
  title: 'Settings',
} as const;
