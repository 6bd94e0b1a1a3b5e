// A merchant's server on loopback for tests: it remembers what reached it and answers, or
// misbehaves, as it is told.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TestCertificate } from './certificate.ts';

export interface Received {
  path: string;
  /** Names by lower case. */
  headers: IncomingMessage['headers'];
  /** Names as they were written. */
  rawHeaders: string[];
  body: Buffer;
}

export type Behaviour = (request: Received, answer: ServerResponse) => void;

export interface MerchantServer {
  port: number;
  received: Received[];
  /** Connections that were made to it so far. */
  connections: number;
  /** Connections that are open now. */
  open: ReadonlySet<Socket>;
  /** Changes how it behaves from the next request on. */
  behave(behaviour: Behaviour): void;
  /** Resolves at the next request, before it is answered. */
  next(): Promise<Received>;
  close(): Promise<void>;
}

/** Answers with this status and text. */
export function answering(status: number, text = '', headers: Record<string, string> = {}) {
  return (_request: Received, answer: ServerResponse): void => {
    answer.writeHead(status, headers).end(text);
  };
}

/** Takes the request and never says a word. */
export function silent(): void {
  // nothing
}

/** Starts it on a free port; it answers 200 until it is told otherwise. */
export async function startMerchantServer(
  options: { host?: string; port?: number; tls?: TestCertificate } = {},
): Promise<MerchantServer> {
  let behaviour: Behaviour = answering(200, 'OK');
  let waiting: ((request: Received) => void)[] = [];
  const open = new Set<Socket>();
  const listener = (request: IncomingMessage, answer: ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url = '', headers, rawHeaders } = request;
      const received = { path: url, headers, rawHeaders, body: Buffer.concat(chunks) };
      merchant.received.push(received);
      for (const resolve of waiting) resolve(received);
      waiting = [];
      behaviour(received, answer);
    });
  };
  const server: Server =
    options.tls === undefined ? createServer(listener) : createTlsServer(options.tls, listener);
  const merchant: MerchantServer = {
    port: 0,
    received: [],
    connections: 0,
    open,
    behave(next) {
      behaviour = next;
    },
    next: () => new Promise((resolve) => waiting.push(resolve)),
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  server.on('connection', (socket: Socket) => {
    merchant.connections += 1;
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => undefined);
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  merchant.port = (server.address() as AddressInfo).port;
  return merchant;
}
