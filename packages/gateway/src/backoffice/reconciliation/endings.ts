// How a difference may end, and for each way in which it may not, why. Pure.
import type { z } from 'zod';
import type { getException } from '../contract/exceptions.ts';
import { RESOLUTIONS, type ExceptionRow, type Resolution } from '../../reconciliation/exception.ts';
import { planResolution, type Standing } from '../../reconciliation/plan-resolution.ts';
import { digits } from './exceptions.ts';

type Words = z.input<(typeof getException)['answer']>;
type Ending = Words['resolutions'][number];
type Candidate = Words['candidates'][number];

/** What decides beside the difference itself. */
export interface About {
  exception: ExceptionRow;
  subject: Standing | null;
  /** Other open differences of the same merchant and bank. */
  open: readonly ExceptionRow[];
  /** Why nothing can be asked for at all now; null when something can. */
  barred: 'choose_merchant' | 'forbidden' | 'approval_pending' | null;
}

/** Every way, each with whether it may be and what must be named for it. */
export function endingsOf(about: About): Ending[] {
  const candidates = candidatesOf(about);
  return RESOLUTIONS.map((resolution) => {
    const ending = endingOf(about, resolution, candidates);
    return about.barred === null || !ending.may
      ? ending
      : { ...ending, may: false, why_not: about.barred };
  });
}

/** Open differences that may explain this one, and those whose payment, refund or payout its line may be. */
export function candidatesOf(about: About): Candidate[] {
  const { exception, open } = about;
  return open.flatMap((other): Candidate[] => {
    if (isSubject(exception, other))
      return [candidate(other, 'subject', other.expected === exception.amount)];
    const resolution = resolutionFor(about, other);
    if (resolution === null) return [];
    const planned = planResolution({ ...about, resolution, others: [other] });
    if ('refused' in planned && planned.refused !== 'left_over') return [];
    return [candidate(other, 'others', !('refused' in planned))];
  });
}

/** A line that nothing here explains may be what another one misses, when both are of one type. */
function isSubject(exception: ExceptionRow, other: ExceptionRow): boolean {
  return (
    exception.line_no !== null &&
    exception.reason === 'missing_here' &&
    other.reason === 'missing_at_bank' &&
    other.type === exception.type
  );
}

/** By which resolution another one would explain this; null where it cannot. */
function resolutionFor({ exception, subject }: About, other: ExceptionRow): Resolution | null {
  if (exception.reason !== 'missing_at_bank')
    return other.booked === 0n ? null : 'returned_to_bank';
  return subject?.isLate === true && other.subject_id === subject.returnedBy?.id
    ? 'payment_reversed'
    : null;
}

function endingOf(about: About, resolution: Resolution, candidates: readonly Candidate[]): Ending {
  const { exception, subject } = about;
  const no = (why: Ending['why_not'], left: bigint | null = null): Ending => ({
    resolution,
    may: false,
    why_not: why,
    needs: null,
    left_over: digits(left),
  });
  const yes = (needs: Ending['needs']): Ending => ({
    resolution,
    may: true,
    why_not: null,
    needs,
    left_over: null,
  });
  if (resolution === 'matched_by_hand' && exception.reason === 'missing_here') {
    return exception.state === 'open' ? yes('subject') : no('resolved_already');
  }
  const planned = planResolution({ exception, resolution, others: [], subject });
  if (!('refused' in planned)) return yes(null);
  const { refused, leftOver } = planned;
  if (refused !== 'name_line' && refused !== 'name_return') return no(refused, leftOver);
  return candidates.some((one) => one.for === 'others') ? yes('others') : no('none_to_name');
}

function candidate(other: ExceptionRow, use: Candidate['for'], fits: boolean): Candidate {
  return {
    exception_id: other.exception_id,
    reason: other.reason,
    type: other.type,
    day: other.day,
    amount: digits(other.amount),
    expected: digits(other.expected),
    in_suspense: `${other.booked}`,
    fits,
    for: use,
    subject_id: other.subject_id,
  };
}
