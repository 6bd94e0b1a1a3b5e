// POST /{bank}-direct-debit/v1/payment-otp (DOKU guide, additional features 1): a new OTP for a pending payment.
import { PaymentOtpRequest, PaymentOtpResponse } from '@tarik/wire/doku/messages';
import type { PaymentView } from '../../payments/payment.ts';
import { resendOtp } from '../../payments/resend-otp.ts';
import { callOf, endpoint } from './endpoint.ts';

const shape = {
  path: 'payment-otp',
  summary: 'Send a new OTP',
  request: PaymentOtpRequest,
  response: PaymentOtpResponse,
  status: 200,
  refusals: [
    'payment_final',
    'payment_not_found',
    'payment_busy',
    'resend_too_soon',
    'resend_exhausted',
    'resend_window_closed',
    'bank_unavailable',
  ],
} as const;

export const paymentOtp = endpoint(shape, async (ctx, asked, body) => {
  const call = callOf(asked, shape, ({ challenge }: PaymentView) => ({
    payment: { token: challenge },
  }));
  return await resendOtp(ctx, call, { bank: asked.bank, challenge: body.payment.token });
});
