// Words of the area refunds, in English.
export const refunds = {
  title: 'Refunds',
  of_invoice: 'Of invoice',
  kind: 'Kind',
  kinds: { merchant: 'Asked for', late: 'Late money' },
  refund_id: 'Refund id',
  failed_why: 'Why not',
  asked_by: 'Asked for by',
  by_merchant: 'The merchant’s server',
  by_gateway: 'Nobody: it goes back by itself',
  words: 'Reason given',
  payment: 'Payment',
  empty: 'No refunds yet',
  empty_why: 'A payment that succeeded can be given back on its page, wholly or in part.',
  empty_do: 'Show payments that succeeded',
} as const;
