// Order by a seed: the same seed, the same order.
import { chanceOf } from '../../packages/gateway/tests/chance.ts';

/** A copy in an order that the seed alone decides. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const chance = chanceOf(seed);
  const drawn = items.map((item) => ({ item, lot: chance.fraction() }));
  return drawn.toSorted((one, other) => one.lot - other.lot).map(({ item }) => item);
}
