// SQL of batches: claimed by a lease, collected page by page, booked once.
import { instant, pivot, type Tx } from '../base/db.ts';
import { readSplit, type SplitJson } from '../splits/json.ts';
import type { Batch, Held } from './batch.ts';
import type { Day } from './calendar.ts';
import type { DueItem, Page } from './page.ts';
import type { ItemKind } from './store.ts';

/** A merchant and a bank. */
export interface Pair {
  merchantId: string;
  bank: string;
}

/** Pairs with something to settle on a day, after one of them, in order; see `due.sql`. `scope` names one merchant. */
export async function findDuePairs(
  on: Tx,
  ask: {
    day: Day;
    at: number;
    /** False asks for those that wait because they have no default account. */
    payable: boolean;
    after: Pair | null;
    scope: string | null;
    limit: number;
  },
): Promise<Pair[]> {
  const rows = await on.rows<{ merchant_id: string; bank: string }>({
    name: 'settlement-due',
    text: 'select d.merchant_id, d.bank from due_settlements($1, $2, $3, $4, $5, $6, $7) d',
    values: [
      ask.day,
      instant(ask.at),
      ask.payable,
      ask.after?.merchantId ?? '00000000-0000-0000-0000-000000000000',
      ask.after?.bank ?? '',
      ask.scope,
      ask.limit,
    ],
  });
  return rows.map((row) => ({ merchantId: row.merchant_id, bank: row.bank }));
}

/** Merchants and banks with something that waits, in order; it names no merchant, since the calendar is everybody's. */
export async function findWaitingPairs(on: Tx): Promise<Pair[]> {
  const rows = await on.rows<{ merchant_id: string; bank: string }>({
    name: 'settlement-waiting',
    text: `select distinct i.merchant_id, i.bank from settlement_items i
            where i.batch_id is null order by i.merchant_id, i.bank`,
    values: [],
  });
  return rows.map((row) => ({ merchantId: row.merchant_id, bank: row.bank }));
}

/** Whether something of a pair is due and in no batch, or is to be paid again, and there is no batch of that day or a later one. */
export async function hasDueItems(on: Tx, { merchantId, bank }: Pair, day: Day): Promise<boolean> {
  const rows = await on.rows({
    name: 'settlement-has-due',
    text: `select 1
            where (exists (select from settlement_items i
                            where i.merchant_id = $1 and i.bank = $2 and i.batch_id is null and i.due_day <= $3)
                   or is_owed_again($1, $2))
              and not exists (select from settlement_batches b
                               where b.merchant_id = $1 and b.bank = $2 and b.day >= $3)`,
    values: [merchantId, bank, day],
  });
  return rows.length > 0;
}

/** The batch of a pair that is being collected, under its lock; null where there is none. */
export async function lockOpenBatch(
  tx: Tx,
  { merchantId, bank }: Pair,
): Promise<{ batchId: string; day: Day; leaseUntil: number | null } | null> {
  const [row] = await tx.rows<{ batch_id: string; day: Day; lease_until: number | null }>({
    name: 'settlement-lock-open',
    text: `select b.batch_id, b.day::text as day, b.lease_until from settlement_batches b
            where b.merchant_id = $1 and b.bank = $2 and b.state = 'collecting' for update`,
    values: [merchantId, bank],
  });
  return row === undefined
    ? null
    : { batchId: row.batch_id, day: row.day, leaseUntil: row.lease_until };
}

/** Takes the lease of a batch whose lock we hold. */
export async function leaseBatch(tx: Tx, held: Held, leaseUntil: number): Promise<void> {
  await tx.rows({
    name: 'settlement-lease',
    text: `update settlement_batches b set lease_id = $3, lease_until = $4
            where b.merchant_id = $1 and b.batch_id = $2`,
    values: [held.merchantId, held.batchId, held.leaseId, instant(leaseUntil)],
  });
}

/** Begins a batch; false when this pair has one of that day, or another one that is being collected. */
export async function beginBatch(
  tx: Tx,
  held: Held,
  at: number,
  leaseUntil: number,
): Promise<boolean> {
  const rows = await tx.rows({
    name: 'settlement-begin',
    text: `insert into settlement_batches
             (merchant_id, batch_id, bank, day, state, lease_id, lease_until, began_at)
           values ($1, $2, $3, $4, 'collecting', $5, $6, $7)
           on conflict do nothing returning 1`,
    values: [
      held.merchantId,
      held.batchId,
      held.bank,
      held.day,
      held.leaseId,
      instant(leaseUntil),
      instant(at),
    ],
  });
  return rows.length > 0;
}

/** Locks a batch that we hold; false when the lease is another's by now, or the batch is booked. */
export async function lockHeld(tx: Tx, held: Held): Promise<boolean> {
  const rows = await tx.rows({
    name: 'settlement-lock-held',
    text: `select 1 from settlement_batches b
            where b.merchant_id = $1 and b.batch_id = $2 and b.state = 'collecting' and b.lease_id = $3
              for update`,
    values: [held.merchantId, held.batchId, held.leaseId],
  });
  return rows.length > 0;
}

/** Gives a batch back that cannot go on now. */
export async function releaseBatch(tx: Tx, held: Held): Promise<void> {
  await tx.rows({
    name: 'settlement-release',
    text: `update settlement_batches b set lease_id = null, lease_until = null
            where b.merchant_id = $1 and b.batch_id = $2 and b.lease_id = $3`,
    values: [held.merchantId, held.batchId, held.leaseId],
  });
}

