// How long a bank took, as a histogram: fixed bounds, and the percentiles that can be read from it.

/**
 * Lower bounds of the slots after the first, ms: slot 0 is below the first of them, the last one above the last. Changing them
 * gives the figures that are kept another meaning.
 */
export const SLOT_BOUNDS = [
  5, 10, 20, 30, 40, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1000, 1500, 2000, 3000, 5000, 7500,
  10_000, 15_000, 20_000, 30_000, 45_000, 60_000,
] as const;

/**
 * The time, in whole ms, that `share` (0 to 1) of the calls took at the most, calls spread evenly within their slot. What is
 * above the last bound counts as that bound: longer than so is not known. `calls` are by slot.
 */
export function percentile(calls: ReadonlyMap<number, number>, share: number): number {
  let total = 0;
  for (const count of calls.values()) total += count;
  const wanted = total * share;
  let below = 0;
  for (const slot of [...calls.keys()].toSorted((a, b) => a - b)) {
    const count = calls.get(slot) ?? 0;
    if (count > 0 && below + count >= wanted) {
      const from = slot === 0 ? 0 : (SLOT_BOUNDS[slot - 1] ?? 0);
      const to = SLOT_BOUNDS[slot] ?? from;
      return Math.round(from + ((to - from) * (wanted - below)) / count);
    }
    below += count;
  }
  return 0;
}
