// How the words of one language are held against the other's: every key, and no more.

/**
 * The shape of an area's words in another language. Plurals: a language without a singular of its own (Indonesian) says
 * `…_other` alone, so keys that end in `_one` are not asked for.
 */
export type WordsLike<T> = {
  readonly [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string
    ? string
    : WordsLike<T[K]>;
};
