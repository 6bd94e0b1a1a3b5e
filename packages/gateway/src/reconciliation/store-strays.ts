// SQL of lines that were nobody's: found again when their partner has become known. They belong to no merchant.
import { instant, pivot, type Db, type Tx } from '../base/db.ts';
import type { LineType } from '../banks/statement-profile.ts';
import type { StatementLine } from './statement.ts';

export interface Stray extends StatementLine {
  statementId: string;
  bank: string;
  day: string;
}

interface StrayRow {
  statement_id: string;
  line_no: number;
  bank: string;
  day: string;
  partner: string;
  type: LineType;
  bank_reference: string;
  reference: string;
  amount: bigint;
  at: number;
  reason: 'unknown_partner' | 'shared_partner';
}

const SHOWN = `y.statement_id, y.line_no, y.bank, y.day::text as day, y.partner, y.type, y.bank_reference, y.reference,
                  y.amount, y.at, y.reason`;

/** Lines that are still nobody's, of one bank, after a place in their order. */
export async function listStrays(
  on: Tx,
  bank: string,
  after: { statementId: string; lineNo: number } | null,
  limit: number,
): Promise<(Stray & { reason: string })[]> {
  const rows = await on.rows<StrayRow>({
    name: 'strays-list',
    text: `select ${SHOWN} from statement_strays y
            where y.bank = $1 and y.owner_id is null
              and ($2::uuid is null or (y.statement_id, y.line_no) > ($2, $3))
            order by y.statement_id, y.line_no limit $4`,
    values: [bank, after?.statementId ?? null, after?.lineNo ?? 0, limit],
  });
  return rows.map((row) => ({
    statementId: row.statement_id,
    lineNo: row.line_no,
    bank: row.bank,
    day: row.day,
    partner: row.partner,
    type: row.type,
    bankReference: row.bank_reference,
    reference: row.reference,
    amount: row.amount,
    at: row.at,
    reason: row.reason,
  }));
}

/** Banks that have lines that are nobody's. */
export async function banksWithStrays(db: Db): Promise<string[]> {
  const rows = await db.rows<{ bank: string }>({
    name: 'strays-banks',
    text: 'select distinct y.bank from statement_strays y where y.owner_id is null',
    values: [],
  });
  return rows.map(({ bank }) => bank);
}

/** Says whose lines of one statement are; answers those that nobody has taken before. */
export async function adoptLines(
  tx: Tx,
  statementId: string,
  adopted: readonly { lineNo: number; merchantId: string }[],
  at: number,
): Promise<Set<number>> {
  const rows = await tx.rows<{ line_no: number }>({
    name: 'strays-adopt',
    text: `update statement_strays y set owner_id = i.merchant_id, adopted_at = $2
             from unnest($3::int[], $4::uuid[]) as i (line_no, merchant_id)
            where y.statement_id = $1 and y.line_no = i.line_no and y.owner_id is null
           returning y.line_no`,
    values: [
      statementId,
      instant(at),
      ...pivot(adopted, [(one) => one.lineNo, (one) => one.merchantId]),
    ],
  });
  return new Set(rows.map((row) => row.line_no));
}
