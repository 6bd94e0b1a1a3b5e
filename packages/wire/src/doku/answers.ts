// What we answer and notify: the guide's bodies, and ours where the guide has none. For OpenAPI and
// for typing.
import { z } from 'zod';
import * as example from './examples.ts';

/** A number; text for a merchant whose setting asks for the form of the guide's samples. */
const amount = z
  .union([z.number().int(), z.string()])
  .meta({ id: 'RupiahOut', description: 'Whole rupiah' });
const status = z.enum(['PENDING', 'SUCCESS', 'FAILED']);
const info = z.record(z.string(), z.unknown());

const Customer = z
  .object({
    id: z.string(),
    name: z.string().optional(),
    email: z.string().optional(),
    phone: z.string().optional(),
    address: z.string().optional(),
    country: z.string().optional(),
    id_card: z.string().optional(),
    date_of_birth: z.string().optional(),
    additional_info: z.string().optional(),
  })
  .meta({ id: 'Customer', description: 'The customer, as in the request' });

const NamedCustomer = z.object({ id: z.string(), name: z.string().optional() });

const Order = z
  .object({
    invoice_number: z.string(),
    line_items: z
      .array(
        z.object({
          name: z.string().optional(),
          price: amount.optional(),
          quantity: amount.optional(),
        }),
      )
      .optional(),
    amount,
    session_id: z.string().optional(),
  })
  .meta({ id: 'Order', description: 'The order, as in the request' });

/**
 * 201 of `/token`. The field with the bank's page is named after the bank, `cimb_registration_url`.
 */
export const TokenResponse = z
  .object({
    customer: Customer,
    debit_card: z
      .looseObject({ status, message: z.string() })
      .meta({ patternProperties: { '^[a-z0-9]+_registration_url$': { type: 'string' } } }),
  })
  .meta({
    id: 'TokenResponse',
    description: "The registration, PENDING, and the bank's page to send the customer to.",
    example: example.tokenResponse,
  });

/** 200 of `/tokens`: the active tokens, none for an unknown customer. */
export const TokensResponse = z
  .array(
    z.object({
      customer: NamedCustomer,
      debit_card: z.object({ token_id: z.string(), account_no: z.string() }),
    }),
  )
  .meta({
    id: 'TokensResponse',
    description: "The active tokens of the customer's accounts.",
    example: example.tokensResponse,
  });

/** 201 of `/payment`. */
export const PaymentResponse = z
  .object({
    customer: Customer,
    additional_info: info.optional(),
    order: Order,
    payment: z.object({ token: z.string(), status, payment_id: z.string().optional() }),
  })
  .meta({
    id: 'PaymentResponse',
    description:
      'The payment: PENDING until the OTP is validated, or SUCCESS where none is needed.',
    example: example.paymentResponse,
  });

/** 200 of `/payment/validate`. PENDING: the bank has not said what became of it. */
export const ValidateResponse = z
  .object({
    customer: Customer,
    additional_info: info.optional(),
    order: Order,
    payment: z.object({ payment_id: z.string().optional(), token: z.string(), status }),
  })
  .meta({
    id: 'ValidateResponse',
    description: 'What the bank did: SUCCESS or FAILED, or PENDING while that is unknown.',
    example: example.validateResponse,
  });

/** 200 of `/payment-otp`. */
export const PaymentOtpResponse = z.object({ payment: z.object({ token: z.string() }) }).meta({
  id: 'PaymentOtpResponse',
  description: 'A new OTP is on its way; the token is the same.',
  example: example.paymentOtpResponse,
});

/** 200 of `/token-delete`. */
export const TokenDeleteResponse = z
  .object({
    customer: NamedCustomer,
    debit_card: z.object({ token_id: z.string(), status, message: z.string() }),
  })
  .meta({
    id: 'TokenDeleteResponse',
    description: 'Whether the bank has unbound the account.',
    example: example.tokenDeleteResponse,
  });

/** 201 of `/payment-refund`. PENDING is ours: the bank has not said what became of it. */
export const RefundResponse = z
  .object({
    order: z.object({ invoice_number: z.string() }),
    payment: z.object({ original_request_id: z.string(), payment_id: z.string().optional() }),
    refund: z.object({
      amount,
      reason: z.string().optional(),
      status,
      message: z.string().optional(),
    }),
  })
  .meta({
    id: 'RefundResponse',
    description: 'The refund: SUCCESS, FAILED, or PENDING while the bank has not answered plainly.',
    example: example.refundResponse,
  });

/** What a status answer and a notification have in common. */
const transaction = {
  service: z.object({ id: z.string() }),
  acquirer: z.object({ id: z.string(), name: z.string().optional() }),
  channel: z.object({ id: z.string() }),
  transaction: z.object({
    status: z.enum(['PENDING', 'SUCCESS', 'FAILED', 'EXPIRED', 'REFUNDED']),
    date: z.string(),
    original_request_id: z.string(),
    type: z.string().optional(),
  }),
  order: z.object({ invoice_number: z.string(), amount }),
  customer: NamedCustomer.optional(),
  payment: z.object({ payment_id: z.string().optional() }).optional(),
  additional_info: info.optional(),
};

/** 200 of `GET /orders/v1/status/{invoice number or Request-Id}`. */
export const StatusResponse = z
  .object({
    ...transaction,
    refund: z.object({ amount, status: z.string().optional() }).optional(),
  })
  .meta({
    id: 'StatusResponse',
    description: 'Where a payment or a refund stands.',
    example: example.statusResponse,
  });

/** The body of a notification. `event`, `payment` and `customer` are ours. */
export const NotificationBody = z
  .looseObject({
    ...transaction,
    event: z
      .object({ id: z.string(), sequence: z.number().int().positive(), type: z.string() })
      .optional(),
  })
  .meta({
    id: 'NotificationBody',
    description: 'Tells the merchant the final state of a payment. Fields may be added.',
    example: example.notificationBody,
  });

/** Every error of the wire. */
export const ErrorBody = z
  .object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      type: z.enum(['invalid_request_error', 'bank_error', 'api_error']),
      bank_code: z.string().optional(),
    }),
  })
  .meta({
    id: 'ErrorBody',
    description: 'Why a call was refused, and what to do about it.',
    example: example.errorBody,
  });

export type TokenResponse = z.output<typeof TokenResponse>;
export type TokensResponse = z.output<typeof TokensResponse>;
export type PaymentResponse = z.output<typeof PaymentResponse>;
export type ValidateResponse = z.output<typeof ValidateResponse>;
export type PaymentOtpResponse = z.output<typeof PaymentOtpResponse>;
export type TokenDeleteResponse = z.output<typeof TokenDeleteResponse>;
export type RefundResponse = z.output<typeof RefundResponse>;
export type StatusResponse = z.output<typeof StatusResponse>;
export type NotificationBody = z.output<typeof NotificationBody>;
export type ErrorBody = z.output<typeof ErrorBody>;
