// Combinations that are left out, each with its reason. Whatever fits none of these lines is played.
import type { Combination, Entry } from './key.ts';

interface Line {
  reason: string;
  fits(combination: Combination): boolean;
}

const LINES: readonly Line[] = [
  {
    reason: 'a rest sends nothing: it has a beginning and an end',
    fits: ({ entry, phase }) => entry.door === 'timer' && phase === 'sent',
  },
  {
    reason: 'a rest has no connection',
    fits: ({ entry, victim }) => entry.door === 'timer' && victim === 'connection',
  },
];

/** Why a combination is left out, or null when it is played. */
export function reasonToLeaveOut(combination: Combination): string | null {
  return LINES.find((line) => line.fits(combination))?.reason ?? null;
}

/** Points that are not played, each with its reason. */
const POINTS: readonly { reason: string; names: RegExp }[] = [
  {
    reason: "the sandbox's clock and the calls of programs: no production has them",
    names: /^(db sandbox-|socket sandbox-|socket other$)/,
  },
  {
    reason: 'the hourly look at the books reads only, and a run is over long before the next',
    names: /^db (ledger-|check-)/,
  },
  {
    reason: 'gauges read only, a few times in a minute: no run can count on them',
    names: /^db [a-z]+-oldest-/,
  },
  {
    reason:
      "a key's last use is a note for people, written once in a minute: no run can count on it",
    names: /^db calls-touch-keys$/,
  },
  {
    reason: 'what the stage itself writes, beside what our processes do',
    names: /^db torture-/,
  },
  {
    reason:
      'figures are counted anew from the rows, whenever anything has changed: no run can count on it',
    names: /^db figures-/,
  },
  {
    reason: 'a rest of more than a second ends when time is moved far, and at no time of its own',
    names: /^timer \d{4,}$/,
  },
];

/** Why a point is not played, or null when it is. */
export function reasonToIgnore({ name }: Pick<Entry, 'name'>): string | null {
  return POINTS.find((line) => line.names.test(name))?.reason ?? null;
}

/** What a process asks once and then remembers: such a point can be reached for certain only after its start. */
export function isRemembered({ name }: Pick<Entry, 'name'>): boolean {
  return /^(db merchants-|http token$)/.test(name);
}
