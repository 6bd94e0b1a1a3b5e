// Words of the area developers, in English.
export const developers = {
  title: 'Developers',
} as const;
