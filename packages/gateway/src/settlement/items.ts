// Items: payments and refunds that the bank's statement has shown, each to be settled once, on its day.
import { invariant } from '../base/invariant.ts';
import type { Tx } from '../base/db.ts';
import { settlementDay, wibDay } from './calendar.ts';
import { findTerms, listHolidays } from './store-calendar.ts';
import { findSucceeded, insertItems } from './store.ts';

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
  const { workingDays } = await findTerms(tx, shown.merchantId, shown.bank);
  const holidays = await listHolidays(tx);
  const succeeded = await findSucceeded(tx, shown);
  invariant(succeeded.length === wanted, 'what is settled has succeeded at this bank, each once');
  const days = new Map<string, string>();
  const dueOf = (day: string): string => {
    const due = days.get(day) ?? settlementDay(holidays, day, workingDays);
    days.set(day, due);
    return due;
  };
  const items = succeeded.map((one) => {
    const succeededDay = wibDay(one.finishedAt);
    return { ...one, succeededDay, workingDays, dueDay: dueOf(succeededDay) };
  });
  await insertItems(tx, shown, items);
  const sum = (kind: string): bigint =>
    succeeded.reduce((total, one) => (one.kind === kind ? total + one.amount : total), 0n);
  return { taken: sum('payment'), givenBack: sum('refund') };
}
