// Business time for a command: the database's, and in a sandbox as far ahead as it was moved.
import { databaseClock } from '../app/database-time.ts';
import type { Clock } from '../base/clock.ts';
import type { Db } from '../base/db.ts';
import { readOffset } from '../sandbox/clock.ts';

/** The clock by which a command tells today from yesterday. */
export async function businessClock(db: Db, sandbox: boolean): Promise<Clock> {
  const clock = await databaseClock(db);
  if (sandbox) clock.setOffset(await readOffset(db));
  return clock;
}
