import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, openTestDb, type FreshDatabase } from '../../tests/database.ts';
import { systemClock } from '../base/clock.ts';
import type { Db } from '../base/db.ts';
import { createWake } from '../base/wake.ts';
import type { Context } from '../context.ts';
import { startSandboxClock } from './clock.ts';

const HOUR = 3_600_000;

let database: FreshDatabase;
let db: Db;

beforeAll(async () => {
  database = await freshDatabase();
  db = openTestDb(database.url);
});

afterAll(async () => {
  await db.close();
  await database.drop();
});

test('a moved clock moves every process, wakes its chores, and is moved still after a restart', async () => {
  const [one, two] = [await aProcess(), await aProcess()];
  await one.moved.setOffset(3 * HOUR);
  expect(one.clock.offset()).toBe(3 * HOUR);
  expect(one.woken).toEqual(['payments', 'tokens']);

  await two.moved.follow.run({} as Context);
  expect(two.clock.offset()).toBe(3 * HOUR);
  expect(two.woken).toEqual(['payments', 'tokens']);
  await two.moved.follow.run({} as Context);
  expect(two.woken).toHaveLength(2);

  expect((await aProcess()).clock.offset()).toBe(3 * HOUR);
});

async function aProcess() {
  const clock = systemClock();
  const wake = createWake();
  const woken: string[] = [];
  for (const chore of ['payments', 'tokens'] as const) wake.on(chore, () => woken.push(chore));
  return { clock, woken, moved: await startSandboxClock(db, clock, wake) };
}
