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
  settlement_says: {
    pending: 'The bank has given it back. It is taken off once the bank’s statement shows it.',
    reconciled: 'The bank’s statement shows it. It is taken off on its day.',
    settled: 'It was taken off in a batch.',
    reversed: 'Two people found that the bank never gave it back. Nothing is taken off.',
  },
  empty: 'No refunds yet',
  empty_why: 'A payment that succeeded can be given back on its page, wholly or in part.',
  empty_do: 'Show payments that succeeded',
} as const;
