// The statement of a merchant and a day: figures for a page that is printed, and every line as a file for a spreadsheet.
import { stringify } from 'csv-stringify/sync';
import type { Tx } from '../base/db.ts';
import { safeText } from '../base/safe-text.ts';
import { referenceOf } from '../base/reference.ts';
import type { Batch } from './batch.ts';
import { wibTime, type Day } from './calendar.ts';
import { findBatchesOfDay } from './store-batches.ts';
import {
  findStatementAccounts,
  findStatementLines,
  type StatementAccount,
  type StatementLine,
} from './store-statement.ts';

/** The zone of every day and time in it, as it is printed. */
export const STATEMENT_ZONE = 'Asia/Jakarta, UTC+7';

export interface Statement {
  day: Day;
  zone: typeof STATEMENT_ZONE;
  batches: (Batch & { accounts: StatementAccount[] })[];
}

/** What was booked for a merchant on a day, a batch for each bank; without batches where nothing was. */
export async function readStatement(on: Tx, merchantId: string, day: Day): Promise<Statement> {
  const batches = [];
  for (const batch of await findBatchesOfDay(on, merchantId, day)) {
    if (batch.state !== 'booked') continue;
    batches.push({ ...batch, accounts: await findStatementAccounts(on, batch) });
  }
  return { day, zone: STATEMENT_ZONE, batches };
}

const HEAD = [
  'settlement_day',
  'bank',
  'batch',
  'type',
  'invoice_number',
  'reference',
  `succeeded_at (${STATEMENT_ZONE})`,
  'amount',
  'fee',
  'refunded',
  'account',
  'share',
  'instead_of',
];

/** Lines that are read at once. */
const PAGE = 1000;

/**
 * The statement as CSV, piece by piece: a row for each part of each payment and refund. Amount, fee and refund stand in the
 * first row of theirs alone, so that every column adds up: shares come to amounts less fees less refunds.
 */
export async function* writeStatementCsv(on: Tx, statement: Statement): AsyncGenerator<string> {
  // So that spreadsheets take it for UTF-8.
  yield `\uFEFF${stringify([HEAD])}`;
  for (const batch of statement.batches) {
    for (let after: StatementLine | null = null; ;) {
      const lines: StatementLine[] = await findStatementLines(on, batch, after, PAGE);
      if (lines.length > 0) yield stringify(lines.map((line) => rowOf(batch, line)));
      after = lines.at(-1) ?? null;
      if (lines.length < PAGE) break;
    }
  }
}

function rowOf({ day, bank, batchId }: Batch, line: StatementLine): (string | bigint)[] {
  const isFirst = line.lineNo === 1;
  const isPayment = line.kind === 'payment';
  return [
    day,
    bank,
    referenceOf(batchId),
    line.kind ?? 'balance',
    safeText(line.invoiceNumber ?? ''),
    line.kind === null ? '' : referenceOf(line.itemId),
    line.succeededAt === null ? '' : wibTime(line.succeededAt).slice(0, 19).replace('T', ' '),
    isFirst && isPayment ? (line.amount ?? '') : '',
    isFirst && isPayment ? (line.fee ?? '') : '',
    isFirst && line.kind === 'refund' ? (line.amount ?? '') : '',
    safeText(line.account),
    line.share,
    safeText(line.insteadOf ?? ''),
  ];
}
