// What the client knows of its own requests: per Request-Id the bodies that it sent under it and, for each, the one
// answer that was kept for it. Linear in the log, since Request-Ids are independent of one another.
import type { CallName } from '../logs.ts';

/** One body on one path under a Request-Id. */
export interface Variant {
  call: CallName;
  /** `cimb/payment`, as the gateway names an endpoint. */
  endpoint: string;
  /** Half of the SHA-256 of the body. */
  body: string;
  /** The line of the client's log in which it was first asked. */
  firstLine: number;
  /** At least one attempt with it was sound. */
  sound: boolean;
  attempts: number;
  /** Attempts of which no answer was heard. */
  unheard: number;
  /** Answers that were heard: 2xx, a refusal that is kept, or anything else. */
  succeeded: number;
  refused: number;
  passing: number;
  /** Attempts that were answered 503 with the words that nothing was done. */
  undone: number;
  /** Half of the SHA-256 of the kept answer's text, and its status where it was not a repeat. */
  answer: string | null;
  answerStatus: number | null;
  answerKind: Heard;
  /** Of a list of tokens: whose it is. Of a deletion: the token. Of an OTP step: the challenge. */
  subject: string | null;
  /** Wall time at which it was first heard, ms. */
  answeredAt: number;
  /** The first refusal that follows from the bytes alone, which none of its twins may escape. */
  badBytes: string | null;
  /** Whether its Request-Id was called another request's. */
  reused: boolean;
  /** Whether a row of ours says that it was answered. */
  rowStatus: number | 'unanswered' | null;
  /** Of a payment: what is to be repeated, and what it is about. */
  echo: string | null;
  notice: string | null;
  /** How it is to be divided. */
  split: string | null;
  amount: bigint | null;
  /** Whether its items come to its amount. */
  sumsUp: boolean;
  token: string | null;
  customer: string | null;
}

export interface ClientRequest {
  clientId: string;
  requestId: string;
  about: string | null;
  variants: Variant[];
}

/** Calls whose Request-Id is for ever; the others' answers may be forgotten after a day. */
export const MOVES_MONEY: ReadonlySet<CallName> = new Set([
  'payment',
  'payment/validate',
  'payment-refund',
]);

/** Refusals that are kept as the Request-Id's answer. */
const KEPT: ReadonlySet<string> = new Set([
  'token_not_found',
  'registration_declined',
  'duplicate_invoice_number',
  'payment_declined',
  'payment_not_found',
  'payment_already_final',
  'invalid_otp',
  'otp_expired',
  'otp_attempts_exceeded',
  'refund_amount_exceeded',
  'payment_not_refundable',
]);

/** Refusals that depend on nothing but the bytes of the body. */
const OF_BYTES: ReadonlySet<string> = new Set(['invalid_parameter', 'amount_mismatch']);

export type Heard = 'success' | 'refusal' | 'passing';

/** What an answer is to its Request-Id. An answer that says when to come back is none that is kept. */
export function kindOf(status: number, code: string | undefined, retryAfter: boolean): Heard {
  if (code === undefined) return status < 300 || status === 409 ? 'success' : 'passing';
  return !retryAfter && status < 500 && KEPT.has(code) ? 'refusal' : 'passing';
}

/** Refusals that come only after something was done. */
const AFTER_EFFECT: ReadonlySet<string> = new Set([
  'registration_declined',
  'payment_declined',
  'invalid_otp',
  'otp_attempts_exceeded',
]);

/** Whether an answer shows that its attempt was carried out. */
export function showsEffect(status: number, code: string | undefined): boolean {
  if (code !== undefined) return AFTER_EFFECT.has(code);
  return status < 300 || status === 409;
}

export function isOfBytes(code: string | undefined): boolean {
  return code !== undefined && OF_BYTES.has(code);
}

export function createVariant(
  call: CallName,
  endpoint: string,
  body: string,
  firstLine: number,
): Variant {
  return {
    call,
    firstLine,
    endpoint,
    body,
    sound: false,
    attempts: 0,
    unheard: 0,
    succeeded: 0,
    refused: 0,
    passing: 0,
    undone: 0,
    answer: null,
    answerStatus: null,
    answerKind: 'passing',
    subject: null,
    answeredAt: 0,
    badBytes: null,
    reused: false,
    rowStatus: null,
    echo: null,
    notice: null,
    split: null,
    amount: null,
    sumsUp: true,
    token: null,
    customer: null,
  };
}
