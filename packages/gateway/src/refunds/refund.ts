// A refund: money on its way back to the customer. Its type, its machine as data.

export const REFUND_STATES = ['requested', 'unclear', 'succeeded', 'failed'] as const;
export type RefundState = (typeof REFUND_STATES)[number];

export const REFUND_EVENTS = ['bank_refunded', 'bank_declined', 'bank_unclear', 'not_sent'] as const;
export type RefundEvent = (typeof REFUND_EVENTS)[number];

/** For each state the events that it accepts and where they lead; succeeded and failed accept none. */
export const REFUND_MACHINE: Readonly<
  Record<RefundState, Readonly<Partial<Record<RefundEvent, RefundState>>>>
> = {
  requested: {
    bank_refunded: 'succeeded',
    bank_declined: 'failed',
    bank_unclear: 'unclear',
    not_sent: 'failed',
  },
  unclear: { bank_refunded: 'succeeded', bank_declined: 'failed' },
  succeeded: {},
  failed: {},
};

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
  askedAt: number;
  dueAt: number | null;
  createdAt: number;
  finishedAt: number | null;
}
