// How often somebody may call: bursts, refilling, and strangers who are forgotten.
import { expect, test } from 'vitest';
import type { Clock } from '../base/clock.ts';
import { createBuckets } from './bucket.ts';

function movedByHand(): { clock: Clock; pass(ms: number): void } {
  let at = 0;
  const clock: Clock = {
    now: () => at,
    wall: () => at,
    steady: () => at,
    sleep: () => Promise.resolve(),
  };
  return { clock, pass: (ms) => (at += ms) };
}

const rate = { perSecond: 2, burst: 3 };

test('a burst passes, the next call is told when to come back', () => {
  const { clock, pass } = movedByHand();
  const buckets = createBuckets(clock);
  expect([1, 2, 3, 4].map(() => buckets.take('a', rate))).toEqual([0, 0, 0, 1]);
  pass(499);
  expect(buckets.take('a', rate)).toBe(1);
  pass(1);
  expect(buckets.take('a', rate)).toBe(0);
});

test('a slow rate says how many whole seconds are left', () => {
  const { clock } = movedByHand();
  const buckets = createBuckets(clock);
  const slow = { perSecond: 0.1, burst: 1 };
  expect(buckets.take('a', slow)).toBe(0);
  expect(buckets.take('a', slow)).toBe(10);
});

test('a rest fills the bucket to its brim and no further', () => {
  const { clock, pass } = movedByHand();
  const buckets = createBuckets(clock);
  for (let n = 0; n < 3; n += 1) buckets.take('a', rate);
  pass(3_600_000);
  expect([1, 2, 3, 4].map(() => buckets.take('a', rate))).toEqual([0, 0, 0, 1]);
});

test('one caller takes nothing from another', () => {
  const buckets = createBuckets(movedByHand().clock);
  for (let n = 0; n < 4; n += 1) buckets.take('a', rate);
  expect(buckets.take('b', rate)).toBe(0);
});

test('who has used up a bucket stays known while strangers come and go', () => {
  const { clock, pass } = movedByHand();
  const buckets = createBuckets(clock);
  for (let n = 0; n < 25_000; n += 1) {
    buckets.take(`stranger ${n}`, rate);
    pass(1);
  }
  for (let n = 0; n < 4; n += 1) buckets.take('a', rate);
  for (let n = 0; n < 11_000; n += 1) buckets.take(`other ${n}`, rate);
  expect(buckets.take('a', rate)).toBe(1);
});
