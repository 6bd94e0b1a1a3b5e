// Our states in DOKU's words: four statuses of a payment, three of a refund.
import type { PaymentState } from '../../payments/payment.ts';
import type { RefundState } from '../../refunds/refund.ts';

export type Status = 'PENDING' | 'SUCCESS' | 'FAILED';
export type LongStatus = Status | 'EXPIRED';

const PAYMENT: Readonly<Record<PaymentState, LongStatus>> = {
  created: 'PENDING',
  awaiting_otp: 'PENDING',
  confirming: 'PENDING',
  unclear: 'PENDING',
  succeeded: 'SUCCESS',
  failed: 'FAILED',
  expired: 'EXPIRED',
};

const REFUND: Readonly<Record<RefundState, Status>> = {
  requested: 'PENDING',
  unclear: 'PENDING',
  succeeded: 'SUCCESS',
  failed: 'FAILED',
};

/** As check status tells it, with EXPIRED as a word of its own. */
export function longStatus(state: PaymentState): LongStatus {
  return PAYMENT[state];
}

/** As payment answers and notifications tell it: what expired has failed (DOKU guide 3.1 knows no EXPIRED). */
export function paymentStatus(state: PaymentState): Status {
  const status = PAYMENT[state];
  return status === 'EXPIRED' ? 'FAILED' : status;
}

export function refundStatus(state: RefundState): Status {
  return REFUND[state];
}
