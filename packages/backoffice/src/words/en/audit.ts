// Words of the area audit, in English.
export const audit = {
  title: 'Audit',
} as const;
