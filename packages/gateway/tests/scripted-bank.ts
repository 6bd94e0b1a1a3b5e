// A bank that does exactly what a test tells it: scripted HTTP answers, and every way to hold a
// line badly.
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { signService } from '@tarik/wire/snap/signature';
import { formatSnapTimestamp } from '@tarik/wire/snap/timestamp';

export interface ScriptedRequest {
  path: string;
  /** Names as they came over the wire. */
  rawHeaders: string[];
  headers: IncomingMessage['headers'];
  body: string;
}

export type Script = (request: ScriptedRequest, response: ServerResponse, socket: Socket) => void;

export interface ScriptedBank {
  origin: string;
  requests: ScriptedRequest[];
  connections(): number;
  /** What the next calls of paths that end so are answered, in order; the last script stays. */
  on(pathEnd: string, ...scripts: Script[]): void;
  close(): Promise<void>;
}

/** Starts it on a free port. A path without a script is answered 500 without a body. */
export async function startScriptedBank(): Promise<ScriptedBank> {
  const scripts = new Map<string, Script[]>();
  const requests: ScriptedRequest[] = [];
  let connections = 0;
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const path = incoming.url ?? '';
      const { rawHeaders, headers } = incoming;
      const request = { path, rawHeaders, headers, body: Buffer.concat(chunks).toString() };
      requests.push(request);
      const [end] = [...scripts.keys()].filter((one) => path.endsWith(one));
      const queue = scripts.get(end ?? '') ?? [];
      const script = queue.length > 1 ? queue.shift() : queue[0];
      if (script === undefined) response.writeHead(500).end();
      else script(request, response, incoming.socket);
    });
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    connections: () => connections,
    on: (pathEnd, ...list) => void scripts.set(pathEnd, list),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An answer with a JSON body. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Script {
  return text(status, JSON.stringify(body), { 'Content-Type': 'application/json', ...headers });
}

/** An answer with these very bytes. */
export function text(status: number, body: string, headers: Record<string, string> = {}): Script {
  return (_request, response) => void response.writeHead(status, headers).end(body);
}

/**
 * A JSON answer with the bank's signature over it, as docs/bank-wire.md has it; `odd` spoils it.
 */
export function signed(
  secret: string,
  status: number,
  body: unknown,
  odd: { at?: number; sent?: unknown } = {},
): Script {
  return (request, response) => {
    const timestamp = formatSnapTimestamp(odd.at ?? Date.now());
    const accessToken = (request.headers.authorization ?? '').replace(/^Bearer /, '');
    const bytes = JSON.stringify(body);
    const parts = { method: 'POST', path: request.path, accessToken, body: bytes, timestamp };
    const headers = { 'X-TIMESTAMP': timestamp, 'X-SIGNATURE': signService(parts, secret) };
    response.writeHead(status, headers).end(JSON.stringify(odd.sent ?? body));
  };
}

/** Reads the request and says nothing, for ever. */
export const silence: Script = () => undefined;

/** Reads the request and cuts the connection. */
export const hangUp: Script = (_request, _response, socket) => void socket.resetAndDestroy();

/** Begins an answer of 1,000 bytes and cuts the connection. */
export const hangUpInTheMiddle: Script = (_request, response, socket) => {
  response.writeHead(200, { 'Content-Length': '1000' });
  response.write('{"responseCode":"2005400"', () => socket.resetAndDestroy());
};

/** Begins an answer and never ends it. */
export const dribble: Script = (_request, response) => {
  response.writeHead(200, { 'Content-Length': '1000' });
  response.write('{');
};
