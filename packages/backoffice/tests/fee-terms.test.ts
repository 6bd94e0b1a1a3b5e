// Terms of a fee and of settlement as they are typed and shown: percent and basis points exactly, and every wrong field by its
// name.
import { describe, expect, test } from 'vitest';
import {
  percentText,
  readPercent,
  sameTerms,
  tariffAt,
  type BankFees,
} from '../src/pages/fees/terms.ts';
import { readTyped } from '../src/pages/fees/typed.ts';
import { readTyped as readSettlement } from '../src/pages/settlement/terms-typed.ts';

describe('percent', () => {
  test.each([
    [0, '0', '0'],
    [7, '0.07', '0,07'],
    [70, '0.7', '0,7'],
    [150, '1.5', '1,5'],
    [1000, '10', '10'],
    [10_000, '100', '100'],
  ])('of %d basis points is %s, in Indonesian %s', (points, english, indonesian) => {
    expect(percentText(points, 'en-GB')).toBe(english);
    expect(percentText(points, 'id-ID')).toBe(indonesian);
    expect([readPercent(english), readPercent(indonesian)]).toEqual([points, points]);
  });

  test.each(['', '1,234', '100.01', '-1', '1e2', 'x', '1.', '0,7,0'])(
    'is not what "%s" says',
    (typed) => expect(readPercent(typed)).toBeUndefined(),
  );

  test('may have its sign', () => expect(readPercent('0,7 %')).toBe(70));
});

const TYPED = { fixed: '2.500', percent: '0,7', minimum: '', maximum: '', day: '2026-12-01' };
const RIGHT = { fixed: false, percent: false, minimum: false, maximum: false, day: false };

describe('what is typed', () => {
  test('is read; what is empty is nothing, and no limit', () => {
    expect(readTyped(TYPED, '2026-11-26')).toEqual({
      terms: { fixed: '2500', basis_points: 70, minimum: '0', maximum: null },
      wrong: RIGHT,
    });
    expect(readTyped({ ...TYPED, percent: '' }, '2026-11-26').terms?.basis_points).toBe(0);
  });

  test.each([
    ['fixed', { fixed: '2,500' }, true],
    ['fixed', { fixed: '1.000.000.000.000' }, true],
    ['percent', { percent: '0,777' }, true],
    ['minimum', { minimum: 'a little' }, true],
    ['maximum', { maximum: '-1' }, 'sum'],
    ['maximum', { minimum: '1.001', maximum: '1.000' }, 'order'],
  ])('with a wrong %s has no terms', (field, change, how) => {
    const { terms, wrong } = readTyped({ ...TYPED, ...change }, '2026-11-26');
    expect(terms).toBeUndefined();
    expect(wrong).toEqual({ ...RIGHT, [field]: how });
  });

  test.each(['2026-11-26', '2026-11-25', '', '1.12.2026'])('may not begin on "%s"', (day) => {
    expect(readTyped({ ...TYPED, day }, '2026-11-26').wrong.day).toBe(true);
  });
});

test('the same terms are the same however they are written', () => {
  const terms = { fixed: '2500', basis_points: 70, minimum: '0', maximum: null };
  expect(sameTerms(terms, { ...terms, fixed: '02500' })).toBe(true);
  expect(sameTerms(terms, { ...terms, maximum: '1' })).toBe(false);
  expect(sameTerms(terms, null)).toBe(false);
});

test('the tariff of an instant is the last that has begun, withdrawn ones left out', () => {
  const tariff = (fee_id: string, standing: string, day: string) => ({
    fee_id,
    standing,
    valid_from: `${day}T00:00:00.000Z`,
  });
  const tariffs = [
    tariff('d', 'withdrawn', '2026-12-20'),
    tariff('c', 'to_come', '2026-12-10'),
    tariff('b', 'replaced', '2026-12-01'),
    tariff('a', 'in_force', '2026-12-01'),
  ];
  const fees = { bank: 'cimb', tariffs, waiting: null } as unknown as BankFees;
  const at = (day: string) => tariffAt(fees, Date.parse(`${day}T12:00:00Z`))?.fee_id;
  expect(['2026-11-30', '2026-12-01', '2026-12-10', '2026-12-31'].map(at)).toEqual([
    undefined,
    'a',
    'c',
    'c',
  ]);
});

describe('terms of settlement', () => {
  test.each([
    ['2', '', 2, '0'],
    [' 30 ', '50.000', 30, '50000'],
    ['31', 'Rp 1', undefined, '1'],
    ['', '1,5', undefined, undefined],
    ['-1', '1.000.000.000.000', undefined, undefined],
  ])('typed as "%s" and "%s" are %s and %s', (days, minimum, wantedDays, wantedMinimum) => {
    expect(readSettlement({ days, minimum })).toEqual({
      days: wantedDays,
      minimum: wantedMinimum,
    });
  });
});
