// What an answer means: the result of the call, or the error that it is.
import { signatureOf } from './answer-signature.ts';
import { entryOf, type Told } from './catalogue.ts';
import { AnswerError, AnswerSignatureError, UnavailableError, type TarikError } from './errors.ts';
import type { Heard, Sent } from './send.ts';
import type { Settings } from './settings.ts';

/** The answer to a call that was done. */
export interface Answer {
  requestId: string;
  /** Whether it is the kept answer to an earlier try or call. */
  replayed: boolean;
  json: unknown;
}

/** The longest `Retry-After` that speaks of the same call, in seconds. */
const SAME_CALL_SECONDS = 60;

/**
 * Judges an answer. A replay's 409 is the first result again (guide, "idempotency"). `unknownBefore`:
 * an earlier try may have been done. Throws the `TarikError` that the answer is.
 */
export function judge(
  settings: Settings,
  sent: Sent,
  heard: Heard,
  unknownBefore: boolean,
): Answer {
  const { signature } = signatureOf(settings, sent, heard);
  const json = parsed(heard);
  const error = errorIn(json);
  const { status } = heard;
  const done = (status >= 200 && status < 300) || (status === 409 && json !== undefined);
  if (done && error === undefined) {
    if (signature !== 'right') throw unproved(sent, heard, signature);
    if (json === undefined) throw unreadable(sent, heard);
    const replayed = status === 409 || heard.headers.get('idempotency-status') === 'replayed';
    return { requestId: sent.requestId, replayed, json };
  }
  throw refusalOf(settings, sent, heard, { signature, error, unknownBefore });
}

interface Doubts {
  signature: 'right' | 'wrong' | 'absent';
  error: ErrorWords | undefined;
  unknownBefore: boolean;
}

function refusalOf(settings: Settings, sent: Sent, heard: Heard, doubts: Doubts): TarikError {
  const { signature, error, unknownBefore } = doubts;
  const { status } = heard;
  if (error === undefined) {
    if (status < 500) return unreadable(sent, heard);
    return new UnavailableError(`the gateway, or a proxy before it, answered ${status}`, {
      ...commonFacts(sent, heard, `http_${status}`),
      retryable: true,
      outcomeUnknown: sent.acts,
    });
  }
  const { make, early, verdict, open } = entryOf(error.code, status);
  if (signature !== 'right' && !early) return unproved(sent, heard, signature, error.code);
  const retryAfterSeconds = retryAfter(heard);
  const patient = retryAfterSeconds !== undefined && retryAfterSeconds <= SAME_CALL_SECONDS;
  const retryable = patient || status === 408 || status >= 500;
  const running = retryable && status === 409;
  const final = verdict && !retryable;
  return make(error.message, {
    ...commonFacts(sent, heard, error.code),
    ...error.told,
    ...(error.code === 'request_time_out_of_range' ? aheadOf(settings, heard) : {}),
    field: fieldIn(error.message),
    retryAfterSeconds,
    retryable,
    outcomeUnknown: sent.acts && (open || running || (unknownBefore && !final)),
  });
}

function commonFacts(sent: Sent, heard: Heard, code: string) {
  return { code, httpStatus: heard.status, requestId: sent.requestId };
}

function unproved(
  sent: Sent,
  heard: Heard,
  signature: Doubts['signature'],
  code?: string,
): TarikError {
  const what = code === undefined ? `${heard.status}` : `${heard.status} ${code}`;
  const message =
    signature === 'absent'
      ? `the answer (${what}) bears no signature: it may not be the gateway's`
      : `the signature of the answer (${what}) is wrong: it was changed on its way, or signed with ` +
        'another key than this Secret Key';
  return new AnswerSignatureError(message, {
    ...commonFacts(sent, heard, `answer_signature_${signature}`),
    retryable: true,
    outcomeUnknown: sent.acts,
  });
}

function unreadable(sent: Sent, heard: Heard): TarikError {
  const type = heard.headers.get('content-type') ?? 'no type';
  return new AnswerError(`the answer (${heard.status}, ${type}) is not one of the gateway's`, {
    ...commonFacts(sent, heard, 'answer_unreadable'),
    retryable: true,
    outcomeUnknown: sent.acts,
  });
}

function parsed(heard: Heard): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(heard.body));
  } catch {
    return undefined;
  }
}

interface ErrorWords {
  code: string;
  message: string;
  told: Told;
}

function errorIn(json: unknown): ErrorWords | undefined {
  const { error } = (json ?? {}) as { error?: unknown };
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, message, reason, bank_code, tries_left } = error as Record<string, unknown>;
  if (typeof code !== 'string') return undefined;
  return {
    code,
    message: typeof message === 'string' ? message : code,
    told: {
      ...(typeof reason === 'string' ? { reason } : {}),
      ...(typeof bank_code === 'string' ? { bankCode: bank_code } : {}),
      ...(typeof tries_left === 'number' ? { triesLeft: tries_left } : {}),
    },
  };
}

/** The messages begin with the field's path, or with the header's name. */
function fieldIn(message: string): string | undefined {
  const header = /^(?:Invalid format )?Header ([A-Za-z-]+)/.exec(message)?.[1];
  return header ?? /^([a-z_]+(?:\.[a-z_]+|\[\d+\])+) /.exec(message)?.[1];
}

function retryAfter({ headers }: Heard): number | undefined {
  const text = headers.get('retry-after') ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function aheadOf({ clock }: Settings, { headers }: Heard): { aheadSeconds?: number } {
  const theirs = Date.parse(headers.get('response-timestamp') ?? headers.get('date') ?? '');
  return Number.isNaN(theirs) ? {} : { aheadSeconds: Math.round((clock.now() - theirs) / 1000) };
}
