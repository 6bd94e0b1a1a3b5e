// SQL of what people are shown of a bank's days: of all merchants, or of one merchant's own part and nothing else.
import type { Tx } from '../base/db.ts';
import type { LineType } from '../banks/statement-profile.ts';
import type { ExceptionReason } from './exception.ts';
import type { StatementState } from './statement.ts';

/** Whose part of a bank's days; null: everything, for people of the gateway. */
export interface Whose {
  bank: string;
  merchantId: string | null;
}

/** A day's statement; the sums are those of whose it is. */
export interface ShownStatement {
  day: string;
  statement_id: string;
  state: StatementState;
  imported_at: number;
  matched_at: number | null;
  judged_at: number | null;
  lines: number;
  debits: bigint;
  refunds: bigint;
  payouts: bigint;
  payout_returns: bigint;
  /** Merchants whose lines are not matched yet. */
  waiting: number;
}

const ABOUT =
  's.day::text as day, s.statement_id, s.state, s.imported_at, s.matched_at, s.judged_at';
const OF_DAYS = `s.bank = $1 and s.day between $2 and $3 and s.state <> 'refused'`;

/** The good statements of some days, by day. */
export async function findStatements(
  on: Tx,
  { bank, merchantId }: Whose,
  from: string,
  to: string,
): Promise<ShownStatement[]> {
  if (merchantId === null) {
    return await on.rows<ShownStatement>({
      name: 'days-view-statements',
      text: `select ${ABOUT}, s.lines, s.debits, s.refunds, s.payouts, s.payout_returns,
                    (select count(*)::int from statement_merchants m
                      where m.statement_id = s.statement_id and m.done_at is null) as waiting
               from statements s where ${OF_DAYS} order by s.day`,
      values: [bank, from, to],
    });
  }
  return await on.rows<ShownStatement>({
    name: 'days-view-own-statements',
    text: `select ${ABOUT}, coalesce(m.lines, 0) as lines, coalesce(m.debits, 0) as debits, coalesce(m.refunds, 0) as refunds,
                  coalesce(m.payouts, 0) as payouts, coalesce(m.payout_returns, 0) as payout_returns,
                  (m.merchant_id is not null and m.done_at is null)::int as waiting
             from statements s
             left join statement_merchants m on m.merchant_id = $4 and m.statement_id = s.statement_id
            where ${OF_DAYS} order by s.day`,
    values: [bank, from, to, merchantId],
  });
}

/** Differences of one kind of one day: how many, and what the bank and we say of them. */
export interface Differing {
  day: string;
  type: LineType;
  reason: ExceptionReason;
  state: 'open' | 'resolved';
  count: number;
  amount: bigint;
  expected: bigint;
}

const SUMMED = `count(*)::int as count, coalesce(sum(e.amount), 0)::bigint as amount,
                  coalesce(sum(e.expected), 0)::bigint as expected`;

/** What of some days' statements could not be matched, and what was missing on them: a line counts on its file's day. */
export async function countDiffering(
  on: Tx,
  { bank, merchantId }: Whose,
  from: string,
  to: string,
): Promise<Differing[]> {
  const whose = merchantId === null ? 'true' : 'e.merchant_id = $4';
  return await on.rows<Differing>({
    name: merchantId === null ? 'days-view-differing' : 'days-view-own-differing',
    text: `select s.day::text as day, e.type, e.reason, e.state, ${SUMMED}
             from statements s join exceptions e on e.statement_id = s.statement_id
            where ${OF_DAYS} and ${whose}
            group by s.day, e.type, e.reason, e.state
            union all
           select e.day::text, e.type, e.reason, e.state, ${SUMMED}
             from exceptions e
            where e.bank = $1 and e.day between $2 and $3 and e.statement_id is null and ${whose}
            group by e.day, e.type, e.reason, e.state`,
    values: merchantId === null ? [bank, from, to] : [bank, from, to, merchantId],
  });
}

/** Lines that are nobody's, of some days. */
export async function countStrays(
  on: Tx,
  bank: string,
  from: string,
  to: string,
): Promise<{ day: string; type: LineType; count: number; amount: bigint }[]> {
  return await on.rows({
    name: 'days-view-strays',
    text: `select y.day::text as day, y.type, count(*)::int as count, sum(y.amount)::bigint as amount
             from statement_strays y
            where y.bank = $1 and y.day between $2 and $3 and y.owner_id is null group by y.day, y.type`,
    values: [bank, from, to],
  });
}

