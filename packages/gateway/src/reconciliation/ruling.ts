// How people say that an exception shall be resolved, as a request for approval keeps it. Pure.
import type { ExceptionRow, Resolution } from './exception.ts';
import type { Proof } from '../payments/resolve.ts';

/** How an exception ends, and by what. */
export interface Ruling {
  resolution: Resolution;
  proof: Proof;
  /** Other open exceptions that explain it. */
  others: readonly string[];
  /** The payment or refund that the line is, where people match by hand; otherwise the exception names it. */
  subjectId: string | null;
}

/** A ruling as it is asked for, with what the one who approves must see. */
export function askedOf(exception: ExceptionRow, ruling: Ruling): Record<string, unknown> {
  const { bank, day, reason, type, amount, expected } = exception;
  return {
    bank,
    day,
    reason,
    type,
    amount: amount === null ? null : `${amount}`,
    expected: expected === null ? null : `${expected}`,
    resolution: ruling.resolution,
    evidence: { ...ruling.proof },
    others: [...ruling.others],
    subject_id: ruling.subjectId,
  };
}

/** The ruling behind what was asked for. */
export function rulingOf(asked: Readonly<Record<string, unknown>>): Ruling {
  const {
    resolution,
    evidence,
    others,
    subject_id: subjectId,
  } = asked as {
    resolution: Resolution;
    evidence: Proof;
    others: string[];
    subject_id: string | null;
  };
  const { source, reference, day } = evidence;
  return { resolution, proof: { source, reference, day }, others, subjectId };
}
