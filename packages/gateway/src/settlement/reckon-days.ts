// Reckons anew on which day what waits is due, after the calendar was changed.
import type { Tx } from '../base/db.ts';
import { settlementDay, type Holidays } from './calendar.ts';
import type { Pair } from './store-batches.ts';
import { findWaitingDays, moveDueDays } from './store-calendar.ts';

/** Moves the items of a pair that are in no batch to the days that the calendar now says; may be done again at any time. */
export async function reckonDays(
  tx: Tx,
  { merchantId, bank }: Pair,
  holidays: Holidays,
): Promise<void> {
  const waiting = await findWaitingDays(tx, merchantId, bank);
  const moves = waiting.flatMap((one) => {
    const to = settlementDay(holidays, one.succeededDay, one.workingDays);
    return to === one.dueDay ? [] : [{ ...one, to }];
  });
  if (moves.length > 0) await moveDueDays(tx, merchantId, bank, moves);
}
