// SQL of the checks: pages of keys, what has changed, the checks' own functions, and what was looked at before.
import { instant, pivot, type Db } from '../base/db.ts';
import type { Part, Walk } from './catalogue.ts';

export interface Finding {
  check: string;
  merchantId: string | null;
  subject: string;
  detail: string;
}

/** A row to look at. */
export interface Key {
  merchantId: string;
  id: string;
}

/** How far a check has looked at a merchant. */
export interface Mark {
  merchantId: string;
  /** Business time, epoch ms: what was written before has been looked at. */
  throughAt: number;
  journalNo: bigint;
  anchor: string | null;
}

interface FoundRow {
  merchant_id: string | null;
  subject: string;
  detail: string;
}

export interface KeyRow {
  merchant_id: string;
  id: string;
}

const ROWS: Readonly<Record<Walk, { table: string; id: string }>> = {
  payments: { table: 'payments', id: 'payment_id' },
  refunds: { table: 'refunds', id: 'refund_id' },
  tokens: { table: 'tokens', id: 'token_id' },
  late_money: { table: 'late_money', id: 'payment_id' },
  notifications: { table: 'notifications', id: 'notification_id' },
  settlement_items: { table: 'settlement_items', id: 'item_id' },
  settlement_batches: { table: 'settlement_batches', id: 'batch_id' },
  payouts: { table: 'payouts', id: 'payout_id' },
  merchants: { table: 'merchants', id: 'merchant_id' },
  reconciled_chunks: { table: 'reconciled_chunks', id: 'chunk_id' },
  exceptions: { table: 'exceptions', id: 'exception_id' },
};

export const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** All merchants by id, or the one that is named. */
export async function listMerchants(db: Db, scope: string | null): Promise<string[]> {
  const rows = await db.rows<{ merchant_id: string }>({
    name: 'check-merchants',
    text: `select m.merchant_id from merchants m where $1::uuid is null or m.merchant_id = $1
            order by m.merchant_id`,
    values: [scope],
  });
  return rows.map((row) => row.merchant_id);
}

/** Rows of a walk in the order of the primary key: behind one key and up to another. */
export interface Range {
  after: Key;
  upto: Key;
  rows: number;
}

/**
 * The ranges of `page` rows behind a key, `most` of them at the most, of one merchant, or across merchants for a full walk. The
 * last one of all may be smaller.
 */
export async function nextRanges(
  db: Db,
  walk: Walk,
  scope: string | null,
  after: Key | null,
  { page, most }: { page: number; most: number },
): Promise<Range[]> {
  const { table, id } = ROWS[walk];
  const isOf = scope === null ? '' : 'and r.merchant_id = $1';
  const begin = after ?? { merchantId: scope ?? BEFORE_ALL, id: BEFORE_ALL };
  const ends = await db.rows<KeyRow & { n: number }>({
    name: `check-ranges-${table}${scope === null ? '' : '-of'}`,
    text: `select e.merchant_id, e.id, e.n
             from (select k.merchant_id, k.id, (row_number() over (order by k.merchant_id, k.id))::int as n,
                          count(*) over () as total
                     from (select r.merchant_id, r.${id} as id from ${table} r
                            where (r.merchant_id, r.${id}) > ($1, $2) ${isOf}
                            order by r.merchant_id, r.${id} limit $3) k) e
            where e.n % $4 = 0 or e.n = e.total
            order by e.n`,
    values: [begin.merchantId, begin.id, page * most, page],
  });
  let before = { key: begin, n: 0 };
  return ends.map((row) => {
    const range = { after: before.key, upto: keyOf(row), rows: row.n - before.n };
    before = { key: range.upto, n: row.n };
    return range;
  });
}

/** Runs a check's function over a range, whose keys are found by the same statement. */
export async function lookAtRange(
  db: Db,
  { walk, query, edges }: Part,
  { after, upto }: Range,
): Promise<FoundRow[]> {
  const { table, id } = ROWS[walk];
  const keys = [after.merchantId, after.id, upto.merchantId, upto.id];
  return await db.rows<FoundRow>({
    name: `check-range-${query}`,
    text: `select f.merchant_id, f.subject, f.detail
             from (select array_agg(r.merchant_id order by r.merchant_id, r.${id}) as merchant_ids,
                          array_agg(r.${id} order by r.merchant_id, r.${id}) as ids
                     from ${table} r
                    where (r.merchant_id, r.${id}) > ($1, $2) and (r.merchant_id, r.${id}) <= ($3, $4)) k
            cross join lateral ${query}(k.merchant_ids, k.ids${edges === undefined ? '' : ', $5::text[]'}) f`,
    values: edges === undefined ? keys : [...keys, edges],
  });
}

