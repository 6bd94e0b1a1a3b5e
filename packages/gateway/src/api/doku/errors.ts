// Every refusal in DOKU's words: HTTP status, code, type and a message that says what to do. `docs/errors.md` is the
// same table for readers; a test holds the two equal.
import type { Refusal, RefusalCode, RefusalDetail } from '../../base/refusal.ts';
import { reasonWords } from './reasons.ts';
import { longStatus } from './states.ts';
import type { PaymentState } from '../../payments/payment.ts';

export type ErrorType = 'invalid_request_error' | 'bank_error' | 'api_error';

export interface Wording {
  http: number;
  code: string;
  type: ErrorType;
  /** Whether the same request may succeed when it is sent again unchanged, with the same Request-Id. */
  retryable: boolean;
  message(detail: RefusalDetail): string;
  /** Seconds for `Retry-After` where the refusal names none. */
  retryAfter?: number;
}

type Message = string | ((detail: RefusalDetail) => string);

/** The caller must change something. */
function asked(http: number, code: string, message: Message): Wording {
  return { http, code, type: 'invalid_request_error', retryable: false, message: said(message) };
}

/** The bank said no, and will say it again. */
function bank(code: string, message: Message): Wording {
  return { http: 400, code, type: 'bank_error', retryable: false, message: said(message) };
}

/** Later it may go through. */
function later(
  http: number,
  code: string,
  type: ErrorType,
  retryAfter: number,
  message: Message,
): Wording {
  return { http, code, type, retryable: true, retryAfter, message: said(message) };
}

function said(message: Message): (detail: RefusalDetail) => string {
  return typeof message === 'string' ? () => message : message;
}

const header = 'invalid_header_request';
const request = 'invalid_request_error';

