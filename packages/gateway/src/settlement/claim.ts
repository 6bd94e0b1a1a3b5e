// A step of a run: takes the batch of a merchant and a bank, a new one or one that somebody has left, by a lease.
import type { Context } from '../context.ts';
import type { Held } from './batch.ts';
import type { Day, Holidays } from './calendar.ts';
import { reckonDays } from './reckon-days.ts';
import { beginBatch, hasDueItems, leaseBatch, lockOpenBatch, type Pair } from './store-batches.ts';

export type Doors = Pick<Context, 'db' | 'clock' | 'random'>;

/** A page takes well below a second; whoever has not come back after this is taken for dead, ms. */
export const LEASE_MS = 5 * 60_000;

/**
 * The batch of a pair to go on with: the one that was left while collecting, whatever its day, or a new one of `day` when
 * something is due. Null when there is nothing to do, or another process is at it.
 */
export async function claimBatch(
  { db, clock, random }: Doors,
  pair: Pair,
  day: Day,
  holidays: Holidays,
): Promise<Held | null> {
  return await db.transaction(async (tx) => {
    const now = clock.now();
    const leaseId = random.id();
    const open = await lockOpenBatch(tx, pair);
    if (open !== null) {
      if (open.leaseUntil !== null && open.leaseUntil > now) return null;
      const held = { ...pair, batchId: open.batchId, day: open.day, leaseId };
      await leaseBatch(tx, held, now + LEASE_MS);
      return held;
    }
    await reckonDays(tx, pair, holidays);
    if (!(await hasDueItems(tx, pair, day))) return null;
    const held = { ...pair, batchId: random.id(), day, leaseId };
    return (await beginBatch(tx, held, now, now + LEASE_MS)) ? held : null;
  });
}
