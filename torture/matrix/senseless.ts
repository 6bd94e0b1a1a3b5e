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

/** Points of the harness itself, which no production has: the sandbox's clock and what asks for it. */
export function isOfTheHarness({ name }: Pick<Entry, 'name'>): boolean {
  return /^(db sandbox-|socket sandbox-|socket other$)/.test(name);
}

/** What a process asks once and then remembers: such a point can be reached for certain only after its start. */
export function isRemembered({ name }: Pick<Entry, 'name'>): boolean {
  return /^(db merchants-|http token$)/.test(name);
}
