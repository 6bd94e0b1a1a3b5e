// How a call is answered: JSON that nobody keeps, and every refusal in one form.
import type { FastifyReply } from 'fastify';
import { Refusal, type RefusalCode } from '../base/refusal.ts';
import { Denied, type DeniedCode } from './denied.ts';

/** Nothing of an answer is kept anywhere, guessed at, or told to another site. */
const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** Puts the headers of every answer on a reply. */
export function dress(reply: FastifyReply): void {
  void reply.headers(HEADERS);
}

/** Sends `answer` as JSON; null as an empty 204. */
export function sendAnswer(reply: FastifyReply, answer: unknown): void {
  if (answer === null || answer === undefined) void reply.code(204).send();
  else sendJson(reply, 200, answer);
}

/** Sends a refusal in the form that every refusal has. */
export function sendDenied(reply: FastifyReply, denied: Denied): void {
  const { code, message, field, retryAfterSeconds, approvalId } = denied;
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', `${retryAfterSeconds}`);
  sendJson(reply, denied.status, {
    error: {
      code,
      message,
      ...(field === undefined ? {} : { field }),
      ...(retryAfterSeconds === undefined ? {} : { retry_after_s: retryAfterSeconds }),
      ...(approvalId === undefined ? {} : { approval_id: approvalId }),
    },
  });
}

function sendJson(reply: FastifyReply, status: number, value: unknown): void {
  void reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(value));
}

/** Refusals of the rooms below that mean something to a person; the others say that a state does not allow it. */
const REFUSED: Partial<Record<RefusalCode, DeniedCode>> = {
  database_unavailable: 'overloaded',
  overloaded: 'overloaded',
  rate_exceeded: 'overloaded',
  request_timeout: 'overloaded',
  bank_unavailable: 'bank_away',
  payment_not_found: 'not_found',
  token_not_found: 'not_found',
  transaction_not_found: 'not_found',
  field_invalid: 'field_invalid',
  amount_mismatch: 'field_invalid',
  refund_amount_exceeded: 'field_invalid',
  body_unreadable: 'body_unreadable',
  body_too_large: 'body_unreadable',
  media_type_unsupported: 'body_unreadable',
  payment_busy: 'conflict',
  request_running: 'conflict',
  request_id_reused: 'conflict',
  internal: 'internal',
};

/** The refusal as a person is told it; null for what is none: a bug. */
export function deniedBy(error: unknown): Denied | null {
  if (error instanceof Denied) return error;
  if (!(error instanceof Refusal)) return null;
  const { detail } = error;
  const code = REFUSED[error.code] ?? 'not_allowed_now';
  return new Denied(code, {
    ...(code === 'not_allowed_now' ? { message: error.code.replaceAll('_', ' ') } : {}),
    ...(detail.field === undefined ? {} : { field: detail.field }),
    ...(detail.retryAfterSeconds === undefined
      ? {}
      : { retryAfterSeconds: detail.retryAfterSeconds }),
  });
}
