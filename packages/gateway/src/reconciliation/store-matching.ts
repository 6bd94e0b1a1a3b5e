// SQL of matching: whose turn it is, the next lines with their subjects, and what has become of them.
import { instant, pivot, type Db, type Tx } from '../base/db.ts';
import type { LineType } from '../banks/statement-profile.ts';
import type { LineInHand, Subject } from './judge-line.ts';
import type { LineStatus } from './statement.ts';

/** A merchant's part of a statement, leased to this caller. */
export interface Share {
  merchantId: string;
  statementId: string;
  bank: string;
  day: string;
  /** How many lines it has, and which one is its last. */
  lines: number;
  lastLine: number;
  matchedThrough: number;
}

interface ShareRow {
  merchant_id: string;
  statement_id: string;
  bank: string;
  day: string;
  lines: number;
  last_line: number;
  matched_through: number;
}

const SHARE =
  'm.merchant_id, m.statement_id, m.bank, m.day::text as day, m.lines, m.last_line, m.matched_through';

/** A merchant's days are matched in their order: of two lines of one payment, the earlier is the one that is right. */
const IS_NEXT = `not exists (select from statement_merchants e
                               where e.merchant_id = m.merchant_id and e.bank = m.bank and e.day < m.day
                                 and e.done_at is null)`;

/** Parts that are next and that nobody is at, the oldest day first; see `chunk.sql`. */
export async function listWaiting(
  db: Db,
  at: number,
  limit: number,
): Promise<{ merchantId: string; statementId: string }[]> {
  const rows = await db.rows<{ merchant_id: string; statement_id: string }>({
    name: 'matching-waiting',
    text: 'select w.merchant_id, w.statement_id from waiting_statement_parts($1, $2) w',
    values: [instant(at), limit],
  });
  return rows.map((row) => ({ merchantId: row.merchant_id, statementId: row.statement_id }));
}

/** Leases a part to this caller; null when somebody else is at it or it is done. */
export async function leaseShare(
  db: Db,
  one: { merchantId: string; statementId: string },
  at: number,
  leaseUntil: number,
): Promise<Share | null> {
  const [row] = await db.rows<ShareRow>({
    name: 'matching-lease',
    text: `update statement_merchants m set lease_until = $4
            where m.merchant_id = $1 and m.statement_id = $2 and m.done_at is null
              and (m.lease_until is null or m.lease_until <= $3) and ${IS_NEXT}
           returning ${SHARE}`,
    values: [one.merchantId, one.statementId, instant(at), instant(leaseUntil)],
  });
  if (row === undefined) return null;
  return {
    merchantId: row.merchant_id,
    statementId: row.statement_id,
    bank: row.bank,
    day: row.day,
    lines: row.lines,
    lastLine: row.last_line,
    matchedThrough: row.matched_through,
  };
}

/** Holds what reconciles a merchant at a bank until the transaction ends: one at a time, whatever it does. */
export async function holdTurn(tx: Tx, merchantId: string, bank: string): Promise<void> {
  await tx.rows({
    name: 'matching-hold-turn',
    text: `insert into reconciliation_turns as t (merchant_id, bank) values ($1, $2)
           on conflict (merchant_id, bank) do update set bank = excluded.bank`,
    values: [merchantId, bank],
  });
}

interface LineRow {
  line_no: number;
  type: LineType;
  reference: string;
  bank_reference: string;
  subject_id: string | null;
  amount: bigint;
  at: number;
  subject_state: string | null;
  subject_amount: bigint | null;
  subject_kind: Subject['kind'] | null;
  is_late: boolean;
  seen: boolean;
  differed: boolean;
  closed: boolean;
  missing: string | null;
}

/**
 * Holds the merchant's turn until the transaction ends, as {@link holdTurn} does, and reads the next lines of a part as they then
 * are, with what they speak of; see `chunk.sql`.
 */
