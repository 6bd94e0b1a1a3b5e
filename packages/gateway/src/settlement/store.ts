// SQL of items: made when they are reconciled, taken into a batch once.
import { instant, pivot, type Tx } from '../base/db.ts';
import type { Day } from './calendar.ts';
import type { Shown } from './items.ts';

export type ItemKind = 'payment' | 'refund';

/** What the days of settlement of a chunk follow from. */
export interface Grounds {
  /** On which what is shown has succeeded. */
  days: Day[];
  /** Every holiday that is known. */
  holidays: Day[];
  /** As agreed with the merchant; null where nothing was. */
  workingDays: number | null;
}

/** The days on which the named payments and refunds have succeeded, and what their days of settlement follow from. */
export async function findGrounds(on: Tx, shown: Shown): Promise<Grounds> {
  const [row] = await on.rows<{
    days: Day[];
    holidays: Day[];
    working_days: number | null;
  }>({
    name: 'settlement-grounds',
    text: `select array(select d.day::text from settlement_days($1, $2, $3, $4) d) as days,
                  array(select h.day::text from holidays h) as holidays,
                  (select t.working_days from settlement_terms t
                    where t.merchant_id = $1 and t.bank = $2) as working_days`,
    values: [shown.merchantId, shown.bank, shown.payments, shown.refunds],
  });
  return {
    days: row?.days ?? [],
    holidays: row?.holidays ?? [],
    workingDays: row?.working_days ?? null,
  };
}

/** How many items were made, and what they come to, whole rupiah. */
export interface Made {
  items: bigint;
  taken: bigint;
  givenBack: bigint;
}

/** Makes the items of what has succeeded; see `items.sql`. One that is there already raises 23505. */
export async function insertItems(
  tx: Tx,
  { merchantId, bank, chunkId, at, payments, refunds }: Shown,
  { workingDays, due }: { workingDays: number; due: readonly { day: Day; dueDay: Day }[] },
): Promise<Made> {
  const [row] = await tx.rows<{ items: bigint; taken: bigint; given_back: bigint }>({
    name: 'settlement-items-insert',
    text: `select a.items, a.taken, a.given_back
             from add_settlement_items($1, $2, $3, $4, $5, $6, $7, $8, $9) a`,
    values: [
      merchantId,
      bank,
      chunkId,
      instant(at),
      payments,
      refunds,
      ...pivot(due, [(one) => one.day, (one) => one.dueDay]),
      workingDays,
    ],
  });
  return {
    items: row?.items ?? 0n,
    taken: row?.taken ?? 0n,
    givenBack: row?.given_back ?? 0n,
  };
}
