// A refund: money on its way back to the customer. Its type, its machine as data.
import type { Payment } from '../payments/payment.ts';

export const REFUND_STATES = ['requested', 'unclear', 'succeeded', 'failed'] as const;
export type RefundState = (typeof REFUND_STATES)[number];

export const REFUND_EVENTS = [
  'bank_refunded',
  'bank_declined',
  'bank_unclear',
  'not_sent',
  'sent_again',
] as const;
export type RefundEvent = (typeof REFUND_EVENTS)[number];

/**
 * For each state the events that it accepts and where they lead; succeeded and failed accept none. What the bank surely
 * does not have may be sent again: it stays unclear, and the sending is recorded before it happens.
 */
export const REFUND_MACHINE: Readonly<
  Record<RefundState, Readonly<Partial<Record<RefundEvent, RefundState>>>>
> = {
  requested: {
    bank_refunded: 'succeeded',
    bank_declined: 'failed',
    bank_unclear: 'unclear',
    not_sent: 'failed',
  },
  unclear: { bank_refunded: 'succeeded', bank_declined: 'failed', sent_again: 'unclear' },
  succeeded: {},
  failed: {},
};

/** Where an event leads from a state, or undefined when the state does not accept it. */
export function nextRefundState(state: RefundState, event: RefundEvent): RefundState | undefined {
  return REFUND_MACHINE[state][event];
}

/** Succeeded and failed never change again. */
export function isFinalRefund(state: RefundState): state is 'succeeded' | 'failed' {
  return Object.keys(REFUND_MACHINE[state]).length === 0;
}

/** A refund as its row tells it; whole rupiah, epoch ms. */
export interface Refund {
  merchantId: string;
  refundId: string;
  paymentId: string;
  /** `merchant`: asked for. `late`: money that the bank took after we had said no, on its way back. */
  kind: 'merchant' | 'late';
  state: RefundState;
  version: number;
  lastMove: string;
  amount: bigint;
  requestId: string | null;
  sealedReason: Buffer | null;
  bankRefundId: string | null;
  reason: string | null;
  bankCode: string | null;
  inquiries: number;
  notFoundAt: number | null;
  /** When the bank was last asked to give the money back. */
  askedAt: number;
  dueAt: number | null;
  createdAt: number;
  finishedAt: number | null;
}

/** A refund with its payment and the reason that the merchant gave. */
export interface RefundView {
  refund: Refund;
  payment: Payment;
  reason: string | null;
}
