// The fee of a payment: the examples of docs/money.md, bounds and rounding for all tariffs, and which tariff is in force.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { feeAt, feeOf, tariffAt, type Tariff } from './tariff.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../../../docs/money.md'), 'utf8');
const whole = (text: string) => BigInt(text.replaceAll(',', ''));

const NOTHING = { fixed: 0n, basisPoints: 0n, minimum: 0n, maximum: null };
type Terms = Parameters<typeof feeOf>[0];

/** A tariff in the page's words: `2,000 fixed, 100 basis points, at least 1,000, at most 5,000`. */
function termsOf(words: string): Terms {
  const found = (pattern: RegExp) => {
    const [, digits] = pattern.exec(words) ?? [];
    return digits === undefined ? null : whole(digits);
  };
  return {
    fixed: found(/([\d,]+) fixed/) ?? 0n,
    basisPoints: found(/([\d,]+) basis points/) ?? 0n,
    minimum: found(/at least ([\d,]*\d)/) ?? 0n,
    maximum: found(/at most ([\d,]*\d)/),
  };
}

const examples = [
  ...page.matchAll(/^\| ([^|]*(?:fixed|basis points)[^|]*) \| ([\d,]+) \| ([\d,]+) \|$/gm),
].map(([, words = '', amount = '', fee = '']) => ({
  words,
  amount: whole(amount),
  fee: whole(fee),
}));

const amounts = fc.bigInt({ min: 1n, max: 999_999_999_999n });
const terms: fc.Arbitrary<Terms> = fc
  .record({
    fixed: fc.bigInt({ min: 0n, max: 999_999_999_999n }),
    basisPoints: fc.bigInt({ min: 0n, max: 10_000n }),
    bounds: fc.tuple(
      fc.bigInt({ min: 0n, max: 10_000_000n }),
      fc.bigInt({ min: 0n, max: 10_000_000n }),
    ),
    isBounded: fc.boolean(),
  })
  .map(({ fixed, basisPoints, bounds: [one, other], isBounded }) => ({
    fixed,
    basisPoints,
    minimum: one < other ? one : other,
    maximum: isBounded ? (one < other ? other : one) : null,
  }));

describe('the fee', () => {
  test('the page has its examples', () => expect(examples).toHaveLength(6));

  test.each(examples)('of $amount at $words is $fee', ({ words, amount, fee }) => {
    expect(feeOf(termsOf(words), amount)).toBe(fee);
  });

  test('is never less than 0, never more than the amount, and within its bounds where the amount bears them', () => {
    fc.assert(
      fc.property(terms, amounts, (tariff, amount) => {
        const fee = feeOf(tariff, amount);
        expect(fee >= 0n && fee <= amount).toBe(true);
        if (tariff.maximum !== null) expect(fee <= tariff.maximum).toBe(true);
        if (amount >= tariff.minimum) expect(fee >= tariff.minimum).toBe(true);
      }),
    );
  });

  test('is rounded half up: at most half a rupiah from the exact part, upwards in the middle', () => {
    fc.assert(
      fc.property(amounts, fc.bigInt({ min: 0n, max: 10_000n }), (amount, basisPoints) => {
        const off = feeOf({ ...NOTHING, basisPoints }, amount) * 10_000n - amount * basisPoints;
        expect(off > -5_000n && off <= 5_000n).toBe(true);
      }),
    );
    expect(feeOf({ ...NOTHING, basisPoints: 50n }, 100n)).toBe(1n);
    expect(feeOf({ ...NOTHING, basisPoints: 49n }, 100n)).toBe(0n);
  });

  test('does not fall when the amount grows, while nothing but the amount bounds it', () => {
    fc.assert(
      fc.property(terms, amounts, amounts, (tariff, one, other) => {
        const [low, high] = one < other ? [one, other] : [other, one];
        expect(feeOf(tariff, low) <= feeOf(tariff, high)).toBe(true);
      }),
    );
  });
});

describe('the tariff in force', () => {
  const tariff = (feeId: string, validFrom: number, bank = 'cimb'): Tariff => ({
    ...NOTHING,
    feeId,
    bank,
    validFrom,
    fixed: BigInt(validFrom),
  });
  const all = [
    tariff('a', 100),
    tariff('c', 200),
    tariff('b', 200),
    tariff('d', 300),
    tariff('e', 50, 'bri'),
  ];

  test('is the last one that has begun, from its very instant on', () => {
    const at = (instant: number) => tariffAt(all, 'cimb', instant)?.feeId ?? null;
    expect([99, 100, 199, 200, 299, 300, 9999].map(at)).toEqual([
      null,
      'a',
      'a',
      'c',
      'c',
      'd',
      'd',
    ]);
  });

  test('is none of another bank, and without one nothing is charged', () => {
    expect(tariffAt(all, 'bri', 100)?.feeId).toBe('e');
    expect(feeAt(all, 'bni', 90_000n, 100)).toBe(0n);
    expect(feeAt(all, 'cimb', 90_000n, 99)).toBe(0n);
    expect(feeAt(all, 'cimb', 90_000n, 250)).toBe(200n);
  });
});
