// A call that is held at a door goes on when it may, and never before.
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Report } from './messages.ts';
import { createPoints, type Points } from './points.ts';
import type { Phase } from './types.ts';

interface Held {
  points: Points;
  said: Report[];
  /** The other end answers the call. */
  answer(): void;
  over(): boolean;
}

/** A call that comes to the door at which `phase` is armed. */
function arrive(phase: Phase, hit = 1): Held {
  const said: Report[] = [];
  const points = createPoints((report) => void said.push(report));
  points.take({ kind: 'arm', id: 7, armed: { door: 'http', name: 'http pay', hit, phase } });
  const { promise, resolve } = Promise.withResolvers<undefined>();
  let over = false;
  void points.pass('http', 'http pay', () => promise).then(() => (over = true));
  return { points, said, answer: () => resolve(undefined), over: () => over };
}

const go = { kind: 'go', arming: 7 } as const;
const kinds = (said: readonly Report[]) => said.map(({ kind }) => kind);

test.each<[Phase, string[], number]>([
  ['before', ['done', 'reached'], 1],
  ['after', ['done', 'reached'], 1],
  ['sent', ['done', 'reached', 'returned'], 2],
])('a call held %s goes on when it may', async (phase, words, gos) => {
  const { points, said, answer, over } = arrive(phase);
  answer();
  for (let left = gos; left > 0; left -= 1) {
    await turn();
    expect(over()).toBe(false);
    points.take(go);
  }
  await turn();
  expect(over()).toBe(true);
  expect(kinds(said)).toEqual(words);
});

test('leave to go on that comes before the reply is not lost', async () => {
  const { points, answer, over } = arrive('sent');
  await turn();
  points.take(go);
  points.take(go);
  await turn();
  expect(over()).toBe(false);
  answer();
  await turn();
  expect(over()).toBe(true);
});

test('only the hit that was armed is held, and disarming lets it go', async () => {
  const { points, said, answer, over } = arrive('before', 2);
  answer();
  await turn();
  expect(over()).toBe(true);
  let second = false;
  void points.pass('http', 'http pay', () => Promise.resolve()).then(() => (second = true));
  await turn();
  expect(second).toBe(false);
  points.take({ kind: 'disarm', id: 8, arming: 7 });
  await turn();
  expect(second).toBe(true);
  expect(kinds(said)).toEqual(['done', 'reached', 'done']);
});
