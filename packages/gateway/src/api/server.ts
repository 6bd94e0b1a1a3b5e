// The server at the front: its limits, its health, and the doors that it mounts. What a call means is a flavour's matter.
import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { fastify, type FastifyInstance } from 'fastify';
import type { RefusalCode } from '../base/refusal.ts';
import type { CallRecord } from '../calls/record.ts';
import type { Context } from '../context.ts';
import { addBankCallbacks } from './bank-callbacks.ts';
import { addBankReturns } from './bank-return.ts';
import { createBuckets, type Rate } from './bucket.ts';
import { addDocs } from './docs.ts';
import { addErrorPages } from './error-pages.ts';
import type { Edge, Fallback, Flavour } from './flavour.ts';
import { addHealth, type Version } from './health.ts';
import { createLastSeen } from './last-seen.ts';
import { createLoad } from './load.ts';
import { addMetrics } from './metrics.ts';
import { buildOpenApi } from './openapi.ts';
import type { SandboxPart } from './witness.ts';

export interface ServerOptions {
  /** The first one answers what no route takes. */
  flavours: readonly [Flavour, ...Flavour[]];
  version?: Version;
  /** Merchant calls served at once; one more is shed with 503. */
  maxInFlight?: number;
  /** Open connections; one more is closed at once. */
  maxConnections?: number;
  /** A connection on which nothing has moved for this long is closed, ms: its caller does not read. */
  silenceMs?: number;
  /** Calls per client address before its signature is looked at; no limit when absent. */
  perAddress?: Rate | null;
  /** Addresses and networks of proxies whose X-Forwarded-For is believed. */
  trustedProxies?: readonly string[];
  /** Serves `/metrics` here too; otherwise use `buildMetricsServer` on an address of its own. */
  metricsRoute?: boolean;
  /** Set `leaving` when the process is asked to stop: `/readyz` says 503 and answers end their connections. */
  lifecycle?: Lifecycle;
  /** Where merchants' calls are remembered. */
  calls?: Pick<CallRecord, 'add'>;
  /** In a sandbox only: what it adds. Without effect in production. */
  sandbox?: SandboxPart;
  /** Adds what people work in beside the API. */
  backoffice?(app: FastifyInstance): void;
}

export interface Lifecycle {
  leaving: boolean;
}

const HEADERS_TIMEOUT_MS = 5000;
const REQUEST_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_MS = 5000;
/** Longer than any call runs, so that it ends none that is being served. */
const SILENCE_MS = 60_000;
/** Who was refused as no HTTP has this long to close its half of the connection. */
const LEAVE_MS = 1000;
const REQUESTS_PER_CONNECTION = 1000;
/** Answers that one connection may be owed at a time: what is asked beyond costs memory, and nobody honest asks for it. */
const OWED_PER_CONNECTION = 16;
const PROTOCOL_CHANGES = 2;
const MAX_IN_FLIGHT = 1024;
const MAX_CONNECTIONS = 4096;
const UNKNOWN_VERSION: Version = { version: '0.0.0' };

