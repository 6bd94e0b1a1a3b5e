// The list of payments, what it sums up to, and the same as a file.
import type { Query } from '../../base/db.ts';
import { customerKeyOf } from '../../tokens/customer-key.ts';
import type { z } from 'zod';
import type { Asked } from '../asked.ts';
import {
  exportPayments as exportShape,
  listPayments as listShape,
  sumPayments as sumShape,
  type PaymentFilters,
} from '../contract/payments.ts';
import { instantWord, moneyWord, sendCsv, type Column } from '../csv/send.ts';
import { narrowed, oneMerchant } from '../paging/narrow.ts';
import { iso } from '../paging/iso.ts';
import { readPage } from '../paging/page.ts';
import { NEWEST } from '../paging/cursor.ts';
import { streamQuery, sumQuery, WALKING, type Narrowed } from '../paging/store.ts';
import { route } from '../route.ts';
import { paymentWords, type PaymentWords } from './row.ts';
import { narrowPayments, PAYMENTS, tokenOwnerQuery, type PaymentListRow } from './store-list.ts';

type Filters = z.output<typeof PaymentFilters> & {
  from?: string | undefined;
  to?: string | undefined;
};

export const listPayments = route(listShape, async (call) => {
  const list = await wanted(call, call.query);
  const page = await readPage<PaymentListRow>(call.reading, PAYMENTS, list, call.query);
  const open = call.may('people.view');
  return { ...page, rows: page.rows.map((row) => paymentWords(call.ctx, row, open)) };
});

export const sumPayments = route(sumShape, async (call) => {
  const query = sumQuery(PAYMENTS, await wanted(call, call.query), NEWEST);
  const [sum] = await call.reading.together(async (at) => {
    await at.rows(WALKING);
    return await at.rows<{ count: bigint; amount: string; searched_to: number | null }>(query);
  });
  return {
    count: Number(sum?.count ?? 0n),
    amount: sum?.amount ?? '0',
    searched_to: iso(sum?.searched_to ?? null),
  };
});

const COLUMNS: readonly Column<PaymentWords>[] = [
  ['created_at', (row, zone) => instantWord(row.created_at, zone)],
  ['finished_at', (row, zone) => instantWord(row.finished_at, zone)],
  ['client_id', (row) => row.client_id],
  ['payment_id', (row) => row.payment_id],
  ['invoice_number', (row) => row.invoice_number],
  ['request_id', (row) => row.request_id],
  ['amount', (row) => moneyWord(row.amount)],
  ['refunded', (row) => moneyWord(row.refunded)],
  ['state', (row) => row.state],
  ['reason', (row) => row.reason],
  ['bank', (row) => row.bank],
  ['bank_code', (row) => row.bank_code],
  ['bank_payment_id', (row) => row.bank_payment_id],
  ['customer_id', (row) => row.customer_id],
  ['customer_name', (row) => row.customer_name],
  ['account_tail', (row) => row.account_tail],
];

export const exportPayments = route(exportShape, async (call) => {
  const query: Query = streamQuery(PAYMENTS, await wanted(call, call.query));
  const open = call.may('people.view');
  return await sendCsv<PaymentListRow, PaymentWords>(call, {
    name: 'payments',
    columns: COLUMNS,
    query,
    word: (row) => paymentWords(call.ctx, row, open),
  });
});

/** The list that a call asks for. A customer's id and a token lead along the customer's own index. */
async function wanted(call: Asked, query: Filters): Promise<Narrowed> {
  const list = narrowed(call, query);
  const { customer_id: customerId, token_id: tokenId } = query;
  if (customerId !== undefined) {
    const key = customerKeyOf(call.ctx, oneMerchant(call), customerId);
    return narrowPayments(list, query, key);
  }
  if (tokenId === undefined) return narrowPayments(list, query, null);
  const [owner] = await call.reading.rows<{ merchant_id: string; customer_key: Buffer }>(
    tokenOwnerQuery(list.merchantIds, tokenId),
  );
  if (owner === undefined) return { ...list, merchantIds: [] };
  const ofOwner = { ...list, merchantIds: [owner.merchant_id] };
  return narrowPayments(ofOwner, query, owner.customer_key);
}
