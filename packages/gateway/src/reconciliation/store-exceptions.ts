// SQL of exceptions: opened, held, resolved, listed.
import { instant, pivot, type Tx } from '../base/db.ts';
import type { LineType } from '../banks/statement-profile.ts';
import type { ExceptionReason, ExceptionRow, Resolution } from './exception.ts';

export interface NewException {
  exceptionId: string;
  reason: ExceptionReason;
  type: LineType;
  lineNo: number | null;
  subjectKind: 'payment' | 'refund' | 'payout' | null;
  subjectId: string | null;
  amount: bigint | null;
  expected: bigint | null;
  booked: bigint;
}

/** Opens exceptions of one merchant, bank and day; of one statement, or of none where lines are missing. */
export async function openExceptions(
  tx: Tx,
  about: { merchantId: string; bank: string; day: string; statementId: string | null; at: number },
  exceptions: readonly NewException[],
): Promise<void> {
  if (exceptions.length === 0) return;
  await tx.rows({
    name: 'exceptions-open',
    text: `insert into exceptions
             (merchant_id, exception_id, bank, day, reason, type, statement_id, line_no, subject_kind, subject_id, amount,
              expected, booked, opened_at)
           select $1, i.exception_id, $2, $3, i.reason, i.type, $4, i.line_no, i.subject_kind, i.subject_id, i.amount,
                  i.expected, i.booked, $5
             from unnest($6::uuid[], $7::text[], $8::text[], $9::int[], $10::text[], $11::uuid[], $12::bigint[],
                         $13::bigint[], $14::bigint[])
               as i (exception_id, reason, type, line_no, subject_kind, subject_id, amount, expected, booked)`,
    values: [
      about.merchantId,
      about.bank,
      about.day,
      about.statementId,
      instant(about.at),
      ...pivot(exceptions, [
        (one) => one.exceptionId,
        (one) => one.reason,
        (one) => one.type,
        (one) => one.lineNo,
        (one) => one.subjectKind,
        (one) => one.subjectId,
        (one) => one.amount,
        (one) => one.expected,
        (one) => one.booked,
      ]),
    ],
  });
}

const SHOWN = `e.merchant_id, e.exception_id, e.bank, e.day::text as day, e.reason, e.state, e.type, e.statement_id, e.line_no,
                  e.subject_kind, e.subject_id, e.amount, e.expected, e.booked, e.opened_at, e.resolved_at, e.resolution,
                  e.resolved_day::text as resolved_day, e.explained_by, e.evidence, e.asked_by, e.approved_by, e.approval_id`;

/** One exception as it stands; null where the merchant has none of this id. */
export async function findException(
  on: Tx,
  merchantId: string,
  exceptionId: string,
): Promise<ExceptionRow | null> {
  const [row] = await on.rows<ExceptionRow>({
    name: 'exceptions-find',
    text: `select ${SHOWN} from exceptions e where e.merchant_id = $1 and e.exception_id = $2`,
    values: [merchantId, exceptionId],
  });
  return row ?? null;
}

/** Those of these exceptions that there are, held until the transaction ends, by id. */
export async function holdExceptions(
  tx: Tx,
  merchantId: string,
  ids: readonly string[],
): Promise<ExceptionRow[]> {
  return await tx.rows<ExceptionRow>({
    name: 'exceptions-hold',
    text: `select ${SHOWN} from exceptions e
            where e.merchant_id = $1 and e.exception_id = any($2::uuid[]) order by e.exception_id for update`,
    values: [merchantId, ids],
  });
}

/** The open exceptions of a subject. */
export async function findOpenOf(
  on: Tx,
  merchantId: string,
  subjectId: string,
): Promise<ExceptionRow[]> {
  return await on.rows<ExceptionRow>({
    name: 'exceptions-open-of',
    text: `select ${SHOWN} from exceptions e
            where e.merchant_id = $1 and e.subject_id = $2 and e.state = 'open' order by e.exception_id`,
    values: [merchantId, subjectId],
  });
}

export interface Closing {
  exceptionId: string;
  resolution: Resolution;
  /** The exception whose resolution settles this one too. */
  explainedBy: string | null;
  evidence: unknown;
}

/** Who has resolved it; nobody, where a later line of the bank has. */
export interface ResolvedBy {
  askedBy: string;
  approvedBy: string;
  approvalId: string;
}

/** Resolves exceptions that are open; the transaction holds them, or the merchant's turn. */
export async function closeExceptions(
  tx: Tx,
  about: { merchantId: string; at: number; day: string; by: ResolvedBy | null },
  closings: readonly Closing[],
): Promise<void> {
  if (closings.length === 0) return;
  await tx.rows({
    name: 'exceptions-close',
    text: `update exceptions e
              set state = 'resolved', resolved_at = $2, resolved_day = $3, resolution = i.resolution,
                  explained_by = i.explained_by, evidence = i.evidence, asked_by = $4, approved_by = $5, approval_id = $6
             from unnest($7::uuid[], $8::text[], $9::uuid[], $10::jsonb[])
               as i (exception_id, resolution, explained_by, evidence)
            where e.merchant_id = $1 and e.exception_id = i.exception_id and e.state = 'open'`,
    values: [
      about.merchantId,
      instant(about.at),
      about.day,
      about.by?.askedBy ?? null,
      about.by?.approvedBy ?? null,
      about.by?.approvalId ?? null,
      ...pivot(closings, [
        (one) => one.exceptionId,
        (one) => one.resolution,
        (one) => one.explainedBy,
        (one) => JSON.stringify(one.evidence),
      ]),
    ],
  });
}

export interface ExceptionFilter {
  /** Null for all merchants. */
  merchantId: string | null;
  bank: string | null;
  state: 'open' | 'resolved' | null;
  limit: number;
}

/** Exceptions, the oldest first. Over all merchants it is for people of the gateway, and names none. */
export async function listExceptions(on: Tx, filter: ExceptionFilter): Promise<ExceptionRow[]> {
  return await on.rows<ExceptionRow>({
    name: 'exceptions-list',
    text: `select ${SHOWN} from exceptions e
            where ($1::uuid is null or e.merchant_id = $1) and ($2::text is null or e.bank = $2)
              and ($3::text is null or e.state = $3)
            order by e.opened_at, e.exception_id limit $4`,
    values: [filter.merchantId, filter.bank, filter.state, filter.limit],
  });
}
