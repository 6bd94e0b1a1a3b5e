// One try of one call: signed with the newest key and the time of this moment, sent, and what came
// back read to its end.
import { formatTimestamp } from '@tarik/wire/doku/headers';
import { signRequest, stringToSign } from '@tarik/wire/doku/signature';
import { signatureOf } from './answer-signature.ts';
import { AnswerError, ConnectionError, TimeoutError, type TarikError } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { bodyReadWhole } from './read-body.ts';
import type { Settings } from './settings.ts';

export interface Sent {
  method: 'GET' | 'POST';
  path: string;
  /** The exact text that is sent. */
  body: string | undefined;
  requestId: string;
  /** Whether the caller named the Request-Id, so that it may have been used before. */
  named: boolean;
  /** 1 for the first try. */
  attempt: number;
  timeoutMs: number;
  signal: AbortSignal | undefined;
  acts: boolean;
}

const MOST_BYTES = 1024 * 1024;

/** An answer as it came. */
export interface Heard {
  status: number;
  headers: Headers;
  body: Uint8Array;
}

/**
 * Sends and reads. Throws a {@link ConnectionError} or a {@link TimeoutError} when no whole answer
 * came, an {@link AnswerError} for one that is too large.
 */
export async function sendOnce(settings: Settings, sent: Sent): Promise<Heard> {
  const { method, path, requestId, body } = sent;
  const sentAt = settings.clock.now();
  const parts = {
    clientId: settings.clientId,
    requestId,
    timestamp: formatTimestamp(sentAt),
    target: path,
    body,
  };
  const headers: Record<string, string> = {
    'Client-Id': parts.clientId,
    'Request-Id': requestId,
    'Request-Timestamp': parts.timestamp,
    Signature: signRequest(parts, settings.keys[0]),
    Accept: 'application/json',
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
  };
  const shown: Exchange = {
    method,
    path,
    requestId,
    attempt: sent.attempt,
    requestHeaders: headers,
    requestBody: (body ?? '').replace(/("otp":")[^"]*/, '$1******'),
    stringToSign: stringToSign('request', parts),
    sentAt,
    durationMs: 0,
  };
  const began = performance.now();
  const timer = new AbortController();
  const timeout = setTimeout(() => timer.abort(), sent.timeoutMs);
  // Listened to by hand: AbortSignal.any() leaves something behind at a signal that lives long.
  const giveUp = (): void => timer.abort();
  sent.signal?.addEventListener('abort', giveUp);
  try {
    const response = await settings.fetch(settings.baseUrl + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
      signal: timer.signal,
    });
    const heard = {
      status: response.status,
      headers: response.headers,
      body: await bodyReadWhole(response, MOST_BYTES, answerTooLarge),
    };
    show(settings, { ...shown, ...since(began), answer: answerShown(settings, sent, heard) });
    return heard;
  } catch (error) {
    const failure = failureOf(error, sent, settings.baseUrl, timer.signal.aborted);
    show(settings, { ...shown, ...since(began), failure: failure.message });
    throw failure;
  } finally {
    clearTimeout(timeout);
    sent.signal?.removeEventListener('abort', giveUp);
  }
}

function answerTooLarge(): AnswerError {
  return new AnswerError(`the answer is larger than ${MOST_BYTES} bytes`, {
    code: 'answer_too_large',
  });
}

function failureOf(error: unknown, sent: Sent, baseUrl: string, late: boolean): TarikError {
  const facts = {
    requestId: sent.requestId,
    outcomeUnknown: sent.acts,
    cause: error,
  };
  if (error instanceof AnswerError) {
    return new AnswerError(error.message, { ...facts, code: error.code });
  }
  if (sent.signal?.aborted === true) {
    return new ConnectionError('the call was given up', { ...facts, code: 'aborted' });
  }
  if (late) {
    const message = `no answer came within ${sent.timeoutMs} ms`;
    return new TimeoutError(message, { ...facts, code: 'timeout', retryable: true });
  }
  const why = reasonOf(error);
  return new ConnectionError(
    `the connection to the gateway (${new URL(baseUrl).host}) failed${why === '' ? '' : `: ${why}`}`,
    {
      ...facts,
      code: 'connection_failed',
      retryable: true,
    },
  );
}

/** undici says "fetch failed" and keeps what happened in the cause. */
function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: unknown };
  const { code, message } = (cause ?? error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return code;
  return typeof message === 'string' ? message : '';
}

function since(began: number): { durationMs: number } {
  return { durationMs: Math.round(performance.now() - began) };
}

function answerShown(
  settings: Settings,
  sent: Sent,
  heard: Heard,
): NonNullable<Exchange['answer']> {
  const { signature, stringToSign: text } = signatureOf(settings, sent, heard);
  return {
    status: heard.status,
    headers: Object.fromEntries(heard.headers),
    body: new TextDecoder().decode(heard.body),
    stringToSign: text,
    signature,
  };
}

/** An observer's own failure must not become the failure of a payment. */
function show(settings: Settings, exchange: Exchange): void {
  const warn = (error: unknown): void => {
    process.emitWarning(`onExchange threw: ${error instanceof Error ? error.message : 'no error'}`);
  };
  try {
    const shown: unknown = settings.onExchange(exchange);
    if (shown instanceof Promise) shown.catch(warn);
  } catch (error) {
    warn(error);
  }
}
