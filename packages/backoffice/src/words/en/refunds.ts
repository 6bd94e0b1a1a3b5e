// Words of the area refunds, in English.
export const refunds = {
  title: 'Refunds',
} as const;
