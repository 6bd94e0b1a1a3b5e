// A sample of the crash matrix: somebody is killed at a point of a story, and afterwards everybody's books agree.
import { expect, test } from 'vitest';
import { seedOfRun } from '../../packages/gateway/tests/chance.ts';
import { keyOf, readKey } from './key.ts';
import { runMatrix } from './matrix.ts';
import { shuffled } from './shuffle.ts';

const seed = seedOfRun();

test(`whoever is killed, nothing is lost and nothing is done twice (TARIK_TEST_SEED=${seed})`, async () => {
  const figures = await runMatrix({ lanes: 2, sample: 50, seed });
  expect(figures.violations).toEqual([]);
  expect(figures.notHit).toEqual([]);
  expect(figures.covered).toBe(figures.asked);
  expect(figures.asked).toBe(50);
}, 600_000);

test('a key names one combination', () => {
  const key = 'pay with OTP/gateway-1/socket/socket payment/validate#2:sent:connection';
  expect(keyOf(readKey(key))).toBe(key);
  expect(() => readKey('pay/gateway-1/db/db x#1:never:bank')).toThrow(/is no key/);
});

test('a seed decides the order', () => {
  const items = Array.from({ length: 50 }, (_, n) => n);
  expect(shuffled(items, 7)).toEqual(shuffled(items, 7));
  expect(shuffled(items, 7)).not.toEqual(shuffled(items, 8));
  expect(shuffled(items, 7).toSorted((a, b) => a - b)).toEqual(items);
});
