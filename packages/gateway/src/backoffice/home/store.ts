// All SQL of the home page: kept figures, what is newer than they are, and what is open now. Everything is bounded.
import { instant, type Query } from '../../base/db.ts';
import type { Reading } from '../../base/reading.ts';
import type { PaymentState } from '../../payments/payment.ts';
import type { Piece } from './range.ts';

/** Statements in one snapshot. */
export type Snapshot = Pick<Reading, 'rows'>;

/** Whose figures, and of which bank; null: of all. */
export interface Whose {
  merchantIds: readonly string[] | null;
  bank: string | null;
}

/** Payments of one kind that were made in an hour or a day. Amounts in whole rupiah. */
export interface PaymentsMade {
  at: number;
  state: PaymentState;
  reason: string;
  payments: bigint;
  amount: string;
  refunds: bigint;
  refunded: string;
}

/** As whom all merchants together are kept. */
const EVERYBODY = '00000000-0000-0000-0000-000000000000';

/** So much that is newer than the figures is read, oldest first. */
const LIVE_ROWS = 20_000;
/** Open things are counted so far. */
export const MOST_COUNTED = 10_000;

/** Up to when payments and notifications are counted; null before the first count. */
export async function findCountedTo(db: Snapshot): Promise<number | null> {
  const [turn] = await db.rows<{ through_at: number }>({
    name: 'home-counted-to',
    text: 'select t.through_at from figures_turn t',
    values: [],
  });
  return turn?.through_at ?? null;
}

const PIECES = 'unnest($3::text[], $4::timestamptz[], $5::timestamptz[]) as s (span, first, last)';

/** Kept figures of payments. */
export async function findFigures(
  db: Snapshot,
  whose: Whose,
  pieces: readonly Piece[],
): Promise<PaymentsMade[]> {
  return await db.rows<PaymentsMade>({
    name: 'home-figures',
    text: `select f.at, f.state, f.reason, sum(f.payments)::bigint as payments, sum(f.amount)::text as amount,
                  sum(f.refunds)::bigint as refunds, sum(f.refunded)::text as refunded
             from ${PIECES}
             join payment_figures f on f.merchant_id = any ($1) and f.span = s.span and f.at >= s.first and f.at < s.last
            where $2::text is null or f.bank = $2
            group by f.at, f.state, f.reason`,
    values: keptOf(whose, pieces),
  });
}

/** Payments that were made from `first` on and before `last`, counted by the hour. */
export async function countLive(
  db: Snapshot,
  whose: Whose,
  first: number,
  last: number,
): Promise<PaymentsMade[]> {
  const found = `select p.merchant_id, p.payment_id, p.created_at, p.state, p.reason, p.amount, p.refunded from payments p
                  where p.created_at >= $3 and p.created_at < $4 and ($2::text is null or p.bank = $2)`;
  return await db.rows<PaymentsMade>({
    name: `home-live${nameOf(whose)}`,
    text: `select date_trunc('hour', p.created_at) as at, p.state,
                  case when p.state = 'failed' then coalesce(p.reason, '') else '' end as reason,
                  count(*) as payments, sum(p.amount)::text as amount, coalesce(sum(r.refunds), 0)::bigint as refunds,
                  coalesce(sum(r.refunded), 0)::text as refunded
             from (${ofEach(whose, found, 'p', 'created_at', LIVE_ROWS)}) p
             left join lateral (
               select count(*) as refunds, sum(r.amount) as refunded from refunds r
                where p.refunded > 0 and r.merchant_id = p.merchant_id and r.payment_id = p.payment_id
                  and r.kind = 'merchant' and r.state = 'succeeded'
             ) r on true
            group by 1, 2, 3`,
    values: [...valuesOf(whose), instant(first), instant(last)],
  });
}

/** Kept figures of notifications by state, all pieces together. */
export async function findNotified(
  db: Snapshot,
  whose: Whose,
  pieces: readonly Piece[],
): Promise<{ state: string; count: bigint }[]> {
  return await db.rows({
    name: 'home-notified',
    text: `select f.state, sum(f.notifications)::bigint as count
             from ${PIECES}
             join notification_figures f
               on f.merchant_id = any ($1) and f.span = s.span and f.at >= s.first and f.at < s.last
            where $2::text is null or f.bank = $2
            group by f.state`,
    values: keptOf(whose, pieces),
  });
}

/** Notifications that were written from `first` on and before `last`. */
export async function countLiveNotified(
  db: Snapshot,
  whose: Whose,
  first: number,
  last: number,
): Promise<{ state: string; count: bigint }[]> {
  const found = `select n.created_at, n.state from notifications n
                  where n.created_at >= $3 and n.created_at < $4 and ($2::text is null or n.bank = $2)`;
  return await db.rows({
    name: `home-live-notified${nameOf(whose)}`,
    text: `select n.state, count(*) as count from (${ofEach(whose, found, 'n', 'created_at', LIVE_ROWS)}) n
            group by n.state`,
    values: [...valuesOf(whose), instant(first), instant(last)],
  });
}

