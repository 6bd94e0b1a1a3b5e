// POST /{bank}-direct-debit/v1/payment/validate (DOKU guide 3.1): the customer's OTP.
import { ValidateRequest, ValidateResponse } from '@tarik/wire/doku/messages';
import type { PaymentView } from '../../payments/payment.ts';
import { validateOtp } from '../../payments/validate-otp.ts';
import { callOf, endpoint } from './endpoint.ts';
import { validatedWords } from './order.ts';

const shape = {
  path: 'payment/validate',
  summary: 'Validate the OTP of a payment',
  request: ValidateRequest,
  response: ValidateResponse,
  status: 200,
  refusals: [
    'otp_wrong',
    'otp_expired',
    'otp_attempts_exceeded',
    'payment_final',
    'payment_not_found',
    'payment_busy',
    'bank_unavailable',
  ],
} as const;

export const paymentValidate = endpoint(shape, async (ctx, asked, { payment }) => {
  const { merchant, bank } = asked;
  const call = callOf(asked, shape, (view: PaymentView) => validatedWords(merchant, view));
  return await validateOtp(ctx, call, { bank, challenge: payment.token, otp: payment.otp });
});
