// What a payment's record means at a moment: the status code of the standard. An OTP that
// nobody gave fails it by itself.
import type { Payment } from '../book/entries.ts';

export interface PaymentStatus {
  code: '00' | '01' | '05' | '06';
  /** The response code with which it failed. */
  failureCode: string | null;
}

/** The status of a payment at `now`, bank time in ms. */
export function paymentStatus(payment: Payment, now: number): PaymentStatus {
  switch (payment.state) {
    case 'paid':
      return { code: '00', failureCode: null };
    case 'cancelled':
      return { code: '05', failureCode: null };
    case 'failed':
      return { code: '06', failureCode: payment.failureCode };
    case 'awaiting_otp':
      return payment.otpExpiresAt <= now
        ? { code: '06', failureCode: '4030412' }
        : { code: '01', failureCode: null };
    default:
      throw new Error(`unknown state ${String(payment.state satisfies never)}`);
  }
}