/** Runs a check's function over a page of keys. */
export async function lookAtKeys(
  db: Db,
  query: string,
  keys: readonly Key[],
  edges: readonly string[] | undefined,
): Promise<FoundRow[]> {
  const columns = pivot(keys, [(key) => key.merchantId, (key) => key.id]);
  return await db.rows<FoundRow>({
    name: `check-${query}`,
    text: `select merchant_id, subject, detail
             from ${query}($1::uuid[], $2::uuid[]${edges === undefined ? '' : ', $3::text[]'})`,
    values: edges === undefined ? columns : [...columns, edges],
  });
}

/** Journals after a number and up to another, against what the templates may book. */
export async function lookAtJournals(
  db: Db,
  merchantId: string,
  after: bigint,
  upto: bigint,
  shapes: readonly { template: string; debit: string; credit: string; lines: number | null }[],
): Promise<FoundRow[]> {
  return await db.rows<FoundRow>({
    name: 'check-journals',
    text: `select merchant_id, subject, detail
             from check_journals($1, $2, $3, $4::text[], $5::text[], $6::text[], $7::int[])`,
    values: [
      merchantId,
      after,
      upto,
      ...pivot(shapes, [
        (one) => one.template,
        (one) => one.debit,
        (one) => one.credit,
        (one) => one.lines,
      ]),
    ],
  });
}

/** Debits and credits by account. */
export type Sums = Map<string, { debits: bigint; credits: bigint }>;

/** Adds what a range of journals moved to the sums. */
export async function addTransfers(
  db: Db,
  merchantId: string,
  after: bigint,
  upto: bigint,
  sums: Sums,
): Promise<void> {
  const rows = await db.rows<{ account: string; debits: bigint; credits: bigint }>({
    name: 'check-sums',
    text: 'select account, debits, credits from sum_transfers($1, $2, $3)',
    values: [merchantId, after, upto],
  });
  for (const { account, debits, credits } of rows) {
    const before = sums.get(account) ?? { debits: 0n, credits: 0n };
    sums.set(account, { debits: before.debits + debits, credits: before.credits + credits });
  }
}

/** A merchant's balances against the sums up to a journal and everything booked since. */
export async function lookAtBalances(
  db: Db,
  merchantId: string,
  after: bigint,
  sums: Sums,
): Promise<FoundRow[]> {
  return await db.rows<FoundRow>({
    name: 'check-balances',
    text: `select merchant_id, subject, detail
             from check_balances($1, $2, $3::text[], $4::bigint[], $5::bigint[])`,
    values: [
      merchantId,
      after,
      ...pivot(
        [...sums],
        [([account]) => account, ([, sum]) => sum.debits, ([, sum]) => sum.credits],
      ),
    ],
  });
}

/** What is due and passed by; `at` is business time, epoch ms. */
export async function lookAtDue(db: Db, at: number, scope: string | null): Promise<FoundRow[]> {
  return await db.rows<FoundRow>({
    name: 'check-due',
    text: 'select merchant_id, subject, detail from check_due($1, $2)',
    values: [instant(at), scope],
  });
}

/** The rules that are gone. */
export async function lookAtRules(
  db: Db,
  rules: readonly (readonly [string, string])[],
): Promise<FoundRow[]> {
  return await db.rows<FoundRow>({
    name: 'check-rules',
    text: `select null::uuid as merchant_id, subject, detail from check_rules($1::text[], $2::text[])`,
    values: pivot(rules, [([table]) => table, ([, rule]) => rule]),
  });
}

/** How far a check has looked, by merchant. */
export async function findMarks(db: Db, check: string, scope: string | null): Promise<Mark[]> {
  const rows = await db.rows<{
    merchant_id: string;
    through_at: number;
    journal_no: bigint;
    anchor: string | null;
  }>({
    name: 'check-marks',
    text: `select k.merchant_id, k.through_at, k.journal_no, k.anchor from check_marks k
            where k.check_name = $1 and ($2::uuid is null or k.merchant_id = $2)`,
    values: [check, scope],
  });
  return rows.map((row) => ({
    merchantId: row.merchant_id,
    throughAt: row.through_at,
    journalNo: row.journal_no,
    anchor: row.anchor,
  }));
}

