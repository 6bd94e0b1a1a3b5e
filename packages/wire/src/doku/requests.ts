// What a merchant sends: the bodies of the guide's seven POST calls, checked, in the wire's own
// names. Parsed from `parseStrictJson`; fields that the guide does not name are dropped.
import type { z } from 'zod';
import { additionalInfo, paymentInfoShape } from './additional-info.ts';
import * as example from './examples.ts';
import {
  amount,
  country,
  dateOfBirth,
  earlierRequestId,
  email,
  otp,
  otpMinutes,
  phone,
  price,
  quantity,
  returnUrl,
  text,
  tokenId,
} from './fields.ts';
import { fields, list } from './rule.ts';

const MAX_ITEM_TOTAL = 999_999_999_999n;

const customerId = text(1, 128).meta({
  description: "The merchant's own id of the customer",
  minLength: 1,
  maxLength: 128,
});

const Customer = fields({
  id: customerId,
  name: text(0, 70).optional(),
  email: email.optional(),
  phone: phone(32).optional(),
  address: text(0, 256).optional(),
  country: country.optional(),
  id_card: text(0, 32).optional(),
  date_of_birth: dateOfBirth.optional(),
  additional_info: text(0, 256).optional(),
}).meta({ id: 'CustomerInput', description: 'A customer of the merchant' });

const NamedCustomer = fields({ id: customerId, name: text(0, 70).optional() }).meta({
  id: 'NamedCustomerInput',
  description: 'A customer of the merchant, named by id',
});

const LineItem = fields({
  name: text(0, 256).optional(),
  price: price.optional(),
  quantity: quantity.optional(),
})
  .refine(
    (item) => (item.price ?? 0n) * (item.quantity ?? 0n) <= MAX_ITEM_TOTAL,
    `must not come to more than ${MAX_ITEM_TOTAL} rupiah`,
  )
  .meta({ id: 'LineItemInput', description: 'One line of an order' });

const invoiceNumber = text(1, 64);
const paymentToken = text(1, 256);

/** `POST /{bank}-direct-debit/v1/token`: bind a customer's account. */
export const TokenRequest = fields({
  customer: Customer,
  debit_card: fields({
    account_email: email.optional(),
    account_mobile_phone: phone(20),
    success_registration_url: returnUrl.optional(),
    failed_registration_url: returnUrl.optional(),
  }),
}).meta({
  id: 'TokenRequest',
  description: "Registers a customer's bank account; the customer finishes on the bank's page.",
  example: example.tokenRequest,
});

/** `POST /{bank}-direct-debit/v1/tokens`: list a customer's tokens. */
export const TokensRequest = fields({ customer: NamedCustomer }).meta({
  id: 'TokensRequest',
  description: "Lists the active tokens of a customer's accounts.",
  example: example.tokensRequest,
});

/** `POST /{bank}-direct-debit/v1/payment`: charge a token. */
export const PaymentRequest = fields({
  customer: Customer,
  additional_info: additionalInfo.meta(paymentInfoShape).optional(),
  order: fields({
    invoice_number: invoiceNumber,
    line_items: list(LineItem, 200).optional(),
    amount,
    session_id: text(0, 50).optional(),
  }),
  payment: fields({ token_id: tokenId, otp_expiration_timestamp: otpMinutes.optional() }),
}).meta({
  id: 'PaymentRequest',
  description: 'Charges a token. The bank sends the customer an OTP unless it needs none.',
  example: example.paymentRequest,
});

/** `POST /{bank}-direct-debit/v1/payment/validate`: the customer's OTP. */
export const ValidateRequest = fields({ payment: fields({ token: paymentToken, otp }) }).meta({
  id: 'ValidateRequest',
  description: "Carries the customer's OTP to the bank, which then debits the account.",
  example: example.validateRequest,
});

/** `POST /{bank}-direct-debit/v1/payment-otp`: send a new OTP. */
export const PaymentOtpRequest = fields({ payment: fields({ token: paymentToken }) }).meta({
  id: 'PaymentOtpRequest',
  description: 'Has the bank send a new OTP for a pending payment; the old one is dead.',
  example: example.paymentOtpRequest,
});

/** `POST /{bank}-direct-debit/v1/token-delete`: unbind an account. */
export const TokenDeleteRequest = fields({
  customer: NamedCustomer,
  debit_card: fields({ token_id: tokenId }),
}).meta({
  id: 'TokenDeleteRequest',
  description: "Unbinds a customer's account and ends its token.",
  example: example.tokenDeleteRequest,
});

/** `POST /{bank}-direct-debit/v1/payment-refund`: give money back. */
export const RefundRequest = fields({
  order: fields({ invoice_number: invoiceNumber }),
  payment: fields({ original_request_id: earlierRequestId }),
  refund: fields({ amount, reason: text(0, 256).optional() }),
}).meta({
  id: 'RefundRequest',
  description: 'Gives back a payment, wholly or in part.',
  example: example.refundRequest,
});

export type TokenRequest = z.output<typeof TokenRequest>;
export type TokensRequest = z.output<typeof TokensRequest>;
export type PaymentRequest = z.output<typeof PaymentRequest>;
export type ValidateRequest = z.output<typeof ValidateRequest>;
export type PaymentOtpRequest = z.output<typeof PaymentOtpRequest>;
export type TokenDeleteRequest = z.output<typeof TokenDeleteRequest>;
export type RefundRequest = z.output<typeof RefundRequest>;
