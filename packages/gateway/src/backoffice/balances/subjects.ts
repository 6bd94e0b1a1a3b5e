// What the journals of each template are about.
import type { Template } from '../../ledger/postings.ts';

export type SubjectKind = 'payment' | 'refund' | 'chunk' | 'batch' | 'payout' | 'exception';

const KINDS: Readonly<Record<Template, SubjectKind>> = {
  paymentSucceeded: 'payment',
  feeCharged: 'payment',
  refundRequested: 'refund',
  refundSucceeded: 'refund',
  refundFailed: 'refund',
  suspenseIn: 'payment',
  suspenseOut: 'refund',
  statementReconciled: 'chunk',
  settlementBatched: 'batch',
  payoutSent: 'payout',
  payoutPaid: 'payout',
  payoutRefused: 'payout',
  payoutReturned: 'payout',
  paymentReversed: 'exception',
  refundReversed: 'exception',
  unexplainedIn: 'exception',
  unexplainedOut: 'exception',
  lossBorne: 'exception',
  lossRecovered: 'exception',
  lateMoneyReversed: 'exception',
  lateReturnReversed: 'exception',
  payoutShort: 'exception',
  payoutAfterAll: 'exception',
};

/** What a journal of this template is about. */
export function subjectKind(template: string): SubjectKind {
  return KINDS[template as Template];
}
