// A server with the Back Office alone, over a real database: merchants, and people who are signed in because a test says so.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fastify, type FastifyInstance } from 'fastify';
import type { Authenticated } from '../src/backoffice/guard.ts';
import type { Route } from '../src/backoffice/route.ts';
import { mountBackoffice, type BackofficeParts } from '../src/backoffice/server.ts';
import { streamSettings } from '../src/app/backoffice.ts';
import { systemClock } from '../src/base/clock.ts';
import type { StreamLimits, StreamSettings } from '../src/base/reading-stream.ts';
import { openReading, type ReadingDoor } from '../src/base/reading.ts';
import type { Merchant } from '../src/merchants/merchant.ts';
import type { Role } from '../src/operators/roles.ts';
import type { SignedIn } from '../src/operators/session.ts';
import { flowContext, type FlowContext } from './flow-context.ts';

export const CSRF = 'the-token-of-the-page';

export interface Asking {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Office extends FlowContext {
  url: string;
  databaseUrl: string;
  reading: ReadingDoor;
  server: FastifyInstance;
  /** Signs somebody in; the cookie is what they send. */
  signIn(person: Partial<SignedIn>, stage?: Authenticated['stage']): string;
  /** Somebody with this role in these merchants. */
  member(role: Role, ...merchants: Merchant[]): string;
  /** Ends a session. */
  signOut(cookie: string): void;
  /** The session behind a cookie, to be changed. */
  session(cookie: string): Authenticated;
  /** Calls the API as the page does; a wrong header in `headers` wins. */
  ask(path: string, cookie: string | null, asking?: Asking): Promise<Response>;
}

/** Starts one; close it after the tests of the file. */
export async function startOffice(
  routes: readonly Route[] = [],
  parts: Partial<BackofficeParts> = {},
  limits?: StreamLimits,
): Promise<Office> {
  const flow = await flowContext();
  const databaseUrl = flow.databaseUrl;
  const reading = openTestReading(databaseUrl, 4, streamSettings(flow.ctx, limits));
  const sessions = new Map<string, Authenticated>();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tarik-page-'));
  const server = fastify({ logger: false, forceCloseConnections: 'idle' });
  const opened = new Set<Socket>();
  server.server.on('connection', (socket) => opened.add(socket));
  mountBackoffice(server, flow.ctx, {
    authenticate: async (_ctx, cookie) => sessions.get(cookie ?? '') ?? null,
    reading,
    routes,
    version: '0.0.0',
    folder,
    ...parts,
  });
  const url = await server.listen({ port: 0, host: '127.0.0.1' });

  function signIn(person: Partial<SignedIn>, stage: Authenticated['stage'] = 'full'): string {
    const cookie = `session=${randomUUID()}`;
    sessions.set(cookie, { stage, person: personOf(person), csrfMatches: (it) => it === CSRF });
    return cookie;
  }
  return {
    ...flow,
    url,
    databaseUrl,
    reading,
    server,
    signIn,
    member: (role, ...merchants) =>
      signIn({
        memberships: merchants.map(({ merchantId, clientId, name }) => ({
          merchantId,
          clientId,
          merchantName: name,
          role,
        })),
      }),
    signOut: (cookie) => void sessions.delete(cookie),
    session: (cookie) => sessions.get(cookie)!,
    ask: (where, cookie, { method = 'GET', body, headers = {} } = {}) =>
      fetch(`${url}/backoffice/api${where}`, {
        method,
        redirect: 'manual',
        headers: {
          ...(cookie === null ? {} : { cookie }),
          ...(method === 'GET' ? {} : { 'sec-fetch-site': 'same-origin', 'x-csrf-token': CSRF }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined
          ? {}
          : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    async close() {
      const closing = server.close();
      // One over which nothing was ever asked counts as busy; a fetch that is given up may leave one behind.
      for (const socket of opened) if (socket.bytesRead === 0) socket.destroy();
      await closing;
      await reading.close();
      await flow.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The door for reading as a process opens it. */
export function openTestReading(
  url: string,
  connections = 4,
  more: Partial<StreamSettings> = {},
): ReadingDoor {
  return openReading({
    url,
    connections,
    statementTimeoutMs: 5000,
    acquireTimeoutMs: 10_000,
    onError: () => undefined,
    clock: systemClock(),
    limits: { wholeMs: 600_000, stillMs: 30_000 },
    onCut: () => undefined,
    ...more,
  });
}

function personOf(person: Partial<SignedIn>): SignedIn {
  return {
    operatorId: randomUUID(),
    name: 'Sari',
    email: 'sari@tarik.test',
    locale: 'id',
    theme: 'auto',
    timeZone: null,
    totp: false,
    gatewayRole: null,
    memberships: [],
    sessionId: randomUUID(),
    steppedUpUntil: null,
    idleOutAt: Date.now() + 3_600_000,
    ...person,
  };
}