/** Builds the server; nothing listens yet. */
export function buildServer(ctx: Context, options: ServerOptions): FastifyInstance {
  const [first, ...others] = options.flavours;
  const {
    version = UNKNOWN_VERSION,
    lifecycle = { leaving: false },
    trustedProxies = [],
  } = options;
  const app = fastify({
    logger: false,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: options.silenceMs ?? SILENCE_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxRequestsPerSocket: REQUESTS_PER_CONNECTION,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: 1000 },
    forceCloseConnections: 'idle',
    // Calls that were accepted are served to their end; `leaving` ends their connections.
    return503OnClosing: false,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 1000 },
    frameworkErrors: (_error, request, reply) =>
      void fallback.refuse(request, reply, 'route_unknown'),
    clientErrorHandler: (error, socket) => refuseBytes(fallback, error, socket),
  });
  app.server.maxConnections = options.maxConnections ?? MAX_CONNECTIONS;
  limitOwed(app);

  const sandbox = ctx.sandbox ? options.sandbox : undefined;
  const edge: Edge = {
    ctx,
    load: createLoad(options.maxInFlight ?? MAX_IN_FLIGHT, ctx.metrics),
    buckets: createBuckets(ctx.clock),
    lastSeen: createLastSeen(),
    perAddress: options.perAddress ?? null,
    leaving: () => lifecycle.leaving,
    ...(options.calls === undefined ? {} : { calls: options.calls }),
    ...(sandbox === undefined ? {} : { witness: sandbox.witness }),
  };
  const fallback = first.mount(app, edge);
  for (const flavour of others) flavour.mount(app, edge);
  refuseTheRest(app, fallback);

  addBankCallbacks(app, edge);
  addBankReturns(app, edge);
  addHealth(app, ctx, { version, leaving: edge.leaving });
  const facts = { banks: [...ctx.banks.values()], version: version.version };
  addDocs(app, buildOpenApi(options.flavours, facts));
  addErrorPages(app);
  if (options.metricsRoute === true) addMetrics(app, ctx.metrics);
  sandbox?.mount(app);
  options.backoffice?.(app);
  return app;
}

/** Ends a connection that asks on and on without waiting for its answers; what it asks beyond is not looked at. */
function limitOwed({ server }: FastifyInstance): void {
  const owed = new WeakMap<Socket, number>();
  const serving = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const { socket } = request;
    if (socket.destroyed) return;
    const now = (owed.get(socket) ?? 0) + 1;
    if (now > OWED_PER_CONNECTION) {
      stopReading(socket);
      return;
    }
    owed.set(socket, now);
    response.once('close', () => owed.set(socket, (owed.get(socket) ?? 1) - 1));
    for (const serve of serving) serve(request, response);
  });
}

/** Closes a connection; what has come on it already is not even taken apart: 64 KiB of requests are 3 MB of objects. */
function stopReading(socket: Socket & { parser?: { onIncoming?: () => number } | null }): void {
  socket.destroy();
  // Node's parser reads on to the end of what it was given, and keeps all of it until the socket's close has come round.
  // Told that the protocol changes, it stops. It has no public name for this; without it, memory is all that is lost.
  if (socket.parser) socket.parser.onIncoming = () => PROTOCOL_CHANGES;
}

/** What no route takes, and what the framework refuses before a route sees it, is answered in the flavour's words. */
function refuseTheRest(app: FastifyInstance, fallback: Fallback): void {
  app.setNotFoundHandler((request, reply) => fallback.refuse(request, reply, 'route_unknown'));
  app.setErrorHandler(async (error, request, reply) => {
    const { statusCode } = error as { statusCode?: number };
    await fallback.refuse(request, reply, refusalOf(statusCode, request.is404));
  });
}

function refusalOf(statusCode: number | undefined, noRoute: boolean): RefusalCode {
  if (noRoute) return 'route_unknown';
  if (statusCode === 413) return 'body_too_large';
  if (statusCode === 415) return 'media_type_unsupported';
  return statusCode !== undefined && statusCode < 500 ? 'body_unreadable' : 'internal';
}

const LINES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

/** Bytes that were no HTTP, or came too slowly, are answered on the bare socket, which is then closed. */
function refuseBytes(fallback: Fallback, error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, code] = ((): [number, RefusalCode] => {
    if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return [408, 'request_timeout'];
    if (error.code === 'HPE_HEADER_OVERFLOW') return [431, 'body_unreadable'];
    return [400, 'body_unreadable'];
  })();
  const body = fallback.unparsed(code);
  const head = [
    `HTTP/1.1 ${status} ${LINES[status] ?? ''}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Connection: close',
  ];
  socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]));
  // Whoever keeps its half open would keep the connection; at once, and the answer might be lost with it.
  const late = setTimeout(() => socket.destroy(), LEAVE_MS);
  socket.once('close', () => clearTimeout(late));
}
