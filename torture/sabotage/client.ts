// A merchant's client whose every attempt is on the disk before its bytes leave: what the auditor believes of the client.
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { formatTimestamp } from '@tarik/wire/doku/headers';
import { sameSignature, signRequest, signResponse } from '@tarik/wire/doku/signature';
import type { LineLog } from '../load/line-log.ts';
import type { Asked, CallName, ClientLine } from '../logs.ts';
import type { StageMerchant } from '../stage/types.ts';

export interface Answered {
  requestId: string;
  /** Null when no whole answer came. */
  status: number | null;
  text: string;
  json: any;
}

export interface CallOptions {
  /** A new one when absent. */
  requestId?: string;
  /** The Request-Id of the payment that the call is about. */
  about?: string;
  /** True for an attempt that is signed with a key that is not the merchant's. */
  forged?: boolean;
}

export interface Client {
  readonly merchant: StageMerchant;
  /** Calls an endpoint with a body, or asks for a status of what stands in `body`. Never rejects. */
  call(name: CallName, body: object | string, options?: CallOptions): Promise<Answered>;
}

const PREFIX = '/cimb-direct-debit/v1';
const PATIENCE_MS = 30_000;

let attempts = 0;

/** The client of one merchant; `log` may be shared. */
export function clientOf(gatewayUrl: string, merchant: StageMerchant, log: LineLog): Client {
  async function call(
    name: CallName,
    body: object | string,
    options: CallOptions = {},
  ): Promise<Answered> {
    const { requestId = randomUUID(), about = null, forged = false } = options;
    const isQuery = typeof body === 'string';
    const asked: Asked = {
      kind: 'asked',
      at: Date.now(),
      attempt: (attempts += 1),
      clientId: merchant.clientId,
      requestId: isQuery ? body : requestId,
      call: name,
      target: isQuery ? `/orders/v1/status/${body}` : `${PREFIX}/${name}`,
      body: isQuery ? '' : JSON.stringify(body),
      about,
      sound: !forged,
    };
    await log.append(asked);
    const heard = await exchange(gatewayUrl, merchant, asked, requestId, forged);
    await log.append(heard);
    const text = heard.kind === 'heard' ? heard.text : '';
    const status = heard.kind === 'heard' ? heard.status : null;
    return { requestId, status, text, json: readJson(text) };
  }
  return { merchant, call };
}

function exchange(
  gatewayUrl: string,
  { clientId, secret }: StageMerchant,
  { attempt, target, body }: Asked,
  requestId: string,
  forged: boolean,
): Promise<Exclude<ClientLine, Asked>> {
  const timestamp = formatTimestamp(Date.now());
  const parts = { clientId, requestId, timestamp, target };
  const signed = body === '' ? parts : { ...parts, body };
  const headers = {
    'Client-Id': clientId,
    'Request-Id': requestId,
    'Request-Timestamp': timestamp,
    Signature: signRequest(signed, forged ? 'the key of somebody else' : secret),
    ...(body === '' ? {} : { 'Content-Type': 'application/json' }),
  };
  return new Promise((resolve) => {
    const lose = (error: Error): void =>
      resolve({ kind: 'lost', at: Date.now(), attempt, why: error.message });
    const sent = request(
      gatewayUrl + target,
      {
        method: body === '' ? 'GET' : 'POST',
        agent: false,
        headers,
        signal: AbortSignal.timeout(PATIENCE_MS),
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => (text += chunk));
        answer.on('error', lose);
        answer.on('end', () => {
          const said = {
            clientId,
            requestId: headerOf(answer.headers['request-id']),
            timestamp: headerOf(answer.headers['response-timestamp']),
            target,
            body: text,
          };
          const right = signResponse(said, secret);
          resolve({
            kind: 'heard',
            at: Date.now(),
            attempt,
            status: answer.statusCode ?? 0,
            text,
            verified: sameSignature(right, headerOf(answer.headers['signature'])),
            retryAfter: answer.headers['retry-after'] !== undefined,
          });
        });
      },
    );
    sent.on('error', lose);
    sent.end(body);
  });
}

function headerOf(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value : '';
}

function readJson(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
