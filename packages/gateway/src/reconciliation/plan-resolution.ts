// What resolving an exception books, and why it may not be resolved like that. Pure. Money in suspense leaves it; what it was in
// truth comes out of what we wait for from the bank; what nobody explains is borne. Cash moves by lines of statements, and by
// payouts, alone.
import type { LineType } from '../banks/statement-profile.ts';
import type { ExceptionRow, Resolution } from './exception.ts';
import { DIRECTION } from './statement.ts';
import type { Refused, WhyNot } from './why-not.ts';

/** The payment, refund or payout that an exception, or a person, names. */
export interface Standing {
  kind: 'payment' | 'refund' | 'payout';
  id: string;
  amount: bigint;
  fee: bigint;
  /** Money after a final no, or the refund that gives it back: the merchant has no part in it. */
  isLate: boolean;
  /** Of a payment: money of it has gone back, or may yet, and people have not found that it never did. */
  isRefunded: boolean;
  /** Of late money: the refund that gives it back and that the bank has not shown either. */
  returnedBy: { id: string; state: 'waits' | 'seen' | 'under_way' } | null;
  /** Of a payout: the bank account that it is for. */
  account: string | null;
  /** Of a payout: by its report it left and came back, so that it is owed again already. */
  cameBack: boolean;
  /** `waits`: it succeeded, and neither a statement nor people have ended the waiting for it. */
  state: 'waits' | 'seen' | 'closed' | 'not_succeeded';
}

export interface Asked {
  exception: ExceptionRow;
  resolution: Resolution;
  /** Open exceptions that explain this one: a line by which it went back, a correction. */
  others: readonly ExceptionRow[];
  subject: Standing | null;
}

/** What the bank never moved, by the exception that said so. */
export interface Reversal {
  exceptionId: string;
  kind: Standing['kind'];
  id: string;
  amount: bigint;
  fee: bigint;
  isLate: boolean;
}

/** What is booked, whole rupiah. */
export interface Plan {
  /** Is settled with the merchant now, as if a line had shown it; of a payout, its result is. */
  claims: Standing | null;
  /** What of suspense is, in truth, of what was taken and given back. */
  taken: bigint;
  givenBack: bigint;
  loss: bigint;
  /** What of suspense a bank account is owed again. */
  owed: bigint;
  /** What a line has moved to a bank account (less than 0), or back from it, besides what was ordered; null where none has. */
  toAccount: { account: string; amount: bigint } | null;
  reverses: readonly Reversal[];
  /** Every exception that ends with this one. */
  closes: readonly ExceptionRow[];
}

export type Planned = Plan | Refused;

const NOTHING = {
  claims: null,
  taken: 0n,
  givenBack: 0n,
  loss: 0n,
  owed: 0n,
  toAccount: null,
  reverses: [],
} as const;

/** Plans a resolution; the reason where it may not be. */
export function planResolution(asked: Asked): Planned {
  const { exception, others, resolution, subject } = asked;
  const all = [exception, ...others];
  if (all.some(({ state }) => state !== 'open')) return no('resolved_already');
  if (all.some(({ bank }) => bank !== exception.bank)) return no('two_banks');
  if (new Set(all.map((one) => one.exception_id)).size !== all.length) return no('explains_itself');
  if (others.some((other) => waitsFor(other, asked))) return no('other_by_itself');
  switch (resolution) {
    case 'payment_reversed':
      return reversed(asked, 'payment');
    case 'refund_reversed':
      return reversed(asked, 'refund');
    case 'owed_again':
      return owedAgain(asked);
    case 'booked_to_account':
      return bookedToAccount(asked);
    case 'matched_by_hand':
      if (exception.reason === 'missing_at_bank') return no('no_line');
      if (subject === null) return no('name_subject');
      if (typeOf(subject, exception.type) !== exception.type) return no('other_kind');
      return settled(asked, true);
    case 'bank_corrected':
    case 'returned_to_bank':
      if (exception.reason === 'missing_at_bank') return no('by_itself');
      if (others.length === 0) return no('name_line');
      return settled(asked, exception.reason === 'amount_differs' && subject?.state === 'waits');
    case 'loss_borne':
      return borne(asked);
  }
}

/**
 * An exception whose own subject is still waited for explains nothing about another one; but that late money and its return are
 * both missing is one story.
 */
function waitsFor(
  { reason, subject_id: id }: ExceptionRow,
  { exception, resolution, subject }: Asked,
): boolean {
  if (reason === 'missing_at_bank') {
    return resolution !== 'payment_reversed' || id !== subject?.returnedBy?.id;
  }
  return reason === 'amount_differs' && id !== exception.subject_id;
}

/** The bank has never moved it: what we booked for it is taken back. */
function reversed(asked: Asked, kind: 'payment' | 'refund'): Planned {
  const { exception, others, subject } = asked;
  if (exception.reason !== 'missing_at_bank') return no('line_shows_it');
  if (subject?.kind !== kind) return no('other_kind');
  if (subject.state !== 'waits') return no('not_missing');
  if (subject.isLate)
    return kind === 'payment' ? lateReversed(asked, subject) : no('by_a_line_only');
  if (others.length > 0) return no('nothing_explains_it');
  if (subject.isRefunded) return no('refunds_first');
  return { ...NOTHING, reverses: [reversalOf(exception, subject)], closes: [exception] };
}

