// What is wrong with one answer: its status, its form, its signature, its time. An empty list is a good answer.
import { ErrorBody } from '@tarik/wire/doku/messages';
import { sameSignature, signResponse } from '@tarik/wire/doku/signature';
import { ERRORS } from '../../packages/gateway/src/api/doku/errors.ts';
import { REFUSALS, type RefusalCode } from '../../packages/gateway/src/base/refusal.ts';
import { headerOf, type Case } from './case.ts';
import type { Document } from './schema.ts';
import type { Heard, Lost } from './wire.ts';

/** Every answer must be here by then, ms: the gateway's own limit for a call is 25 s, a fuzzed one asks nothing so slow. */
const ANSWER_WITHIN_MS = 15_000;

/** Statuses with which the HTTP layer itself may refuse broken framing. */
const FRAMING_STATUSES: ReadonlySet<number> = new Set([400, 408, 411, 413, 417, 431, 501]);

export interface Known {
  document: Document;
  /** Secrets by Client-Id. */
  secrets: Map<string, string>;
}

/** One sentence for each fault. */
export function faultsOf(one: Case, heard: Heard | Lost, known: Known): string[] {
  const late = heard.ms > ANSWER_WITHIN_MS ? [`it took ${Math.round(heard.ms)} ms`] : [];
  if ('lost' in heard) {
    // A CONNECT or a broken frame may simply be hung up on.
    const mayClose = one.broken && heard.lost === 'closed without an answer';
    return mayClose ? late : [...late, heard.lost];
  }
  const { status } = heard;
  if (isShed(heard)) return late;
  if (status >= 500 && !isDocumentedFailure(one, heard)) return [`status ${status}`];
  if (one.broken && FRAMING_STATUSES.has(status) && !heard.headers.has('idempotency-status')) {
    return late; // refused below the routes, where nobody knows who called
  }
  return [...late, ...faultsOfForm(one, heard, known)];
}

/**
 * An honest 503: it says when to come again. A machine that does too much else makes some; they are counted in the
 * figures.
 */
export function isShed({ status, headers }: Heard): boolean {
  return status === 503 && headers.has('retry-after');
}

/** The simulated bank says 502 when the partner's page is away: its documented word, no bug. */
function isDocumentedFailure(one: Case, { status, body }: Heard): boolean {
  if (one.broken && FRAMING_STATUSES.has(status)) return true;
  return one.door === 'bank' && status === 502 && body.includes('partner_unreachable');
}

function faultsOfForm(one: Case, heard: Heard, known: Known): string[] {
  if (one.method === 'HEAD') return [];
  switch (one.form) {
    case 'doku':
      return faultsOfDoku(one, heard, known);
    case 'callback':
    case 'snap':
      return faultsOfSnap(heard);
    case 'program':
      return jsonOf(heard) === undefined ? ['the answer is no JSON'] : [];
    case 'page':
      return heard.status >= 200 ? [] : [`status ${heard.status}`];
  }
}

function faultsOfDoku(one: Case, heard: Heard, known: Known): string[] {
  const faults: string[] = [];
  const json = jsonOf(heard);
  if (json === undefined) return ['the answer is no JSON'];
  if (heard.status >= 400 && errorCode(heard) === null) {
    // A repeat in the guide's mode answers 409 with the first answer.
    if (heard.status !== 409) faults.push('the answer is not the documented error');
  }
  const path = one.target.startsWith('/orders/v1/status/')
    ? '/orders/v1/status/{reference}'
    : one.target;
  const operation = known.document.paths[path]?.[one.method.toLowerCase()];
  if (operation !== undefined && !(heard.status in operation.responses)) {
    faults.push(`status ${heard.status} is not documented for this call`);
  }
  if (heard.status === 429 || heard.status === 503) {
    if (!heard.headers.has('retry-after')) faults.push(`${heard.status} without Retry-After`);
  }
  return [...faults, ...faultsOfSignature(one, heard, known)];
}

/** A merchant that a program has just made, under whatever name, is no stranger from now on. */
export function learnMerchant(one: Case, heard: Heard, { secrets }: Known): void {
  if (one.method !== 'POST' || one.target !== '/sandbox/merchants' || heard.status >= 300) return;
  const made = jsonOf(heard) as { client_id?: unknown; secret_key?: unknown } | undefined;
  const { client_id: clientId, secret_key: secret } = made ?? {};
  if (typeof clientId === 'string' && typeof secret === 'string') secrets.set(clientId, secret);
}

/** Whoever is known gets signed answers, whatever was wrong with the request. */
function faultsOfSignature(one: Case, heard: Heard, { secrets }: Known): string[] {
  if (one.broken) return [];
  const clientId = headerOf(one, 'client-id');
  const secret = clientId === null ? undefined : secrets.get(clientId);
  const signature = heard.headers.get('signature')?.[0];
  if (clientId === null || secret === undefined) {
    return signature === undefined ? [] : ['a stranger got a signature'];
  }
  if (signature === undefined) return ['the answer is not signed'];
  const expected = signResponse(
    {
      clientId,
      requestId: heard.headers.get('request-id')?.[0] ?? '',
      timestamp: heard.headers.get('response-timestamp')?.[0] ?? '',
      target: one.target.split('?', 1)[0] ?? '',
      body: heard.body,
    },
    secret,
  );
  return sameSignature(expected, signature) ? [] : ['the signature of the answer is wrong'];
}

function faultsOfSnap(heard: Heard): string[] {
  const json = jsonOf(heard) as { responseCode?: unknown; error?: unknown } | undefined;
  if (json === undefined) return ['the answer is no JSON'];
  if (json.error !== undefined) return []; // another path: the door's own 404
  const code = String(json.responseCode);
  return /^\d{7}$/.test(code) && code.startsWith(`${heard.status}`)
    ? []
    : [`the response code ${code} does not fit the status ${heard.status}`];
}

function jsonOf({ body }: Heard): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

/** The code of a documented error; null for any other body. */
export function errorCode(heard: Heard): string | null {
  const read = ErrorBody.safeParse(jsonOf(heard));
  return read.success ? read.data.error.code : null;
}

/** What a refusal may have done: `never` and `always` keep the Request-Id, `either` where the wire says both alike. */
export function burns(heard: Heard): 'never' | 'always' | 'either' {
  const code = errorCode(heard);
  const names = (Object.keys(REFUSALS) as RefusalCode[]).filter(
    (name) => ERRORS[name].code === code && ERRORS[name].http === heard.status,
  );
  // A token that cannot be ours by its form is refused before the Request-Id is claimed, in the same words.
  if (code === 'token_not_found') return 'either';
  const burning = names.filter((name) => REFUSALS[name].burns);
  if (burning.length === 0) return 'never';
  return burning.length === names.length ? 'always' : 'either';
}
