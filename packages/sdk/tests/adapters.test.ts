// The three adapters behind real servers: each takes the raw bytes, whatever stands before it, and answers as the gateway expects.
import { createRequire } from 'node:module';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fastify } from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import { expressNotifications } from '../src/express.ts';
import { fastifyNotifications } from '../src/fastify.ts';
import { fetchNotifications } from '../src/fetch.ts';
import { Tarik } from '../src/index.ts';
import type { Notification } from '../src/index.ts';

type Middleware = (...all: any[]) => unknown;
interface Express {
  (request: IncomingMessage, response: ServerResponse): void;
  use(...all: unknown[]): void;
  post(path: string, ...all: unknown[]): void;
}
const express = createRequire(import.meta.url)('express') as {
  (): Express;
  json(): Middleware;
  raw(options: object): Middleware;
  Router(): Express;
};

const tarik = new Tarik({ clientId: 'MCH-1', secretKey: 'SK-1', baseUrl: 'http://127.0.0.1:9' });
// Spaces that a parser would lose.
const BODY =
  '{ "transaction": {"status":"SUCCESS","original_request_id":"R-1"},\n "order": {"invoice_number":"INV-1","amount":90000.00} }';

let received: Notification[] = [];
let failing = false;
const receive = async (notification: Notification): Promise<void> => {
  if (failing) throw new Error('the database is away');
  received.push(notification);
};

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  received = [];
  failing = false;
  for (const close of closing.splice(0)) await close();
});

async function listen(handler: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const SERVERS: readonly [name: string, start: () => Promise<string>][] = [
  ['Express without a parser', () => overExpress(() => undefined)],
  [
    'Express behind express.raw()',
    () => overExpress((app) => app.use(express.raw({ type: '*/*' }))),
  ],
  [
    'Express in a router that is mounted below',
    async () => {
      const app = express();
      const router = express.Router();
      router.post('/told', expressNotifications(tarik, receive));
      app.use('/hooks', router);
      return await listen(quiet(app));
    },
  ],
  [
    'Fastify',
    async () => {
      const app = fastify();
      await app.register(fastifyNotifications(tarik, receive), { url: '/hooks/told' });
      app.post('/json', (request) => request.body);
      closing.push(() => app.close());
      return await app.listen({ port: 0, host: '127.0.0.1' });
    },
  ],
  [
    'a fetch-style handler',
    async () => {
      const handler = fetchNotifications(tarik, receive);
      return await listen((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          const url = `http://shop.example${request.url}`;
          const headers = new Headers(request.headers as Record<string, string>);
          const asked = new Request(url, { method: 'POST', headers, body: Buffer.concat(chunks) });
          handler(asked).then(
            async (answer) => response.writeHead(answer.status).end(await answer.text()),
            () => response.writeHead(500).end(),
          );
        });
      });
    },
  ],
];

function overExpress(before: (app: Express) => void): Promise<string> {
  const app = express();
  before(app);
  app.post('/hooks/told', expressNotifications(tarik, receive));
  return listen(quiet(app));
}

/** Express prints what its last handler sees; these failures are meant. */
function quiet(app: Express): Express {
  app.use((_error: unknown, _request: unknown, response: ServerResponse, _next: unknown) => {
    response.writeHead(500).end();
  });
  return app;
}

async function tell(url: string, body = BODY, change: Record<string, string> = {}) {
  const headers = { ...tarik.notifications.testHeaders(BODY, { path: '/hooks/told' }), ...change };
  return await fetch(`${url}/hooks/told`, { method: 'POST', headers, body });
}

describe.each(SERVERS)('%s', (_name, start) => {
  test('hands a verified notification on and answers 200', async () => {
    const answer = await tell(await start());
    expect([answer.status, await answer.json()]).toEqual([200, { received: true }]);
    expect(received).toMatchObject([{ invoiceNumber: 'INV-1', amount: 90_000n }]);
  });

  test('answers 401 with the code when it must not be believed, and hands nothing on', async () => {
    const url = await start();
    const altered = await tell(url, BODY.replace('90000', '90001'));
    expect([altered.status, await altered.json()]).toMatchObject([
      401,
      { error: { code: 'notification_signature_wrong' } },
    ]);
    expect((await tell(url, BODY, { 'Client-Id': 'MCH-2' })).status).toBe(401);
    expect(received).toEqual([]);
  });

  test('answers 500 when the merchant fails, so that the gateway tries again', async () => {
    failing = true;
    const url = await start();
    expect((await tell(url)).status).toBe(500);
    failing = false;
    expect((await tell(url)).status).toBe(200);
    expect(received).toHaveLength(1);
  });
});

test('after express.json() the answer says what to do instead', async () => {
  const url = await overExpress((app) => app.use(express.json()));
  const answer = await tell(url);
  const { error } = (await answer.json()) as { error: { code: string; message: string } };
  expect([answer.status, error.code]).toEqual([500, 'notification_body_parsed']);
  expect(error.message).toContain('express.raw');
});

test('a body larger than any notification is refused by Express and a fetch-style handler too', async () => {
  const long = 'x'.repeat(300_000);
  expect((await tell(await overExpress(() => undefined), long)).status).toBe(413);
  const handler = fetchNotifications(tarik, receive);
  const asked = new Request('http://shop.example/told', { method: 'POST', body: long });
  expect((await handler(asked)).status).toBe(413);
});

test("Fastify's other routes parse JSON as before", async () => {
  const app = fastify();
  await app.register(fastifyNotifications(tarik, receive), { url: '/told' });
  app.post('/json', (request) => request.body);
  const answer = await app.inject({ method: 'POST', url: '/json', payload: { a: 1 } });
  expect(answer.json()).toEqual({ a: 1 });
  await app.close();
});

test('Fastify takes the path as it came, whatever it is rewritten to, and an empty call for no notification', async () => {
  const app = fastify({ rewriteUrl: () => '/inner' });
  await app.register(fastifyNotifications(tarik, receive), { url: '/inner' });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  expect((await tell(url)).status).toBe(200);
  expect((await fetch(`${url}/hooks/told`, { method: 'POST' })).status).toBe(401);
  await app.close();
});

test('an error of the same package, loaded a second time, is answered as well', async () => {
  const other = Object.assign(new Error('no'), { name: 'NotificationError', httpStatus: 401 });
  const verify = (): never => {
    throw other;
  };
  const handler = fetchNotifications(
    { notifications: { ...tarik.notifications, verify } },
    receive,
  );
  const asked = new Request('http://shop.example/told', { method: 'POST', body: '{}' });
  expect((await handler(asked)).status).toBe(401);
});
