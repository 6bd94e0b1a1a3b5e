// Which sabotages are to run: all, a seeded sample, or those that are named.
import { chanceOf } from '../../packages/gateway/tests/chance.ts';
import { SABOTAGES, sabotageOf } from './sabotages.ts';
import type { Sabotage } from './types.ts';

export type Which = 'all' | number | readonly string[];

/** In the order of their numbers. Throws for an id that nobody has and for a sample that is not a positive number. */
export function choose(which: Which, seed: number): readonly Sabotage[] {
  if (which === 'all') return SABOTAGES;
  if (typeof which !== 'number') return which.map(sabotageOf);
  if (!Number.isInteger(which) || which < 1) throw new RangeError(`no sample of ${which}`);
  const chance = chanceOf(seed);
  const drawn = SABOTAGES.map((sabotage) => ({ sabotage, lot: chance.fraction() }))
    .toSorted((a, b) => a.lot - b.lot)
    .slice(0, which);
  const taken = new Set(drawn.map(({ sabotage }) => sabotage));
  return SABOTAGES.filter((sabotage) => taken.has(sabotage));
}
