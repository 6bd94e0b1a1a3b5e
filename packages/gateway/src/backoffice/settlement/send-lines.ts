// The lines of batches as a file, in the columns of the statement: amounts stand in the first line of each payment and refund
// alone, so that every column adds up.
import { referenceOf } from '../../base/reference.ts';
import { sendCsv, instantWord, type Column } from '../csv/send.ts';
import { iso } from '../paging/iso.ts';
import type { Call, Shape, Streamed } from '../route.ts';
import { fileLinesQuery, type FileLineRow } from './store-batches.ts';

const COLUMNS: readonly Column<FileLineRow>[] = [
  ['settlement_day', (row) => row.day],
  ['bank', (row) => row.bank],
  ['batch', (row) => referenceOf(row.batch_id)],
  ['type', (row) => row.kind ?? 'balance'],
  ['invoice_number', (row) => row.invoice_number],
  ['reference', (row) => (row.kind === null ? null : referenceOf(row.item_id))],
  ['succeeded_at', (row, zone) => instantWord(iso(row.succeeded_at), zone)],
  ['amount', (row) => first(row, 'payment', row.amount)],
  ['fee', (row) => first(row, 'payment', row.fee)],
  ['refunded', (row) => first(row, 'refund', row.amount)],
  ['account', (row) => row.account],
  ['share', (row) => row.share],
  ['instead_of', (row) => row.instead_of],
];

function first(row: FileLineRow, kind: FileLineRow['kind'], amount: bigint | null): bigint | null {
  return row.line_no === 1 && row.kind === kind ? amount : null;
}

/** Sends the lines of some batches of a merchant. */
export async function sendLines(
  call: Call<Shape>,
  merchantId: string,
  batches: readonly { batch_id: string }[],
  day: string,
): Promise<Streamed> {
  return await sendCsv<FileLineRow, FileLineRow>(call, {
    name: `settlement-${day}`,
    noted: 'settlement',
    columns: COLUMNS,
    query: fileLinesQuery(
      merchantId,
      batches.map((one) => one.batch_id),
    ),
    word: (row) => row,
  });
}
