// SQL of batches in the Back Office: their list, one of them, their lines, and the days on which something was settled.
import type { Query } from '../../base/db.ts';
import type { PayoutState } from '../../settlement/payout.ts';
import { queryOf, sql, type Fragment } from '../paging/fragment.ts';

export interface BatchListRow {
  merchant_id: string;
  client_id: string;
  merchant_name: string;
  batch_id: string;
  bank: string;
  day: string;
  state: 'collecting' | 'booked';
  items: bigint;
  gross: bigint;
  fees: bigint;
  refunds: bigint;
  began_at: number;
  booked_at: number | null;
  ordered: bigint;
  payout_states: PayoutState[];
}

const COLUMNS = sql`
  b.merchant_id, m.client_id, m.name as merchant_name, b.batch_id, b.bank, b.day::text as day, b.state, b.items, b.gross,
  b.fees, b.refunds, b.began_at, b.booked_at, coalesce(p.ordered, 0)::bigint as ordered,
  coalesce(p.states, '{}') as payout_states`;
/** A batch has as many payouts as its merchant has accounts. */
const JOINS = sql`
  join merchants m on m.merchant_id = b.merchant_id
  left join lateral (
    select sum(o.amount) as ordered, array_agg(distinct o.state) as states from payouts o
     where o.merchant_id = b.merchant_id and o.batch_id = b.batch_id) p on true`;

/** What the list is narrowed to; `after` is where the page before has ended. */
export interface BatchesWanted {
  merchantId: string | null;
  bank: string | undefined;
  day: string | undefined;
  state: 'collecting' | 'booked' | undefined;
  after: { day: string; merchantId: string; batchId: string } | null;
  limit: number;
}

/** Batches, latest day first: along the index of the merchant, or that of everybody. */
export function batchesQuery(wanted: BatchesWanted): Query {
  const { merchantId, bank, day, state, after, limit } = wanted;
  const conditions: Fragment[] = [
    ...(merchantId === null ? [] : [sql`b.merchant_id = ${merchantId}`]),
    ...(bank === undefined ? [] : [sql`b.bank = ${bank}`]),
    ...(day === undefined ? [] : [sql`b.day = ${day}::date`]),
    ...(state === undefined ? [] : [sql`b.state = ${state}`]),
    ...(after === null ? [] : [beyond(merchantId, after)]),
  ];
  const where = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
  const order =
    merchantId === null
      ? sql`b.day desc, b.merchant_id desc, b.batch_id desc`
      : sql`b.day desc, b.batch_id desc`;
  return queryOf(sql`
    select ${COLUMNS} from (
      select b.* from settlement_batches b where ${where} order by ${order} limit ${limit}) b
      ${JOINS} order by ${order}`);
}

function beyond(
  merchantId: string | null,
  { day, merchantId: merchant, batchId }: NonNullable<BatchesWanted['after']>,
): Fragment {
  return merchantId === null
    ? sql`(b.day, b.merchant_id, b.batch_id) < (${day}::date, ${merchant}::uuid, ${batchId}::uuid)`
    : sql`(b.day, b.batch_id) < (${day}::date, ${batchId}::uuid)`;
}

/** One batch of a merchant. */
export function batchQuery(merchantId: string, batchId: string): Query {
  return queryOf(sql`
    select ${COLUMNS} from settlement_batches b ${JOINS}
     where b.merchant_id = ${merchantId} and b.batch_id = ${batchId}`);
}

/** The booked batches of a merchant and a day, by bank. */
export function batchesOfDayQuery(merchantId: string, day: string): Query {
  return queryOf(sql`
    select ${COLUMNS} from settlement_batches b ${JOINS}
     where b.merchant_id = ${merchantId} and b.day = ${day}::date and b.state = 'booked' order by b.bank`);
}

/** The latest day of a merchant on which something was settled. */
export function latestDayQuery(merchantId: string): Query {
  return {
    name: 'bo-settlement-latest-day',
    text: `select b.day::text as day from settlement_batches b
            where b.merchant_id = $1 and b.state = 'booked' order by b.day desc limit 1`,
    values: [merchantId],
  };
}

/** The days before and after one on which something was settled. */
export function nearDaysQuery(merchantId: string, day: string): Query {
  return {
    name: 'bo-settlement-near-days',
    text: `select (select b.day::text from settlement_batches b
                    where b.merchant_id = $1 and b.state = 'booked' and b.day < $2::date order by b.day desc limit 1) as before,
                  (select b.day::text from settlement_batches b
                    where b.merchant_id = $1 and b.state = 'booked' and b.day > $2::date order by b.day limit 1) as next`,
    values: [merchantId, day],
  };
}

export interface FileLineRow {
  day: string;
  bank: string;
  batch_id: string;
  item_id: string;
  line_no: number;
  kind: 'payment' | 'refund' | null;
  invoice_number: string | null;
  succeeded_at: number | null;
  amount: bigint | null;
  fee: bigint | null;
  account: string;
  share: bigint;
  instead_of: string | null;
}

/** Every line of some batches of a merchant, in order, for a file. */
export function fileLinesQuery(merchantId: string, batchIds: readonly string[]): Query {
  return {
    name: 'bo-settlement-file-lines',
    text: `select b.day::text as day, b.bank, b.batch_id, l.item_id, l.line_no, i.kind, p.invoice_number,
                  coalesce(r.finished_at, p.finished_at) as succeeded_at, i.amount, i.fee, l.account,
                  l.amount as share, l.instead_of
             from unnest($2::uuid[]) as k (batch_id)
             join settlement_batches b on b.merchant_id = $1 and b.batch_id = k.batch_id
             join settlement_lines l on l.merchant_id = $1 and l.batch_id = b.batch_id
             left join settlement_items i on i.merchant_id = $1 and i.item_id = l.item_id
             left join payments p on p.merchant_id = $1 and p.payment_id = i.payment_id
             left join refunds r on r.merchant_id = $1 and r.refund_id = i.item_id and i.kind = 'refund'
            order by l.batch_id, l.item_id, l.line_no`,
    values: [merchantId, batchIds],
  };
}
