// The shop's server: its door for notifications, its page, and the same for programs.
import { readFileSync } from 'node:fs';
import { fastify, type FastifyInstance, type FastifyReply } from 'fastify';
import { shopPage } from './page.ts';
import { openInbox } from './received.ts';
import { doubtOf } from './verify.ts';

export interface ShopMerchant {
  clientId: string;
  secret: string;
  name?: string;
}

export interface ShopOptions {
  merchants: readonly ShopMerchant[];
  /** Where notifications are kept. */
  dataFolder: string;
  /** Linked from the page. */
  gatewayUrl?: string;
  bankUrl?: string;
}

const STYLE = new URL('./shop.css', import.meta.url);
const SCRIPT = new URL('./shop.js', import.meta.url);
const TARGET = '/notifications';
const MAX_BODY_BYTES = 64 * 1024;
const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:";

/** Builds the shop; nothing listens yet. Throws when its folder cannot be used. */
export function buildShop(options: ShopOptions): FastifyInstance {
  const inbox = openInbox(options.dataFolder);
  const secrets = new Map(options.merchants.map(({ clientId, secret }) => [clientId, secret]));
  const names = new Map(
    options.merchants.map(({ clientId, name }) => [clientId, name ?? clientId]),
  );
  const app = fastify({ logger: false, bodyLimit: MAX_BODY_BYTES, forceCloseConnections: true });

  // The signature is over the bytes: they are kept as they came, whatever their type is said to be.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  app.post(TARGET, async (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const doubt = doubtOf(request.headers, TARGET, body, secrets);
    inbox.add({
      received_at: new Date().toISOString(),
      verified: doubt === null,
      ...(doubt === null ? {} : { doubt }),
      headers: written(request.headers),
      body: readJson(body),
    });
    return reply
      .code(doubt === null ? 200 : 400)
      .send(doubt === null ? { received: true } : { doubt });
  });
  app.get(TARGET, () => inbox.list());
  app.get(`${TARGET}/count`, (_request, reply) =>
    reply.type('text/plain').send(`${inbox.count()}`),
  );
  app.get('/readyz', () => ({ status: 'ready' }));
  app.get('/', (_request, reply) => {
    const page = shopPage({
      received: inbox.list(),
      count: inbox.count(),
      names,
      gateway: options.gatewayUrl,
      bank: options.bankUrl,
    });
    return reply
      .headers({ 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff' })
      .headers({ 'cache-control': 'no-store' })
      .type('text/html; charset=utf-8')
      .send(page);
  });
  app.get('/shop.css', (_request, reply) => sendFile(reply, STYLE, 'text/css'));
  app.get('/shop.js', (_request, reply) => sendFile(reply, SCRIPT, 'text/javascript'));
  return app;
}

function sendFile(reply: FastifyReply, file: URL, type: string): FastifyReply {
  return reply.type(`${type}; charset=utf-8`).send(readFileSync(file));
}

function written(headers: Readonly<Record<string, string | string[] | undefined>>) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]),
  );
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return body.toString();
  }
}
