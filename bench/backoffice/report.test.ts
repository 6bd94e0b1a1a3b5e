// When the bench of the Back Office finds fault: each figure by its own limits.
import { expect, test } from 'vitest';
import { LIVE_LIMITS } from './live.ts';
import { ANSWER_LIMITS, percentiles, type Figure } from './measure.ts';
import { judge } from './report.ts';

const figure = (p95: number, failure: string | null = null): Figure => ({
  p50: p95,
  p95,
  p99: p95,
  failure,
});
const faults = (small: Figure, large: Figure, limits = ANSWER_LIMITS): string[] =>
  judge({ name: 'a', limits, small, large }).faults;

test('an answer is neither slower than 100 ms nor twice as slow with many payments', () => {
  expect(faults(figure(60), figure(99))).toEqual([]);
  expect(faults(figure(60), figure(101))).toEqual(['slower than 100 ms']);
  expect(faults(figure(101), figure(60))).toEqual(['slower than 100 ms']);
  expect(faults(figure(20), figure(40.8))).toEqual(['2.0 times as slow']);
});

test('what is below 5 ms is never too slow', () => {
  expect(faults(figure(1), figure(4.9))).toEqual([]);
  expect(faults(figure(1), figure(5.1))).toEqual(['5.1 times as slow']);
});

test('a change is told within two seconds, however many payments there are', () => {
  expect(faults(figure(200), figure(1900), LIVE_LIMITS)).toEqual([]);
  expect(faults(figure(200), figure(2001), LIVE_LIMITS)).toEqual(['slower than 2000 ms']);
});

test('an answer that failed is a fault, also where nothing could be measured', () => {
  expect(faults(figure(1, '500'), figure(1))).toEqual(['500']);
  const nothing = { ...percentiles([]), failure: 'there is nothing to ask for' };
  expect(faults(nothing, nothing)).toHaveLength(2);
});

test('p95 of a hundred is the sixth slowest', () => {
  const taken = Array.from({ length: 100 }, (_, n) => n + 1);
  expect(percentiles(taken)).toEqual({ p50: 51, p95: 96, p99: 100 });
});
