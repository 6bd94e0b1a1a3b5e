// The guide pages work: their TypeScript is type-checked, and their TypeScript and curl run against a whole gateway and its bank.
import { randomUUID } from 'node:crypto';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { KNOWN_CODES } from '../../sdk/src/catalogue.ts';
import { Tarik } from '../../sdk/src/index.ts';
import { joinSandbox } from '../../sdk/src/testing/index.ts';
import { SCENARIOS } from '../src/cli/trigger/scenarios.ts';
import { parseSettings } from '../src/merchants/settings.ts';
import { verifiedAccount } from './bank-account-rows.ts';
import { checkTypes, guideSources, GUIDES, writePrograms } from './guides/programs.ts';
import { openShop } from './guides/shop.ts';
import type { Outcomes, Stage } from './guides/stage.ts';
import { codeBlocks, installed, runProgram, type Ran } from './pages/snippets.ts';
import { booksOf, startWorld, type Bound, type World } from './world.ts';

const ROOT = path.join(import.meta.dirname, '../../..');

let world: World;
let folder: string;
let tarik: Tarik;

beforeAll(async () => {
  world = await startWorld();
  folder = writePrograms();
  const { clientId, secret: secretKey } = world.one;
  tarik = new Tarik({ clientId, secretKey, baseUrl: world.url });
  const merchant = await world.ctx.merchants.find(clientId);
  for (const account of ['SBA-0001-123456789', 'SBA-0001-987654321']) {
    await verifiedAccount(world.ctx, merchant!.merchantId, account);
  }
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await world.close();
});

// What is still unclear is asked for again, a little later.
afterEach(async () => {
  world.advance(60);
  await world.settle();
  expect(await booksOf(world)).toEqual({ findings: [], differences: [] });
});

test('every page has a title, a description and a place in the sidebar', () => {
  for (const page of guideSources()) {
    const text = `${page}\n${readFileSync(path.join(ROOT, GUIDES, `${page}.md`), 'utf8')}`;
    expect(text).toMatch(
      /^[\w/-]+\n---\ntitle: .+\ndescription: .+\nsidebar:\n(?: {2}label: .+\n)? {2}order: \d+\n---\n/,
    );
  }
});

