// What can go wrong, a class per cause. Every error says whether the same call may be sent again,
// and whether something may have happened.

/** What an error knows beside its message; all of it is safe to log. */
export interface ErrorFacts {
  code: string;
  /** The field that is wrong, as this library names it or as the wire does: `amount`, `order.amount`. */
  field?: string | undefined;
  httpStatus?: number | undefined;
  requestId?: string | undefined;
  retryable?: boolean | undefined;
  outcomeUnknown?: boolean | undefined;
  retryAfterSeconds?: number | undefined;
  cause?: unknown;
}

/** What every error of this library is. `code` never changes its meaning; `message` is for people. */
export class TarikError extends Error {
  override name = 'TarikError';
  readonly code: string;
  readonly field: string | undefined;
  readonly httpStatus: number | undefined;
  /** The Request-Id of the call: name it to the operator, and send it again where `retryable`. */
  readonly requestId: string | undefined;
  /** The very same call may be sent again with the same `requestId`; it cannot happen twice. */
  readonly retryable: boolean;
  /** Something may have happened: leave the order pending, and ask `payments.status`. */
  readonly outcomeUnknown: boolean;
  readonly retryAfterSeconds: number | undefined;
  /** The page about this code, where there is one. */
  docsUrl: string | undefined;

  constructor(message: string, facts: ErrorFacts) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = facts.code;
    this.field = facts.field;
    this.httpStatus = facts.httpStatus;
    this.requestId = facts.requestId;
    this.retryable = facts.retryable ?? false;
    this.outcomeUnknown = facts.outcomeUnknown ?? false;
    this.retryAfterSeconds = facts.retryAfterSeconds;
  }
}

/** A setting or an argument is wrong; nothing was sent. `field` names it. */
export class InputError extends TarikError {
  override name = 'InputError';
}

/** The gateway does not know the caller: Client-Id, Secret Key, or the merchant's state. */
export class AuthenticationError extends TarikError {
  override name = 'AuthenticationError';
}

/** This machine's clock and the gateway's are too far apart. */
export class ClockError extends TarikError {
  override name = 'ClockError';
  /** How far this machine's clock is ahead of the gateway's, in seconds, where it is known. */
  readonly aheadSeconds: number | undefined;

  constructor(message: string, facts: ErrorFacts & { aheadSeconds?: number | undefined }) {
    super(message, facts);
    this.aheadSeconds = facts.aheadSeconds;
  }
}

/** The gateway refuses what was sent. `field` names the field where one is to blame. */
export class RequestError extends TarikError {
  override name = 'RequestError';
}

/** There is no such token, payment or transaction, or it is not this merchant's. */
export class NotFoundError extends TarikError {
  override name = 'NotFoundError';
}

/** It collides with what is there: an invoice that is taken, a payment that is final, a Request-Id. */
export class ConflictError extends TarikError {
  override name = 'ConflictError';
}

/** The OTP is wrong or too old. `triesLeft` says how often the customer may try again. */
export class OtpError extends TarikError {
  override name = 'OtpError';
  readonly triesLeft: number | undefined;

  constructor(message: string, facts: ErrorFacts & { triesLeft?: number | undefined }) {
    super(message, facts);
    this.triesLeft = facts.triesLeft;
  }
}

/** The bank said no, for good. */
export class DeclinedError extends TarikError {
  override name = 'DeclinedError';
  /** Why: `insufficient_funds`, `account_blocked`, … */
  readonly reason: string | undefined;
  /** The bank's own code. */
  readonly bankCode: string | undefined;

  constructor(message: string, facts: ErrorFacts & { reason?: string; bankCode?: string }) {
    super(message, facts);
    this.reason = facts.reason;
    this.bankCode = facts.bankCode;
  }
}

/** The refund is not possible: too much, too late, or nothing to refund. */
export class RefundError extends TarikError {
  override name = 'RefundError';
}

/** Too many calls, or an OTP asked for too soon; `retryAfterSeconds` says how long to wait. */
export class RateLimitError extends TarikError {
  override name = 'RateLimitError';
}

/** The gateway or the bank cannot work right now. */
export class UnavailableError extends TarikError {
  override name = 'UnavailableError';
}

/** No answer came: the connection failed, broke off, or was given up by the caller. */
export class ConnectionError extends TarikError {
  override name = 'ConnectionError';
}

/** No answer came in time. */
export class TimeoutError extends TarikError {
  override name = 'TimeoutError';
}

/** An answer came that cannot be used: too large, not JSON, or not of the promised shape. */
export class AnswerError extends TarikError {
  override name = 'AnswerError';
}

/** An answer came whose signature is missing or wrong: it proves nothing. */
export class AnswerSignatureError extends TarikError {
  override name = 'AnswerSignatureError';
}

/** A notification that must not be believed. Answer it with `httpStatus`. */
export class NotificationError extends TarikError {
  override name = 'NotificationError';
}
