// CIMB Niaga's daily statement as the simulated bank writes it. The bank's own format is not public, and none of this has been
// proved against it.
import type { StatementProfile } from '../statement-profile.ts';

export const CIMB_STATEMENTS: StatementProfile = {
  encoding: 'utf-8',
  delimiter: ',',
  header: [
    'date_time',
    'partner_id',
    'type',
    'bank_reference',
    'partner_reference',
    'amount',
    'currency',
  ],
  columns: {
    at: 'date_time',
    partner: 'partner_id',
    type: 'type',
    bankReference: 'bank_reference',
    reference: 'partner_reference',
    amount: 'amount',
    currency: 'currency',
  },
  types: {
    DEBIT: 'debit',
    REFUND: 'refund',
    PAYOUT: 'payout',
    PAYOUT_RETURN: 'payout_return',
  },
  currency: 'IDR',
  zone: { minutes: 7 * 60, written: '+07:00' },
  footer: { mark: 'TOTAL', sums: ['debit', 'refund', 'payout', 'payout_return'] },
};
