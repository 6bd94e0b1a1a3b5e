// The code on the pages works: each block is taken from its page and run against a whole gateway and its bank.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeBlocks, installed, namedBlock, runProgram, type Ran } from './pages/snippets.ts';
import { giveSandboxAccounts } from './sandbox-accounts.ts';
import { booksOf, startWorld, type World } from './world.ts';

const GUIDE = 'docs/merchant-guide.md';
const CLIENT_ID = 'MCH-0001-10791114622547';
const SECRET_KEY = 'SK-sandbox-0001-do-not-use-in-production';

let world: World;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  world = await startWorld();
  await giveSandboxAccounts(world);
  folder = mkdtempSync(path.join(os.tmpdir(), 'tarik-pages-'));
  env = {
    TARIK_URL: world.url,
    BANK_URL: world.bank.url,
    CLIENT_ID: world.one.clientId,
    SECRET_KEY: world.one.secret,
  };
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await world.close();
});

function write(name: string, code: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, code);
  return file;
}

/** Every bash block of a page as one script, speaking to this world instead of the sandbox's addresses. */
async function runBash(page: string): Promise<Ran> {
  const script = codeBlocks(page, 'bash').join('\n');
  for (const usual of [CLIENT_ID, SECRET_KEY, 'http://127.0.0.1:8080', 'http://127.0.0.1:8090']) {
    expect(script).toContain(usual);
  }
  const here = script
    .replaceAll('http://127.0.0.1:8080', world.url)
    .replaceAll('http://127.0.0.1:8090', world.bank.url)
    .replaceAll(CLIENT_ID, world.one.clientId)
    .replaceAll(SECRET_KEY, world.one.secret);
  return await runProgram('bash', ['-euo', 'pipefail', write('page.sh', here)], folder, env);
}

describe('docs/merchant-guide.md', () => {
  test.runIf(installed('bash', 'curl', 'openssl', 'jq'))(
    'its bash binds, pays, asks, refunds and unbinds',
    async () => {
      const ran = await runBash(GUIDE);
      expect(ran).toMatchObject({ code: 0 });
      const statuses = [...ran.out.matchAll(/"status": ?"(\w+)"|^"(REFUNDED)"$/gm)].map(
        ([, status, refunded]) => status ?? refunded,
      );
      // The bank's page, the payment, its status, the refund, its status, the token.
      const six = ['SUCCESS', 'SUCCESS', 'SUCCESS', 'SUCCESS', 'REFUNDED', 'SUCCESS'];
      expect(statuses).toEqual(six);
      const [shared] = await world.db.rows<{ splits: object }>({
        name: 'test-shared',
        text: 'select p.splits from payments p where p.splits is not null',
        values: [],
      });
      const amounts = { lines: [{ amount: '10000' }, { amount: '22500' }], net: '90000' };
      expect(shared?.splits).toMatchObject(amounts);
    },
  );

  test('its Node program pays and asks', async () => {
    write('tarik.mjs', namedBlock(GUIDE, 'js', 'tarik.mjs'));
    const file = write('walk.mjs', namedBlock(GUIDE, 'js', 'walk.mjs'));
    const ran = await runProgram(process.execPath, [file], folder, env);
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.out).toMatch(/^SUCCESS\nINV-[0-9a-f-]{36} SUCCESS\n$/);
  });

  test('its Node program refuses an answer that somebody else signed', async () => {
    write('tarik.mjs', namedBlock(GUIDE, 'js', 'tarik.mjs'));
    const code = "import { call } from './tarik.mjs'; await call('/orders/v1/status/INV-1');";
    const wrong = { ...env, SECRET_KEY: 'SK-not-the-one' };
    const ran = await runProgram(process.execPath, [write('forged.mjs', code)], folder, wrong);
    expect(ran.code).not.toBe(0);
    expect(ran.err).toContain('HTTP 400 without a good signature');
  });

  test.runIf(installed('python3'))('its Python lists tokens and verifies the answer', async () => {
    write('tarik.py', namedBlock(GUIDE, 'python', 'tarik.py'));
    const code = `from tarik import call
print(call("/cimb-direct-debit/v1/tokens", {"customer": {"id": "nobody"}}))
print(call("/orders/v1/status/INV-none")[0])
`;
    const ran = await runProgram('python3', [write('use.py', code)], folder, env);
    expect(ran).toMatchObject({ code: 0, out: '(200, [])\n404\n' });
  });
});

describe('README.md', () => {
  test.runIf(installed('bash', 'curl', 'openssl', 'jq'))('its first payment succeeds', async () => {
    const ran = await runBash('README.md');
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.out).toContain('"status":"SUCCESS"');
  });
});

describe('docs/notifications.md', () => {
  test('its verification accepts what we send and refuses everything else', async () => {
    const file = write('verify.mjs', namedBlock('docs/notifications.md', 'js', 'verify.mjs'));
    const { isOurs } = (await import(file)) as { isOurs(notification: object): boolean };
    const bound = await world.token(world.one, '800000000003');
    const paid = await world.one.post('/cimb-direct-debit/v1/payment', {
      customer: { id: bound.customerId },
      order: { invoice_number: 'INV-notified', amount: 1000 },
      payment: { token_id: bound.tokenId },
    });
    expect(paid.json.payment.status).toBe('SUCCESS');
    await world.settle();
    const told = world.receiver.received.find(
      ({ body }) => body['order']?.invoice_number === 'INV-notified',
    )!;
    expect(told.body['event']).toMatchObject({ sequence: 1, type: 'payment.succeeded' });
    const { headers, path: target, raw: body } = told;
    const good = { headers, path: target, body, secretKey: world.one.secret };
    expect(isOurs(good)).toBe(true);
    expect(isOurs({ ...good, secretKey: world.two.secret })).toBe(false);
    expect(isOurs({ ...good, path: `${target}/` })).toBe(false);
    expect(isOurs({ ...good, body: Buffer.concat([body, Buffer.from(' ')]) })).toBe(false);
    expect(isOurs({ ...good, now: Date.now() + 3_700_000 })).toBe(false);
    expect(isOurs({ ...good, headers: { ...headers, signature: undefined } })).toBe(false);
  });
});

test('the books hold after all of it', async () => {
  await world.settle();
  expect(await booksOf(world)).toEqual({ findings: [], differences: [] });
});
