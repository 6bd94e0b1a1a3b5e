// Sums as people read and type them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRupiah, rupiah, shortRupiah } from '../src/parts/rupiah.ts';

describe('a sum', () => {
  test.each([
    ['0', 'Rp0'],
    ['999', 'Rp999'],
    ['1000', 'Rp1.000'],
    ['1234567', 'Rp1.234.567'],
    ['-50000', '-Rp50.000'],
    ['900719925474099312345678', 'Rp900.719.925.474.099.312.345.678'],
  ])('%s is written %s', (digits, text) => expect(rupiah(digits)).toBe(text));

  test('that is none is shown as it came', () => {
    for (const odd of ['', '1.5', 'NaN', '1e9', '<b>']) expect(rupiah(odd)).toBe(odd);
  });

  test('is read back as it was written, whatever its size', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), (sum) => {
        expect(readRupiah(rupiah(`${sum}`))).toBe(`${sum}`);
      }),
    );
  });

  test.each(['1,5', '1.50', '12.34.567', '-1', 'banyak', '1e6', ''])(
    'typed as %s is not taken',
    (typed) => expect(readRupiah(typed)).toBeUndefined(),
  );

  test.each([
    ['999', 'Rp999', 'Rp999'],
    ['1000', 'Rp1 rb', 'Rp1K'],
    ['1239999', 'Rp1,23 jt', 'Rp1.23M'],
    ['12399999', 'Rp12,3 jt', 'Rp12.3M'],
    ['999999999', 'Rp999 jt', 'Rp999M'],
    ['5000000000', 'Rp5 M', 'Rp5B'],
    ['1234000000000000', 'Rp1.234 T', 'Rp1.234T'],
    ['-1500000', '-Rp1,5 jt', '-Rp1.5M'],
  ])('%s is %s or %s on an axis', (digits, id, en) => {
    expect(shortRupiah(digits, 'id')).toBe(id);
    expect(shortRupiah(digits, 'en')).toBe(en);
  });
});