/** DOKU's live codes where they are known, ours in their style where they are not. */
export const ERRORS: Readonly<Record<RefusalCode, Wording>> = {
  header_missing: asked(400, header, (d) => `Header ${d.header ?? ''} is required`),
  header_malformed: asked(
    400,
    header,
    (d) => `Header ${d.header ?? ''} ${d.rule ?? 'must be sent exactly once'}`,
  ),
  timestamp_malformed: asked(400, header, 'Invalid format Header Request-Timestamp'),
  timestamp_out_of_window: asked(
    400,
    'request_time_out_of_range',
    'Header Request-Timestamp is not in +- 3600 second of now',
  ),
  client_unknown: asked(400, 'invalid_client_id', 'Invalid Client-Id'),
  signature_wrong: asked(400, 'invalid_signature', 'Invalid Header Signature'),
  merchant_suspended: asked(
    403,
    'merchant_not_active',
    'The merchant is suspended; ask the operator of this gateway',
  ),
  body_unreadable: asked(
    400,
    'invalid_request',
    (d) => `The body ${d.rule ?? 'is not valid JSON'}`,
  ),
  query_not_allowed: asked(
    400,
    'invalid_request',
    'This path takes no query string; send the fields in the body',
  ),
  field_invalid: asked(
    400,
    'invalid_parameter',
    (d) => `${d.field ?? 'body'} ${d.rule ?? 'is not valid'}`,
  ),
  amount_mismatch: asked(
    400,
    'amount_mismatch',
    'order.amount must equal the sum of price × quantity of order.line_items',
  ),
  route_unknown: asked(
    404,
    'route_not_found',
    'No such path; paths are compared byte for byte, without a slash at the end',
  ),
  method_not_allowed: asked(
    405,
    'method_not_allowed',
    (d) => `This path answers ${d.allow ?? 'another method'} only`,
  ),
  media_type_unsupported: asked(
    415,
    'unsupported_media_type',
    (d) => d.rule ?? 'Content-Type must be application/json',
  ),
  body_too_large: asked(413, 'request_too_large', 'The body must not be larger than 64 KiB'),
  request_timeout: later(408, 'request_timeout', request, 1, 'The request did not arrive in time'),
  rate_exceeded: later(
    429,
    'too_many_requests',
    request,
    1,
    'Too many requests; wait as long as Retry-After says',
  ),
  overloaded: later(
    503,
    'server_unavailable',
    'api_error',
    1,
    'The gateway is busy; nothing was done, send the same request again',
  ),
  database_unavailable: later(
    503,
    'server_unavailable',
    'api_error',
    2,
    'The gateway cannot work right now; send the same request with the same Request-Id again',
  ),
  bank_unavailable: later(
    503,
    'bank_unavailable',
    'bank_error',
    5,
    'The bank cannot be reached; nothing was done, send the same request again',
  ),
  request_id_reused: asked(
    409,
    'idempotent_request',
    'This Request-Id was used for another request; use a new one for each new request',
  ),
  request_running: later(
    409,
    'idempotent_request',
    request,
    2,
    'A request with this Request-Id is still running; ask again with the same one',
  ),
  channel_inactive: asked(
    403,
    'channel_inactive',
    "The bank's channel is not activated; activate it under Configuration, Direct Debit",
  ),
  token_not_found: asked(
    404,
    'token_not_found',
    'This customer has no active token with this debit_card.token_id or payment.token_id',
  ),
  registration_declined: bank(
    'registration_declined',
    (d) => `The bank declined the registration: ${reasonWords(d.reason)}`,
  ),
  invoice_taken: asked(
    409,
    'duplicate_invoice_number',
    'order.invoice_number belongs to a payment that is pending or paid; use another one',
  ),
  payment_declined: bank(
    'payment_declined',
    (d) => `The bank declined the payment: ${reasonWords(d.reason)}`,
  ),
  payment_not_found: asked(404, 'payment_not_found', 'No such payment'),
  payment_final: asked(
    400,
    'payment_already_final',
    (d) => `The payment is already ${finalWord(d.state)}`,
  ),
  payment_busy: later(
    409,
    'payment_in_progress',
    request,
    2,
    'Another request is working on this payment; ask again',
  ),
  otp_wrong: asked(
    400,
    'invalid_otp',
    (d) => `The OTP is wrong${d.triesLeft === undefined ? '' : `; ${tries(d.triesLeft)}`}`,
  ),
  otp_expired: asked(
    400,
    'otp_expired',
    'The OTP is too old; have a new one sent with payment-otp or create a new payment',
  ),
  otp_attempts_exceeded: asked(
    400,
    'otp_attempts_exceeded',
    'The OTP was wrong too often and the payment has FAILED; create a new payment',
  ),
  resend_too_soon: later(
    429,
    'too_many_requests',
    request,
    30,
    'An OTP was sent a moment ago; wait as long as Retry-After says',
  ),
  resend_exhausted: {
    ...later(
      429,
      'too_many_requests',
      request,
      300,
      'No further OTP will be sent for this payment; use the last one or create a new payment',
    ),
    retryable: false,
  },
  resend_window_closed: asked(
    400,
    'otp_expired',
    'A new OTP can no longer be sent for this payment; create a new payment',
  ),
  transaction_not_found: asked(
    404,
    'transaction_not_found',
    'No payment has this invoice number or Request-Id, no refund has this Request-Id',
  ),
  refund_amount_exceeded: asked(
    400,
    'refund_amount_exceeded',
    'refund.amount is more than what is left of the payment',
  ),
  payment_not_refundable: asked(400, 'payment_not_refundable', (d) =>
    d.state === undefined
      ? 'The payment cannot be refunded'
      : `Only a payment that is SUCCESS can be refunded; this one is ${finalWord(d.state)}`,
  ),
  refund_window_closed: asked(
    400,
    'payment_not_refundable',
    'The payment is too old to be refunded through the bank',
  ),
  internal: later(
    500,
    'server_error',
    'api_error',
    5,
    'Something went wrong on our side; send the same request with the same Request-Id again',
  ),
};

/** The error envelope; `bank_code`, `reason` and `tries_left` only where there is something to say. */
export function errorBody(refusal: Pick<Refusal, 'code' | 'detail'>): Buffer {
  const { code, type, message } = ERRORS[refusal.code];
  const { bankCode, reason, triesLeft } = refusal.detail;
  const error = {
    code,
    message: message(refusal.detail),
    type,
    ...(bankCode === undefined ? {} : { bank_code: bankCode }),
    ...(reason === undefined ? {} : { reason }),
    ...(triesLeft === undefined ? {} : { tries_left: triesLeft }),
  };
  return Buffer.from(JSON.stringify({ error }));
}

/** Headers that belong to a refusal, as name, value, name, value. */
export function errorHeaders(refusal: Pick<Refusal, 'code' | 'detail'>): string[] {
  const { retryAfter } = ERRORS[refusal.code];
  const seconds = refusal.detail.retryAfterSeconds ?? retryAfter;
  return [
    ...(seconds === undefined ? [] : ['Retry-After', `${seconds}`]),
    ...(refusal.detail.allow === undefined ? [] : ['Allow', refusal.detail.allow]),
  ];
}

function finalWord(state: string | undefined): string {
  return state === undefined ? 'final' : longStatus(state as PaymentState);
}

function tries(left: number): string {
  return left === 1 ? '1 try is left' : `${left} tries are left`;
}
