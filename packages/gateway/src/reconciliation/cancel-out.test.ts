// Lines that are offered for a difference: those with which it can come out to the rupiah, and no others.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cancelOut } from './cancel-out.ts';

test('one that comes to it alone, and none in the wrong direction or too large', () => {
  expect(cancelOut(-10n, [-10n, 10n, -9n, 500n, -90_000n])).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

test('some that come to it together, in either direction', () => {
  expect(cancelOut(-10n, [-4n, -6n, -120n, 7n])).toEqual([true, true, false, false]);
  expect(cancelOut(100n, [70n, 50n, -20n, 1n])).toEqual([true, true, true, false]);
});

test('many that come to it, where no three do, and none that only leads towards it', () => {
  expect(cancelOut(10n, [3n, 3n, 2n, 2n, 40n, -7n, 9n])).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(cancelOut(-20_000n, [-1_000n, -400n, -600n, -19_999n, 1_000n])).toEqual(
    [1, 2, 3, 4, 5].map(() => false),
  );
  expect(cancelOut(10n, [3n, 3n, 2n])).toEqual([false, false, false]);
  expect(cancelOut(10n, [])).toEqual([]);
});

test('so many that nobody can try them all are offered as far as they lead towards it', () => {
  const many = Array.from({ length: 200 }, (_, n) => -(1_000_003n + BigInt(n * n * 7)));
  expect(new Set(cancelOut(-50_000_000n, many))).toEqual(new Set([true]));
  expect(cancelOut(50_000_000n, many)).not.toContain(true);
});

test('for all inputs: offered is who is in some choice that comes to it', () => {
  const small = fc.bigInt({ min: -6n, max: 6n }).filter((amount) => amount !== 0n);
  const sum = fc.bigInt({ min: -25n, max: 25n }).filter((amount) => amount !== 0n);
  fc.assert(
    fc.property(fc.array(small, { maxLength: 8 }), sum, (amounts, wanted) => {
      const inThree = amounts.map((_, n) => isInSome(amounts, n, wanted, 3));
      const towards = amounts.filter((amount) => amount > 0n === wanted > 0n);
      const inMany = amounts.map((amount, n) => {
        const isToward = amount > 0n === wanted > 0n;
        const place = amounts.slice(0, n).filter((one) => one > 0n === wanted > 0n).length;
        return isToward && isInSome(towards, place, wanted, towards.length);
      });
      expect(cancelOut(wanted, amounts)).toEqual(inThree.includes(true) ? inThree : inMany);
    }),
    { numRuns: 1000 },
  );
});

/** By trying every choice of so many. */
function isInSome(amounts: readonly bigint[], n: number, wanted: bigint, most: number): boolean {
  for (let choice = 0; choice < 2 ** amounts.length; choice += 1) {
    const chosen = amounts.filter((_, place) => (choice & (1 << place)) !== 0);
    const hasIt = (choice & (1 << n)) !== 0;
    const sum = chosen.reduce((all, amount) => all + amount, 0n);
    if (hasIt && chosen.length <= most && sum === wanted) return true;
  }
  return false;
}
