// Items: payments and refunds that the bank's statement has shown, each to be settled once, on its day.
import { invariant } from '../base/invariant.ts';
import type { Tx } from '../base/db.ts';
import { settlementDay } from './calendar.ts';
import { findGrounds, insertItems } from './store.ts';
import { DEFAULT_TERMS } from './terms.ts';

/** What a chunk of a statement has shown of one merchant at one bank, by our own ids. */
export interface Shown {
  merchantId: string;
  bank: string;
  /** By which the movement is booked as seen. */
  chunkId: string;
  /** Business time, epoch ms. */
  at: number;
  payments: readonly string[];
  /** Refunds at the merchant's wish; late money goes back out of suspense and is nobody's settlement. */
  refunds: readonly string[];
}

/**
 * Makes the items of what the bank has shown, inside the caller's transaction, which books the same as reconciled. Amounts
 * and fees are read from the payments and refunds themselves. Answers the sums, whole rupiah. Throws when one of them has not
 * succeeded, is of another bank, or is named twice; one that is an item already raises 23505.
 */
export async function addItems(
  tx: Tx,
  shown: Shown,
): Promise<{ taken: bigint; givenBack: bigint }> {
  const wanted = shown.payments.length + shown.refunds.length;
  if (wanted === 0) return { taken: 0n, givenBack: 0n };
  const grounds = await findGrounds(tx, shown);
  const holidays = new Set(grounds.holidays);
  const workingDays = grounds.workingDays ?? DEFAULT_TERMS.workingDays;
  const due = grounds.days.map((day) => ({
    day,
    dueDay: settlementDay(holidays, day, workingDays),
  }));
  const { items, taken, givenBack } = await insertItems(tx, shown, { workingDays, due });
  invariant(items === BigInt(wanted), 'what is settled has succeeded at this bank, each once');
  return { taken, givenBack };
}
