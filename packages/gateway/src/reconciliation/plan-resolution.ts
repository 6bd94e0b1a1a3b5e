// What resolving an exception books, and why it may not be resolved like that. Pure. Money in suspense leaves it; what it was in
// truth comes out of what we wait for from the bank; what nobody explains is borne. Cash moves by lines of statements alone.
import type { ExceptionRow, Resolution } from './exception.ts';
import { DIRECTION } from './statement.ts';

/** The payment or refund that an exception, or a person, names. */
export interface Standing {
  kind: 'payment' | 'refund';
  id: string;
  amount: bigint;
  fee: bigint;
  /** Money after a final no, or the refund that gives it back: the merchant has no part in it. */
  isLate: boolean;
  /** Of a payment: money of it has gone back, or may yet, and people have not found that it never did. */
  isRefunded: boolean;
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

/** What is booked, whole rupiah. */
export interface Plan {
  /** Is settled with the merchant now, as if a line had shown it. */
  claims: Standing | null;
  /** What of suspense is, in truth, of what was taken and given back. */
  taken: bigint;
  givenBack: bigint;
  loss: bigint;
  reverses: Standing | null;
  /** Every exception that ends with this one. */
  closes: readonly ExceptionRow[];
}

export type Planned = Plan | { refused: string };

const NOTHING = { claims: null, taken: 0n, givenBack: 0n, loss: 0n, reverses: null } as const;

/** Plans a resolution; the reason, in words for people, where it may not be. */
export function planResolution(asked: Asked): Planned {
  const { exception, others, resolution, subject } = asked;
  const all = [exception, ...others];
  if (all.some(({ state }) => state !== 'open'))
    return no('one of the exceptions is resolved already');
  if (all.some(({ bank }) => bank !== exception.bank)) return no('the exceptions are of two banks');
  if (new Set(all.map((one) => one.exception_id)).size !== all.length) {
    return no('an exception does not explain itself');
  }
  if (others.some((other) => waitsFor(other, exception.subject_id))) {
    return no('another exception is about a payment or refund of its own: resolve that by itself');
  }
  switch (resolution) {
    case 'payment_reversed':
      return reversed(asked, 'payment');
    case 'refund_reversed':
      return reversed(asked, 'refund');
    case 'matched_by_hand':
      if (exception.reason === 'missing_at_bank') return no('there is no line to match it with');
      if (subject === null) return no('name the payment or refund that the line is');
      return settled(asked, true);
    case 'bank_corrected':
    case 'returned_to_bank':
      if (exception.reason === 'missing_at_bank') {
        return no('a later line of the bank ends it by itself: no other one does');
      }
      if (others.length === 0) {
        return no('name the exception of the line by which it was corrected or went back');
      }
      return settled(asked, exception.reason === 'amount_differs' && subject?.state === 'waits');
    case 'loss_borne':
      return borne(asked);
  }
}

/** An exception whose own subject is still waited for explains nothing about another one. */
function waitsFor({ reason, subject_id: id }: ExceptionRow, subjectId: string | null): boolean {
  return reason === 'missing_at_bank' || (reason === 'amount_differs' && id !== subjectId);
}

/** The bank has never moved it: what we booked for it is taken back. */
function reversed({ exception, others, subject }: Asked, kind: Standing['kind']): Planned {
  if (exception.reason !== 'missing_at_bank') return no('a line of the bank shows it');
  if (subject?.kind !== kind) return no(`it is about no ${kind}`);
  if (others.length > 0) return no('nothing else explains what never was');
  if (subject.state !== 'waits') return no('it is not missing any more');
  if (subject.isRefunded) {
    return no('money of it went back, or is on its way: its refunds come to their end first');
  }
  if (subject.isLate) {
    return no('the customer is owed this money or has it: only the bank can say which, by a line');
  }
  return { ...NOTHING, reverses: subject, closes: [exception] };
}

/** All that lies in suspense is explained, to the rupiah: by each other, or with the subject. */
function settled(asked: Asked, withSubject: boolean): Planned {
  const { exception, others } = asked;
  const subject = withSubject ? asked.subject : null;
  if (subject !== null && subject.state !== 'waits') {
    return no('the payment or refund has not succeeded, or a line has shown it already');
  }
  const closes = [exception, ...others];
  const inSuspense = sumOf(closes);
  const claim = claimOf(subject);
  if (inSuspense !== claim) {
    const rest = claim - inSuspense;
    return no(`it does not come to nothing: ${rest > 0n ? rest : -rest} rupiah are left over`);
  }
  return { ...NOTHING, ...sides(claim), claims: subject, closes };
}

/** What is not explained is ours to bear; a surplus is nobody's to keep. */
function borne(asked: Asked): Planned {
  const { exception, others, subject } = asked;
  const claims = subject?.state === 'waits' && exception.reason !== 'missing_here' ? subject : null;
  if (claims === null && exception.reason === 'missing_at_bank') {
    return no('it is not missing any more');
  }
  const closes = [exception, ...others];
  const inSuspense = sumOf(closes);
  const loss = claimOf(claims) - inSuspense;
  if (loss <= 0n) return no('nothing is lost by it: money that is left over goes back to the bank');
  return { ...NOTHING, ...sides(inSuspense), claims, loss, closes };
}

function sumOf(exceptions: readonly ExceptionRow[]): bigint {
  return exceptions.reduce((sum, { booked }) => sum + booked, 0n);
}

function claimOf(subject: Standing | null): bigint {
  if (subject === null) return 0n;
  return DIRECTION[subject.kind === 'payment' ? 'debit' : 'refund'] * subject.amount;
}

function sides(amount: bigint): { taken: bigint; givenBack: bigint } {
  return amount > 0n ? { taken: amount, givenBack: 0n } : { taken: 0n, givenBack: -amount };
}

function no(refused: string): { refused: string } {
  return { refused };
}
