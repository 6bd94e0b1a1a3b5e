// Between which accounts each template books, as `check_journals` compares it with what is booked.
import * as postings from '../ledger/postings.ts';
import type { Template, Transfer } from '../ledger/postings.ts';

/** Stands for the bank of a journal's subject. */
const BANK = '*';
/** Stands for any bank account of the merchant, at the end of an account's name. */
const ACCOUNT = '+';

/** A line that a template may book. */
export interface Shape {
  template: Template;
  debit: string;
  credit: string;
  /** How many lines its journals have; null where sums may take several transfers, or a part may be missing. */
  lines: number | null;
}

/** Journals of one amount. */
const SINGLE = {
  paymentSucceeded: postings.paymentSucceeded(BANK, 1n),
  feeCharged: postings.feeCharged(1n),
  refundRequested: postings.refundRequested(1n),
  refundSucceeded: postings.refundSucceeded(BANK, 1n),
  refundFailed: postings.refundFailed(1n),
  suspenseIn: postings.suspenseIn(BANK, 1n),
  suspenseOut: postings.suspenseOut(BANK, 1n),
} as const satisfies Partial<Record<Template, Transfer[]>>;

/** Journals of sums. */
const SUMS: Readonly<Record<Exclude<Template, keyof typeof SINGLE>, Transfer[]>> = {
  statementReconciled: postings.statementReconciled(BANK, 1n, 1n),
  settlementBatched: postings.settlementBatched(BANK, [
    { account: ACCOUNT, amount: 1n },
    { account: ACCOUNT, amount: -1n },
  ]),
  payoutSent: postings.payoutSent(BANK, ACCOUNT, 1n),
  payoutPaid: postings.payoutPaid(BANK, 1n),
  payoutRefused: postings.payoutRefused(BANK, ACCOUNT, 1n),
  payoutReturned: postings.payoutReturned(BANK, ACCOUNT, 1n),
  paymentReversed: postings.paymentReversed(BANK, 1n, 1n),
  refundReversed: postings.refundReversed(BANK, 1n),
  lateMoneyReversed: postings.lateMoneyReversed(BANK, 1n),
  lateReturnReversed: postings.lateReturnReversed(BANK, 1n),
  payoutShort: postings.payoutShort(BANK, ACCOUNT, 1n),
  payoutAfterAll: [
    ...postings.payoutAfterAll(BANK, ACCOUNT, -1n),
    ...postings.payoutAfterAll(BANK, ACCOUNT, 1n),
  ],
  unexplainedIn: postings.unexplainedIn(BANK, 1n),
  unexplainedOut: postings.unexplainedOut(BANK, 1n),
  lossBorne: postings.lossBorne(BANK, 1n),
  lossRecovered: postings.lossRecovered(BANK, 1n),
};

/** Refunds that were decided before they were booked on their way. */
const EARLIER: Shape = {
  template: 'refundSucceeded',
  debit: postings.MERCHANT_PAYABLE,
  credit: postings.bankReceivable(BANK),
  lines: 1,
};

/** Every line that any template may book. */
export const SHAPES: readonly Shape[] = [...shapesOf(SINGLE, 1), EARLIER, ...shapesOf(SUMS, null)];

function shapesOf(made: Readonly<Record<string, Transfer[]>>, lines: number | null): Shape[] {
  return Object.entries(made).flatMap(([template, transfers]) =>
    transfers.map(({ debit, credit }) => ({
      template: template as Template,
      debit,
      credit,
      lines,
    })),
  );
}
