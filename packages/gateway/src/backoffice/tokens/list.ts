// The list of tokens, and the same as a file.
import type { z } from 'zod';
import { customerKeyOf, phoneKeyOf } from '../../tokens/customer-key.ts';
import type { Asked } from '../asked.ts';
import { exportTokens as exportShape, listTokens as listShape } from '../contract/nouns.ts';
import { instantWord, sendCsv, type Column } from '../csv/send.ts';
import { narrowed, oneMerchant } from '../paging/narrow.ts';
import { readPage } from '../paging/page.ts';
import { streamQuery, type Narrowed } from '../paging/store.ts';
import { route } from '../route.ts';
import { tokenWords, type TokenWords } from './row.ts';
import { narrowTokens, TOKENS, type TokenListRow } from './store.ts';

export const listTokens = route(listShape, async (call) => {
  const list = wanted(call, call.query);
  const page = await readPage<TokenListRow>(call.reading, TOKENS, list, call.query);
  const open = call.may('people.view');
  return { ...page, rows: page.rows.map((row) => tokenWords(call.ctx, row, open)) };
});

const COLUMNS: readonly Column<TokenWords>[] = [
  ['created_at', (row, zone) => instantWord(row.created_at, zone)],
  ['changed_at', (row, zone) => instantWord(row.changed_at, zone)],
  ['client_id', (row) => row.client_id],
  ['token_id', (row) => row.token_word],
  ['state', (row) => row.state],
  ['reason', (row) => row.reason],
  ['bank', (row) => row.bank],
  ['customer_id', (row) => row.customer_id],
  ['customer_name', (row) => row.customer_name],
  ['account_tail', (row) => row.account_tail],
];

export const exportTokens = route(exportShape, async (call) => {
  const open = call.may('people.view');
  return await sendCsv<TokenListRow, TokenWords>(call, {
    name: 'tokens',
    columns: COLUMNS,
    query: streamQuery(TOKENS, wanted(call, call.query)),
    word: (row) => tokenWords(call.ctx, row, open),
  });
});

function wanted(
  call: Asked,
  query: Omit<z.output<typeof listShape.query>, 'limit' | 'after'>,
): Narrowed {
  const { customer_id: customerId, phone } = query;
  const keyed = customerId !== undefined || phone !== undefined;
  const merchantId = keyed ? oneMerchant(call) : '';
  return narrowTokens(narrowed(call, query), query, {
    customer: customerId === undefined ? null : customerKeyOf(call.ctx, merchantId, customerId),
    phone: phone === undefined ? null : phoneKeyOf(call.ctx, merchantId, phone),
  });
}
