// A merchant's program, as small as the guide allows: signs what it sends and verifies what it gets.
import { randomUUID } from 'node:crypto';
import { formatTimestamp } from '@tarik/wire/doku/headers';
import { sameSignature, signRequest, signResponse } from '@tarik/wire/doku/signature';

export interface MerchantIdentity {
  clientId: string;
  secret: string;
}

export interface CallOptions {
  requestId?: string;
  timestamp?: string;
  headers?: Record<string, string>;
}

export interface Answered {
  status: number;
  headers: Headers;
  text: string;
  json: any;
  requestId: string;
  /** Whether the answer's signature is right. */
  verified: boolean;
}

export interface MerchantClient extends MerchantIdentity {
  post(path: string, body: unknown, options?: CallOptions): Promise<Answered>;
  get(path: string, options?: CallOptions): Promise<Answered>;
}

/** A client of the gateway at `url`; a body that is text goes out as it is. */
export function merchantClient(url: () => string, identity: MerchantIdentity): MerchantClient {
  const { clientId, secret } = identity;

  async function call(
    path: string,
    body: string | undefined,
    options: CallOptions,
  ): Promise<Answered> {
    const requestId = options.requestId ?? randomUUID();
    const timestamp = options.timestamp ?? formatTimestamp(Date.now());
    const parts = { clientId, requestId, timestamp, target: path };
    const signature = signRequest(body === undefined ? parts : { ...parts, body }, secret);
    const response = await fetch(url() + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'Client-Id': clientId,
        'Request-Id': requestId,
        'Request-Timestamp': timestamp,
        Signature: signature,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...options.headers,
      },
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
    });
    const text = await response.text();
    const answer = {
      clientId,
      requestId: response.headers.get('request-id') ?? '',
      timestamp: response.headers.get('response-timestamp') ?? '',
      target: path,
      body: text,
    };
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: text === '' ? undefined : (JSON.parse(text) as unknown),
      requestId,
      verified: sameSignature(
        signResponse(answer, secret),
        response.headers.get('signature') ?? '',
      ),
    };
  }

  return {
    ...identity,
    post: (path, body, options = {}) =>
      call(path, typeof body === 'string' ? body : JSON.stringify(body), options),
    get: (path, options = {}) => call(path, undefined, options),
  };
}
