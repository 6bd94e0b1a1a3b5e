// Outcomes that were not known for a while: how many, how long, and how they ended.

export interface Unknowns {
  count: number;
  /** Ended by evidence. */
  resolved: number;
  /** Ended without evidence that allows it. */
  guessed: number;
  /** Since when, business ms, of those that have not ended. */
  open: Map<string, number>;
  durations: number[];
}

export function createUnknowns(): Unknowns {
  return { count: 0, resolved: 0, guessed: 0, open: new Map(), durations: [] };
}

/** A payment or refund has become unclear; `at` in business ms. */
export function noteUnknown(unknowns: Unknowns, ref: string, at: number): void {
  unknowns.count += 1;
  unknowns.open.set(ref, at);
}

/** It has left `unclear`, by evidence or by a guess. */
export function noteKnown(unknowns: Unknowns, ref: string, at: number, isGuess: boolean): void {
  const since = unknowns.open.get(ref);
  if (since === undefined) return;
  unknowns.open.delete(ref);
  unknowns.durations.push(Math.max(0, at - since));
  if (isGuess) unknowns.guessed += 1;
  else unknowns.resolved += 1;
}

/** Median and longest duration of those that ended, business ms. */
export function durationsOf({ durations }: Unknowns): { medianMs: number; longestMs: number } {
  const sorted = durations.toSorted((a, b) => a - b);
  const medianMs = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return { medianMs, longestMs: sorted.at(-1) ?? 0 };
}
