// Words of the area team, in English.
export const team = {
  title: 'Team',
} as const;
