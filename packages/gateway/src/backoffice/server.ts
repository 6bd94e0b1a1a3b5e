// The Back Office on a server: its API under /backoffice/api and its page under /backoffice.
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import type { ReadingDoor } from '../base/reading.ts';
import { dress, sendDenied } from './answer.ts';
import { CONTRACT } from './contract/contract.ts';
import { Denied } from './denied.ts';
import { createTally, type Tally } from './frame-count.ts';
import { attend, createBulkhead, fail, type Frame } from './frame.ts';
import type { Authenticate } from './guard.ts';
import { createHub } from './live/hub.ts';
import { liveRoute } from './live/route.ts';
import { API, describeBackoffice } from './openapi.ts';
import type { Route, Shape } from './route.ts';
import { addPage } from './static.ts';

export interface BackofficeParts {
  authenticate: Authenticate;
  /** Read by the page's lists; opened and closed by whoever mounts. */
  reading: ReadingDoor;
  routes: readonly Route[];
  version: string;
  /** Calls served at once. */
  maxInFlight?: number;
  /** Whether answers are held against their shapes; in a sandbox always. */
  checksAnswers?: boolean;
  /** Where the page was built; tests bring a folder of their own. */
  folder?: string;
  /** How often a stream asks whether its reader may still listen, ms. */
  recheckMs?: number;
}

const MAX_IN_FLIGHT = 64;
const MAX_BODY_BYTES = 64 * 1024;

/** Adds the Back Office to a server. */
export function mountBackoffice(app: FastifyInstance, ctx: Context, parts: BackofficeParts): void {
  const frame: Frame = {
    ctx,
    authenticate: parts.authenticate,
    reading: parts.reading,
    load: createBulkhead(parts.maxInFlight ?? MAX_IN_FLIGHT),
    checksAnswers: ctx.sandbox || parts.checksAnswers === true,
  };
  const hub = createHub(ctx, parts.reading);
  const live = liveRoute(hub, parts.authenticate, parts.recheckMs);
  const tally = createTally(ctx);
  void app.register(async (api) => {
    api.addHook('onRequest', async (request, reply) => {
      tally.begin(request, reply);
      dress(reply);
    });
    // Read when an answer leaves: the page counts "ago" from it, also after a sandbox's clock was moved.
    api.addHook('onSend', async (_request, reply) => {
      void reply.header('tarik-time', new Date(ctx.clock.now()).toISOString());
    });
    readBodies(api);
    addRoutes(api, frame, tally, [...parts.routes, live]);
    addReference(api, parts.version);
    api.all(`${API}/*`, (request, reply) => {
      sendDenied(reply, new Denied('not_found'));
      tally.end(request, reply, routeOf(request));
    });
    api.setErrorHandler((error, request, reply) => {
      const of = routeOf(request);
      fail(ctx, of, reply, isCallers(error) ? new Denied('body_unreadable') : error);
      tally.end(request, reply, of);
    });
    // A server that closes waits for what it serves, and a stream has no end of its own.
    api.addHook('preClose', async () => hub.close());
  });
  addPage(app, ctx, parts.folder);
}

/** JSON, or CSV that a route reads by itself, and nothing else: a form of another site can send neither. */
function readBodies(api: FastifyInstance): void {
  api.removeAllContentTypeParsers();
  const settings = { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES } as const;
  api.addContentTypeParser('application/json', settings, async (_request: unknown, body: Buffer) =>
    parsed(body),
  );
  api.addContentTypeParser('text/csv', async (_request: unknown, file: Readable) => file);
}

function parsed(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch {
    throw new Denied('body_unreadable');
  }
}

/** The route that a call came to, as the contract names it. */
function routeOf({ method, routeOptions }: FastifyRequest): Pick<Shape, 'method' | 'path'> {
  const path = (routeOptions.url ?? '').slice(API.length);
  return { method: method as Shape['method'], path };
}

function isCallers(error: unknown): boolean {
  const { statusCode } = error as { statusCode?: number };
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500;
}

function addRoutes(
  api: FastifyInstance,
  frame: Frame,
  tally: Tally,
  routes: readonly Route[],
): void {
  const missing = unserved(routes).map((shape): Route => ({ shape, serve: serveNothing }));
  for (const route of [...routes, ...missing]) {
    const { method, path, mostBytes } = route.shape;
    api.route({
      method,
      url: API + path,
      ...(mostBytes === undefined ? {} : { bodyLimit: mostBytes }),
      // No promise for the framework: it would take the end of the function for the end of a stream.
      handler(request, reply) {
        void attend(frame, route, request, reply).then(() =>
          tally.end(request, reply, route.shape),
        );
      },
    });
  }
}

async function serveNothing(): Promise<never> {
  throw new Denied('not_found');
}

/** What the contract names and nobody serves. */
export function unserved(routes: readonly Route[]): Shape[] {
  const served = new Set(routes.map(({ shape }) => shape));
  return Object.values(CONTRACT).filter((shape) => !served.has(shape));
}

function addReference(api: FastifyInstance, version: string): void {
  const document = JSON.stringify(describeBackoffice(version));
  api.get(`${API}/openapi.json`, (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(document),
  );
}
