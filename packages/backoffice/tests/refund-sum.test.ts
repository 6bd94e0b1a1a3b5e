// The sum of a refund as it is typed: exact, within what is left, and with a second person where it must be.
import { describe, expect, test } from 'vitest';
import { halfOf, needsApproval, sumWithin } from '../src/pages/payments/share.ts';

describe('half of what is left', () => {
  test('is whole rupiah, rounded down', () => {
    expect(halfOf('1169501')).toBe('584750');
  });

  test('is never nothing', () => {
    expect(halfOf('1')).toBe('1');
  });

  test('is exact beyond what a number holds', () => {
    expect(halfOf('900719925474099301')).toBe('450359962737049650');
  });
});

describe('a typed sum', () => {
  test.each([
    ['1.169.500', '1169500'],
    ['1169500', '1169500'],
    ['Rp 1', '1'],
  ])('%s is taken', (typed, digits) => {
    expect(sumWithin(typed, '1169500')).toBe(digits);
  });

  test.each(['', '0', '-1', '1.169.501', '1,5', '1.16.95', '1e3', '१२'])('%s is not', (typed) => {
    expect(sumWithin(typed, '1169500')).toBeUndefined();
  });
});

test('a second person is needed above the limit only, and never without one', () => {
  expect(needsApproval('5000000', '5000000')).toBe(false);
  expect(needsApproval('5000001', '5000000')).toBe(true);
  expect(needsApproval('5000001', null)).toBe(false);
});
