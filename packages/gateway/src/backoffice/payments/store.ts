// SQL of one payment's page: its own row and what only payments have.
import type { Query } from '../../base/db.ts';
import type { Payment } from '../../payments/payment.ts';
import { readPayment, type PaymentRow } from '../../payments/row.ts';
import type { TOKEN_STATES } from '../../tokens/token.ts';

/** The whole row, for its page and for its JSON. */
export function wholePaymentQuery(merchantId: string, paymentId: string): Query {
  return {
    name: 'bo-payment',
    text: 'select p.* from payments p where p.merchant_id = $1 and p.payment_id = $2',
    values: [merchantId, paymentId],
  };
}

/** The payment of a whole row. */
export function paymentOf(row: Record<string, unknown>): Payment {
  return readPayment(row as unknown as PaymentRow);
}

export interface TokenBriefRow {
  token_id: string;
  state: (typeof TOKEN_STATES)[number];
  account_tail: string | null;
}

/** The token of a payment. */
export function tokenOfPaymentQuery(merchantId: string, tokenId: string): Query {
  return {
    name: 'bo-payment-token',
    text: `select t.token_id, t.state, t.account_tail from tokens t
            where t.merchant_id = $1 and t.token_id = $2`,
    values: [merchantId, tokenId],
  };
}

export interface RefundBriefRow {
  refund_id: string;
  kind: 'merchant' | 'late';
  amount: bigint;
  state: 'requested' | 'unclear' | 'succeeded' | 'failed';
  request_id: string | null;
  created_at: number;
  finished_at: number | null;
  due_at: number | null;
}

/** The refunds of a payment, oldest first. */
export function refundsOfPaymentQuery(merchantId: string, paymentId: string): Query {
  return {
    name: 'bo-payment-refunds',
    text: `select r.refund_id, r.kind, r.amount, r.state, r.request_id, r.created_at, r.finished_at, r.due_at
             from refunds r where r.merchant_id = $1 and r.payment_id = $2 order by r.created_at, r.refund_id`,
    values: [merchantId, paymentId],
  };
}

export interface LateMoneyRow {
  found_at: number;
  due_at: number | null;
  refund_id: string | null;
  /** When two people found that it never came. */
  reversed_at: number | null;
}

/** Money that came after a final no. */
export function lateMoneyQuery(merchantId: string, paymentId: string): Query {
  return {
    name: 'bo-payment-late',
    text: `select l.found_at, l.due_at, l.refund_id, l.reversed_at from late_money l
            where l.merchant_id = $1 and l.payment_id = $2`,
    values: [merchantId, paymentId],
  };
}

export interface ApprovalBriefRow {
  approval_id: string;
  kind: string;
  state: string;
}

/** What was asked of a second pair of eyes about a subject, newest first. */
export function approvalsOfQuery(merchantId: string, subject: string): Query {
  return {
    name: 'bo-approvals-of',
    text: `select a.approval_id, a.kind, a.state from approvals a
            where a.merchant_id = $1 and a.subject = $2 order by a.asked_at desc, a.approval_id limit 50`,
    values: [merchantId, subject],
  };
}
