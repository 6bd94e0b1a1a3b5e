// SQL of one payment's settlement: its items and their batches, and the accounts that share it.
import type { Query } from '../../base/db.ts';

export interface ItemRow {
  item_id: string;
  kind: 'payment' | 'refund';
  amount: bigint;
  due_day: string;
  batch_id: string | null;
  batch_day: string | null;
  booked: boolean;
}

/** A payment as it is settled, and its refunds, in the order of their making. */
export function itemsOfPaymentQuery(merchantId: string, paymentId: string): Query {
  return {
    name: 'bo-settlement-of-payment',
    text: `select i.item_id, i.kind, i.amount, i.due_day::text as due_day, i.batch_id, b.day::text as batch_day,
                  coalesce(b.state = 'booked', false) as booked
             from (select p.* from settlement_items p where p.merchant_id = $1 and p.item_id = $2
                   union all
                   select r.* from settlement_items r
                    where r.merchant_id = $1 and r.payment_id = $2 and r.kind = 'refund') i
             left join settlement_batches b on b.merchant_id = i.merchant_id and b.batch_id = i.batch_id
            order by i.item_id`,
    values: [merchantId, paymentId],
  };
}

export interface PayeeRow {
  account_id: string;
  bank_name: string;
  number_tail: string;
  is_default: boolean;
  payable: boolean;
}

/** The named accounts of a merchant and its default one. */
export function payeesOfPaymentQuery(merchantId: string, accountIds: readonly string[]): Query {
  return {
    name: 'bo-payees-of-payment',
    text: `select a.account_id, a.bank_name, a.number_tail, a.is_default, a.status = 'verified' as payable
             from bank_accounts a
            where a.merchant_id = $1 and (a.account_id = any ($2::text[]) or a.is_default)
            order by a.account_id`,
    values: [merchantId, accountIds],
  };
}

/** Whether two people have found that the bank has not taken a payment, or not given a refund back. */
export function isReversedQuery(merchantId: string, subjectId: string): Query {
  return {
    name: 'bo-payment-is-reversed',
    text: `select 1 from exceptions e
            where e.merchant_id = $1 and e.subject_id = $2 and e.resolution in ('payment_reversed', 'refund_reversed')
            limit 1`,
    values: [merchantId, subjectId],
  };
}
