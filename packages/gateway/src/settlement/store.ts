// SQL of items: made when they are reconciled, taken into a batch once.
import { instant, pivot, type Tx } from '../base/db.ts';
import type { Day } from './calendar.ts';
import type { Shown } from './items.ts';

export type ItemKind = 'payment' | 'refund';

interface Succeeded {
  itemId: string;
  kind: ItemKind;
  paymentId: string;
  amount: bigint;
  fee: bigint;
  finishedAt: number;
}

/** The named payments and refunds that have succeeded at this bank, with what is to be settled of them. */
export async function findSucceeded(on: Tx, shown: Shown): Promise<Succeeded[]> {
  const rows = await on.rows<{
    item_id: string;
    kind: ItemKind;
    payment_id: string;
    amount: bigint;
    fee: bigint;
    finished_at: number;
  }>({
    name: 'settlement-succeeded',
    text: `select p.payment_id as item_id, 'payment' as kind, p.payment_id, p.amount, p.fee, p.finished_at
             from payments p
            where p.merchant_id = $1 and p.bank = $2 and p.payment_id = any($3::uuid[]) and p.state = 'succeeded'
           union all
           select r.refund_id, 'refund', r.payment_id, r.amount, 0::bigint, r.finished_at
             from refunds r
             join payments p on p.merchant_id = r.merchant_id and p.payment_id = r.payment_id and p.bank = $2
            where r.merchant_id = $1 and r.refund_id = any($4::uuid[]) and r.kind = 'merchant'
              and r.state = 'succeeded'`,
    values: [shown.merchantId, shown.bank, shown.payments, shown.refunds],
  });
  return rows.map((row) => ({
    itemId: row.item_id,
    kind: row.kind,
    paymentId: row.payment_id,
    amount: row.amount,
    fee: row.fee,
    finishedAt: row.finished_at,
  }));
}

/** Writes items; one that is there already raises 23505. */
export async function insertItems(
  tx: Tx,
  { merchantId, bank, chunkId, at }: Shown,
  items: readonly (Succeeded & { succeededDay: Day; workingDays: number; dueDay: Day })[],
): Promise<void> {
  await tx.rows({
    name: 'settlement-items-insert',
    text: `insert into settlement_items
             (merchant_id, item_id, kind, payment_id, bank, amount, fee, succeeded_day, working_days, due_day,
              reconciled_at, chunk_id)
           select $1, i.item_id, i.kind, i.payment_id, $2, i.amount, i.fee, i.succeeded_day, i.working_days, i.due_day,
                  $3, $4
             from unnest($5::uuid[], $6::text[], $7::uuid[], $8::bigint[], $9::bigint[], $10::date[], $11::smallint[],
                         $12::date[])
               as i (item_id, kind, payment_id, amount, fee, succeeded_day, working_days, due_day)`,
    values: [
      merchantId,
      bank,
      instant(at),
      chunkId,
      ...pivot(items, [
        (i) => i.itemId,
        (i) => i.kind,
        (i) => i.paymentId,
        (i) => i.amount,
        (i) => i.fee,
        (i) => i.succeededDay,
        (i) => i.workingDays,
        (i) => i.dueDay,
      ]),
    ],
  });
}
