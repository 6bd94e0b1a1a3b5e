// Pay, step 2 of 2: the code from the customer's phone goes to the bank.
import { ConflictError, OtpError, DeclinedError, TarikError } from '@tarik/sdk';
import type { Kept } from '../kept.ts';
import type { CodeStep, Order } from '../orders/order.ts';
import { askStatus } from './ask-status.ts';
import { drawRequestId } from './request-id.ts';

/** What the customer is told about the code; `taken` needs no words, the order's page has them. */
export type CodeHeard =
  | { kind: 'taken' }
  | { kind: 'wrong'; triesLeft: number | undefined }
  | { kind: 'too_old' }
  | { kind: 'try_again' };

/** `otp` must be six digits. Paid is said by the notification; an answer without an end is unclear. */
export async function giveCode(
  kept: Kept,
  order: Order,
  code: CodeStep,
  otp: string,
): Promise<CodeHeard> {
  const { invoice, visitorId } = order;
  const requestId = drawRequestId(kept, { visitorId, invoice });
  const { challenge } = code;
  try {
    const payment = await kept.tarik.payments.validate({ challenge, otp }, { requestId });
    kept.orders.change(invoice, () => {
      if (payment.status === 'PENDING') return { call: 'unclear' };
      if (payment.status === 'FAILED') return { call: 'done', verdict: 'FAILED' };
      return { call: 'done', paymentId: payment.paymentId };
    });
    return { kind: 'taken' };
  } catch (error) {
    if (!(error instanceof TarikError)) throw error;
    return await judged(kept, order, code, error);
  }
}

async function judged(
  kept: Kept,
  order: Order,
  code: CodeStep,
  error: TarikError,
): Promise<CodeHeard> {
  const { invoice } = order;
  if (error.outcomeUnknown) {
    kept.orders.change(invoice, () => ({ call: 'unclear' }));
    return { kind: 'taken' };
  }
  if (error instanceof OtpError && error.code === 'otp_attempts_exceeded') {
    kept.orders.change(invoice, () => ({ call: 'done', verdict: 'FAILED', reason: error.code }));
    return { kind: 'taken' };
  }
  if (error instanceof OtpError) {
    const { triesLeft } = error;
    kept.orders.change(invoice, () => ({ code: { ...code, triesLeft } }));
    return error.code === 'otp_expired' ? { kind: 'too_old' } : { kind: 'wrong', triesLeft };
  }
  if (error instanceof DeclinedError) {
    const reason = error.reason ?? error.code;
    kept.orders.change(invoice, () => ({ call: 'done', verdict: 'FAILED', reason }));
    return { kind: 'taken' };
  }
  // The payment has gone on without this page: the status says where to.
  if (error instanceof ConflictError) {
    await askStatus(kept, order);
    return { kind: 'taken' };
  }
  return { kind: 'try_again' };
}
