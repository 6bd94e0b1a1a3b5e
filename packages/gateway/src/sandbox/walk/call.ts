// One call of a merchant, signed and verified, with everything that a reader wants to see of it.
import { formatTimestamp } from '@tarik/wire/doku/headers';
import { sameSignature, signRequest, signResponse, stringToSign } from '@tarik/wire/doku/signature';
import { systemClock } from '../../base/clock.ts';
import { systemRandom } from '../../base/random.ts';

export interface Walker {
  gateway: string;
  clientId: string;
  secret: string;
}

export interface Exchange {
  method: 'GET' | 'POST';
  path: string;
  /** The headers that were sent, in order. */
  sent: readonly [name: string, value: string][];
  /** The lines that were signed. */
  signed: string;
  body: unknown;
  status: number;
  /** The answer's headers that the guide speaks of. */
  heard: readonly [name: string, value: string][];
  answer: unknown;
  requestId: string;
  /** Whether the answer's signature is right. */
  verified: boolean;
}

const clock = systemClock();
const random = systemRandom();
const HEARD = ['Client-Id', 'Request-Id', 'Response-Timestamp', 'Signature', 'Idempotency-Status'];

/** Sends one call: a POST with its body, a GET without one. */
export async function call(walker: Walker, path: string, body?: unknown): Promise<Exchange> {
  const { gateway, clientId, secret } = walker;
  const method = body === undefined ? 'GET' : 'POST';
  const requestId = random.secretId();
  const bytes = body === undefined ? undefined : JSON.stringify(body);
  const timestamp = formatTimestamp(clock.wall());
  const parts = { clientId, requestId, timestamp, target: path, body: bytes };
  const sent: [string, string][] = [
    ['Client-Id', clientId],
    ['Request-Id', requestId],
    ['Request-Timestamp', timestamp],
    ['Signature', signRequest(parts, secret)],
  ];
  const response = await fetch(gateway + path, {
    method,
    headers: [
      ...sent,
      ...(bytes === undefined ? [] : [['Content-Type', 'application/json'] as [string, string]]),
    ],
    ...(bytes === undefined ? {} : { body: bytes }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  const { headers, status } = response;
  return {
    method,
    path,
    sent,
    signed: stringToSign('request', parts),
    body,
    status,
    heard: HEARD.flatMap((name): [string, string][] => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
    answer: text === '' ? null : JSON.parse(text),
    requestId,
    verified: sameSignature(
      signResponse(
        {
          clientId,
          requestId: headers.get('request-id') ?? '',
          timestamp: headers.get('response-timestamp') ?? '',
          target: path,
          body: text,
        },
        secret,
      ),
      headers.get('signature') ?? '',
    ),
  };
}

/** Asks the bank or the shop something, as a program does in the sandbox. */
export async function ask<T>(url: string, body?: unknown): Promise<T> {
  const response = await fetch(url, {
    ...(body === undefined
      ? {}
      : {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
