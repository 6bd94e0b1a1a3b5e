// SQL of the list of payments: what a row shows, and what the filters look at.
import type { z } from 'zod';
import type { Query } from '../../base/db.ts';
import type { PaymentState } from '../../payments/payment.ts';
import type { PaymentFilters } from '../contract/payments.ts';
import { queryOf, sql, type Fragment } from '../paging/fragment.ts';
import { among, amounts, equals } from '../paging/narrow.ts';
import type { Listed, Narrowed } from '../paging/store.ts';

/** A row as the list shows it, before its people are opened. */
export interface PaymentListRow {
  client_id: string;
  merchant_name: string;
  merchant_id: string;
  payment_id: string;
  invoice_number: string;
  request_id: string;
  amount: bigint;
  refunded: bigint;
  state: PaymentState;
  reason: string | null;
  bank: string;
  bank_code: string | null;
  bank_payment_id: string | null;
  sealed_details: Buffer;
  account_tail: string | null;
  created_at: number;
  finished_at: number | null;
  due_at: number | null;
}

const COLUMNS = sql`
  m.client_id, m.name as merchant_name, w.merchant_id, w.payment_id, w.invoice_number, w.request_id, w.amount, w.refunded,
  w.state, w.reason, w.bank, w.bank_code, w.bank_payment_id, w.sealed_details, t.account_tail, w.created_at, w.finished_at,
  w.due_at`;
const JOINS = sql`left join tokens t on t.merchant_id = w.merchant_id and t.token_id = w.token_id`;

export const PAYMENTS: Listed = {
  table: 'payments',
  id: 'payment_id',
  carried: sql`x.token_id, x.amount, x.refunded, x.state, x.reason, x.bank`,
  streamed: sql`x.*`,
  columns: COLUMNS,
  joins: JOINS,
};

/** Narrows a list by the filters of a call; the customer comes as the blind index of their id. */
export function narrowPayments(
  list: Narrowed,
  filters: z.output<typeof PaymentFilters>,
  customerKey: Buffer | null,
): Narrowed {
  const { state, bank, reason, refunded, least, most, token_id: token } = filters;
  // Said so that the planner knows the index of what is unclear.
  const isUnclear = state?.every((one) => one === 'unclear') === true;
  return {
    ...list,
    along: [
      ...list.along,
      ...(customerKey === null ? [] : [sql`x.customer_key = ${customerKey}`]),
      ...(isUnclear && customerKey === null ? [sql`x.state = 'unclear'`] : []),
    ],
    filters: [
      ...list.filters,
      ...among('state', state),
      ...equals('bank', bank),
      ...equals('reason', reason),
      ...(refunded === undefined ? [] : [REFUNDED[refunded]]),
      ...amounts(least, most),
      ...equals('token_id', token),
    ],
  };
}

const REFUNDED: Readonly<Record<'none' | 'part' | 'all', Fragment>> = {
  none: sql`x.refunded = 0`,
  part: sql`(x.refunded > 0 and x.refunded < x.amount)`,
  all: sql`x.refunded = x.amount`,
};

/** One payment as the list shows it. */
export function paymentRowQuery(merchantId: string, paymentId: string): Query {
  return queryOf(sql`
    select ${COLUMNS} from payments w
      join merchants m on m.merchant_id = w.merchant_id
      ${JOINS}
     where w.merchant_id = ${merchantId} and w.payment_id = ${paymentId}`);
}

/** Whose token this is: payments of a token are found through its customer. */
export function tokenOwnerQuery(merchantIds: readonly string[] | null, tokenId: string): Query {
  return merchantIds === null
    ? queryOf(sql`
        select t.merchant_id, t.customer_key from merchants m
          join tokens t on t.merchant_id = m.merchant_id and t.token_id = ${tokenId} limit 1`)
    : queryOf(sql`
        select t.merchant_id, t.customer_key from tokens t
         where t.merchant_id = any(${merchantIds}::uuid[]) and t.token_id = ${tokenId} limit 1`);
}
