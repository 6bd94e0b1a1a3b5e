// Business time comes from one clock, the database's: leases, expiries and waiting times of all processes must agree,
// whatever a machine's own clock does.
import { systemClock, type MovableClock } from '../base/clock.ts';
import type { Db } from '../base/db.ts';
import type { Log } from '../base/log.ts';
import { readServerTime } from './store.ts';

/** Read anew this often, ms: steady counts of two machines drift apart, and a sleeping machine's stands still. */
export const LOOK_MS = 10_000;

/** An answer that took longer says too little about when it was true, ms. */
const TOO_SLOW_MS = 500;
/** More than drift: somebody set a clock, or this machine slept, ms. */
const STEP_MS = 1000;

/** Sets business time to the database's. Throws when the database is away; a slow answer changes nothing. */
export async function followDatabaseTime(db: Db, clock: MovableClock, log: Log): Promise<void> {
  const asked = clock.steady();
  const theirs = await readServerTime(db);
  const heard = clock.steady();
  if (heard - asked > TOO_SLOW_MS) return;
  const at = (asked + heard) / 2;
  const step = theirs - (clock.now() - clock.offset() - (heard - at));
  if (Math.abs(step) > STEP_MS)
    log.warn('business time steps with the database', { durationMs: Math.round(step) });
  clock.anchor(theirs, at);
}

/** The clock of a command: the database's time when it answered, and on from there. Never ahead of it. */
export async function databaseClock(db: Db): Promise<MovableClock> {
  const clock = systemClock();
  const theirs = await readServerTime(db);
  clock.anchor(theirs, clock.steady());
  return clock;
}
