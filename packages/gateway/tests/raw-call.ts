// One signed call, byte by byte, that is right but for what a test changes about it.
import { randomUUID } from 'node:crypto';
import { formatTimestamp } from '@tarik/wire/doku/headers';
import { sameSignature, signRequest, signResponse } from '@tarik/wire/doku/signature';
import type { MerchantIdentity } from './merchant-client.ts';
import { exchange, requestBytes, type RawAnswer } from './raw-http.ts';

export interface Change {
  method?: string;
  target?: string;
  body?: string | Buffer;
  clientId?: string;
  requestId?: string;
  timestamp?: string;
  /** What the signature is made with, where that is not what is sent. */
  secret?: string;
  signedTarget?: string;
  signedBody?: string;
  /** Replaces headers; null leaves one out, a list sends it several times. */
  headers?: Record<string, string | string[] | null>;
}

export interface Told extends RawAnswer {
  /** The body read as JSON; undefined when it is none. */
  json: any;
  /** The path that was called. */
  target: string;
  requestId: string;
}

/** Makes the call on a connection of its own. A body that is absent is `{}`. */
export async function rawCall(
  port: number,
  identity: MerchantIdentity,
  change: Change,
): Promise<Told> {
  const { method = 'POST', target = '/', body = '{}' } = change;
  const clientId = change.clientId ?? identity.clientId;
  const requestId = change.requestId ?? randomUUID();
  const timestamp = change.timestamp ?? formatTimestamp(Date.now());
  const parts = { clientId, requestId, timestamp, target: change.signedTarget ?? target };
  const signed = method === 'GET' ? parts : { ...parts, body: change.signedBody ?? body };
  const headers: Record<string, string | string[] | null> = {
    'Client-Id': clientId,
    'Request-Id': requestId,
    'Request-Timestamp': timestamp,
    Signature: signRequest(signed, change.secret ?? identity.secret),
    'Content-Type': method === 'GET' ? null : 'application/json',
    ...change.headers,
  };
  const list = Object.entries(headers).flatMap(([name, value]) =>
    value === null ? [] : [value].flat().map((one) => [name, one] as const),
  );
  const bytes = requestBytes(method, target, list, method === 'GET' ? '' : body);
  const answer = await exchange(port, bytes);
  return { ...answer, json: jsonIn(answer.body), target, requestId };
}

/** Whether an answer's signature is right under a key. */
export function isSignedWith(told: Told, secret: string): boolean {
  const { headers, body } = told;
  const [target = ''] = told.target.split('?');
  const parts = {
    clientId: headers['client-id'] ?? '',
    requestId: headers['request-id'] ?? '',
    timestamp: headers['response-timestamp'] ?? '',
    target,
    body,
  };
  return sameSignature(signResponse(parts, secret), headers['signature'] ?? '');
}

function jsonIn(text: string): any {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
