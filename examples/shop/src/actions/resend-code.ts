// A new code for the customer: the gateway says when it is too soon, too often or too late.
import { RateLimitError, TarikError, OtpError } from '@tarik/sdk';
import type { Kept } from '../kept.ts';
import type { CodeStep, Order } from '../orders/order.ts';
import { drawRequestId } from './request-id.ts';

export type ResendHeard =
  | { kind: 'sent' }
  | { kind: 'too_soon'; seconds: number }
  | { kind: 'too_often' }
  | { kind: 'too_late' }
  | { kind: 'not_now' };

/** The bank sends at most three further codes, at least half a minute apart. */
export const MOST_RESENDS = 3;
export const RESEND_PAUSE_MS = 30_000;
const CODE_LIFE_MS = 5 * 60_000;

export async function resendCode(kept: Kept, order: Order, code: CodeStep): Promise<ResendHeard> {
  const { invoice, visitorId } = order;
  const requestId = drawRequestId(kept, { visitorId, invoice });
  try {
    const { challenge } = code;
    await kept.tarik.payments.resendOtp({ challenge }, { requestId });
    const now = kept.time.now();
    const resends = code.resends + 1;
    const next = { ...code, sentAt: now, expiresAt: now + CODE_LIFE_MS, resends };
    kept.orders.change(invoice, () => ({ code: next }));
    return { kind: 'sent' };
  } catch (error) {
    if (!(error instanceof TarikError)) throw error;
    if (error instanceof RateLimitError && error.retryable) {
      return { kind: 'too_soon', seconds: error.retryAfterSeconds ?? RESEND_PAUSE_MS / 1000 };
    }
    const over = error instanceof RateLimitError || error instanceof OtpError;
    if (over) kept.orders.change(invoice, () => ({ code: { ...code, resendsOver: true } }));
    if (error instanceof RateLimitError) return { kind: 'too_often' };
    return { kind: error instanceof OtpError ? 'too_late' : 'not_now' };
  }
}
