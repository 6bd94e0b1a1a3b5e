// Which of some amounts come, some of them together, to a sum that is wanted. Pure.

/** So many sums are followed; where there are more, whoever leads towards the one that is wanted may be part of it. */
const MOST_SUMS = 1000;

/**
 * For each amount whether it can be part of the sum: with two others at the most, in either direction. Where no three come to it, with
 * any number of those that lead towards it.
 */
export function cancelOut(wanted: bigint, amounts: readonly bigint[]): boolean[] {
  const can = amounts.map(() => false);
  const at = new Map<bigint, number[]>();
  for (const [n, amount] of amounts.entries()) at.set(amount, [...(at.get(amount) ?? []), n]);
  const mark = (...places: number[]): void => {
    const rest = places.reduce((left, n) => left - (amounts[n] ?? 0n), wanted);
    if (rest === 0n) for (const n of places) can[n] = true;
    if (places.length > 2) return;
    for (const n of at.get(rest) ?? []) {
      if (!places.includes(n)) for (const one of [...places, n]) can[one] = true;
    }
  };
  for (let one = 0; one < amounts.length; one += 1) {
    mark(one);
    for (let other = one + 1; other < amounts.length; other += 1) mark(one, other);
  }
  return can.includes(true) ? can : towards(wanted, amounts);
}

function towards(wanted: bigint, amounts: readonly bigint[]): boolean[] {
  const isWithin = (amount: bigint): boolean =>
    wanted > 0n ? amount > 0n && amount <= wanted : amount < 0n && amount >= wanted;
  const leading = [...amounts.keys()].filter((n) => isWithin(amounts[n] ?? 0n));
  // What the first of them come to, in any choice, and the first two, and so on.
  const sums: Set<bigint>[] = [new Set([0n])];
  for (const n of leading) {
    const before = sums.at(-1) ?? new Set();
    const more = [...before].map((sum) => sum + (amounts[n] ?? 0n)).filter(isWithin);
    sums.push(new Set([...before, ...more]));
    if (before.size + more.length > MOST_SUMS) return amounts.map(isWithin);
  }
  const can = amounts.map(() => false);
  let ends = new Set(sums.at(-1)?.has(wanted) === true ? [wanted] : []);
  for (let last = leading.length - 1; last >= 0; last -= 1) {
    const [n = 0, before] = [leading[last], sums[last]];
    const without = [...ends].map((end) => end - (amounts[n] ?? 0n));
    can[n] = without.some((sum) => before?.has(sum));
    ends = new Set([...ends, ...without].filter((sum) => before?.has(sum)));
  }
  return can;
}
