// Chance that can be had again: the same seed gives the same requests.
export interface Chance {
  /** In [0, 1). */
  fraction(): number;
  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number;
  /** True with this probability. */
  is(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** A text of so many letters and digits. */
  word(length: number): string;
  /** A version 4 UUID by its look. */
  uuid(): string;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** A generator (mulberry32) with this seed. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (least: number, most: number): number =>
    least + Math.floor(fraction() * (most - least + 1));
  function pick<T>(from: readonly T[]): T {
    const one = from[whole(0, from.length - 1)];
    if (one === undefined) throw new Error('there is nothing to pick from');
    return one;
  }
  const word = (length: number): string =>
    Array.from({ length }, () => LETTERS[whole(0, LETTERS.length - 1)]).join('');
  const hex = (length: number): string =>
    Array.from({ length }, () => whole(0, 15).toString(16)).join('');
  return {
    fraction,
    whole,
    is: (probability) => fraction() < probability,
    pick,
    word,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
  };
}