/** Where to go on among what is due; used by a look that takes nothing. */
export interface After {
  dueDay: Day;
  itemId: string;
}

/**
 * The next items that are due, in order, each with its payment as frozen, which is held against a change of its split until the
 * transaction ends; see `collect.sql`.
 */
export async function findDueItems(
  tx: Tx,
  { merchantId, bank }: Pair,
  day: Day,
  after: After | null,
  limit: number,
): Promise<(DueItem & After)[]> {
  const rows = await tx.rows<{
    item_id: string;
    kind: ItemKind;
    payment_id: string;
    amount: bigint;
    fee: bigint;
    due_day: Day;
    payment_amount: bigint;
    splits: SplitJson | null;
  }>({
    name: 'settlement-due-items',
    text: `select d.item_id, d.kind, d.payment_id, d.amount, d.fee, d.due_day::text as due_day, d.payment_amount, d.splits
             from due_settlement_items($1, $2, $3, $4, $5, $6) d`,
    values: [
      merchantId,
      bank,
      day,
      after?.dueDay ?? '-infinity',
      after?.itemId ?? '00000000-0000-0000-0000-000000000000',
      limit,
    ],
  });
  return rows.map((row) => ({
    itemId: row.item_id,
    kind: row.kind,
    paymentId: row.payment_id,
    amount: row.amount,
    fee: row.fee,
    dueDay: row.due_day,
    paymentAmount: row.payment_amount,
    split: row.splits === null ? null : readSplit(row.splits),
  }));
}

/** What has been batched of these payments as given back, by payment. */
export async function findBatchedRefunds(
  on: Tx,
  merchantId: string,
  paymentIds: readonly string[],
): Promise<Map<string, bigint>> {
  if (paymentIds.length === 0) return new Map();
  const rows = await on.rows<{ payment_id: string; amount: bigint }>({
    name: 'settlement-batched-refunds',
    text: `select i.payment_id, sum(i.amount)::bigint as amount from settlement_items i
            where i.merchant_id = $1 and i.payment_id = any($2::uuid[]) and i.kind = 'refund'
              and i.batch_id is not null
            group by i.payment_id`,
    values: [merchantId, paymentIds],
  });
  return new Map(rows.map((row) => [row.payment_id, row.amount]));
}

/** Takes a page of items into a batch, under its lock; see `collect.sql`. */
export async function collectItems(
  tx: Tx,
  held: Held,
  items: readonly DueItem[],
  page: Page,
  leaseUntil: number,
): Promise<void> {
  const lines = items.flatMap(({ itemId }, n) =>
    (page.lines[n] ?? []).map((line, place) => ({ ...line, itemId, no: place + 1 })),
  );
  await tx.rows({
    name: 'settlement-collect',
    text: 'select collect_settlement_items($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)',
    values: [
      held.merchantId,
      held.batchId,
      instant(leaseUntil),
      items.map(({ itemId }) => itemId),
      page.refundedBefore,
      ...pivot(lines, [
        (line) => line.itemId,
        (line) => line.no,
        (line) => line.account,
        (line) => line.amount,
        (line) => line.insteadOf,
      ]),
      page.gross,
      page.fees,
      page.refunds,
    ],
  });
}

/** The batch of a pair that is being collected, as it stands; null where there is none. */
export async function findOpenBatch(on: Tx, { merchantId, bank }: Pair): Promise<Batch | null> {
  const [row] = await on.rows<BatchRow>({
    name: 'settlement-open-batch',
    text: `select ${BATCH_COLUMNS} from settlement_batches b
            where b.merchant_id = $1 and b.bank = $2 and b.state = 'collecting'`,
    values: [merchantId, bank],
  });
  return row === undefined ? null : readBatch(row);
}

/** A merchant's batches of a day, by bank. */
export async function findBatchesOfDay(on: Tx, merchantId: string, day: Day): Promise<Batch[]> {
  const rows = await on.rows<BatchRow>({
    name: 'settlement-batches-of-day',
    text: `select ${BATCH_COLUMNS} from settlement_batches b
            where b.merchant_id = $1 and b.day = $2 order by b.bank`,
    values: [merchantId, day],
  });
  return rows.map(readBatch);
}

const BATCH_COLUMNS = `b.merchant_id, b.batch_id, b.bank, b.day::text as day, b.state, b.items, b.gross, b.fees, b.refunds,
                       b.net, b.began_at, b.booked_at`;

interface BatchRow {
  merchant_id: string;
  batch_id: string;
  bank: string;
  day: Day;
  state: Batch['state'];
  items: bigint;
  gross: bigint;
  fees: bigint;
  refunds: bigint;
  net: bigint;
  began_at: number;
  booked_at: number | null;
}

function readBatch(row: BatchRow): Batch {
  return {
    merchantId: row.merchant_id,
    batchId: row.batch_id,
    bank: row.bank,
    day: row.day,
    state: row.state,
    items: row.items,
    gross: row.gross,
    fees: row.fees,
    refunds: row.refunds,
    net: row.net,
    beganAt: row.began_at,
    bookedAt: row.booked_at,
  };
}
