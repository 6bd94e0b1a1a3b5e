// An order: what was bought, the one payment that pays for it, what is known of that payment, and
// where the order therefore stands.
import type { Known } from '@tarik/sdk';

export interface OrderLine {
  sku: string;
  quantity: number;
  /** Whole rupiah for one. */
  price: bigint;
}

export interface OrderRefund {
  /** The Request-Id of the refund: drawn and stored before it is asked for. */
  requestId: string;
  amount: bigint;
  status: 'PENDING' | 'SUCCESS' | 'FAILED';
  /** Milliseconds since the epoch. */
  at: number;
}

/** The customer's code: which, until when, and how often it may still be sent. */
export interface CodeStep {
  challenge: string;
  /** Shop time, milliseconds since the epoch. */
  sentAt: number;
  expiresAt: number;
  resends: number;
  /** The bank will send no further one for this payment. */
  resendsOver: boolean;
  triesLeft: number | undefined;
}

export interface Order {
  invoice: string;
  visitorId: string;
  at: number;
  lines: readonly OrderLine[];
  amount: bigint;
  /** The bound account that pays. */
  tokenId: string;
  accountNo: string;
  /** The Request-Id of the payment: drawn and stored before it is asked for. */
  requestId: string;
  code: CodeStep | undefined;
  /** What the last call came to. `sent`: nothing has come back yet, or nothing that says. */
  call: 'sent' | 'code' | 'unclear' | 'done';
  /** What the notifications say: the truth, driven forward by `applyNotification`. */
  known: Known | undefined;
  /** A final word beside that: of a status call, of a payment that was declined, of a code that ran out. */
  verdict: 'SUCCESS' | 'FAILED' | 'EXPIRED' | undefined;
  /** Why it failed, in the gateway's words: `insufficient_funds`, … */
  reason: string | undefined;
  paidAt: number | undefined;
  /** The bank's id of the payment. */
  paymentId: string | undefined;
  refunds: readonly OrderRefund[];
}

export const ORDER_STATES = [
  'code',
  'confirming',
  'unclear',
  'paid',
  'partly_refunded',
  'refunded',
  'failed',
  'expired',
] as const;
export type OrderState = (typeof ORDER_STATES)[number];

/**
 * Where an order stands. It has failed only when the gateway said so; whatever else is missing is
 * unclear, and then nobody is told that it failed.
 */
export function stateOf(order: Order): OrderState {
  const word = order.known?.status ?? order.verdict;
  if (word === 'SUCCESS') return afterPayment(order);
  if (word !== undefined) return order.verdict === 'EXPIRED' ? 'expired' : 'failed';
  if (order.call === 'code') return 'code';
  return order.call === 'done' ? 'confirming' : 'unclear';
}

function afterPayment(order: Order): OrderState {
  const back = refundedOf(order);
  if (back === 0n) return 'paid';
  return back < order.amount ? 'partly_refunded' : 'refunded';
}

/** Whether the payment has come to its end. */
export function isFinal(order: Order): boolean {
  return (order.known?.status ?? order.verdict) !== undefined;
}

/** What has been given back. */
export function refundedOf(order: Order): bigint {
  return sum(order.refunds.filter(({ status }) => status === 'SUCCESS'));
}

/** What may still be given back: neither given back nor asked for. */
export function refundableOf(order: Order): bigint {
  return order.amount - sum(order.refunds.filter(({ status }) => status !== 'FAILED'));
}

function sum(refunds: readonly OrderRefund[]): bigint {
  return refunds.reduce((total, { amount }) => total + amount, 0n);
}
