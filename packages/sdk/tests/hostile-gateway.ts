// A server that answers what a test wants, signed as the gateway signs, and counts what it was asked.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { formatTimestamp } from '@tarik/wire/doku/headers';
import { signResponse } from '@tarik/wire/doku/signature';

export const CLIENT_ID = 'MCH-1';
export const SECRET_KEY = 'SK-1';

export interface Asked {
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface HostileGateway {
  url: string;
  asked: Asked[];
  /** What each next call is answered; the last one again and again. */
  script(...acts: Act[]): void;
  close(): Promise<void>;
}

export type Act = (asked: Asked, response: ServerResponse) => void;

export async function startHostileGateway(): Promise<HostileGateway> {
  const asked: Asked[] = [];
  let acts: Act[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { headers, url: path = '' } = request;
      const one = { path, headers, body: Buffer.concat(chunks).toString() };
      asked.push(one);
      const act = acts.length > 1 ? acts.shift() : acts[0];
      if (act === undefined) response.writeHead(500).end();
      else act(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    script(...next) {
      acts = next;
      asked.length = 0;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface Twist {
  key?: string;
  /** What is sent in place of what was signed. */
  sent?: string;
  headers?: Record<string, string>;
  unsigned?: boolean;
  requestId?: string;
}

/** Answers a body as the gateway does, but for the twist. */
export function answer(status: number, body: unknown, twist: Twist = {}): Act {
  return ({ path, headers }, response) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const timestamp = formatTimestamp(Date.now());
    const requestId = twist.requestId ?? String(headers['request-id']);
    const parts = { clientId: CLIENT_ID, requestId, timestamp, target: path, body: text };
    const signed = {
      'Client-Id': CLIENT_ID,
      'Request-Id': requestId,
      'Response-Timestamp': timestamp,
      Signature: signResponse(parts, twist.key ?? SECRET_KEY),
    };
    response.writeHead(status, {
      'Content-Type': 'application/json',
      ...(twist.unsigned === true ? {} : signed),
      ...twist.headers,
    });
    response.end(twist.sent ?? text);
  };
}

/** An error as the gateway words it. */
export function refused(status: number, code: string, twist: Twist = {}): Act {
  return answer(status, { error: { code, message: code, type: 'invalid_request_error' } }, twist);
}
