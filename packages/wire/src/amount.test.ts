import fc from 'fast-check';
import { LosslessNumber } from 'lossless-json';
import { describe, expect, it } from 'vitest';
import { vectors } from '../tests/conformance.ts';
import { holds } from '../tests/property.ts';
import { formatSnapAmount, parseSnapAmount, parseWholeRupiah } from './amount.ts';
import { parseStrictJson } from './json.ts';

const doku = vectors<{ accepted: { json: string; rupiah: string }[]; refused: string[] }>(
  'doku/amounts.json',
);
const snap = vectors<{ accepted: { amount: unknown; rupiah: string }[]; refused: unknown[] }>(
  'snap/amounts.json',
);
const read = (json: string) => parseWholeRupiah(parseStrictJson(Buffer.from(json)));

describe('a whole rupiah amount', () => {
  it.each(doku.accepted)('is read from $json', ({ json, rupiah }) => {
    expect(read(json)).toBe(BigInt(rupiah));
  });

  it.each(doku.refused)('is not read from %s', (json) => {
    expect(read(json)).toBeUndefined();
  });

  it('is not read from a JavaScript number, which has been through a float', () => {
    expect(parseWholeRupiah(20_000)).toBeUndefined();
    expect(parseWholeRupiah(20_000n)).toBeUndefined();
  });

  it('is not read from an object that only looks like a kept number', () => {
    expect(parseWholeRupiah({ isLosslessNumber: true, value: '20000' })).toBeUndefined();
  });

  it('comes back from every spelling of it', () => {
    const spelling = fc.constantFrom('', '.0', '.00');
    holds(
      fc.property(fc.bigInt(1n, 999_999_999_999n), spelling, (rupiah, decimals) => {
        expect(read(`${rupiah}${decimals}`)).toBe(rupiah);
        expect(read(`"${rupiah}${decimals}"`)).toBe(rupiah);
      }),
    );
  });

  it('is read exactly where the lexeme says so, whatever the number', () => {
    holds(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const lexeme = JSON.stringify(number);
        const whole = /^\d{1,12}$/.test(lexeme) && lexeme !== '0';
        expect(parseWholeRupiah(new LosslessNumber(lexeme))).toBe(
          whole ? BigInt(lexeme) : undefined,
        );
      }),
    );
  });

  it('is refused for any text that is not one', () => {
    holds(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('0123456789.,-+eE x\n')) }),
        (text) => {
          const number = Number(text);
          const rupiah = parseWholeRupiah(text);
          if (rupiah === undefined) return;
          expect(rupiah).toBe(BigInt(number));
          expect(number).toBeGreaterThanOrEqual(1);
          expect(number).toBeLessThanOrEqual(999_999_999_999);
        },
      ),
      2_000,
    );
  });
});

describe('a SNAP amount', () => {
  it.each(snap.accepted)('$rupiah is read and written', ({ amount, rupiah }) => {
    expect(parseSnapAmount(amount)).toBe(BigInt(rupiah));
    expect(formatSnapAmount(BigInt(rupiah))).toEqual(amount);
  });

  it.each(snap.refused.map((amount) => [JSON.stringify(amount), amount]))(
    'is not read from %s',
    (_, amount) => {
      expect(parseSnapAmount(amount)).toBeUndefined();
    },
  );

  it('comes back from what was written', () => {
    holds(
      fc.property(fc.bigInt(0n, 10n ** 16n - 1n), (rupiah) => {
        expect(parseSnapAmount(formatSnapAmount(rupiah))).toBe(rupiah);
      }),
    );
  });

  it.each([-1n, 10n ** 16n])('is not written for %s', (rupiah) => {
    expect(() => formatSnapAmount(rupiah)).toThrow(RangeError);
  });
});
