// Words of the area banks, in English.
export const banks = {
  title: 'Direct Debit',
} as const;
