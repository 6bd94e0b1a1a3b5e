// What a line of a statement comes to, by what we know of its subject. Pure.
import type { LineType } from '../banks/statement-profile.ts';
import { DIRECTION } from './statement.ts';

/** The payment, refund or payout behind a line's reference. */
export interface Subject {
  kind: 'payment' | 'refund' | 'payout';
  state: string;
  amount: bigint;
  /** Of a payment: money after a final no is in the books. Of a refund: it gives such money back. */
  isLate: boolean;
}

/** A line with all that its verdict rests on. */
export interface LineInHand {
  lineNo: number;
  type: LineType;
  reference: string;
  bankReference: string;
  subjectId: string | null;
  amount: bigint;
  at: number;
  /** Null: there is none of this reference at this bank. */
  subject: Subject | null;
  /** A line of this type was matched with the subject before. */
  seen: boolean;
  /** A line of this type said another amount before. */
  differed: boolean;
  /** People have decided that the bank will never show it. */
  closed: boolean;
  /** The open exception that says that it is missing at the bank. */
  missing: string | null;
}

export type Reason = 'missing_here' | 'amount_differs' | 'duplicate';

export type Verdict =
  /** The bank shows what we have. */
  | { kind: 'matched' }
  /** The line is the bank's word about something that is not decided here, or was decided otherwise. */
  | { kind: 'teaches' }
  /** `booked` goes into suspense: more than 0 came in, less than 0 went out. */
  | { kind: 'exception'; reason: Reason; booked: bigint; expected: bigint | null };

/**
 * Judges a line. Our reference decides what it speaks of, the amount whether it is that, and the subject's state whether it
 * agrees. `again`: a line of this chunk was matched with the subject before this one.
 */
export function judgeLine(line: LineInHand, again: boolean): Verdict {
  const { subject, type, amount } = line;
  const all = DIRECTION[type] * amount;
  const exception = (reason: Reason, booked = all): Verdict => ({
    kind: 'exception',
    reason,
    booked,
    expected: subject?.amount ?? null,
  });
  if (subject === null) return exception('missing_here');
  if (line.seen || again) return exception('duplicate');
  if (line.closed) return exception('missing_here');
  if (subject.kind === 'payout') return judgePayout(line, subject, exception);
  if (amount !== subject.amount) return exception('amount_differs');
  return subject.kind === 'payment' ? judgePayment(subject) : judgeRefund(subject, exception);
}

type MakeException = (reason: Reason, booked?: bigint) => Verdict;

function judgePayment({ state, isLate }: Subject): Verdict {
  if (state === 'succeeded' || isLate) return { kind: 'matched' };
  return { kind: 'teaches' };
}

/** A refund that failed here is not taken up again: the merchant has the money, and the bank has given it away. */
function judgeRefund({ state }: Subject, exception: MakeException): Verdict {
  if (state === 'succeeded') return { kind: 'matched' };
  return state === 'failed' ? exception('missing_here') : { kind: 'teaches' };
}

/**
 * The results of payouts book their money themselves, by what was ordered. So one that has left with another amount has left, and
 * the difference alone is unexplained: were it refused by its report afterwards, it would be owed again. A line after that one is a
 * second payout.
 */
function judgePayout(line: LineInHand, subject: Subject, exception: MakeException): Verdict {
  const { type, amount, differed } = line;
  const { state } = subject;
  if (state !== 'sent' && state !== 'paid' && state !== 'returned')
    return exception('missing_here');
  if (differed) return exception('duplicate');
  if (amount !== subject.amount) {
    if (type === 'payout' && state === 'sent') return { kind: 'teaches' };
    return exception('amount_differs', DIRECTION[type] * (amount - subject.amount));
  }
  const isKnown = state === 'returned' || (type === 'payout' && state === 'paid');
  return isKnown ? { kind: 'matched' } : { kind: 'teaches' };
}