/** Late money that never came is owed to nobody, as long as it has not been given back; what was not given back either goes too. */
function lateReversed({ exception, others }: Asked, subject: Standing): Planned {
  const { returnedBy } = subject;
  const [other, ...more] = others;
  if (returnedBy === null) {
    if (other !== undefined) return no('nothing_explains_it');
    return { ...NOTHING, reverses: [reversalOf(exception, subject)], closes: [exception] };
  }
  if (returnedBy.state === 'under_way') return no('refunds_first');
  if (returnedBy.state === 'seen') return no('was_returned');
  if (other === undefined) return no('name_return');
  if (other.subject_id !== returnedBy.id || more.length > 0) return no('nothing_explains_it');
  const back: Reversal = {
    ...reversalOf(exception, subject),
    exceptionId: other.exception_id,
    kind: 'refund',
    id: returnedBy.id,
  };
  const reverses = [reversalOf(exception, subject), back];
  return { ...NOTHING, reverses, closes: [exception, other] };
}

function reversalOf({ exception_id: exceptionId }: ExceptionRow, subject: Standing): Reversal {
  const { kind, id, amount, fee, isLate } = subject;
  return { exceptionId, kind, id, amount, fee, isLate };
}

/** What the bank has not paid out, wholly or in part, is owed to the bank account again. */
function owedAgain({ exception, others, subject }: Asked): Planned {
  if (subject?.kind !== 'payout' || exception.type !== 'payout') return no('other_kind');
  if (others.length > 0) return no('nothing_explains_it');
  if (subject.state !== 'waits') return no('not_missing');
  const closes = [exception];
  if (exception.reason === 'missing_at_bank') {
    // Both its ways are booked: the bank has yet to show the one, or has shown the other alone.
    if (subject.cameBack) return no('by_itself');
    return { ...NOTHING, reverses: [reversalOf(exception, subject)], closes };
  }
  if (exception.reason !== 'amount_differs') return no('line_shows_it');
  if (exception.booked <= 0n) return no('too_much');
  return { ...NOTHING, claims: subject, owed: exception.booked, closes };
}

/**
 * A line shows that a payout has left, or come back, once more than is booked: its bank account has the money, or has it no more,
 * and is owed that much less or more.
 */
function bookedToAccount({ exception, others, subject }: Asked): Planned {
  if (exception.reason === 'missing_at_bank') return no('no_line');
  if (subject?.kind !== 'payout' || subject.account === null) return no('other_kind');
  if (exception.reason === 'amount_differs') return no('part_of_it');
  if (others.length > 0) return no('nothing_explains_it');
  const toAccount = { account: subject.account, amount: exception.booked };
  return { ...NOTHING, toAccount, closes: [exception] };
}

/** All that lies in suspense is explained, to the rupiah: by each other, or with the subject. */
function settled(asked: Asked, withSubject: boolean): Planned {
  const { exception, others } = asked;
  const subject = withSubject ? asked.subject : null;
  if (subject !== null && subject.state !== 'waits') return no('seen_already');
  const closes = [exception, ...others];
  const claim = claimOf(subject, exception);
  const rest = claim - sumOf(closes);
  if (rest !== 0n) return { ...no('left_over'), leftOver: rest > 0n ? rest : -rest };
  return {
    ...NOTHING,
    ...(subject?.kind === 'payout' ? {} : sides(claim)),
    claims: subject,
    closes,
  };
}

/** What is not explained is ours to bear; a surplus is nobody's to keep. */
function borne(asked: Asked): Planned {
  const { exception, others, subject } = asked;
  const isItsOwn = exception.reason === 'missing_at_bank' || exception.reason === 'amount_differs';
  const claims = subject?.state === 'waits' && isItsOwn ? subject : null;
  if (claims === null && exception.reason === 'missing_at_bank') return no('not_missing');
  if (exception.reason === 'missing_here' && subject?.kind === 'payout') return no('owed_too');
  const closes = [exception, ...others];
  const inSuspense = sumOf(closes);
  const loss = claimOf(claims, exception) - inSuspense;
  if (loss <= 0n) return no('nothing_lost');
  return { ...NOTHING, ...sides(inSuspense), claims, loss, closes };
}

function sumOf(exceptions: readonly ExceptionRow[]): bigint {
  return exceptions.reduce((sum, { booked }) => sum + booked, 0n);
}

/**
 * What suspense must come to for the subject. A payout books its own money by what was ordered, so that only a line of a garbled
 * reference has put all of it there.
 */
function claimOf(subject: Standing | null, { type, reason }: ExceptionRow): bigint {
  if (subject === null) return 0n;
  const whole = DIRECTION[typeOf(subject, type)] * subject.amount;
  return subject.kind === 'payout' && (reason === 'amount_differs' || reason === 'missing_at_bank')
    ? 0n
    : whole;
}

/** The type of the line that shows a subject. */
function typeOf({ kind }: Standing, type: LineType): LineType {
  if (kind === 'payout') return type === 'payout_return' ? type : 'payout';
  return kind === 'payment' ? 'debit' : 'refund';
}

function sides(amount: bigint): { taken: bigint; givenBack: bigint } {
  return amount > 0n ? { taken: amount, givenBack: 0n } : { taken: 0n, givenBack: -amount };
}

function no(refused: WhyNot): Refused {
  return { refused };
}
