// The chart of accounts and the templates that book between them, as this page orders both. Pure.
import type { components } from '../../api/types.gen.ts';

export type AccountKind = components['schemas']['LedgerAccount']['kind'];

/** What is owed first, as people read it. */
export const ACCOUNT_KINDS = [
  'merchant_payable',
  'split_payable',
  'payout_clearing',
  'refund_in_transit',
  'suspense',
  'fee_revenue',
  'cash',
  'bank_receivable',
  'write_off',
] as const satisfies readonly AccountKind[];

/** In the order in which money goes its way. */
export const TEMPLATES = [
  'paymentSucceeded',
  'feeCharged',
  'refundRequested',
  'refundSucceeded',
  'refundFailed',
  'suspenseIn',
  'suspenseOut',
  'statementReconciled',
  'settlementBatched',
  'payoutSent',
  'payoutPaid',
  'payoutRefused',
  'payoutReturned',
  'paymentReversed',
  'refundReversed',
  'lateMoneyReversed',
  'lateReturnReversed',
  'payoutShort',
  'payoutAfterAll',
  'unexplainedIn',
  'unexplainedOut',
  'lossBorne',
  'lossRecovered',
] as const;
