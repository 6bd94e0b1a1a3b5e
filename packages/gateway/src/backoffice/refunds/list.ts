// The list of refunds, and the same as a file.
import { exportRefunds as exportShape, listRefunds as listShape } from '../contract/nouns.ts';
import { instantWord, moneyWord, sendCsv, type Column } from '../csv/send.ts';
import { narrowed } from '../paging/narrow.ts';
import { readPage } from '../paging/page.ts';
import { streamQuery } from '../paging/store.ts';
import { route } from '../route.ts';
import { refundWords, type RefundWords } from './row.ts';
import { narrowRefunds, REFUNDS, type RefundListRow } from './store.ts';

export const listRefunds = route(listShape, async (call) => {
  const list = narrowRefunds(narrowed(call, call.query), call.query);
  const page = await readPage<RefundListRow>(call.reading, REFUNDS, list, call.query);
  return { ...page, rows: page.rows.map(refundWords) };
});

const COLUMNS: readonly Column<RefundWords>[] = [
  ['created_at', (row, zone) => instantWord(row.created_at, zone)],
  ['finished_at', (row, zone) => instantWord(row.finished_at, zone)],
  ['client_id', (row) => row.client_id],
  ['refund_id', (row) => row.refund_id],
  ['payment_id', (row) => row.payment_id],
  ['invoice_number', (row) => row.invoice_number],
  ['kind', (row) => row.kind],
  ['state', (row) => row.state],
  ['amount', (row) => moneyWord(row.amount)],
  ['request_id', (row) => row.request_id],
  ['bank', (row) => row.bank],
  ['bank_code', (row) => row.bank_code],
  ['bank_refund_id', (row) => row.bank_refund_id],
  ['reason', (row) => row.reason],
];

export const exportRefunds = route(exportShape, async (call) =>
  sendCsv<RefundListRow, RefundWords>(call, {
    name: 'refunds',
    columns: COLUMNS,
    query: streamQuery(REFUNDS, narrowRefunds(narrowed(call, call.query), call.query)),
    word: refundWords,
  }),
);
