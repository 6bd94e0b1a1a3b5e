// How a difference may end, and for each way in which it may not, why. Pure.
import type { z } from 'zod';
import type { getException } from '../contract/exceptions.ts';
import { RESOLUTIONS, type ExceptionRow, type Resolution } from '../../reconciliation/exception.ts';
import { cancelOut } from '../../reconciliation/cancel-out.ts';
import { planResolution, wantedOf, type Standing } from '../../reconciliation/plan-resolution.ts';
import type { WhyNot } from '../../reconciliation/why-not.ts';
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

/** Why a way is not there yet: something has to be named for it. */
const NAME: ReadonlySet<WhyNot> = new Set(['name_line', 'name_return', 'name_payout_return']);

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

/**
 * Open differences that may explain this one, each with the ways in which it can: alone, or with others of them. And those whose
 * payment, refund or payout its line may be.
 */
export function candidatesOf(about: About): Candidate[] {
  const { exception, open } = about;
  const ways = RESOLUTIONS.map((resolution) => ({
    resolution,
    explaining: explainingBy(about, resolution),
  }));
  return open.flatMap((other): Candidate[] => {
    if (isSubject(exception, other))
      return [
        candidate(other, 'subject', { ways: ['matched_by_hand'], fits: ['matched_by_hand'] }),
      ];
    const by = ways.filter(({ explaining }) => explaining.has(other));
    if (by.length === 0) return [];
    const said = by.map(({ resolution }) => resolution);
    const alone = by.filter(({ explaining }) => explaining.get(other) === 'alone');
    return [
      candidate(other, 'others', { ways: said, fits: alone.map(({ resolution }) => resolution) }),
    ];
  });
}

/** A line that nothing here explains may be what another one misses, when both are of one type and one amount. */
function isSubject(exception: ExceptionRow, other: ExceptionRow): boolean {
  return (
    exception.line_no !== null &&
    exception.reason === 'missing_here' &&
    other.reason === 'missing_at_bank' &&
    other.type === exception.type &&
    other.expected === exception.amount
  );
}

/** Which open ones explain this one in some way: alone, or together with others. */
function explainingBy(
  about: About,
  resolution: Resolution,
): ReadonlyMap<ExceptionRow, 'alone' | 'together'> {
  const { exception, subject, open } = about;
  const found = new Map<ExceptionRow, 'alone' | 'together'>();
  const planned = (others: readonly ExceptionRow[]) =>
    planResolution({ exception, subject, resolution, others });
  const without = planned([]);
  if (!('refused' in without) || !NAME.has(without.refused)) return found;
  const lines: ExceptionRow[] = [];
  for (const other of open) {
    const withIt = planned([other]);
    const refused = 'refused' in withIt ? withIt.refused : null;
    if (refused !== null && refused !== 'left_over' && !NAME.has(refused)) continue;
    if (refused === null) found.set(other, 'alone');
    else if (other.line_no === null) found.set(other, 'together');
    if (other.line_no !== null && exception.line_no !== null) lines.push(other);
  }
  const wanted = wantedOf({ exception, subject, resolution });
  const can = cancelOut(
    wanted,
    lines.map(({ booked }) => booked),
  );
  for (const [n, line] of lines.entries()) {
    if (can[n] === true && !found.has(line)) found.set(line, 'together');
  }
  return found;
}

function endingOf(about: About, resolution: Resolution, candidates: readonly Candidate[]): Ending {
  const { exception, subject } = about;
  const no = (why: Ending['why_not'], left: bigint | null = null): Ending => ({
    resolution,
    may: false,
    why_not: why,
    needs: null,
    wanted: null,
    left_over: digits(left),
  });
  const yes = (needs: Ending['needs']): Ending => ({
    resolution,
    may: true,
    why_not: null,
    needs,
    wanted: needs === 'others' ? `${wantedOf({ exception, subject, resolution })}` : null,
    left_over: null,
  });
  if (resolution === 'matched_by_hand' && exception.reason === 'missing_here') {
    return exception.state === 'open' ? yes('subject') : no('resolved_already');
  }
  const planned = planResolution({ exception, resolution, others: [], subject });
  if (!('refused' in planned)) return yes(null);
  const { refused, leftOver } = planned;
  if (!NAME.has(refused)) return no(refused, leftOver);
  const isSome = candidates.some((one) => one.for === 'others' && one.ways.includes(resolution));
  return isSome ? yes('others') : no('none_to_name');
}

function candidate(
  other: ExceptionRow,
  use: Candidate['for'],
  { ways, fits }: Pick<Candidate, 'ways' | 'fits'>,
): Candidate {
  return {
    exception_id: other.exception_id,
    reason: other.reason,
    type: other.type,
    day: other.day,
    amount: digits(other.amount),
    expected: digits(other.expected),
    in_suspense: `${other.booked}`,
    ways,
    fits,
    for: use,
    subject_id: other.subject_id,
  };
}
