// SQL of statements: the file as a whole, its lines, each merchant's part, and lines that are nobody's.
import { instant, pivot, type Tx } from '../base/db.ts';
import { idOfReference } from '../base/reference.ts';
import {
  noSums,
  type FileSums,
  type StatementLine,
  type StatementState,
  type Sums,
} from './statement.ts';

export interface StatementRow {
  statement_id: string;
  bank: string;
  day: string;
  state: StatementState;
  lines: number;
  debits: bigint;
  refunds: bigint;
  payouts: bigint;
  payout_returns: bigint;
  reason: string | null;
  imported_by: string;
  imported_at: number;
  matched_at: number | null;
  judged_at: number | null;
}

const SHOWN = `s.statement_id, s.bank, s.day::text as day, s.state, s.lines, s.debits, s.refunds, s.payouts,
                  s.payout_returns, s.reason, s.imported_by, s.imported_at, s.matched_at, s.judged_at`;

/** The statement that has these bytes already, or the one that the day has; null when there is neither. */
export async function findKnown(
  on: Tx,
  { bank, day, sha256 }: { bank: string; day: string; sha256: Buffer },
): Promise<{ same: boolean; statement: StatementRow } | null> {
  const [row] = await on.rows<StatementRow & { same: boolean }>({
    name: 'statements-known',
    text: `select ${SHOWN}, s.sha256 = $3 as same from statements s
            where s.state <> 'refused' and (s.sha256 = $3 and s.lines > 0 or s.bank = $1 and s.day = $2)
            order by s.sha256 = $3 desc limit 1`,
    values: [bank, day, sha256],
  });
  if (row === undefined) return null;
  const { same, ...statement } = row;
  return { same, statement };
}

/** Writes a statement down; 23505 when the day or the file is known already. */
export async function insertStatement(
  tx: Tx,
  one: FileSums & {
    statementId: string;
    bank: string;
    day: string;
    sha256: Buffer | null;
    state: StatementState;
    reason: string | null;
    by: string;
    at: number;
  },
): Promise<void> {
  const { sums } = one;
  await tx.rows({
    name: 'statements-insert',
    text: `insert into statements
             (statement_id, bank, day, sha256, state, lines, debits, refunds, payouts, payout_returns, reason,
              imported_by, imported_at, matched_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, case when $5 = 'matched' then $13::timestamptz end)`,
    values: [
      one.statementId,
      one.bank,
      one.day,
      one.sha256,
      one.state,
      one.lines,
      sums.debit,
      sums.refund,
      sums.payout,
      sums.payout_return,
      one.reason,
      one.by,
      instant(one.at),
    ],
  });
}

export type OwnedLine = StatementLine & { merchantId: string };

/** Writes lines of merchants down. */
export async function insertLines(
  tx: Tx,
  statementId: string,
  lines: readonly OwnedLine[],
): Promise<void> {
  if (lines.length === 0) return;
  await tx.rows({
    name: 'statements-insert-lines',
    text: `insert into statement_lines
             (merchant_id, statement_id, line_no, type, bank_reference, reference, subject_id, amount, at)
           select i.merchant_id, $1, i.line_no, i.type, i.bank_reference, i.reference, i.subject_id, i.amount, i.at
             from unnest($2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::bigint[],
                         $9::timestamptz[])
               as i (merchant_id, line_no, type, bank_reference, reference, subject_id, amount, at)
            order by i.merchant_id, i.line_no`,
    values: [
      statementId,
      ...pivot(lines, [
        (line) => line.merchantId,
        (line) => line.lineNo,
        (line) => line.type,
        (line) => line.bankReference,
        (line) => line.reference,
        (line) => idOfReference(line.reference),
        (line) => line.amount,
        (line) => instant(line.at),
      ]),
    ],
  });
}

export type StrayLine = StatementLine & { stray: 'unknown_partner' | 'shared_partner' };