/** A file that was not taken. */
export interface RefusedFile {
  day: string;
  reason: string;
  imported_by: string;
  imported_at: number;
}

/** More tries of a day than this tell nothing new. */
const MOST_REFUSED = 500;

/** The files of some days that were not taken, the latest first. */
export async function findRefusedFiles(
  on: Tx,
  bank: string,
  from: string,
  to: string,
): Promise<RefusedFile[]> {
  return await on.rows<RefusedFile>({
    name: 'days-view-refused',
    text: `select s.day::text as day, s.reason, s.imported_by, s.imported_at from statements s
            where s.bank = $1 and s.day between $2 and $3 and s.state = 'refused'
            order by s.imported_at desc limit ${MOST_REFUSED}`,
    values: [bank, from, to],
  });
}

/** A day that is closed. */
export interface Closed {
  day: string;
  closed_at: number;
  closed_by: string;
  open_exceptions: number;
  heads_hash: Buffer;
}

/** The closed ones of some days. */
export async function findClosed(
  on: Tx,
  bank: string,
  from: string,
  to: string,
): Promise<Closed[]> {
  return await on.rows<Closed>({
    name: 'days-view-closed',
    text: `select c.day::text as day, c.closed_at, c.closed_by, c.open_exceptions, c.heads_hash from closed_days c
            where c.bank = $1 and c.day between $2 and $3 order by c.day`,
    values: [bank, from, to],
  });
}

/** A day's file as it was brought; for people of the gateway. */
export async function findFile(
  on: Tx,
  statementId: string,
): Promise<{ sha256: Buffer; imported_by: string } | null> {
  const [row] = await on.rows<{ sha256: Buffer; imported_by: string }>({
    name: 'days-view-file',
    text: `select s.sha256, s.imported_by from statements s where s.statement_id = $1`,
    values: [statementId],
  });
  return row ?? null;
}

/** The head of a merchant's ledger that a closed day has sealed; null where the merchant had none. */
export async function findSealedHead(
  on: Tx,
  { bank, merchantId }: Whose,
  day: string,
): Promise<{ journal_no: bigint; hash: Buffer } | null> {
  const [row] = await on.rows<{ journal_no: bigint; hash: Buffer }>({
    name: 'days-view-head',
    text: `select h.journal_no, h.hash from closed_heads h
            where h.merchant_id = $1 and h.bank = $2 and h.day = $3`,
    values: [merchantId, bank, day],
  });
  return row ?? null;
}

/** The day of the first statement of a bank; null before there is one. */
export async function findFirstDay(on: Tx, bank: string): Promise<string | null> {
  const [row] = await on.rows<{ day: string }>({
    name: 'days-view-first',
    text: `select s.day::text as day from statements s
            where s.bank = $1 and s.state <> 'refused' order by s.day limit 1`,
    values: [bank],
  });
  return row?.day ?? null;
}

/** When the first payment at a bank was begun, epoch ms; null when there is none. */
export async function findFirstPayment(
  on: Tx,
  { bank, merchantId }: Whose,
): Promise<number | null> {
  const all = { name: 'days-view-first-payment', whose: 'true', values: [bank] };
  const own = {
    name: 'days-view-own-first',
    whose: 'p.merchant_id = $2',
    values: [bank, merchantId],
  };
  const { name, whose, values } = merchantId === null ? all : own;
  const [row] = await on.rows<{ at: number }>({
    name,
    text: `select p.created_at as at from payments p where p.bank = $1 and ${whose}
            order by p.created_at, p.payment_id limit 1`,
    values,
  });
  return row?.at ?? null;
}

/** Since when a merchant is at a bank, epoch ms; null where it never was. */
export async function findConnectedSince(
  on: Tx,
  bank: string,
  merchantId: string,
): Promise<number | null> {
  const [row] = await on.rows<{ at: number }>({
    name: 'days-view-connected',
    text: `select c.created_at as at from bank_connections c where c.merchant_id = $1 and c.bank = $2`,
    values: [merchantId, bank],
  });
  return row?.at ?? null;
}
