// Reckons anew on which day what waits is due, after the calendar was changed.
import type { Tx } from '../base/db.ts';
import { settlementDay, type Holidays } from './calendar.ts';
import type { Pair } from './store-batches.ts';
import { findWaitingDays, moveDueDays, type Waiting } from './store-calendar.ts';

/** Moves the items of a pair that are in no batch to the days that the calendar now says; may be done again at any time. */
export async function reckonDays(on: Tx, pair: Pair, holidays: Holidays): Promise<void> {
  const waiting = await findWaitingDays(on, pair.merchantId, pair.bank);
  await moveWaiting(on, pair, waiting, holidays);
}

/** Likewise, by what was found to wait. */
export async function moveWaiting(
  on: Tx,
  { merchantId, bank }: Pair,
  waiting: readonly Waiting[],
  holidays: Holidays,
): Promise<void> {
  const moves = waiting
    .map((one) => ({ ...one, to: settlementDay(holidays, one.succeededDay, one.workingDays) }))
    .filter(({ dueDay, to }) => to !== dueDay);
  if (moves.length > 0) await moveDueDays(on, merchantId, bank, moves);
}