/** Writes lines down that are nobody's here. */
export async function insertStrays(
  tx: Tx,
  about: { statementId: string; bank: string; day: string },
  lines: readonly StrayLine[],
): Promise<void> {
  if (lines.length === 0) return;
  await tx.rows({
    name: 'statements-insert-strays',
    text: `insert into statement_strays
             (statement_id, line_no, bank, day, partner, type, bank_reference, reference, amount, at, reason)
           select $1, i.line_no, $2, $3, i.partner, i.type, i.bank_reference, i.reference, i.amount, i.at, i.reason
             from unnest($4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::timestamptz[],
                         $11::text[])
               as i (line_no, partner, type, bank_reference, reference, amount, at, reason)`,
    values: [
      about.statementId,
      about.bank,
      about.day,
      ...pivot(lines, [
        (line) => line.lineNo,
        (line) => line.partner,
        (line) => line.type,
        (line) => line.bankReference,
        (line) => line.reference,
        (line) => line.amount,
        (line) => instant(line.at),
        (line) => line.stray,
      ]),
    ],
  });
}

export interface Part {
  merchantId: string;
  lines: number;
  lastLine: number;
  sums: Sums;
}

/** Adds a line to its merchant's part. */
export function addToPart(parts: Map<string, Part>, merchantId: string, line: StatementLine): void {
  const part = parts.get(merchantId) ?? { merchantId, lines: 0, lastLine: 0, sums: noSums() };
  part.lines += 1;
  part.lastLine = Math.max(part.lastLine, line.lineNo);
  part.sums[line.type] += line.amount;
  parts.set(merchantId, part);
}

/** Writes down what each merchant has in a statement, and that it is to be matched. */
export async function insertParts(
  tx: Tx,
  { statementId, bank, day }: { statementId: string; bank: string; day: string },
  parts: readonly Part[],
): Promise<void> {
  if (parts.length === 0) return;
  const columns = pivot(parts, [
    (part) => part.merchantId,
    (part) => part.lines,
    (part) => part.lastLine,
    (part) => part.sums.debit,
    (part) => part.sums.refund,
    (part) => part.sums.payout,
    (part) => part.sums.payout_return,
  ]);
  await tx.rows({
    name: 'statements-insert-parts',
    text: `insert into statement_merchants as m
             (merchant_id, statement_id, bank, day, lines, last_line, debits, refunds, payouts, payout_returns)
           select i.merchant_id, $1, $2, $3, i.lines, i.last_line, i.debits, i.refunds, i.payouts, i.payout_returns
             from unnest($4::uuid[], $5::int[], $6::int[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[])
               as i (merchant_id, lines, last_line, debits, refunds, payouts, payout_returns)
            order by i.merchant_id
           on conflict (merchant_id, statement_id) do update
             set lines = m.lines + excluded.lines, debits = m.debits + excluded.debits,
                 refunds = m.refunds + excluded.refunds, payouts = m.payouts + excluded.payouts,
                 payout_returns = m.payout_returns + excluded.payout_returns,
                 last_line = greatest(m.last_line, excluded.last_line),
                 matched_through = 0, done_at = null`,
    values: [statementId, bank, day, ...columns],
  });
  await tx.rows({
    name: 'statements-insert-turns',
    text: `insert into reconciliation_turns (merchant_id, bank)
           select i.merchant_id, $1 from unnest($2::uuid[]) as i (merchant_id) order by i.merchant_id
           on conflict do nothing`,
    values: [bank, columns[0]],
  });
}

/** A bank's first and last day that have a statement; null when it has none. */
export async function findSpan(
  on: Tx,
  bank: string,
): Promise<{ first: string; last: string } | null> {
  const [row] = await on.rows<{ first: string | null; last: string | null }>({
    name: 'statements-span',
    text: `select min(s.day)::text as first, max(s.day)::text as last from statements s
            where s.bank = $1 and s.state <> 'refused'`,
    values: [bank],
  });
  return row?.first == null || row.last === null ? null : { first: row.first, last: row.last };
}
