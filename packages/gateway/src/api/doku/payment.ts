// POST /{bank}-direct-debit/v1/payment (DOKU guide 3): charges a token.
import { PaymentRequest, PaymentResponse } from '@tarik/wire/doku/messages';
import { idOfReference } from '../../base/reference.ts';
import { Refusal } from '../../base/refusal.ts';
import { createPayment } from '../../payments/create.ts';
import { lineItemsMatch, type LineItem, type PaymentDetails } from '../../payments/payment.ts';
import type { PaymentView } from '../../payments/payment.ts';
import { readCustomer } from './customer.ts';
import { callOf, endpoint } from './endpoint.ts';
import { createdWords } from './order.ts';
import { priceOf } from './split.ts';
import { overrideUrl } from './urls.ts';

const MINUTE_MS = 60_000;
const DEFAULT_OTP_MINUTES = 10n;

const shape = {
  path: 'payment',
  summary: 'Create a payment',
  request: PaymentRequest,
  response: PaymentResponse,
  status: 201,
  refusals: [
    'amount_mismatch',
    'payment_declined',
    'channel_inactive',
    'token_not_found',
    'invoice_taken',
    'bank_unavailable',
  ],
} as const;

export const payment = endpoint(shape, async (ctx, asked, body) => {
  const { merchant, bank } = asked;
  const details = readDetails(body);
  const { amount, invoice_number: invoiceNumber } = body.order;
  const enforced = merchant.settings.lineItems === 'enforce';
  if (enforced && !lineItemsMatch(details.lineItems, amount)) throw new Refusal('amount_mismatch');
  const notificationUrl = overrideUrl(ctx, merchant, bank.slug, body.additional_info);
  const tokenId = idOfReference(body.payment.token_id);
  if (tokenId === null) throw new Refusal('token_not_found');
  const call = callOf(asked, shape, (view: PaymentView) => createdWords(merchant, view));
  const price = await priceOf(ctx, merchant, bank.slug, amount, body.additional_info);
  const input = { bank, tokenId, amount, invoiceNumber, details, notificationUrl, price };
  return await createPayment(ctx, call, input);
});

function readDetails(body: PaymentRequest): PaymentDetails {
  const { order, additional_info: additionalInfo } = body;
  const minutes = body.payment.otp_expiration_timestamp ?? DEFAULT_OTP_MINUTES;
  return {
    customer: readCustomer(body.customer),
    ...(order.line_items === undefined ? {} : { lineItems: order.line_items.map(readItem) }),
    ...(order.session_id === undefined ? {} : { sessionId: order.session_id }),
    ...(additionalInfo === undefined ? {} : { additionalInfo }),
    otpLifeMs: Number(minutes) * MINUTE_MS,
  };
}

function readItem(item: NonNullable<PaymentRequest['order']['line_items']>[number]): LineItem {
  return {
    ...(item.name === undefined ? {} : { name: item.name }),
    ...(item.price === undefined ? {} : { price: item.price }),
    ...(item.quantity === undefined ? {} : { quantity: item.quantity }),
  };
}
