// Words of the area payments, in English.
export const payments = {
  title: 'Payments',
} as const;