/** Notifications that wait now, and since when the one has been due that waits longest. */
export async function findWaiting(
  db: Snapshot,
  whose: Whose,
): Promise<{ count: bigint; oldest: number | null }> {
  const found = `select n.due_at from notifications n
                  where n.due_at is not null and ($2::text is null or n.bank = $2)`;
  const [row] = await db.rows<{ count: bigint; oldest: number | null }>({
    name: `home-waiting${nameOf(whose)}`,
    text: `select count(*) as count, min(n.due_at) as oldest
             from (${ofEach(whose, found, 'n', 'due_at', MOST_COUNTED)}) n`,
    values: valuesOf(whose),
  });
  return row ?? { count: 0n, oldest: null };
}

const UNCLEAR = `select p.merchant_id, p.payment_id, p.created_at, p.amount, p.asked_at from payments p
                  where p.state = 'unclear' and ($2::text is null or p.bank = $2)`;

/** Payments that are unclear now, by the age that the last question for money has; `bounds` in seconds. */
export async function countUnclear(
  db: Snapshot,
  whose: Whose,
  now: number,
  bounds: readonly number[],
): Promise<{ slot: number; count: bigint; amount: string }[]> {
  return await db.rows({
    name: `home-unclear${nameOf(whose)}`,
    text: `select width_bucket(extract(epoch from $3::timestamptz - p.asked_at)::float8, $4::float8[]) as slot,
                  count(*) as count, sum(p.amount)::text as amount
             from (${ofEach(whose, UNCLEAR, 'p', 'created_at', MOST_COUNTED)}) p
            group by 1`,
    values: [...valuesOf(whose), instant(now), bounds],
  });
}

/** The oldest of them. */
export async function findOldestUnclear(
  db: Snapshot,
  whose: Whose,
): Promise<{ client_id: string; payment_id: string; amount: bigint; asked_at: number }[]> {
  return await db.rows({
    name: `home-oldest-unclear${nameOf(whose)}`,
    text: `select m.client_id, p.payment_id, p.amount, p.asked_at
             from (${ofEach(whose, UNCLEAR, 'p', 'created_at', 5)}) p
             join merchants m on m.merchant_id = p.merchant_id
            order by p.asked_at`,
    values: valuesOf(whose),
  });
}

/** How long the bank's calls took: how many in each slot of the histogram. */
export async function findLatency(
  db: Snapshot,
  whose: Whose,
  pieces: readonly Piece[],
): Promise<{ at: number; operation: string; slot: number; calls: bigint }[]> {
  return await db.rows({
    name: 'home-latency',
    text: `select f.at, f.operation, f.slot, sum(f.calls)::bigint as calls
             from ${PIECES}
             join bank_figures f on f.merchant_id = any ($1) and f.span = s.span and f.at >= s.first and f.at < s.last
            where $2::text is null or f.bank = $2
            group by f.at, f.operation, f.slot`,
    values: keptOf(whose, pieces),
  });
}

/** Requests that wait for approval. What is pending is due one day: it expires. */
export async function countApprovals(
  db: Snapshot,
  merchantIds: readonly string[] | null,
): Promise<number> {
  const [row] = await db.rows<{ count: bigint }>({
    name: 'home-approvals',
    text: `select count(*) as count
             from (select 1 from approvals a
                    where a.due_at is not null and a.state = 'pending' and ($1::uuid[] is null or a.merchant_id = any ($1))
                    limit ${MOST_COUNTED}) a`,
    values: [merchantIds],
  });
  return Number(row?.count ?? 0n);
}

function keptOf(whose: Whose, pieces: readonly Piece[]): Query['values'] {
  return [
    whose.merchantIds ?? [EVERYBODY],
    whose.bank,
    pieces.map((piece) => piece.span),
    pieces.map((piece) => instant(piece.first)),
    pieces.map((piece) => instant(piece.last)),
  ];
}

/** The first rows in an order by time: of each merchant by its own index, or of all. */
function ofEach(
  { merchantIds }: Whose,
  select: string,
  alias: string,
  order: string,
  limit: number,
): string {
  const first = `order by ${alias}.${order} limit ${limit}`;
  if (merchantIds === null) return `${select} and $1::uuid[] is null ${first}`;
  return `select ${alias}.* from unnest($1::uuid[]) as m (merchant_id)
           cross join lateral (${select} and ${alias}.merchant_id = m.merchant_id ${first}) ${alias}
           ${first}`;
}

function nameOf({ merchantIds }: Whose): string {
  return merchantIds === null ? '-of-all' : '';
}

function valuesOf({ merchantIds, bank }: Whose): [readonly string[] | null, string | null] {
  return [merchantIds, bank];
}
