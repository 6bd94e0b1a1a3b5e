// A refund's sum as it is typed: what is left, a half of it, and whether a second person must agree. Digits stay exact.
import { readRupiah } from '../../parts/rupiah.ts';

/** Half of a sum, rounded down to whole rupiah but never to nothing. */
export function halfOf(digits: string): string {
  const half = BigInt(digits) / 2n;
  return (half < 1n ? 1n : half).toString();
}

/** The typed sum as digits when it lies between one rupiah and the most; undefined otherwise. */
export function sumWithin(typed: string, most: string): string | undefined {
  const digits = readRupiah(typed);
  if (digits === undefined) return undefined;
  const sum = BigInt(digits);
  return sum >= 1n && sum <= BigInt(most) ? digits : undefined;
}

/** Whether a refund of this sum waits for somebody's approval. */
export function needsApproval(sum: string, above: string | null): boolean {
  return above !== null && BigInt(sum) > BigInt(above);
}