export async function readChunk(tx: Tx, share: Share, most: number): Promise<LineInHand[]> {
  const rows = await tx.rows<LineRow>({
    name: 'matching-chunk',
    text: `select line_no, type, reference, bank_reference, subject_id, amount, at, subject_state, subject_amount,
                  subject_kind, is_late, seen, differed, closed, missing
             from next_statement_chunk($1, $2, $3, $4, $5)`,
    values: [share.merchantId, share.statementId, share.bank, share.matchedThrough, most],
  });
  return rows.map((row) => ({
    lineNo: row.line_no,
    type: row.type,
    reference: row.reference,
    bankReference: row.bank_reference,
    subjectId: row.subject_id,
    amount: row.amount,
    at: row.at,
    subject: subjectOf(row),
    seen: row.seen,
    differed: row.differed,
    closed: row.closed,
    missing: row.missing,
  }));
}

function subjectOf(row: LineRow): Subject | null {
  const { subject_kind: kind, subject_state: state, subject_amount: amount } = row;
  if (kind === null || state === null || amount === null) return null;
  return { kind, state, amount, isLate: row.is_late };
}

/** What a chunk has come to, with its lines as they were read. */
export interface Ended {
  at: number;
  through: number;
  isDone: boolean;
  /** While more is left. */
  leaseUntil: number;
  lines: number;
  /** Lines that were not matched; all others of the chunk were. */
  odd: readonly { lineNo: number; status: LineStatus }[];
  chunkId: string;
  taken: bigint;
  givenBack: bigint;
}

/**
 * Moves a part on behind a chunk and says what has become of its lines; see `chunk.sql`. Answers the open day on which they count,
 * or null when the part is not where this caller left it. Raises 40001 when a line has come in between.
 */
export async function keepChunk(tx: Tx, share: Share, ended: Ended): Promise<string | null> {
  const [row] = await tx.rows<{ day: string | null }>({
    name: 'matching-keep',
    text: `select keep_statement_chunk($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)::text as day`,
    values: [
      share.merchantId,
      share.statementId,
      share.bank,
      share.day,
      instant(ended.at),
      share.matchedThrough,
      ended.through,
      share.lines,
      ended.isDone,
      instant(ended.leaseUntil),
      ended.lines,
      ...pivot(ended.odd, [(one) => one.lineNo, (one) => one.status]),
      ended.chunkId,
      ended.taken,
      ended.givenBack,
    ],
  });
  return row?.day ?? null;
}

export interface Mark {
  lineNo: number;
  status: LineStatus;
  chunkId: string | null;
  /** Where people have named another subject than the reference. */
  subjectId: string | null;
}

/** Says what has become of lines of one statement, as people have decided. */
export async function markLines(
  tx: Tx,
  merchantId: string,
  statementId: string,
  marks: readonly Mark[],
): Promise<void> {
  if (marks.length === 0) return;
  await tx.rows({
    name: 'matching-mark',
    text: 'select mark_lines($1, $2, $3, $4, $5, $6)',
    values: [
      merchantId,
      statementId,
      ...pivot(marks, [
        (mark) => mark.lineNo,
        (mark) => mark.status,
        (mark) => mark.chunkId,
        (mark) => mark.subjectId,
      ]),
    ],
  });
}

export interface Chunk {
  merchantId: string;
  chunkId: string;
  /** Null for what people have matched by hand. */
  statementId: string | null;
  bank: string;
  /** The open day on which it counts. */
  day: string;
  taken: bigint;
  givenBack: bigint;
}

/** Writes a chunk down that people have matched. */
export async function insertChunk(tx: Tx, chunk: Chunk, at: number): Promise<void> {
  await tx.rows({
    name: 'matching-insert-chunk',
    text: `insert into reconciled_chunks (merchant_id, chunk_id, statement_id, bank, day, taken, given_back, made_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [
      chunk.merchantId,
      chunk.chunkId,
      chunk.statementId,
      chunk.bank,
      chunk.day,
      chunk.taken,
      chunk.givenBack,
      instant(at),
    ],
  });
}

/** Statements of which nothing waits any more are matched; answers how many. */
export async function finishStatements(db: Db, at: number): Promise<number> {
  const rows = await db.rows({
    name: 'matching-finish',
    text: `update statements s set state = 'matched', matched_at = $1
            where s.state = 'loaded'
              and not exists (select from statement_merchants m
                               where m.statement_id = s.statement_id and m.done_at is null)
           returning s.statement_id`,
    values: [instant(at)],
  });
  return rows.length;
}
