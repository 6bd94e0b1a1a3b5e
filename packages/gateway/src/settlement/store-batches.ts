// SQL of batches: claimed by a lease, collected page by page, booked once.
import { instant, pivot, type Tx } from '../base/db.ts';
import { readSplit, type SplitJson } from '../splits/json.ts';
import type { Batch, Held } from './batch.ts';
import type { Day } from './calendar.ts';
import type { DueItem, Page } from './page.ts';
import type { Waiting } from './store-calendar.ts';
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

/** How a pair stands: the batch that is being collected, and by which days what is in none was reckoned. */
export interface Standing {
  open: { batchId: string; day: Day; leaseUntil: number | null } | null;
  /** A few, however many items there are. */
  waiting: Waiting[];
}

/** Looks at a pair in one moment, and holds nothing. */
export async function findPairStanding(on: Tx, { merchantId, bank }: Pair): Promise<Standing> {
  const [row] = await on.rows<{
    batch_id: string | null;
    day: Day | null;
    lease_until: number | null;
    succeeded_days: Day[] | null;
    working_days: number[] | null;
    due_days: Day[] | null;
  }>({
    name: 'settlement-pair',
    text: `select b.batch_id, b.day::text as day, b.lease_until, w.succeeded_days, w.working_days, w.due_days
             from (select array_agg(d.succeeded_day::text) as succeeded_days, array_agg(d.working_days::int) as working_days,
                          array_agg(d.due_day::text) as due_days
                     from (select distinct i.succeeded_day, i.working_days, i.due_day from settlement_items i
                            where i.merchant_id = $1 and i.bank = $2 and i.batch_id is null) d) w
             left join settlement_batches b on b.merchant_id = $1 and b.bank = $2 and b.state = 'collecting'`,
    values: [merchantId, bank],
  });
  const { batch_id: batchId = null, day = null, lease_until: leaseUntil = null } = row ?? {};
  return {
    open: batchId === null || day === null ? null : { batchId, day, leaseUntil },
    waiting: (row?.succeeded_days ?? []).map((succeededDay, n) => ({
      succeededDay,
      workingDays: row?.working_days?.[n] ?? 0,
      dueDay: row?.due_days?.[n] ?? '',
    })),
  };
}

/** Takes the lease of a batch that is being collected and that nobody has at `at`; false when somebody was quicker. */
export async function leaseBatch(
  on: Tx,
  held: Held,
  at: number,
  leaseUntil: number,
): Promise<boolean> {
  const rows = await on.rows({
    name: 'settlement-lease',
    text: `update settlement_batches b set lease_id = $3, lease_until = $4
            where b.merchant_id = $1 and b.batch_id = $2 and b.state = 'collecting'
              and (b.lease_until is null or b.lease_until <= $5)
           returning 1`,
    values: [held.merchantId, held.batchId, held.leaseId, instant(leaseUntil), instant(at)],
  });
  return rows.length > 0;
}

/**
 * Begins a batch of a pair that has something due, to be paid again or left over; false when it has not, when it has a batch of that
 * day or a later one, or when another one is being collected.
 */
export async function beginBatch(
  on: Tx,
  held: Held,
  at: number,
  leaseUntil: number,
): Promise<boolean> {
  const rows = await on.rows({
    name: 'settlement-begin',
    text: `insert into settlement_batches
             (merchant_id, batch_id, bank, day, state, lease_id, lease_until, began_at)
           select $1, $2, $3, $4, 'collecting', $5, $6, $7
            where (exists (select from settlement_items i
                            where i.merchant_id = $1 and i.bank = $3 and i.batch_id is null and i.due_day <= $4)
                   or is_owed_again($1, $3) or is_balance_due($1, $3))
              and not exists (select from settlement_batches b
                               where b.merchant_id = $1 and b.bank = $3 and b.day >= $4)
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

/** Where to go on among what is due. */
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
    batched_before: bigint;
  }>({
    name: 'settlement-due-items',
    text: `select d.item_id, d.kind, d.payment_id, d.amount, d.fee, d.due_day::text as due_day, d.payment_amount, d.splits,
                  d.batched_before
             from due_settlement_page($1, $2, $3, $4, $5, $6) d`,
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
    batchedBefore: row.batched_before,
  }));
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
