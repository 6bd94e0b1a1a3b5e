// SQL of refunds in the Back Office: their list and their page.
import type { z } from 'zod';
import type { Query } from '../../base/db.ts';
import type { RefundState } from '../../refunds/refund.ts';
import type { listRefunds } from '../contract/nouns.ts';
import { queryOf, sql } from '../paging/fragment.ts';
import { among, amounts, equals } from '../paging/narrow.ts';
import type { Listed, Narrowed } from '../paging/store.ts';

export interface RefundListRow {
  client_id: string;
  merchant_name: string;
  merchant_id: string;
  refund_id: string;
  payment_id: string;
  invoice_number: string;
  kind: 'merchant' | 'late';
  state: RefundState;
  amount: bigint;
  request_id: string | null;
  bank: string;
  bank_code: string | null;
  bank_refund_id: string | null;
  reason: string | null;
  created_at: number;
  finished_at: number | null;
  due_at: number | null;
}

const COLUMNS = sql`
  m.client_id, m.name as merchant_name, w.merchant_id, w.refund_id, w.payment_id, p.invoice_number, w.kind, w.state, w.amount,
  w.request_id, p.bank, w.bank_code, w.bank_refund_id, w.reason, w.created_at, w.finished_at, w.due_at`;
const JOINS = sql`join payments p on p.merchant_id = w.merchant_id and p.payment_id = w.payment_id`;

export const REFUNDS: Listed = {
  table: 'refunds',
  id: 'refund_id',
  carried: sql`x.payment_id, x.kind, x.state, x.amount`,
  streamed: sql`x.*`,
  columns: COLUMNS,
  joins: JOINS,
};

type Filters = Pick<
  z.output<typeof listRefunds.query>,
  'state' | 'kind' | 'bank' | 'least' | 'most'
>;

/** Narrows a list by the filters of a call; the bank is its payment's. */
export function narrowRefunds(
  list: Narrowed,
  { state, kind, bank, least, most }: Filters,
): Narrowed {
  const isUnclear = state?.every((one) => one === 'unclear') === true;
  const ofBank = sql`(select p.bank from payments p
                       where p.merchant_id = x.merchant_id and p.payment_id = x.payment_id) = ${bank}`;
  return {
    ...list,
    along: [...list.along, ...(isUnclear ? [sql`x.state = 'unclear'`] : [])],
    filters: [
      ...list.filters,
      ...among('state', state),
      ...equals('kind', kind),
      ...amounts(least, most),
      ...(bank === undefined ? [] : [ofBank]),
    ],
  };
}

/** One refund as the list shows it. */
export function refundRowQuery(merchantId: string, refundId: string): Query {
  return queryOf(sql`
    select ${COLUMNS} from refunds w
      join merchants m on m.merchant_id = w.merchant_id
      ${JOINS}
     where w.merchant_id = ${merchantId} and w.refund_id = ${refundId}`);
}

/** The whole row, for its page and for its JSON. */
export function wholeRefundQuery(merchantId: string, refundId: string): Query {
  return {
    name: 'bo-refund',
    text: 'select r.* from refunds r where r.merchant_id = $1 and r.refund_id = $2',
    values: [merchantId, refundId],
  };
}

/** Who asked for a refund in the Back Office, by the Request-Id that its form had. */
export function askedByQuery(merchantId: string, paymentId: string, requestId: string): Query {
  return {
    name: 'bo-refund-asked-by',
    text: `select coalesce(o.name, e.by) as name from audit_entries e
             left join operators o on o.operator_id = e.operator_id
            where e.merchant_id = $1 and e.subject = $2 and e.act = 'refund.asked'
              and e.after ->> 'request_id' = $3
            order by e.entry_no limit 1`,
    values: [merchantId, paymentId, requestId],
  };
}
