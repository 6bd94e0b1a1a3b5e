// SQL of days: which are closed, which may be looked at for what is missing, and their heads. A day is a bank's, so that few of
// these statements name a merchant.
import { instant, pivot, type Db, type Tx } from '../base/db.ts';
import type { LineType } from '../banks/statement-profile.ts';

/** The day itself, or the first one after it that is open, when it is closed. */
export async function findOpenDay(on: Tx, bank: string, day: string): Promise<string> {
  const [row] = await on.rows<{ day: string }>({
    name: 'days-open',
    text: `select greatest($2::date, max(c.day) + 1)::text as day from closed_days c where c.bank = $1`,
    values: [bank, day],
  });
  return row?.day ?? day;
}

/** A day whose file and the next day's file are matched, and no day before it is missing. */
export interface Ripe {
  statementId: string;
  bank: string;
  day: string;
  /** The first day of this bank that ever had a statement. */
  firstDay: string;
}

/** The oldest day that may be looked at for what no statement shows; null when there is none. */
export async function findRipeDay(db: Db): Promise<Ripe | null> {
  const [row] = await db.rows<{
    statement_id: string;
    bank: string;
    day: string;
    first_day: string;
  }>({
    name: 'days-ripe',
    text: `select s.statement_id, s.bank, s.day::text as day, f.first_day::text as first_day
             from statements s
             cross join lateral (
               select min(b.day) as first_day,
                      count(*) filter (where b.day <= s.day + 1 and b.state in ('matched', 'sealed')) as matched
                 from statements b where b.bank = s.bank and b.state <> 'refused'
             ) f
            where s.state in ('matched', 'sealed') and s.judged_at is null
              and f.matched = s.day + 1 - f.first_day + 1
              and not exists (select from statement_merchants m
                               where m.bank = s.bank and m.day <= s.day + 1 and m.done_at is null)
            order by s.day limit 1`,
    values: [],
  });
  if (row === undefined) return null;
  const { statement_id: statementId, bank, day, first_day: firstDay } = row;
  return { statementId, bank, day, firstDay };
}

/** Says that a day was looked at. */
export async function keepJudged(db: Db, statementId: string, at: number): Promise<void> {
  await db.rows({
    name: 'days-judged',
    text: 'update statements s set judged_at = $2 where s.statement_id = $1 and s.judged_at is null',
    values: [statementId, instant(at)],
  });
}

/** What succeeded here and no line shows. */
export interface Unseen {
  merchantId: string;
  subjectId: string;
  kind: 'payment' | 'refund' | 'payout' | 'payout_return';
  amount: bigint;
}

/** The type of the line that would show it. */
export function lineTypeOf({ kind }: Pick<Unseen, 'kind'>): LineType {
  return kind === 'payment' ? 'debit' : kind;
}

/**
 * What came to its end from one instant to another, began when there were statements, and was not seen on any: for all
 * merchants, found by the times of the events.
 */
export async function findUnseen(
  db: Db,
  bank: string,
  { from, to, since }: { from: number; to: number; since: number },
): Promise<Unseen[]> {
  const rows = await db.rows<{
    merchant_id: string;
    subject_id: string;
    kind: Unseen['kind'];
    amount: bigint;
  }>({
    name: 'days-unseen',
    text: 'select merchant_id, subject_id, kind, amount from unseen_between($1, $2, $3, $4)',
    values: [bank, instant(from), instant(to), instant(since)],
  });
  return rows.map((row) => ({
    merchantId: row.merchant_id,
    subjectId: row.subject_id,
    kind: row.kind,
    amount: row.amount,
  }));
}

/** Of what a merchant has not seen, what still no line shows, nobody has closed and no exception speaks of. */
export async function stillUnseen(
  tx: Tx,
  merchantId: string,
  unseen: readonly Unseen[],
): Promise<Unseen[]> {
  const rows = await tx.rows<{ n: number }>({
    name: 'days-still-unseen',
    text: `select i.n::int as n from unnest($2::uuid[], $3::text[]) with ordinality as i (id, type, n)
            where not exists (select from statement_lines l
                               where l.merchant_id = $1 and l.subject_id = i.id and l.type = i.type
                                 and l.status = 'matched')
              and not exists (select from exceptions e
                               where e.merchant_id = $1 and e.subject_id = i.id
                                 and (e.type = i.type
                                      and (e.reason = 'missing_at_bank'
                                           or e.reason = 'amount_differs'
                                              and (e.state = 'open' or e.subject_kind = 'payout'
                                                   or e.resolution in ('payment_reversed', 'refund_reversed')))
                                      or i.type = 'payout_return' and e.resolution = 'owed_again'))`,
    values: [merchantId, ...pivot(unseen, [(one) => one.subjectId, lineTypeOf])],
  });
  const still = new Set(rows.map(({ n }) => n));
  return unseen.filter((_, place) => still.has(place + 1));
}

