// What the live stream remembers of what it has told: each change once, and no more than may be read again.
import { expect, test } from 'vitest';
import { createFreshness } from './seen.ts';
import type { ChangeRow } from './store.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function row(kind: ChangeRow['kind'], id: number, at: number): ChangeRow {
  return {
    kind,
    id: `${id}`,
    at,
    merchant_id: 'm',
    client_id: 'c',
    payment_id: null,
    state: 'pending',
    version: 1,
  };
}

test('a change is told once, an approval for as long as it may wait', () => {
  const told = createFreshness(MINUTE, 3 * DAY);
  const rows = [row('payment', 1, 0), row('approval', 2, 0)];
  expect(told.fresh(rows)).toHaveLength(2);
  expect(told.fresh(rows)).toEqual([]);
  told.forget(2 * DAY);
  expect(told.fresh([row('approval', 2, 0)])).toEqual([]);
});

test('a day of traffic is not kept in memory', () => {
  const told = createFreshness(MINUTE, 3 * DAY);
  for (let at = 0; at < DAY; at += MINUTE) {
    told.fresh([row('payment', at, at), row('notification', at, at)]);
    told.forget(at);
  }
  expect(told.size()).toBeLessThanOrEqual(4);
});
