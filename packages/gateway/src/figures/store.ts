// All SQL of counting the figures; what it counts is in the functions beside it.
import { instant, type Db, type Tx } from '../base/db.ts';
import { SLOT_BOUNDS } from './latency.ts';

/** An hour of one merchant. */
interface Hour {
  merchantId: string;
  /** Its beginning, epoch ms. */
  hour: number;
}

/** Makes the row of the turn where it is missing: everything since the first merchant is still to be counted. */
export async function beginTurns(db: Db, at: number): Promise<void> {
  await db.rows({
    name: 'figures-turn-first',
    text: `insert into figures_turn (single, through_at, next_at)
           select true, date_trunc('hour', min(m.created_at)), $1::timestamptz from merchants m
            where not exists (select 1 from figures_turn)
           having count(*) > 0
           on conflict (single) do nothing`,
    values: [instant(at)],
  });
}

/** Takes the turn until the transaction ends: up to when all is counted. Null when it is not due, or somebody else's. */
export async function takeTurn(tx: Tx, at: number): Promise<number | null> {
  const [turn] = await tx.rows<{ through_at: number }>({
    name: 'figures-turn-take',
    text: `select t.through_at from figures_turn t where t.next_at <= $1 for update skip locked`,
    values: [instant(at)],
  });
  return turn?.through_at ?? null;
}

/** Holds the counting of hours that are over, until the transaction ends; up to when all is counted. */
export async function holdTurn(tx: Tx): Promise<number | null> {
  const [turn] = await tx.rows<{ through_at: number }>({
    name: 'figures-turn-hold',
    text: 'select t.through_at from figures_turn t for update skip locked',
    values: [],
  });
  return turn?.through_at ?? null;
}

/** Ends the turn. */
export async function endTurn(tx: Tx, throughAt: number, nextAt: number): Promise<void> {
  await tx.rows({
    name: 'figures-turn-end',
    text: 'update figures_turn set through_at = $1, next_at = $2',
    values: [instant(throughAt), instant(nextAt)],
  });
}

/** Whether fewer than `limit` events of payments are from this time; looks at no more. */
export async function hasFewEvents(
  tx: Tx,
  first: number,
  last: number,
  limit: number,
): Promise<boolean> {
  const [row] = await tx.rows<{ count: bigint }>({
    name: 'figures-few-events',
    text: `select count(*) as count
             from (select 1 from payment_events e where e.at > $1 and e.at <= $2 limit $3) e`,
    values: [instant(first), instant(last), limit],
  });
  return (row?.count ?? 0n) < limit;
}

/** The hours of payments and notifications to which something happened after `first` and up to `last`. */
export async function findChangedHours(tx: Tx, first: number, last: number): Promise<Hour[]> {
  return await tx.rows<Hour>({
    name: 'figures-changed',
    text: `select c.merchant_id as "merchantId", c.hour from changed_hours($1, $2) c`,
    values: [instant(first), instant(last)],
  });
}

/** Counts hours anew, as far as `cut`. */
export async function countHours(tx: Tx, hours: readonly Hour[], cut: number): Promise<void> {
  if (hours.length === 0) return;
  await tx.rows({
    name: 'figures-count',
    text: 'select count_figures($1, $2, $3)',
    values: [...columnsOf(hours), instant(cut)],
  });
}

/** Counts the bank's latency anew, in the hours from `first` up to `cut`. */
export async function countCalls(tx: Tx, first: number, cut: number): Promise<void> {
  await tx.rows({
    name: 'figures-count-calls',
    text: `select count_bank_figures(null, date_trunc('hour', $1::timestamptz), $2, $3)`,
    values: [instant(first), instant(cut), SLOT_BOUNDS],
  });
}

/** Writes down hours that are over and must be counted anew. */
export async function noteLate(tx: Tx, hours: readonly Hour[]): Promise<void> {
  if (hours.length === 0) return;
  await tx.rows({
    name: 'figures-note-late',
    text: `insert into figures_late (merchant_id, hour)
           select i.merchant_id, i.hour from unnest($1::uuid[], $2::timestamptz[]) as i (merchant_id, hour)
           on conflict do nothing`,
    values: columnsOf(hours),
  });
}

/**
 * Takes some of the hours that were written down, at most `limit`, and no more once those taken have so many payments;
 * they are forgotten when the transaction is committed.
 */
export async function takeLate(tx: Tx, limit: number, payments: number): Promise<Hour[]> {
  return await tx.rows<Hour>({
    name: 'figures-take-late',
    text: `with next as (
             select n.merchant_id, n.hour from figures_late n order by n.merchant_id, n.hour limit $1
           ), sized as (
             select n.merchant_id, n.hour, sum(f.payments) over (order by n.merchant_id, n.hour) - f.payments as before
               from next n
              cross join lateral (
                select coalesce(sum(p.payments), 0) as payments from payment_figures p
                 where p.merchant_id = n.merchant_id and p.span = 'hour' and p.at = n.hour
              ) f
           )
           delete from figures_late l using sized s
            where l.merchant_id = s.merchant_id and l.hour = s.hour and s.before < $2
        returning l.merchant_id as "merchantId", l.hour`,
    values: [limit, payments],
  });
}

/** Counts everything of one merchant anew, where its rows have become older together; waits for a turn under way. */
export async function countMerchantAnew(tx: Tx, merchantId: string): Promise<void> {
  await tx.rows({
    name: 'figures-count-anew',
    text: 'select count_merchant_anew($1, $2)',
    values: [merchantId, SLOT_BOUNDS],
  });
}

function columnsOf(hours: readonly Hour[]): unknown[] {
  return [hours.map((one) => one.merchantId), hours.map((one) => instant(one.hour))];
}
