// The gateway's codes and what each becomes: one table, read when an answer is an error.
import {
  AuthenticationError,
  ClockError,
  ConflictError,
  DeclinedError,
  NotFoundError,
  OtpError,
  RateLimitError,
  RefundError,
  RequestError,
  UnavailableError,
  type ErrorFacts,
  type TarikError,
} from './errors.ts';

/** What an error's body may say beside code and message, and what its headers tell. */
export interface Told {
  reason?: string;
  bankCode?: string;
  triesLeft?: number;
  aheadSeconds?: number;
}

type Make = (message: string, facts: ErrorFacts & Told) => TarikError;

interface Entry {
  make: Make;
  /** Said before the gateway knows who asks, so that it may come without a signature. */
  early: boolean;
  /** Said before the Request-Id is looked up: it tells nothing about earlier calls under it. */
  door: boolean;
  /** The call was looked at and refused: whatever earlier tries did, this is the result. */
  verdict: boolean;
  /** The gateway may still be at work on it. */
  open: boolean;
}

const NO = { early: false, door: false, verdict: false, open: false };
const verdict = (make: Make): Entry => ({ ...NO, make, verdict: true });
const early = (make: Make): Entry => ({ ...NO, make, early: true, door: true });
const door = (make: Make): Entry => ({ ...NO, make, door: true });
const open = (make: Make): Entry => ({ ...NO, make, early: true, open: true });

const authentication: Make = (message, facts) => new AuthenticationError(message, facts);
const clock: Make = (message, facts) => new ClockError(message, facts);
const request: Make = (message, facts) => new RequestError(message, facts);
const conflict: Make = (message, facts) => new ConflictError(message, facts);
const notFound: Make = (message, facts) => new NotFoundError(message, facts);
const otp: Make = (message, facts) => new OtpError(message, facts);
const refund: Make = (message, facts) => new RefundError(message, facts);
const declined: Make = (message, facts) => new DeclinedError(message, facts);
const rate: Make = (message, facts) => new RateLimitError(message, facts);
const unavailable: Make = (message, facts) => new UnavailableError(message, facts);

const ENTRIES: Readonly<Record<string, Entry>> = {
  invalid_header_request: early(request),
  request_time_out_of_range: early(clock),
  invalid_client_id: early(authentication),
  invalid_signature: early(authentication),
  merchant_not_active: door(authentication),
  invalid_request: early(request),
  route_not_found: early(request),
  method_not_allowed: early(request),
  request_too_large: early(request),
  unsupported_media_type: early(request),
  request_timeout: early(unavailable),
  invalid_parameter: verdict(request),
  amount_mismatch: verdict(request),
  channel_inactive: door(request),
  too_many_requests: early(rate),
  // Another call has this Request-Id: it is running, or had another body, and may have been done.
  idempotent_request: door(conflict),
  duplicate_invoice_number: verdict(conflict),
  payment_in_progress: { ...NO, make: conflict, open: true },
  payment_already_final: verdict(conflict),
  token_not_found: verdict(notFound),
  payment_not_found: verdict(notFound),
  transaction_not_found: verdict(notFound),
  invalid_otp: verdict(otp),
  otp_expired: verdict(otp),
  otp_attempts_exceeded: verdict(otp),
  refund_amount_exceeded: verdict(refund),
  payment_not_refundable: verdict(refund),
  registration_declined: verdict(declined),
  payment_declined: verdict(declined),
  bank_unavailable: { ...NO, make: unavailable },
  server_error: open(unavailable),
  server_unavailable: open(unavailable),
};

/** The codes that this library knows; a test holds them equal to the gateway's. */
export const KNOWN_CODES: readonly string[] = Object.keys(ENTRIES);

/** What is made of a code. One that is not known is judged by its HTTP status, and ends no doubt. */
export function entryOf(code: string, status: number): Entry {
  const known = Object.hasOwn(ENTRIES, code) ? ENTRIES[code] : undefined;
  if (known !== undefined) return known;
  if (status >= 500) return open(unavailable);
  if (status === 429) return early(rate);
  if (status === 404) return door(notFound);
  return status === 409 ? door(conflict) : door(request);
}
