import { describe, expect, test } from 'vitest';
import { choose } from './choose.ts';
import { DRIVE_NAMES } from './drives/names.ts';
import { SABOTAGES } from './sabotages.ts';
import { tableOf } from './table.ts';

describe('what is to run', () => {
  test('is all of them, those that are named, or a sample that a seed draws', () => {
    expect(choose('all', 1)).toEqual(SABOTAGES);
    expect(choose(['one-leg', 'reference-not-kept'], 1).map(({ id }) => id)).toEqual([
      'one-leg',
      'reference-not-kept',
    ]);
    expect(choose(10, 7)).toHaveLength(10);
    expect(choose(10, 7)).toEqual(choose(10, 7));
    expect(choose(10, 7)).not.toEqual(choose(10, 8));
    expect(choose(10_000, 7)).toEqual(SABOTAGES);
  });

  test('is refused when there is no such sabotage or no such sample', () => {
    expect(() => choose(['nobody'], 1)).toThrow('there is no sabotage "nobody"');
    expect(() => choose(0, 1)).toThrow('no sample of 0');
    expect(() => choose(1.5, 1)).toThrow('no sample of 1.5');
  });

  test('takes every drive', () => {
    const used = new Set(SABOTAGES.map(({ drive }) => drive));
    expect(DRIVE_NAMES.filter((name) => !used.has(name))).toEqual([]);
  });
});

test('the table says of each what caught it, and how many were', () => {
  const [first, second] = SABOTAGES;
  if (first === undefined || second === undefined) throw new Error('there are two');
  const lines = tableOf([
    { sabotage: first, isCaught: true, caughtBy: ['M7', 'M8'], seconds: 9.25, says: '' },
    { sabotage: second, isCaught: false, caughtBy: [], seconds: 12, says: '' },
  ]);
  expect(lines.find((line) => line.includes(first.title))).toMatch(/^1 .* M7 M8 +9\.[23] +90$/);
  expect(lines.find((line) => line.includes(second.title))).toMatch(/^2 .* NOT CAUGHT +12\.0 +90$/);
  expect(lines.at(-1)).toBe('1 of 2 are caught');
});
