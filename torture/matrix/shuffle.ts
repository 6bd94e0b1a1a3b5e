// Order by a seed: the same seed, the same order.
import { chanceOf } from '../../packages/gateway/tests/chance.ts';

/** A copy in an order that the seed alone decides (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const chance = chanceOf(seed);
  const all = [...items];
  for (let last = all.length - 1; last > 0; last -= 1) {
    const other = chance.whole(0, last);
    [all[last], all[other]] = [all[other]!, all[last]!];
  }
  return all;
}
