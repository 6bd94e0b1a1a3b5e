// How sums share a drawing's width. Pure, and exact until the last step: a sum never becomes a floating number.

const WIDTH = 1000n;

/** The part of each sum in per mille of all of them; what is less than zero takes no room, what is not zero takes some. */
export function sharesOf(sums: readonly string[]): number[] {
  const amounts = sums.map((sum) => (sum.startsWith('-') ? 0n : BigInt(sum)));
  const total = amounts.reduce((all, one) => all + one, 0n);
  if (total === 0n) return amounts.map(() => 0);
  return amounts.map((one) => (one === 0n ? 0 : Math.max(8, Number((one * WIDTH) / total))));
}
