// What somebody types as a fee, read: the terms, or which field is wrong. Pure.
import { readRupiah } from '../../parts/rupiah.ts';
import { readPercent, type Terms } from './terms.ts';

/** As the fields hold it; empty is nothing, for the maximum no limit. */
export interface Typed {
  fixed: string;
  percent: string;
  minimum: string;
  maximum: string;
  /** A day of WIB. */
  day: string;
}

export interface Wrong {
  fixed: boolean;
  percent: boolean;
  minimum: boolean;
  /** `order`: it is less than the minimum. */
  maximum: false | 'sum' | 'order';
  day: boolean;
}

/** Digits of the largest sum. */
const LONGEST = 12;

/** Reads the fields; `today` is a day of WIB, and the fee's day must come after it. */
export function readTyped(typed: Typed, today: string): { terms: Terms | undefined; wrong: Wrong } {
  const fixed = sumOf(typed.fixed);
  const points = typed.percent.trim() === '' ? 0 : readPercent(typed.percent);
  const minimum = sumOf(typed.minimum);
  const maximum = typed.maximum.trim() === '' ? null : sumOf(typed.maximum);
  const disorder =
    typeof maximum === 'string' && minimum !== undefined && BigInt(maximum) < BigInt(minimum);
  const wrong: Wrong = {
    fixed: fixed === undefined,
    percent: points === undefined,
    minimum: minimum === undefined,
    maximum: maximum === undefined ? 'sum' : disorder ? 'order' : false,
    day: !/^\d{4}-\d{2}-\d{2}$/.test(typed.day) || typed.day <= today,
  };
  if (
    fixed === undefined ||
    points === undefined ||
    minimum === undefined ||
    maximum === undefined ||
    disorder
  ) {
    return { terms: undefined, wrong };
  }
  return { terms: { fixed, basis_points: points, minimum, maximum }, wrong };
}

function sumOf(typed: string): string | undefined {
  if (typed.trim() === '') return '0';
  const digits = readRupiah(typed);
  return digits !== undefined && digits.length <= LONGEST ? digits : undefined;
}