export interface ClosingDay {
  statement_id: string;
  state: string;
  judged_at: number | null;
  first_day: string;
  last_closed: string | null;
  open_exceptions: number;
  strays: number;
}

const HELD = `select s.statement_id, s.state, s.judged_at,
                  (select min(b.day)::text from statements b where b.bank = $1 and b.state <> 'refused') as first_day,
                  (select max(c.day)::text from closed_days c where c.bank = $1) as last_closed,
                  (select count(*)::int from exceptions e
                    where e.bank = $1 and e.day <= $2 and e.state = 'open') as open_exceptions,
                  (select count(*)::int from statement_strays y
                    where y.bank = $1 and y.day <= $2 and y.owner_id is null) as strays
             from statements s where s.bank = $1 and s.day = $2 and s.state <> 'refused'`;

/** Lets what is being matched at a bank come to its end, and holds what comes after until a day is closed; see `chunk.sql`. */
export async function holdChunks(tx: Tx, bank: string): Promise<void> {
  await tx.rows({
    name: 'days-hold-chunks',
    text: `select pg_advisory_xact_lock(hashtextextended('closing ' || $1::text, 0))::text as held`,
    values: [bank],
  });
}

/** What is known about a day that somebody wants to close, its statement held; null where it has none. */
export async function holdDay(tx: Tx, bank: string, day: string): Promise<ClosingDay | null> {
  const text = `${HELD} for update of s`;
  const [row] = await tx.rows<ClosingDay>({ name: 'days-hold', text, values: [bank, day] });
  return row ?? null;
}

/** What decides whether a day may be closed, for who only looks. */
export async function findClosing(
  on: Tx,
  bank: string,
  day: string,
): Promise<Pick<ClosingDay, 'state' | 'judged_at' | 'first_day' | 'last_closed'> | null> {
  const [row] = await on.rows<ClosingDay>({
    name: 'days-closing',
    text: `select s.state, s.judged_at,
                  (select b.day::text from statements b
                    where b.bank = $1 and b.state <> 'refused' order by b.day limit 1) as first_day,
                  (select max(c.day)::text from closed_days c where c.bank = $1) as last_closed
             from statements s where s.bank = $1 and s.day = $2 and s.state <> 'refused'`,
    values: [bank, day],
  });
  return row ?? null;
}

export interface HeadRow {
  merchant_id: string;
  journal_no: bigint;
  hash: Buffer;
}

/** Writes down the heads of all merchants' ledgers as they are at this moment, by merchant. */
export async function keepHeads(tx: Tx, bank: string, day: string): Promise<HeadRow[]> {
  return await tx.rows<HeadRow>({
    name: 'days-keep-heads',
    text: `with kept as (
             insert into closed_heads (merchant_id, bank, day, journal_no, hash)
             select h.merchant_id, $1, $2, h.journal_no, h.hash from ledger_heads h
             returning merchant_id, journal_no, hash)
           select k.merchant_id, k.journal_no, k.hash from kept k order by k.merchant_id`,
    values: [bank, day],
  });
}

/** Closes a day, and seals its statement. */
export async function insertClosedDay(
  tx: Tx,
  one: {
    bank: string;
    day: string;
    statementId: string;
    at: number;
    by: string;
    openExceptions: number;
    headsHash: Buffer;
  },
): Promise<void> {
  await tx.rows({
    name: 'days-close',
    text: `insert into closed_days (bank, day, statement_id, closed_at, closed_by, open_exceptions, heads_hash)
           values ($1, $2, $3, $4, $5, $6, $7)`,
    values: [
      one.bank,
      one.day,
      one.statementId,
      instant(one.at),
      one.by,
      one.openExceptions,
      one.headsHash,
    ],
  });
  await tx.rows({
    name: 'days-seal',
    text: `update statements s set state = 'sealed' where s.statement_id = $1`,
    values: [one.statementId],
  });
}
