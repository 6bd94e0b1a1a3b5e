// A call in words that people may read: its headers as far as they are ones, its verdict, and its bodies masked.
import type { IncomingMessage } from 'node:http';
import { isClientId, isRequestId } from '@tarik/wire/doku/headers';
import { stringToSign } from '@tarik/wire/doku/signature';
import { idOfReference } from '../../base/reference.ts';
import type { Sealer } from '../../base/secrets.ts';
import type { KeptCall, SeenCall, SignatureVerdict } from '../../calls/call.ts';
import { paymentIdOf } from '../../payments/view.ts';
import type { CallSeen } from '../witness.ts';
import { maskBody } from '../../calls/mask.ts';

export interface DescribedCall {
  clientId: string | null;
  requestId: string | null;
  method: string;
  path: string;
  status: number;
  code: string | null;
  message: string | null;
  field: string | null;
  replayed: boolean;
  signature: SignatureVerdict;
  stringToSign: string | null;
  tookMs: number;
  /** Masked. */
  request: unknown;
  answer: unknown;
}

/** Nobody's path or headers are longer than this; a stranger's may be. */
const LONGEST_PATH = 300;
const LONGEST_TEXT = 2000;

/** The call in words. */
export function describeCall(seen: CallSeen): DescribedCall {
  return describe(gist(seen));
}

/** The call for the record: little is done now, the rest when it is written. Null for one that names no merchant. */
export function callForRecord(
  doors: { sealer: Sealer; sandbox: boolean },
  seen: CallSeen,
): SeenCall | null {
  const { merchant, keyId, endpoint, address } = seen;
  if (merchant === null) return null;
  const held = gist(seen);
  return {
    merchantId: merchant.merchantId,
    keyId,
    bytes: 1000 + (held.body?.length ?? 0) + held.answer.length,
    describe(): KeptCall {
      const { clientId: _, request, answer, ...words } = describe(held);
      const again = doors.sandbox && endpoint !== null && held.proved ? held.body : null;
      return {
        ...words,
        endpoint,
        address,
        bodies: { request, answer, ...(again === null ? {} : { raw: again.toString() }) },
        subject: held.proved ? subjectOf(doors, held) : null,
      };
    },
  };
}

/** What is kept of a call until it is described: no request, so that its connection is not kept with it. */
type Gist = Omit<
  CallSeen,
  'request' | 'refusal' | 'merchant' | 'keyId' | 'endpoint' | 'address'
> & {
  method: string;
  path: string;
  headers: Record<'client-id' | 'request-id' | 'request-timestamp', string>;
  wrong: boolean;
  field: string | null;
};

function gist(seen: CallSeen): Gist {
  const { request, refusal, body, status, answer, replayed, proved, durationMs } = seen;
  const [path = ''] = (request.url ?? '').split('?', 1);
  return {
    method: request.method ?? '',
    path,
    headers: {
      'client-id': header(request, 'client-id'),
      'request-id': header(request, 'request-id'),
      'request-timestamp': header(request, 'request-timestamp'),
    },
    wrong: refusal?.code === 'signature_wrong',
    field: refusal?.detail.field ?? refusal?.detail.header ?? null,
    body,
    status,
    answer,
    replayed,
    proved,
    durationMs,
  };
}

function header(request: IncomingMessage, name: string): string {
  return request.headersDistinct[name]?.[0] ?? '';
}

function describe(held: Gist): DescribedCall {
  const { headers, wrong } = held;
  const clientId = headers['client-id'];
  const requestId = headers['request-id'];
  return {
    clientId: isClientId(clientId) ? clientId : null,
    requestId: isRequestId(requestId) ? requestId : null,
    method: held.method,
    path: held.path.slice(0, LONGEST_PATH),
    status: held.status,
    ...errorOf(held.answer),
    field: held.field,
    replayed: held.replayed,
    signature: wrong ? 'wrong' : held.proved ? 'right' : 'unknown',
    stringToSign: wrong ? signedText(held) : null,
    tookMs: Math.round(held.durationMs),
    request: maskBody(held.body),
    answer: maskBody(held.answer),
  };
}

/** What the gateway signed, for who has signed something else. */
function signedText({ headers, path, body }: Gist): string {
  const parts = {
    clientId: headers['client-id'],
    requestId: headers['request-id'],
    timestamp: headers['request-timestamp'],
    target: path,
    body: body ?? undefined,
  };
  return stringToSign('request', parts).slice(0, LONGEST_TEXT);
}

/** Code and message of an error's body, a kept one too. */
function errorOf(answer: Buffer): { code: string | null; message: string | null } {
  const text = answer.toString();
  if (!text.startsWith('{"error":')) return { code: null, message: null };
  const { code, message } = (JSON.parse(text) as { error: { code: string; message: string } })
    .error;
  return { code, message };
}

/** The payment or the token that both sides speak of; what a call has made is also found by its Request-Id. */
function subjectOf(doors: { sealer: Sealer }, { body, answer }: Gist): KeptCall['subject'] {
  const [asked, said] = [fieldsOf(body), fieldsOf(answer)];
  const challenge = textAt(said, 'payment', 'token') ?? textAt(asked, 'payment', 'token');
  const paymentId = challenge === null ? null : paymentIdOf(doors, challenge);
  if (paymentId !== null) return { kind: 'payments', id: paymentId };
  const word = textAt(said, 'debit_card', 'token_id') ?? textAt(asked, 'debit_card', 'token_id');
  const tokenId = word === null ? null : idOfReference(word);
  return tokenId === null ? null : { kind: 'tokens', id: tokenId };
}

function fieldsOf(body: Buffer | null): unknown {
  try {
    return body === null ? null : (JSON.parse(body.toString()) as unknown);
  } catch {
    return null; // the call's own verdict says so
  }
}

function textAt(value: unknown, ...path: string[]): string | null {
  let at = value;
  for (const name of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return null;
    at = (at as Record<string, unknown>)[name];
  }
  return typeof at === 'string' ? at : null;
}