test('links lead to pages that exist, and to headings that are on them', () => {
  const concepts = 'token challenge states unclear idempotency signatures notifications'.split(' ');
  const pageAt = (link: string): boolean => {
    const [, room = '', name = ''] = link.split('/');
    if (room === 'quickstart') return true;
    if (room === 'concepts') return concepts.includes(name);
    if (room === 'errors') return name === '' || KNOWN_CODES.includes(name);
    return room === 'guides' && sources.has(link.slice('/guides/'.length, -1));
  };
  const sources = new Map(
    guideSources().map((name) => [
      name,
      readFileSync(path.join(ROOT, GUIDES, `${name}.md`), 'utf8'),
    ]),
  );
  for (const [name, text] of sources) {
    for (const [, to = '', anchor] of text.matchAll(/\]\((\/[^)#]*)?(?:#([^)]*))?\)/g)) {
      const link = to === '' ? `/guides/${name}/` : to;
      expect([name, link, pageAt(link)]).toEqual([name, link, true]);
      if (anchor === undefined) continue;
      const target = sources.get(link.slice('/guides/'.length, -1)) ?? '';
      const headings = [...target.matchAll(/^#+ (.+)$/gm)].map(([, words = '']) =>
        words
          .toLowerCase()
          .replaceAll(/[^\w -]/g, '')
          .replaceAll(' ', '-'),
      );
      expect(headings).toContain(anchor);
    }
  }
});

test("the pages' TypeScript has no type errors", { timeout: 60_000 }, async () => {
  expect(await checkTypes(folder)).toMatchObject({ code: 0, out: '' });
});

interface Setting {
  account: string;
  otps?: string[];
  /** Whether the order is paid when the page begins. */
  paid?: boolean;
}

/** Runs the program of a page; answers what the shop was told to do. */
async function walk(
  name: string,
  { account, otps = [], paid = false }: Setting,
): Promise<string[]> {
  const bound = await world.token(world.one, account);
  const { shop, done } = openShop(world, bound, { account, otps });
  const requestId = paid ? await payFor(bound) : randomUUID();
  const order = {
    customer: { id: bound.customerId },
    customerId: bound.customerId,
    tokenId: bound.tokenId,
    invoiceNumber: `INV-${requestId}`,
    amount: 90_000n,
    requestId,
  };
  const file = path.join(folder, name, 'page.ts');
  const { page } = (await import(file)) as { page(stage: Stage): Promise<void> };
  await page({ tarik, shop, order });
  return done;
}

async function payFor({ customerId, tokenId, phone }: Bound): Promise<string> {
  const requestId = randomUUID();
  const input = {
    customer: { id: customerId },
    tokenId,
    invoiceNumber: `INV-${requestId}`,
    amount: 90_000,
  };
  const payment = await tarik.payments.create(input, { requestId });
  if (payment.status === 'PENDING') {
    await tarik.payments.validate({ challenge: payment.challenge, otp: await world.otp(phone) });
  }
  return requestId;
}

/** Runs the bash of a page in one shell; answers what it printed, a line each. */
async function curl(name: string, { account, paid = false }: Setting, env = {}): Promise<string[]> {
  const bound = await world.token(world.one, account);
  const requestId = paid ? await payFor(bound) : '';
  const script = path.join(folder, `${name}.sh`);
  const blocks = codeBlocks(`${GUIDES}/${name}.md`, 'bash');
  expect(blocks.length).toBeGreaterThan(0);
  writeFileSync(script, ['source sign.sh', ...blocks].join('\n'));
  const ran: Ran = await runProgram(
    'bash',
    ['-euo', 'pipefail', script],
    path.join(ROOT, 'docs/snippets/signing'),
    {
      TARIK_URL: world.url,
      BANK_URL: world.bank.url,
      CLIENT_ID: world.one.clientId,
      SECRET_KEY: world.one.secret,
      CUSTOMER: bound.customerId,
      TOKEN: bound.tokenId,
      PHONE: bound.phone,
      INVOICE: `INV-${requestId}`,
      REQUEST: requestId,
      ...env,
    },
  );
  expect(ran).toMatchObject({ code: 0, err: '' });
  return ran.out.trim().split('\n');
}

const PLAIN = '800000000001';
const NO_OTP = '800000000003';
const UNCLEAR = '800000000004';

describe('the TypeScript of the page', () => {
  test('bind: binds and finds the account', async () => {
    expect(await walk('bind', { account: PLAIN })).toEqual(['token of XXXXXXXX0001']);
  });

  test('pay: survives a wrong OTP, is refused a resend too soon, and delivers once', async () => {
    expect(await walk('pay', { account: PLAIN, otps: ['000000'] })).toEqual([
      'order saved PENDING',
      'Wrong OTP, 2 tries left',
      expect.stringMatching(/^Wait (29|30) seconds$/),
      'A new OTP is on its way; the old one is dead',
      'delivered',
    ]);
  });

  test('unclear: waits, repeats without a second debit, and delivers when the bank says so', async () => {
    expect(await walk('unclear', { account: UNCLEAR })).toEqual([
      'We are waiting for your bank. Please do not pay again.',
      'PENDING, replayed: true',
      'delivered',
    ]);
  });

  test('status: tells what became of the payment', async () => {
    expect(await walk('status', { account: PLAIN, paid: true })).toEqual([
      expect.stringMatching(/^SUCCESS 90000 \w+$/),
    ]);
  });

  test('refund: gives back a part, the rest, and not a rupiah more', async () => {
    expect(await walk('refund', { account: PLAIN, paid: true })).toEqual([
      'refund saved 30000',
      '30000 given back',
      'refund saved 60000',
      '60000 given back',
      'refund saved 1',
      'refund_amount_exceeded',
      'REFUNDED',
    ]);
  });

  test('unbind: unbinds, and once more without harm', async () => {
    expect(await walk('unbind', { account: PLAIN })).toEqual([
      'The account is unbound',
      'The account was not bound any more',
    ]);
  });

  test('split-settlement: pays with the fields', async () => {
    expect(await walk('split-settlement', { account: NO_OTP })).toEqual(['SUCCESS']);
  });
});

describe.runIf(installed('bash', 'curl', 'openssl', 'jq'))('the curl of the page', () => {
  test('bind', async () => {
    expect((await curl('bind', { account: PLAIN })).at(-1)).toBe('XXXXXXXX0001');
  });

  test('pay', async () => {
    const out = (await curl('pay', { account: PLAIN })).join('\n');
    expect(out).toContain('"tries_left": 2');
    expect(out).toContain('"status": "SUCCESS"');
  });

  test('unclear', async () => {
    const out = await curl('unclear', { account: UNCLEAR });
    expect(out).toEqual(['PENDING', 'PENDING', 'PENDING']);
  });

  test('status', async () => {
    const out = await curl('status', { account: PLAIN, paid: true });
    expect(out.join('')).toContain('"status": "SUCCESS"');
  });

  test('refund', async () => {
    const out = await curl('refund', { account: PLAIN, paid: true });
    expect(out.join('')).toContain('"status": "SUCCESS"');
  });

  test('unbind', async () => {
    expect((await curl('unbind', { account: PLAIN })).join('')).toContain('"status": "SUCCESS"');
  });

  test('migrate: the sample of the guide is refused', async () => {
    expect(await curl('migrate', { account: PLAIN })).toEqual(['amount_mismatch']);
  });

  test('split-settlement', async () => {
    const out = await curl('split-settlement', { account: PLAIN });
    expect(out.join('')).toContain('SBA-0001-123456789');
  });
});

describe('signing without the SDK, as its page shows it', () => {
  const USES = [
    {
      page: 'bash',
      fence: 'bash',
      file: 'sign.sh',
      use: 'use.sh',
      run: 'bash',
      needs: ['curl', 'openssl'],
    },
    {
      page: 'node',
      fence: 'js',
      file: 'sign.mjs',
      use: 'use.mjs',
      run: process.execPath,
      needs: [],
    },
    { page: 'python', fence: 'python', file: 'sign.py', use: 'use.py', run: 'python3', needs: [] },
    { page: 'php', fence: 'php', file: 'sign.php', use: 'use.php', run: 'php', needs: [] },
  ] as const;

  for (const { page, fence, file, use, run, needs } of USES) {
    const here = run === process.execPath || installed(run, ...needs);

    test.runIf(here)(`${page}: calls the gateway and believes its answer`, async () => {
      const [, code = ''] = codeBlocks(`${GUIDES}/signing-${page}.md`, fence);
      copyFileSync(path.join(ROOT, 'docs/snippets/signing', file), path.join(folder, file));
      const script = path.join(folder, use);
      // The bash page sets what the others find in their environment.
      writeFileSync(script, code.replaceAll(/^export (TARIK_URL|CLIENT_ID|SECRET_KEY)=.*$/gm, ''));
      const call = async (secret: string): Promise<Ran> =>
        await runProgram(run, [script], folder, {
          TARIK_URL: world.url,
          CLIENT_ID: world.one.clientId,
          SECRET_KEY: secret,
        });
      const right = await call(world.one.secret);
      expect(right).toMatchObject({ code: 0, out: expect.stringContaining('[]') });
      const wrong = await call('SK-of-somebody-else');
      expect(wrong.code).not.toBe(0);
    });
  }
});

describe('the notifications page', () => {
  async function listening(listener: RequestListener): Promise<{ url: string; close(): void }> {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return { url: `http://127.0.0.1:${port}/notifications`, close: () => void server.close() };
  }

  const load = async <T>(name: string): Promise<T> =>
    (await import(path.join(folder, 'notifications', name))) as T;

  interface Servers {
    express: RequestListener;
    fastify: RequestListener;
    fetch(request: Request): Promise<Response>;
  }

  async function servers(): Promise<Servers> {
    process.env['TARIK_CLIENT_ID'] = world.one.clientId;
    process.env['TARIK_SECRET_KEY'] = world.one.secret;
    process.env['TARIK_URL'] = world.url;
    const { app: express } = await load<{ app: RequestListener }>('express.ts');
    const { app: fastify } = await load<{
      app: { ready(): Promise<unknown>; routing: RequestListener };
    }>('fastify.ts');
    await fastify.ready();
    const { POST } = await load<{ POST(request: Request): Promise<Response> }>('route.ts');
    return { express, fastify: (...both) => fastify.routing(...both), fetch: POST };
  }

  test('its three servers take what the gateway sends, and nothing that was changed', async () => {
    const { express, fastify, fetch: handler } = await servers();
    const bound = await world.token(world.one, NO_OTP);
    const requestId = await payFor(bound);
    await world.settle();
    const told = world.receiver.received.find(
      ({ body }) => body['order']?.invoice_number === `INV-${requestId}`,
    )!;
    const headers = Object.fromEntries(
      ['client-id', 'request-id', 'request-timestamp', 'signature', 'content-type'].map((name) => [
        name,
        String(told.headers[name]),
      ]),
    );
    const changed = Buffer.from(told.raw.toString().replace('SUCCESS', 'FAILED'));
    for (const listener of [express, fastify]) {
      const server = await listening(listener);
      const post = async (body: Buffer) =>
        (await fetch(server.url, { method: 'POST', headers, body: Uint8Array.from(body) })).status;
      expect([await post(told.raw), await post(told.raw), await post(changed)]).toEqual([
        200, 200, 401,
      ]);
      server.close();
    }
    const post = async (body: Buffer) => {
      const request = new Request('https://shop.example/notifications', {
        method: 'POST',
        headers,
        body: Uint8Array.from(body),
      });
      return (await handler(request)).status;
    };
    expect([await post(told.raw), await post(changed)]).toEqual([200, 401]);
  });

  test('its unit test and its client with two keys work', async () => {
    const { notification } = await load<{ notification: object }>('your.test.ts');
    expect(notification).toMatchObject({ kind: 'payment', status: 'SUCCESS', amount: 90_000n });
    process.env['TARIK_CLIENT_ID'] = world.one.clientId;
    process.env['TARIK_SECRET_KEY'] = world.one.secret;
    process.env['TARIK_NEW_SECRET_KEY'] = 'SK-the-new-one';
    process.env['TARIK_URL'] = world.url;
    const two = await load<{ tarik: Tarik }>('two-keys.ts');
    const body =
      '{"transaction":{"status":"FAILED","original_request_id":"r"},"order":{"invoice_number":"I","amount":1}}';
    const options = { path: '/n', secretKey: world.one.secret };
    const headers = two.tarik.notifications.testHeaders(body, options);
    expect(two.tarik.notifications.verify(body, headers, { path: '/n' }).status).toBe('FAILED');
  });

  test.runIf(installed('curl', 'jq'))('its curl is refused', async () => {
    const server = await listening((await servers()).express);
    const out = await curl('notifications', { account: PLAIN }, { NOTIFICATION_URL: server.url });
    server.close();
    expect(out).toEqual(['notification_header_missing']);
  });
});

describe('the page that forces every outcome', () => {
  test(
    'brings about what it says, each with a merchant of its own',
    { timeout: 120_000 },
    async () => {
      const file = path.join(folder, 'force-outcomes', 'outcomes.ts');
      const { outcomes } = (await import(file)) as { outcomes: Outcomes };
      const sandbox = await joinSandbox({ gateway: world.url, bank: world.bank.url });
      const over = new AbortController();
      // In this world nothing happens by itself.
      const worker = (async () => {
        while (!over.signal.aborted) {
          await world.settle();
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      })();
      try {
        const names = Object.keys(outcomes);
        expect(names.length).toBeGreaterThan(15);
        for (const name of names) {
          const more = /^(Refund|Account bound|Binding|Unbound)/.test(name);
          const settings = { notifyRefunds: more, notifyTokens: more };
          const merchant = await sandbox.merchant({ settings });
          await outcomes[name]!(merchant).catch((error: unknown) => {
            throw new Error(`"${name}" did not come about`, { cause: error });
          });
        }
      } finally {
        over.abort();
        await worker;
        await sandbox.stop();
      }
    },
  );

  test('names only events that tarik trigger knows', () => {
    const text = readFileSync(path.join(ROOT, GUIDES, 'force-outcomes.md'), 'utf8');
    const named = [
      ...text.matchAll(/tarik trigger ((?:payment|refund|token|notification)[\w.]*)/g),
    ];
    const known = SCENARIOS.map(({ event }) => event);
    expect(named.length).toBeGreaterThan(10);
    for (const [, event] of named) expect(known).toContain(event);
  });
});

test('the settings that the migration page names are settings', () => {
  const text = readFileSync(path.join(ROOT, GUIDES, 'migrate.md'), 'utf8');
  const named = [...text.matchAll(/`(\w+)=(\w+)`/g)].map(([, name = '', value = '']) => [
    name,
    value === 'true' ? true : value,
  ]);
  expect(named.length).toBe(6);
  expect(() => parseSettings(Object.fromEntries(named))).not.toThrow();
});
