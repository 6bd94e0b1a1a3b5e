// Chance that can be had again: a small generator (mulberry32) whose seed a test prints in its name.
import { randomInt } from 'node:crypto';

export interface Chance {
  /** In [0, 1). */
  fraction(): number;
  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number;
  /** True with this probability. */
  is(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
}

/** The seed of this run: TARIK_TEST_SEED, or a new one. */
export function seedOfRun(): number {
  return Number(process.env['TARIK_TEST_SEED'] ?? randomInt(2 ** 31));
}

/** The same seed gives the same chances. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (least: number, most: number) =>
    least + Math.floor(fraction() * (most - least + 1));
  return {
    fraction,
    whole,
    is: (probability) => fraction() < probability,
    pick: (from) => from[whole(0, from.length - 1)]!,
  };
}
