// A step of a run: takes the batch of a merchant and a bank, a new one or one that somebody has left, by a lease.
import type { Context } from '../context.ts';
import type { Held } from './batch.ts';
import type { Day, Holidays } from './calendar.ts';
import { moveWaiting } from './reckon-days.ts';
import { beginBatch, findPairStanding, leaseBatch, type Pair } from './store-batches.ts';

export type Doors = Pick<Context, 'db' | 'clock' | 'random'>;

/** A page takes well below a second; whoever has not come back after this is taken for dead, ms. */
export const LEASE_MS = 5 * 60_000;

/**
 * The batch of a pair to go on with: the one that was left while collecting, whatever its day, or a new one of `day` when something
 * is due, to be paid again or left over. Null when there is nothing to do, or another process is at it. What was reckoned by another
 * calendar is moved to its day before. Each statement is a commit of its own: of two that claim at once, one gets it.
 */
export async function claimBatch(
  { db, clock, random }: Doors,
  pair: Pair,
  day: Day,
  holidays: Holidays,
): Promise<Held | null> {
  const { open, waiting } = await findPairStanding(db, pair);
  const now = clock.now();
  const leaseId = random.id();
  if (open !== null) {
    if (open.leaseUntil !== null && open.leaseUntil > now) return null;
    const held = { ...pair, batchId: open.batchId, day: open.day, leaseId };
    return (await leaseBatch(db, held, now, now + LEASE_MS)) ? held : null;
  }
  await moveWaiting(db, pair, waiting, holidays);
  const held = { ...pair, batchId: random.id(), day, leaseId };
  return (await beginBatch(db, held, now, now + LEASE_MS)) ? held : null;
}
