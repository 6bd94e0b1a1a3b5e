// SQL of exceptions as people look at them: the queue and its ages, and one with both sides of its evidence.
import { instant, type Tx } from '../base/db.ts';
import type { LineType } from '../banks/statement-profile.ts';
import type { ExceptionRow, Resolution } from './exception.ts';
import type { LineStatus } from './statement.ts';

/** Rows that one page looks at: what is rare is searched for in several. */
const LOOK = 2000;

export interface ExceptionWanted {
  /** Null: of every merchant, for people of the gateway. */
  merchantId: string | null;
  state: 'open' | 'resolved' | null;
  reason: readonly string[] | null;
  type: readonly string[] | null;
  bank: string | null;
  day: string | null;
  /** The payment, refund or payout that it is about. */
  subjectId: string | null;
  /** Opened from here on, and before; epoch ms. */
  from: number | null;
  to: number | null;
}

/** A place in the order of the queue, newest first. */
export interface ExceptionSpot {
  at: string;
  id: string;
}

export interface ExceptionListed extends ExceptionRow {
  client_id: string;
  merchant_name: string;
  spot_at: string;
  spot_id: string;
  matched: boolean;
  /** The last one that was looked at: there may be more behind it. */
  last: boolean;
}

const SHOWN = `e.merchant_id, e.exception_id, e.bank, e.day::text as day, e.reason, e.state, e.type, e.statement_id, e.line_no,
                  e.subject_kind, e.subject_id, e.amount, e.expected, e.booked, e.opened_at, e.resolved_at, e.resolution,
                  e.resolved_day::text as resolved_day, e.explained_by, e.evidence, e.asked_by, e.approved_by, e.approval_id`;
const KEPT = `(($4::text[] is null or x.reason = any($4)) and ($5::text[] is null or x.type = any($5))
              and ($6::text is null or x.bank = $6) and ($7::text is null or x.state = $7))`;

/** What a walk follows: the narrowest index that the filters allow. */
function alongOf(wanted: ExceptionWanted): { name: string; where: string } {
  const { merchantId, subjectId, day, state } = wanted;
  const own = merchantId === null ? '$1::uuid is null and ' : 'e.merchant_id = $1::uuid and ';
  const name = merchantId === null ? 'all' : 'own';
  if (subjectId !== null) {
    return { name: `${name}-subject`, where: `${own}e.subject_id = $11` };
  }
  // A bank and a day have an index of their own, and a day has so many that all of them can be looked at.
  if (day !== null && wanted.bank !== null) {
    return { name: `${name}-day`, where: `${own}e.bank = $6 and e.day = $10::date` };
  }
  return state === 'open'
    ? { name: `${name}-open`, where: `${own}e.state = 'open'` }
    : { name, where: `${own}true` };
}

function valuesOf(wanted: ExceptionWanted, after: ExceptionSpot, limit: number | null) {
  const { merchantId, reason, type, bank, state, from, to, day, subjectId } = wanted;
  return [
    merchantId,
    after.at,
    after.id,
    reason,
    type,
    bank,
    state,
    instant(from),
    instant(to),
    day,
    subjectId,
    limit,
  ];
}

const BOUNDS = `($8::timestamptz is null or e.opened_at >= $8) and e.opened_at < coalesce($9::timestamptz, 'infinity')
                and ($10::date is null or e.day = $10::date) and ($11::uuid is null or e.subject_id = $11)`;

/** One page and the row after it, newest first; behind the last row that was looked at nothing is certain. */
export async function listExceptionPage(
  on: Tx,
  wanted: ExceptionWanted,
  after: ExceptionSpot,
  limit: number,
): Promise<ExceptionListed[]> {
  const { name, where } = alongOf(wanted);
  return await on.rows<ExceptionListed>({
    name: `exceptions-page-${name}`,
    text: `select f.*, m.client_id, m.name as merchant_name
             from (
               select x.*, to_char(x.opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as spot_at,
                      x.exception_id::text as spot_id, ${KEPT} as matched, x.looked = ${LOOK} as last
                 from (
                   select ${SHOWN}, row_number() over (order by e.opened_at desc, e.exception_id desc) as looked
                     from exceptions e
                    where ${where} and (e.opened_at, e.exception_id) < ($2::timestamptz, $3::uuid) and ${BOUNDS}
                    order by e.opened_at desc, e.exception_id desc limit ${LOOK}
                 ) x
                where ${KEPT} or x.looked = ${LOOK}
                order by x.opened_at desc, x.exception_id desc limit $12::int + 1
             ) f
             join merchants m on m.merchant_id = f.merchant_id
            order by f.opened_at desc, f.exception_id desc`,
    values: valuesOf(wanted, after, limit),
  });
}

