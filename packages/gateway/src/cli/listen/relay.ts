// The place where notifications arrive while `tarik listen` runs: each is verified, handed on as it is, and answered with
// what the application has said.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { sameSignature, signNotification } from '@tarik/wire/doku/signature';
import type { Clock } from '../../base/clock.ts';

/** One attempt of the gateway, with what became of it. */
export interface Attempt {
  /** When it arrived, epoch ms. */
  at: number;
  path: string;
  /** As they were sent. */
  headers: Record<string, string>;
  body: Buffer;
  verified: boolean;
  /** Counted per Request-Id, from 1. */
  attempt: number;
  answer: Answer;
  durationMs: number;
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  /** Why the application has not answered, where it has not. */
  failed?: 'target_down' | 'target_slow';
}

export interface RelaySettings {
  clock: Pick<Clock, 'wall' | 'steady'>;
  /** The application: scheme, host and port. Without one everything is answered 200. */
  origin: string | undefined;
  secrets: readonly string[];
  /** Whether a notification of this type is handed on; one that is not is answered 200 and forgotten. */
  wanted(type: string): boolean;
  /** Told after the answer has left. */
  onAttempt(attempt: Attempt): void;
}

export interface Relay {
  /** Where it listens: scheme, host and port. */
  origin: string;
  close(): Promise<void>;
}

/** The gateway gives up after 10 s; the application's own time-out should be seen here first. */
const PATIENCE_MS = 9000;
const MOST_BYTES = 1_048_576;
/** What belongs to one connection and not to the message. */
const HOP = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'expect',
]);

/** Starts to listen on a free port of loopback. */
export async function startRelay(settings: RelaySettings): Promise<Relay> {
  const seen = new Map<string, number>();
  const server = http.createServer((request, response) => {
    receive(request, response).catch(() => response.destroy());
  });

  async function receive(
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ): Promise<void> {
    const at = settings.clock.wall();
    const began = settings.clock.steady();
    const body = await bytesOf(request);
    if (body === null) return void response.writeHead(413).end();
    const headers = sentHeaders(request);
    const path = request.url ?? '/';
    if (!settings.wanted(typeOf(body))) return void response.writeHead(200).end();
    const answer = await handOn(settings.origin, path, headers, body);
    response.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length });
    response.end(answer.body);
    const id = request.headersDistinct['request-id']?.[0] ?? '';
    const attempt = (seen.get(id) ?? 0) + 1;
    seen.set(id, attempt);
    settings.onAttempt({
      at,
      path,
      headers,
      body,
      verified: isRight(request, path, body, settings.secrets),
      attempt,
      answer,
      durationMs: Math.round(settings.clock.steady() - began),
    });
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      await closed;
    },
  };
}

async function bytesOf(request: http.IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function sentHeaders({ rawHeaders }: http.IncomingMessage): Record<string, string> {
  const pairs = rawHeaders.flatMap((name, n) =>
    n % 2 === 0 ? [[name, rawHeaders[n + 1] ?? '']] : [],
  );
  return Object.fromEntries(pairs) as Record<string, string>;
}

/** `payment.succeeded` and the like; '' where the body does not say. */
export function typeOf(body: Buffer): string {
  try {
    const { event } = JSON.parse(body.toString()) as { event?: { type?: unknown } };
    return typeof event?.type === 'string' ? event.type : '';
  } catch {
    return '';
  }
}

function isRight(
  { headersDistinct }: http.IncomingMessage,
  path: string,
  body: Buffer,
  secrets: readonly string[],
): boolean {
  const one = (name: string): string => headersDistinct[name]?.[0] ?? '';
  const parts = {
    clientId: one('client-id'),
    requestId: one('request-id'),
    timestamp: one('request-timestamp'),
    target: path.split('?', 1)[0] ?? path,
    body,
  };
  return secrets.some((secret) => sameSignature(signNotification(parts, secret), one('signature')));
}

/** The same bytes and headers to the application; its answer, or one that lets the gateway try again. */
async function handOn(
  origin: string | undefined,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
): Promise<Answer> {
  if (origin === undefined) return { status: 200, headers: {}, body: Buffer.alloc(0) };
  const kept = Object.entries(headers).filter(([name]) => !HOP.has(name.toLowerCase()));
  try {
    const answer = await fetch(origin + path, {
      method: 'POST',
      headers: kept,
      body: new Uint8Array(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const passed = ['content-type', 'retry-after'].flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value] as const];
    });
    return {
      status: answer.status,
      headers: Object.fromEntries(passed),
      body: Buffer.from(await answer.arrayBuffer()),
    };
  } catch (error) {
    const slow = error instanceof Error && error.name === 'TimeoutError';
    return slow
      ? { status: 504, headers: {}, body: Buffer.alloc(0), failed: 'target_slow' }
      : { status: 502, headers: {}, body: Buffer.alloc(0), failed: 'target_down' };
  }
}
