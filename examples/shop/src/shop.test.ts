// The shop's door and what it keeps, without a gateway.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Tarik } from '@tarik/sdk';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildShop, type ShopMerchant } from './shop.ts';

const MERCHANT = { clientId: 'MCH-1', secret: 'SK-1', name: 'Toko' };
const OTHER = { clientId: 'MCH-2', secret: 'SK-2', name: 'Warung' };
const GATEWAY = 'http://127.0.0.1:9';
const BODY = JSON.stringify({
  order: { invoice_number: 'INV-1', amount: 90_000 },
  transaction: { status: 'SUCCESS', original_request_id: 'R-payment' },
});

let folder: string;
let shop: FastifyInstance;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tarik-shop-'));
  shop = open();
});

afterEach(async () => {
  await shop.close();
  rmSync(folder, { recursive: true });
});

describe("the shop's door", () => {
  test.for([MERCHANT, OTHER])(
    'takes a notification to $name whose signature is right, and shows it',
    async (merchant) => {
      expect((await notify(BODY, {}, merchant)).statusCode).toBe(200);
      const [first] = (await shop.inject('/notifications')).json();
      expect(first).toMatchObject({
        verified: true,
        received_at: expect.stringMatching(/Z$/),
        headers: { 'client-id': merchant.clientId },
        body: { order: { invoice_number: 'INV-1' } },
      });
      const page = (await shop.inject('/wire')).body;
      expect(page).toContain('INV-1');
      expect(page).toContain('✓ signature right');
      expect(page).toContain(`Client-Id:${merchant.clientId}\nRequest-Id:`);
    },
  );

  const WRONG: readonly [what: string, change: Record<string, string>, doubt: string][] = [
    ['a signature of another key', { signature: 'HMACSHA256=x' }, 'notification_signature_wrong'],
    ['another Client-Id', { 'client-id': 'MCH-3' }, 'notification_client_unknown'],
    ['the Client-Id of a neighbour', { 'client-id': 'MCH-2' }, 'notification_signature_wrong'],
    ['no Request-Id', { 'request-id': '' }, 'notification_header_missing'],
  ];
  test.for(WRONG)('refuses %s, and keeps it for the reader', async ([, change, doubt]) => {
    const answer = await notify(BODY, change);
    expect([answer.statusCode, answer.json().error.code]).toEqual([401, doubt]);
    const [first] = (await shop.inject('/notifications')).json();
    expect(first).toMatchObject({ verified: false, doubt });
    expect((await shop.inject('/wire')).body).toContain(`not believed: ${doubt}`);
  });

  test('lists the newest first, also after a restart and a line that was cut short', async () => {
    await notify(BODY);
    await notify(BODY.replace('INV-1', 'INV-2'));
    await shop.close();
    const file = path.join(folder, 'notifications.jsonl');
    writeFileSync(file, `${readFileSync(file, 'utf8')}{"received_at":"2026`);
    shop = open();
    const list = (await shop.inject('/notifications')).json() as { body: { order: object } }[];
    expect(list.map(({ body }) => body.order)).toEqual([
      { invoice_number: 'INV-2', amount: 90_000 },
      { invoice_number: 'INV-1', amount: 90_000 },
    ]);
    expect((await shop.inject('/notifications/count')).body).toBe('2');
  });

  test('keeps five hundred in mind and every one in its file', async () => {
    for (let n = 0; n < 502; n += 1) await notify(BODY);
    expect((await shop.inject('/notifications')).json()).toHaveLength(500);
    expect((await shop.inject('/notifications/count')).body).toBe('502');
  });

  test('shows what others have sent as text, never as markup', async () => {
    await notify('{"order":{"invoice_number":"<script>alert(1)</script>"}}');
    const page = await shop.inject('/wire');
    expect(page.body).toContain('&lt;script&gt;alert');
    expect(page.body).not.toContain('<script>alert');
    const policy = page.headers['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
  });
});

describe('a visitor', () => {
  test('reads the language that the browser prefers, and the one that was chosen', async () => {
    const read = async (headers: Record<string, string>) =>
      (await shop.inject({ url: '/', headers })).body.match(/<html lang="(\w+)"/)?.[1];
    expect(await read({ 'accept-language': 'fr, id-ID;q=0.8, en;q=0.5' })).toBe('id');
    expect(await read({ 'accept-language': 'en-GB, id;q=0.5' })).toBe('en');
    const chosen = await post('/look', 'language=id&back=/orders');
    expect([chosen.statusCode, chosen.headers.location]).toEqual([303, '/orders']);
    expect(await read({ 'accept-language': 'en', cookie: cookiesOf(chosen) })).toBe('id');
    const away = await post('/look', 'theme=dark&back=//evil.example');
    expect(away.headers.location).toBe('/');
  });

  test('keeps a basket over a restart, and sees nobody else’s', async () => {
    const added = await post('/basket', 'sku=gayo&add=1');
    const cookie = cookiesOf(added);
    await post('/basket', 'sku=gayo&quantity=3', { cookie });
    await shop.close();
    shop = open();
    const mine = await shop.inject({ url: '/basket', headers: { cookie } });
    expect(mine.body).toContain('Rp\u00a0294.000');
    const forged = cookie.replace(/\.[\w-]{6}/, '.forged');
    const other = await shop.inject({ url: '/basket', headers: { cookie: forged } });
    expect(other.body).toContain('Your basket is empty');
  });

  test('is not made to act by a form of another site', async () => {
    const answer = await post('/basket', 'sku=gayo&add=1', { 'sec-fetch-site': 'cross-site' });
    expect(answer.statusCode).toBe(403);
    const forged = await post('/basket', 'sku=gayo&add=1', { origin: 'https://evil.example' });
    expect(forged.statusCode).toBe(403);
  });

  test('is told when the gateway is away, and what is not there', async () => {
    const away = await shop.inject('/accounts');
    expect([away.statusCode, away.body.includes('cannot be reached')]).toEqual([503, true]);
    expect((await shop.inject('/orders/TT-00000000')).statusCode).toBe(404);
    expect((await shop.inject('/bank')).statusCode, 'no panel without a sandbox').toBe(404);
  });
});

function open(): FastifyInstance {
  const merchants = [MERCHANT, OTHER] as const;
  return buildShop({ merchants, dataFolder: folder, gatewayUrl: GATEWAY });
}

async function notify(body: string, change: Record<string, string> = {}, merchant = MERCHANT) {
  const signed = clientOf(merchant).notifications.testHeaders(body, { path: '/notifications' });
  const headers = Object.fromEntries(
    Object.entries(signed).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const url = '/notifications';
  return await shop.inject({ method: 'POST', url, headers: { ...headers, ...change }, body });
}

function clientOf({ clientId, secret }: ShopMerchant): Tarik {
  return new Tarik({ clientId, secretKey: secret, baseUrl: GATEWAY });
}

async function post(url: string, body: string, headers: Record<string, string> = {}) {
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return await shop.inject({ method: 'POST', url, headers: { ...type, ...headers }, body });
}

function cookiesOf(answer: { cookies: { name: string; value: string }[] }): string {
  return answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}