/** All of them in one statement, for a file: newest first. */
export function streamExceptions(wanted: ExceptionWanted) {
  const { name, where } = alongOf(wanted);
  const last = { at: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
  return {
    name: `exceptions-stream-${name}`,
    text: `select x.*, m.client_id, m.name as merchant_name
             from (select ${SHOWN} from exceptions e
                    where ${where} and (e.opened_at, e.exception_id) < ($2::timestamptz, $3::uuid) and ${BOUNDS}
                      and $12::int is null) x
             join merchants m on m.merchant_id = x.merchant_id
            where ${KEPT}
            order by x.opened_at desc, x.exception_id desc`,
    values: valuesOf(wanted, last, null),
  };
}

/** Open differences are counted so far; more are shown as more. */
export const MOST_AGED = 20_000;

/** Open ones of one age: how many, and the rupiah that differ. */
export interface Aged {
  age: 'to_1' | 'to_3' | 'to_7' | 'older';
  count: number;
  rupiah: bigint;
}

/** How long the open ones have waited, in whole days at `now`. */
export async function countAges(
  on: Tx,
  { merchantId, bank }: { merchantId: string | null; bank: string | null },
  now: number,
): Promise<Aged[]> {
  const whose = merchantId === null ? '$1::uuid is null' : 'e.merchant_id = $1';
  return await on.rows<Aged>({
    name: `exceptions-ages-${merchantId === null ? 'all' : 'own'}`,
    text: `select case when a.days < 2 then 'to_1' when a.days < 4 then 'to_3' when a.days < 8 then 'to_7' else 'older' end as age,
                  count(*)::int as count, sum(a.rupiah)::bigint as rupiah
             from (
               select floor(extract(epoch from $3::timestamptz - e.opened_at) / 86400) as days,
                      abs(coalesce(e.amount, 0) - case when e.reason in ('amount_differs', 'missing_at_bank')
                                                       then coalesce(e.expected, 0) else 0 end) as rupiah
                 from exceptions e
                where ${whose} and e.state = 'open' and ($2::text is null or e.bank = $2)
                order by e.opened_at limit ${MOST_AGED}
             ) a
            group by 1`,
    values: [merchantId, bank, instant(now)],
  });
}

/** Whose an exception is, within the merchants that may be seen; for every one by as many looks at the key. */
export async function findExceptionOwner(
  on: Tx,
  merchantId: string | null,
  exceptionId: string,
): Promise<string | null> {
  const [row] = await on.rows<{ merchant_id: string }>({
    name: 'exceptions-owner',
    text: `select m.merchant_id from merchants m
            cross join lateral (
              select 1 from exceptions e where e.merchant_id = m.merchant_id and e.exception_id = $2 limit 1) x
            where $1::uuid is null or m.merchant_id = $1 limit 1`,
    values: [merchantId, exceptionId],
  });
  return row?.merchant_id ?? null;
}

/** A line of a statement with the day of its file. */
export interface ShownLine {
  statement_id: string;
  line_no: number;
  day: string;
  type: LineType;
  at: number;
  bank_reference: string;
  reference: string;
  amount: bigint;
  status: LineStatus;
}

const LINE = `l.statement_id, l.line_no, s.day::text as day, l.type, l.at, l.bank_reference, l.reference, l.amount, l.status`;

/** The line that an exception is about. */
export async function findLine(
  on: Tx,
  merchantId: string,
  statementId: string,
  lineNo: number,
): Promise<ShownLine | null> {
  const [row] = await on.rows<ShownLine>({
    name: 'exceptions-line',
    text: `select ${LINE} from statement_lines l join statements s on s.statement_id = l.statement_id
            where l.merchant_id = $1 and l.statement_id = $2 and l.line_no = $3`,
    values: [merchantId, statementId, lineNo],
  });
  return row ?? null;
}

/** The lines that have shown a payment, a refund or a payout: one of each type. */
export async function findMatchedLines(
  on: Tx,
  merchantId: string,
  subjectId: string,
): Promise<ShownLine[]> {
  return await on.rows<ShownLine>({
    name: 'exceptions-matched-lines',
    text: `select ${LINE} from statement_lines l join statements s on s.statement_id = l.statement_id
            where l.merchant_id = $1 and l.subject_id = $2 and l.status = 'matched' order by s.day, l.line_no`,
    values: [merchantId, subjectId],
  });
}

/** Open ones that might explain another: of the same merchant and bank, the oldest first. */
export async function listCandidates(
  on: Tx,
  { merchant_id: merchantId, exception_id: id, bank }: ExceptionRow,
  limit: number,
): Promise<ExceptionRow[]> {
  return await on.rows<ExceptionRow>({
    name: 'exceptions-candidates',
    text: `select ${SHOWN} from exceptions e
            where e.merchant_id = $1 and e.state = 'open' and e.bank = $2 and e.exception_id <> $3
            order by e.opened_at, e.exception_id limit $4`,
    values: [merchantId, bank, id, limit],
  });
}

/** What an exception has booked, and what was booked of its subject. */
export interface BookedLine {
  journal_no: bigint;
  template: string;
  made_at: number;
  debit: string;
  credit: string;
  amount: bigint;
}

/** Journals of some subjects, of these templates alone: each is looked up by its key. */
export async function findBooked(
  on: Tx,
  merchantId: string,
  subjectIds: readonly string[],
  templates: readonly string[],
): Promise<BookedLine[]> {
  return await on.rows<BookedLine>({
    name: 'exceptions-booked',
    text: `select j.journal_no, j.template, j.made_at, t.debit, t.credit, t.amount
             from unnest($3::text[]) as k (template)
            cross join unnest($2::uuid[]) as s (subject_id)
             join ledger_journals j on j.merchant_id = $1 and j.template = k.template and j.subject_id = s.subject_id
             join ledger_transfers t on t.merchant_id = j.merchant_id and t.journal_no = j.journal_no
            order by j.journal_no, t.line`,
    values: [merchantId, subjectIds, templates],
  });
}

/** How a payout has moved. */
export interface PayoutMoved {
  state: string;
  actor: string;
  evidence: unknown;
  at: number;
}

/** A payout with its moves, oldest first; null where the merchant has none of this id. */
export async function findPayoutStory(on: Tx, merchantId: string, payoutId: string) {
  const [payout] = await on.rows<{
    amount: bigint;
    state: string;
    account: string;
    reason: string | null;
    created_at: number;
    changed_at: number;
  }>({
    name: 'exceptions-payout',
    text: `select o.amount, o.state, o.account, o.reason, o.created_at, o.changed_at from payouts o
            where o.merchant_id = $1 and o.payout_id = $2`,
    values: [merchantId, payoutId],
  });
  if (payout === undefined) return null;
  const moves = await on.rows<PayoutMoved>({
    name: 'exceptions-payout-moves',
    text: `select v.state, v.actor, v.evidence, v.at from payout_events v
            where v.merchant_id = $1 and v.payout_id = $2 order by v.version`,
    values: [merchantId, payoutId],
  });
  return { ...payout, moves };
}

/** What was asked about an exception, newest first. */
export interface AskedAbout {
  approval_id: string;
  state: string;
  resolution: Resolution | null;
  reason: string;
  asked_by: string;
  asked_at: number;
  decided_by: string | null;
  decided_at: number | null;
  decision_reason: string | null;
  outcome: string | null;
}

/** The requests for approval about an exception. */
export async function listAskedAbout(
  on: Tx,
  merchantId: string,
  exceptionId: string,
): Promise<AskedAbout[]> {
  return await on.rows<AskedAbout>({
    name: 'exceptions-asked',
    text: `select a.approval_id, a.state, a.asked ->> 'resolution' as resolution, a.reason, a.asked_by, a.asked_at,
                  a.decided_by, a.decided_at, a.decision_reason, a.outcome
             from approvals a
            where a.merchant_id = $1 and a.subject = $2 and a.kind = 'exception'
            order by a.asked_at desc, a.approval_id desc limit 50`,
    values: [merchantId, exceptionId],
  });
}
