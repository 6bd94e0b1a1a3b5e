// SQL of a split that is changed by hand: held against the settlement, then written.
import type { Tx } from '../base/db.ts';
import { splitJson } from '../splits/json.ts';
import type { Split } from '../splits/split.ts';
import type { Payment } from './payment.ts';
import { readPayment, type PaymentRow } from './row.ts';

/**
 * Holds a payment so that no settlement takes it by another split than the one that stands when this transaction ends; tells
 * whether one has taken it, or a refund of it, already. Null where there is no such payment.
 *
 * What is settled is an item first, and an item is made in the transaction that books its line of the statement, under the lock of
 * the merchant's chain. Under the same lock there are no items to come; those that are there are held themselves, as a
 * settlement holds them while it reads the splits.
 */
export async function holdForSplit(
  tx: Tx,
  merchantId: string,
  paymentId: string,
): Promise<{ payment: Payment; isSettled: boolean } | null> {
  const [row] = await tx.rows<PaymentRow>({
    name: 'payments-hold',
    text: 'select p.* from payments p where p.merchant_id = $1 and p.payment_id = $2 for update',
    values: [merchantId, paymentId],
  });
  if (row === undefined) return null;
  await tx.rows({
    name: 'payments-hold-chain',
    text: 'select 1 from ledger_heads h where h.merchant_id = $1 for update',
    values: [merchantId],
  });
  const items = await tx.rows<{ is_settled: boolean }>({
    name: 'payments-hold-items',
    text: `select i.batch_id is not null as is_settled from settlement_items i
            where i.merchant_id = $1 and (i.item_id = $2 or i.kind = 'refund' and i.payment_id = $2)
            order by i.item_id for update`,
    values: [merchantId, paymentId],
  });
  return { payment: readPayment(row), isSettled: items.some((item) => item.is_settled) };
}

/** Whether a settlement has taken a payment, or a refund of it, as it stands. */
export async function isAnySettled(
  on: Tx,
  merchantId: string,
  paymentId: string,
): Promise<boolean> {
  const rows = await on.rows({
    name: 'payments-is-settled',
    text: `select 1 from settlement_items i
            where i.merchant_id = $1 and (i.item_id = $2 or i.kind = 'refund' and i.payment_id = $2)
              and i.batch_id is not null limit 1`,
    values: [merchantId, paymentId],
  });
  return rows.length > 0;
}

/** Writes another split; null for none. */
export async function writeSplit(
  tx: Tx,
  merchantId: string,
  paymentId: string,
  split: Split | null,
): Promise<void> {
  await tx.rows({
    name: 'payments-write-split',
    text: 'update payments p set splits = $3 where p.merchant_id = $1 and p.payment_id = $2',
    values: [merchantId, paymentId, split === null ? null : JSON.stringify(splitJson(split))],
  });
}
