// A merchant's end of the line: signs what it sends, looks at the signature of what it gets, and keeps both for the
// report. It can also sign and send what is wrong.
import { randomUUID } from 'node:crypto';
import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { formatTimestamp } from '@tarik/wire/doku/headers';
import {
  sameSignature,
  signRequest,
  signResponse,
  type SignedParts,
} from '@tarik/wire/doku/signature';

/** No answer within this is none, ms. */
const PATIENCE_MS = 60_000;

export type HeaderLines = (readonly [name: string, value: string])[];

export interface CallOptions {
  requestId?: string;
  timestamp?: string;
  clientId?: string;
  secret?: string;
  /** What is signed in place of what is sent. */
  sign?: Partial<SignedParts>;
  /** The headers in place of the usual ones. */
  headers?: (usual: HeaderLines) => HeaderLines;
}

export interface Sent {
  method: 'GET' | 'POST' | 'PUT';
  target: string;
  headers: HeaderLines;
  body: string | undefined;
}

export interface Answer {
  sent: Sent;
  requestId: string;
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  text: string;
  /** Undefined where the body is no JSON. */
  json: unknown;
  signature: 'right' | 'wrong' | 'missing';
}

/** A call that did not get as far as an answer. */
export class NoAnswer extends Error {}

export interface Client {
  readonly clientId: string;
  readonly secret: string;
  call(
    method: Sent['method'],
    target: string,
    content: unknown,
    options?: CallOptions,
  ): Promise<Answer>;
  /** Every answer since the last time that this was asked. */
  recent(): Answer[];
  close(): void;
}

/** A client of the implementation at `base`, an origin. Content that is text is sent as it is, all else as JSON. */
export function createClient(base: string, clientId: string, secret: string): Client {
  const secure = base.startsWith('https:');
  const agent = secure
    ? new HttpsAgent({ keepAlive: true })
    : new HttpAgent({ keepAlive: true });
  let answers: Answer[] = [];

  async function call(
    method: Sent['method'],
    target: string,
    content: unknown,
    options: CallOptions = {},
  ): Promise<Answer> {
    const body =
      content === undefined || typeof content === 'string' ? content : JSON.stringify(content);
    const requestId = options.requestId ?? randomUUID();
    const usual = usualHeaders(target, body, requestId, options);
    const sent = { method, target, headers: options.headers?.(usual) ?? usual, body };
    const { status, headers, bytes } = await exchange(sent);
    const text = bytes.toString();
    const signature = verdict(target, headers, bytes);
    const answer: Answer = {
      sent,
      requestId,
      status,
      headers,
      bytes,
      text,
      json: parsed(text),
      signature,
    };
    answers.push(answer);
    return answer;
  }

  function usualHeaders(
    target: string,
    body: string | undefined,
    requestId: string,
    options: CallOptions,
  ): HeaderLines {
    const who = options.clientId ?? clientId;
    const timestamp = options.timestamp ?? formatTimestamp(Date.now());
    const parts: SignedParts = { clientId: who, requestId, timestamp, target, body };
    const signature = signRequest({ ...parts, ...options.sign }, options.secret ?? secret);
    return [
      ['Client-Id', who],
      ['Request-Id', requestId],
      ['Request-Timestamp', timestamp],
      ['Signature', signature],
      ...(body === undefined ? [] : [['Content-Type', 'application/json'] as const]),
    ];
  }

  function verdict(
    target: string,
    headers: IncomingHttpHeaders,
    body: Buffer,
  ): Answer['signature'] {
    const { signature } = headers;
    if (signature === undefined) return 'missing';
    const header = (name: string): string => String(headers[name] ?? '');
    const expected = signResponse(
      {
        clientId: header('client-id'),
        requestId: header('request-id'),
        timestamp: header('response-timestamp'),
        target: target.split('?', 1)[0] ?? '',
        body,
      },
      secret,
    );
    return header('client-id') === clientId && sameSignature(expected, String(signature))
      ? 'right'
      : 'wrong';
  }

  function exchange(
    sent: Sent,
  ): Promise<{ status: number; headers: IncomingHttpHeaders; bytes: Buffer }> {
    const url = new URL(base);
    const bytes = Buffer.from(sent.body ?? '');
    // A list, not an object: the same header may be sent twice.
    const headers = [['Host', url.host] as const, ...sent.headers];
    if (sent.body !== undefined) headers.push(['Content-Length', `${bytes.length}`]);
    return new Promise((resolve, reject) => {
      const fail = (error: Error): void =>
        reject(new NoAnswer(`${sent.method} ${sent.target}: ${reasonOf(error)}`));
      const outgoing = (secure ? httpsRequest : httpRequest)(
        {
          agent,
          protocol: url.protocol,
          hostname: url.hostname.replace(/^\[|\]$/g, ''),
          port: url.port,
          path: sent.target,
          method: sent.method,
          headers: headers.flat(),
          timeout: PATIENCE_MS,
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', fail);
          incoming.on('end', () =>
            resolve({
              status: incoming.statusCode ?? 0,
              headers: incoming.headers,
              bytes: Buffer.concat(chunks),
            }),
          );
        },
      );
      outgoing.on('timeout', () => outgoing.destroy(new Error(`nothing within ${PATIENCE_MS} ms`)));
      outgoing.on('error', fail);
      outgoing.end(bytes);
    });
  }

  return {
    clientId,
    secret,
    call,
    recent() {
      const recent = answers;
      answers = [];
      return recent;
    },
    close: () => agent.destroy(),
  };
}

function reasonOf(error: Error): string {
  return error.message === '' && 'code' in error ? String(error.code) : error.message;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