/** Whether nothing can be written here, as on a standby. */
export async function isReadOnly(db: Db): Promise<boolean> {
  const [row] = await db.rows<{ read_only: boolean }>({
    name: 'check-read-only',
    text: `select current_setting('transaction_read_only')::boolean as read_only`,
    values: [],
  });
  return row?.read_only === true;
}

/** Remembers how far a check has looked, whatever was remembered before. */
export async function keepMarks(db: Db, check: string, marks: readonly Mark[]): Promise<void> {
  if (marks.length === 0) return;
  await db.rows({
    name: 'check-keep-marks',
    text: `insert into check_marks (merchant_id, check_name, through_at, journal_no, anchor, looked_at)
           select i.merchant_id, $1, i.through_at, i.journal_no, i.anchor, now()
             from unnest($2::uuid[], $3::timestamptz[], $4::bigint[], $5::text[])
               as i (merchant_id, through_at, journal_no, anchor)
            order by i.merchant_id
           on conflict (merchant_id, check_name) do update
             set through_at = excluded.through_at, journal_no = excluded.journal_no,
                 anchor = excluded.anchor, looked_at = excluded.looked_at`,
    values: [check, ...columnsOf(marks)],
  });
}

/**
 * Remembers how far a look at what is new has come. It rests on the marks that it began from: where one of them is gone or
 * another by now, somebody else has looked meanwhile, perhaps at everything, and what that one remembers stands.
 */
export async function moveMarks(
  db: Db,
  check: string,
  before: readonly Mark[],
  marks: readonly Mark[],
): Promise<void> {
  const known = new Map(before.map((mark) => [mark.merchantId, mark]));
  const moved = marks.flatMap((to) => {
    const from = known.get(to.merchantId);
    return from === undefined ? [] : [{ from, to }];
  });
  if (moved.length > 0) {
    await db.rows({
      name: 'check-move-marks',
      text: `update check_marks k
                set through_at = i.through_at, journal_no = i.journal_no, anchor = i.anchor, looked_at = now()
               from unnest($2::uuid[], $3::timestamptz[], $4::bigint[], $5::timestamptz[], $6::bigint[], $7::text[])
                 as i (merchant_id, from_at, from_no, through_at, journal_no, anchor)
              where k.merchant_id = i.merchant_id and k.check_name = $1
                and k.through_at = i.from_at and k.journal_no = i.from_no`,
      values: [
        check,
        ...pivot(moved, [
          ({ to }) => to.merchantId,
          ({ from }) => instant(from.throughAt),
          ({ from }) => from.journalNo,
          ({ to }) => instant(to.throughAt),
          ({ to }) => to.journalNo,
          ({ to }) => to.anchor,
        ]),
      ],
    });
  }
  const first = marks.filter((mark) => !known.has(mark.merchantId));
  if (first.length === 0) return;
  await db.rows({
    name: 'check-first-marks',
    text: `insert into check_marks (merchant_id, check_name, through_at, journal_no, anchor, looked_at)
           select i.merchant_id, $1, i.through_at, i.journal_no, i.anchor, now()
             from unnest($2::uuid[], $3::timestamptz[], $4::bigint[], $5::text[])
               as i (merchant_id, through_at, journal_no, anchor)
            order by i.merchant_id
           on conflict (merchant_id, check_name) do nothing`,
    values: [check, ...columnsOf(first)],
  });
}

/** Forgets how far a check has looked at these merchants, so that it begins anew with them. */
export async function dropMarks(
  db: Db,
  check: string,
  merchantIds: readonly (string | null)[],
): Promise<void> {
  if (merchantIds.length === 0) return;
  await db.rows({
    name: 'check-drop-marks',
    text: `delete from check_marks k where k.check_name = $1 and k.merchant_id = any($2::uuid[])`,
    values: [check, merchantIds],
  });
}

function columnsOf(marks: readonly Mark[]): unknown[][] {
  return pivot(marks, [
    (mark) => mark.merchantId,
    (mark) => instant(mark.throughAt),
    (mark) => mark.journalNo,
    (mark) => mark.anchor,
  ]);
}

export function keyOf(row: KeyRow): Key {
  return { merchantId: row.merchant_id, id: row.id };
}
