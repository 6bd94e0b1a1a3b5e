// Whatever this machine's own clock says, leases and expiries go by the database's.
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { followDatabaseTime } from '../src/app/database-time.ts';
import { systemClock } from '../src/base/clock.ts';
import type { Db } from '../src/base/db.ts';
import { createLog } from '../src/base/log.ts';
import { freshDatabase, openTestDb, type FreshDatabase } from './database.ts';

let database: FreshDatabase;
let db: Db;
const log = createLog('error');

beforeAll(async () => {
  database = await freshDatabase();
  db = openTestDb(database.url);
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  await db.close();
  await database.drop();
});

test('a machine whose clock is an hour ahead keeps the time of the database', async () => {
  const clock = systemClock();
  const truth = Date.now();
  vi.spyOn(Date, 'now').mockReturnValue(truth + 3_600_000);
  await followDatabaseTime(db, clock, log);
  expect(Math.abs(clock.now() - truth)).toBeLessThan(10_000);
  expect(clock.wall()).toBe(truth + 3_600_000);
});

test('a clock that is set back while the process runs moves no lease', async () => {
  const clock = systemClock();
  await followDatabaseTime(db, clock, log);
  const before = clock.now();
  vi.spyOn(Date, 'now').mockReturnValue(before - 3_600_000);
  expect(clock.now()).toBeGreaterThanOrEqual(before);
});

test("the sandbox's offset stands on top of the database's time", async () => {
  const clock = systemClock();
  clock.setOffset(86_400_000);
  await followDatabaseTime(db, clock, log);
  expect(Math.abs(clock.now() - Date.now() - 86_400_000)).toBeLessThan(10_000);
});

test('an answer that was slow to come changes nothing', async () => {
  const clock = systemClock();
  const steady = vi.spyOn(clock, 'steady');
  steady.mockReturnValueOnce(0).mockReturnValueOnce(501);
  const anchor = vi.spyOn(clock, 'anchor');
  await followDatabaseTime(db, clock, log);
  expect(anchor).not.toHaveBeenCalled();
});

test('time stands, and does not go back, where an answer that took its time says a little less', async () => {
  const clock = systemClock();
  await followDatabaseTime(db, clock, log);
  const before = clock.now();
  const steady = vi.spyOn(clock, 'steady');
  const now = performance.now();
  // Read at once, heard late: as when this process was busy.
  steady.mockReturnValueOnce(now).mockReturnValueOnce(now + 490);
  await followDatabaseTime(db, clock, log);
  expect(clock.now()).toBeGreaterThanOrEqual(before);
});

test('time goes back where the database was set back', async () => {
  const clock = systemClock();
  await followDatabaseTime(db, clock, log);
  const before = clock.now();
  clock.anchor(before - 3_600_000, performance.now());
  expect(before - clock.now()).toBeGreaterThan(3_599_000);
  // and on from there
  clock.anchor(before - 3_600_100, performance.now());
  expect(before - clock.now()).toBeGreaterThan(3_599_000);
});
