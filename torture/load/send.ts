// The ways in which a request's bytes go out: over kept connections, pipelined, over a socket that is half closed, or cut
// off in the middle.
import { once } from 'node:events';
import { connect } from 'node:net';
import { Client, Pool, type Dispatcher } from 'undici';

export interface Wire {
  method: 'GET' | 'POST';
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** A whole answer; names of headers in lower case. */
export interface Raw {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/**
 * `half-open` ends its own side after the request; `half-sent` breaks off in the middle of the body; `pipelined` does not
 * wait for the answers of those before it.
 */
export type Way = 'kept' | 'pipelined' | 'half-open' | 'half-sent';

export interface Sender {
  /** Rejects when no whole answer came within the time. */
  send(wire: Wire, way: Way, withinMs: number): Promise<Raw>;
  close(): Promise<void>;
}

export function openSender(url: string): Sender {
  const patient = { headersTimeout: 0, bodyTimeout: 0 };
  const kept = new Pool(url, { connections: null, pipelining: 1, ...patient });
  const pipelined = new Client(url, { pipelining: 4, ...patient });
  return {
    async send(wire, way, withinMs) {
      const signal = AbortSignal.timeout(withinMs);
      if (way === 'half-open' || way === 'half-sent') return overSocket(url, wire, way, signal);
      if (way === 'kept') return overHttp(kept, wire, signal);
      return overHttp(pipelined, wire, signal, { idempotent: true, blocking: false });
    },
    async close() {
      await Promise.all([kept.destroy(), pipelined.destroy()]);
    },
  };
}

async function overHttp(
  dispatcher: Dispatcher,
  wire: Wire,
  signal: AbortSignal,
  more: { idempotent?: boolean; blocking?: boolean } = {},
): Promise<Raw> {
  const { method, path, headers, body } = wire;
  const answer = await dispatcher.request({
    method,
    path,
    headers,
    signal,
    ...(body === '' ? {} : { body }),
    ...more,
  });
  const text = await answer.body.text();
  const told = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
  return {
    status: answer.statusCode,
    headers: Object.fromEntries(told) as Record<string, string>,
    text,
  };
}

async function overSocket(
  url: string,
  wire: Wire,
  way: 'half-open' | 'half-sent',
  signal: AbortSignal,
): Promise<Raw> {
  const { hostname: host, port } = new URL(url);
  const socket = connect({ host, port: Number(port), allowHalfOpen: true, signal });
  // What breaks is said by the closing, below.
  socket.on('error', () => undefined);
  const heads = Object.entries({
    Host: `${host}:${port}`,
    'Content-Length': String(Buffer.byteLength(wire.body)),
    Connection: 'close',
    ...wire.headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${wire.method} ${wire.path} HTTP/1.1\r\n${heads.join('')}\r\n`;
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // An aborted signal destroys the socket, and a destroyed socket closes.
  const closed = once(socket, 'close').catch(() => undefined);
  signal.addEventListener('abort', () => socket.destroy());
  if (way === 'half-sent') {
    socket.write(head + wire.body.slice(0, wire.body.length / 2), () => socket.resetAndDestroy());
    await closed;
    throw new Error('broken off by the sender');
  }
  socket.on('end', () => socket.destroy());
  socket.end(head + wire.body);
  await closed;
  return readRaw(Buffer.concat(chunks));
}

function readRaw(bytes: Buffer): Raw {
  const split = bytes.indexOf('\r\n\r\n');
  const [first = '', ...lines] = bytes.subarray(0, Math.max(0, split)).toString().split('\r\n');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const body = bytes.subarray(split + 4);
  if (split === -1 || body.length !== Number(headers['content-length'])) {
    throw new Error('the connection ended before the answer did');
  }
  return { status: Number(first.split(' ')[1]), headers, text: body.toString() };
}
