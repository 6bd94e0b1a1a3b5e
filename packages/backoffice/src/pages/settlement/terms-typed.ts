// Terms of settlement as somebody types them, read: each field, or that it is wrong. Pure.
import type { components } from '../../api/types.gen.ts';
import { readRupiah } from '../../parts/rupiah.ts';

export type Terms = components['schemas']['SettlementTerms'];

/** As the fields hold it; an empty minimum is none. */
export interface Typed {
  days: string;
  minimum: string;
}

const MOST_DAYS = 30;
/** Digits of the largest minimum. */
const LONGEST = 12;

/** Reads the fields: each is undefined where it is wrong. */
export function readTyped({ days, minimum }: Typed): {
  days: number | undefined;
  minimum: string | undefined;
} {
  const typed = /^\d{1,2}$/.test(days.trim()) ? Number(days) : MOST_DAYS + 1;
  const digits = minimum.trim() === '' ? '0' : readRupiah(minimum);
  return {
    days: typed <= MOST_DAYS ? typed : undefined,
    minimum: digits !== undefined && digits.length <= LONGEST ? digits : undefined,
  };
}

/** Whether two terms say the same. */
export function sameTerms(one: Terms, other: Terms): boolean {
  return one.working_days === other.working_days && BigInt(one.minimum) === BigInt(other.minimum);
}
