import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { signNotification } from '@tarik/wire/doku/signature';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildShop } from './shop.ts';

const MERCHANT = { clientId: 'MCH-1', secret: 'SK-1', name: 'Toko' };
const BODY =
  '{"order":{"invoice_number":"INV-1","amount":90000},"transaction":{"status":"SUCCESS"}}';

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
  test('takes a notification whose signature is right, and shows it', async () => {
    expect((await notify(BODY)).statusCode).toBe(200);
    const [first] = (await shop.inject('/notifications')).json();
    expect(first).toMatchObject({
      verified: true,
      received_at: expect.stringMatching(/Z$/),
      headers: { 'client-id': 'MCH-1' },
      body: { order: { invoice_number: 'INV-1' } },
    });
    const page = (await shop.inject('/')).body;
    expect(page).toContain('INV-1');
    expect(page).toContain('Rp 90.000');
    expect(page).toContain('✓ verified');
  });

  const WRONG: readonly [what: string, change: Record<string, string>, doubt: string][] = [
    ['a signature of another key', { signature: sign(BODY, 'SK-2') }, 'signature_wrong'],
    ['a signature of other bytes', { signature: sign(`${BODY} `) }, 'signature_wrong'],
    ['another Client-Id', { 'client-id': 'MCH-2' }, 'client_unknown'],
    ['no Request-Id', { 'request-id': '' }, 'header_missing'],
  ];
  test.for(WRONG)('refuses %s, and keeps it for the reader', async ([, change, doubt]) => {
    const answer = await notify(BODY, change);
    expect([answer.statusCode, answer.json()]).toEqual([400, { doubt }]);
    const [first] = (await shop.inject('/notifications')).json();
    expect(first).toMatchObject({ verified: false, doubt });
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
    const page = await shop.inject('/');
    expect(page.body).not.toContain('<script>alert');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  });
});

function open(): FastifyInstance {
  return buildShop({ merchants: [MERCHANT], dataFolder: folder });
}

async function notify(body: string, change: Record<string, string> = {}) {
  return await shop.inject({
    method: 'POST',
    url: '/notifications',
    headers: {
      'content-type': 'application/json',
      'client-id': MERCHANT.clientId,
      'request-id': 'R-1',
      'request-timestamp': '2026-11-23T01:02:03Z',
      signature: sign(body),
      ...change,
    },
    body,
  });
}

function sign(body: string, secret = MERCHANT.secret): string {
  const timestamp = '2026-11-23T01:02:03Z';
  const parts = { clientId: 'MCH-1', requestId: 'R-1', timestamp, target: '/notifications', body };
  return signNotification(parts, secret);
}
