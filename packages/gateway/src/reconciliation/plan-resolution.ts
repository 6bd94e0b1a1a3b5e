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
  /** What people have decided to bear of it and no line has brought since. */
  borne: bigint;
  /** Of a payout: the bank account that it is for. */
  account: string | null;
  /**
   * Of a payout that left and came back by its report, so that it is owed again already: whether its return is missing at the
   * bank too, was shown by a line, or is yet to be looked for. Null where it has not come back.
   */
  cameBack: 'missing' | 'seen' | 'to_come' | null;
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
  /** What of suspense was borne as a loss before. */
  recovered: bigint;
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
  recovered: 0n,
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
      return settled(asked, isClaimed(asked));
    case 'loss_borne':
      return borne(asked);
    case 'loss_recovered':
      return recovered(asked);
  }
}

/**
 * What the lines that are named for a way must come to in suspense, so that nothing is left over; less than 0 where money must have
 * gone out.
 */
export function wantedOf(asked: Omit<Asked, 'others'>): bigint {
  const claimed = isClaimed(asked) ? asked.subject : null;
  return claimOf(claimed, asked.exception) - asked.exception.booked;
}

/** Whether a wrong amount, put right by its lines, leaves the subject as the bank should have shown it. */
function isClaimed({ exception, resolution, subject }: Omit<Asked, 'others'>): boolean {
  const isPutRight = resolution === 'bank_corrected' || resolution === 'returned_to_bank';
  return isPutRight && exception.reason === 'amount_differs' && subject?.state === 'waits';
}

/**
 * An exception whose own subject is still waited for explains nothing about another one; but that late money and its return are
 * both missing is one story, and that a payout and its return are.
 */
function waitsFor(
  { reason, subject_id: id, type }: ExceptionRow,
  { exception, resolution, subject }: Asked,
): boolean {
  if (reason === 'missing_at_bank') {
    if (resolution === 'payment_reversed') return id !== subject?.returnedBy?.id;
    return resolution !== 'owed_again' || id !== subject?.id || type !== 'payout_return';
  }
  return reason === 'amount_differs' && id !== exception.subject_id;
}

/**
 * What we booked for it is taken back: the bank has never moved it, or has moved another amount and all of that back again, to the
 * rupiah, by lines that are named.
 */
function reversed(asked: Asked, kind: 'payment' | 'refund'): Planned {
  const { exception, others, subject } = asked;
  const isMissing = exception.reason === 'missing_at_bank';
  if (!isMissing && exception.reason !== 'amount_differs') return no('line_shows_it');
  if (subject?.kind !== kind) return no('other_kind');
  if (subject.state !== 'waits') return no('not_missing');
  if (subject.isLate && kind === 'refund') return no('by_a_line_only');
  if (subject.isRefunded) return no('refunds_first');
  const back = returnOf(asked, subject);
  if (back !== null && 'refused' in back) return back;
  const lines = others.filter((other) => other !== back);
  if (isMissing && lines.length > 0) return no('nothing_explains_it');
  if (!isMissing && lines.length === 0) return no('name_line');
  const rest = sumOf([exception, ...lines]);
  if (rest !== 0n) return leftOver(rest);
  const reverses = [reversalOf(exception, subject)];
  if (back !== null && subject.returnedBy !== null) {
    const { exception_id: exceptionId } = back;
    reverses.push({
      ...reversalOf(exception, subject),
      exceptionId,
      kind: 'refund',
      id: subject.returnedBy.id,
    });
  }
  return { ...NOTHING, reverses, closes: [exception, ...others] };
}

/** Late money that never came is owed to nobody, as long as it has not been given back; what was not given back either goes too. */
function returnOf({ others }: Asked, { returnedBy }: Standing): ExceptionRow | Refused | null {
  if (returnedBy === null) return null;
  if (returnedBy.state === 'under_way') return no('refunds_first');
  if (returnedBy.state === 'seen') return no('was_returned');
  const isIts = (one: ExceptionRow): boolean => isMissingOf(one, returnedBy);
  return others.find(isIts) ?? no('name_return');
}

function isMissingOf({ reason, subject_id: of }: ExceptionRow, { id }: { id: string }): boolean {
  return reason === 'missing_at_bank' && of === id;
}

function reversalOf({ exception_id: exceptionId }: ExceptionRow, subject: Standing): Reversal {
  const { kind, id, amount, fee, isLate } = subject;
  return { exceptionId, kind, id, amount, fee, isLate };
}

/** What the bank has not paid out, wholly or in part, is owed to the bank account again. */
function owedAgain(asked: Asked): Planned {
  const { exception, others, subject } = asked;
  if (subject?.kind !== 'payout') return no('other_kind');
  const isMissing = exception.reason === 'missing_at_bank';
  if (exception.type !== 'payout') return no(isMissing ? 'with_its_payout' : 'other_kind');
  if (subject.state !== 'waits') return no('not_missing');
  if (isMissing) return neverLeft(asked, subject);
  if (others.length > 0) return no('nothing_explains_it');
  if (exception.reason !== 'amount_differs') return no('line_shows_it');
  // All of it is owed again by its report, whatever of it had left.
  if (subject.cameBack !== null) return no('owed_already');
  if (exception.booked <= 0n) return no('too_much');
  return { ...NOTHING, claims: subject, owed: exception.booked, closes: [exception] };
}

/** Where it has come back by its report, both its ways are booked and the bank has made neither: the two differences are one. */
function neverLeft({ exception, others }: Asked, subject: Standing): Planned {
  const { cameBack } = subject;
  const [other, ...more] = others;
  if (cameBack === 'seen') return no('by_itself');
  if (cameBack === 'to_come') return no('return_to_come');
  if (cameBack === 'missing' && other === undefined) return no('name_payout_return');
  if (more.length > 0) return no('nothing_explains_it');
  if (other !== undefined && (cameBack === null || !isMissingOf(other, subject)))
    return no('nothing_explains_it');
  const reverses = [reversalOf(exception, subject)];
  return { ...NOTHING, reverses, closes: [exception, ...others] };
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
  if (rest !== 0n) return leftOver(rest);
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

/** A line brings what was borne after all, or a part of it. */
function recovered({ exception, others, subject }: Asked): Planned {
  if (exception.reason === 'missing_at_bank') return no('no_line');
  if (subject === null || subject.borne === 0n || exception.booked <= 0n)
    return no('nothing_borne');
  if (others.length > 0) return no('nothing_explains_it');
  const rest = exception.booked - subject.borne;
  if (rest > 0n) return leftOver(rest);
  return { ...NOTHING, recovered: exception.booked, closes: [exception] };
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

function leftOver(rest: bigint): Refused {
  return { ...no('left_over'), leftOver: rest > 0n ? rest : -rest };
}

function no(refused: WhyNot): Refused {
  return { refused };
}
