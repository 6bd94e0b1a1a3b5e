// The sandbox as its users know it: one command that starts everything, survives its parts, and leaves nothing behind.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { sql } from './database.ts';

const MAIN = path.join(import.meta.dirname, '../src/cli/main.ts');
const FREE = { TARIK_PORT: '0', TARIK_BANK_PORT: '0', TARIK_SHOP_PORT: '0' };
const PATIENT = 240_000;

interface Ready {
  gateway: string;
  bank: string;
  shop: string | null;
  pid: number;
  pids: Record<'gateway' | 'bank' | 'shop' | 'database', number>;
  database_url: string;
  merchants: { client_id: string; secret_key: string; bank: { active: boolean } }[];
}

interface Running extends Ready {
  child: ChildProcess;
  /** What it said on standard error. */
  said(): string;
  ended: Promise<number | null>;
}

let folder: string;
let running: Running | undefined;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tarik-sandbox-test-'));
  fs.chmodSync(folder, 0o755);
});

afterEach(async () => {
  running?.child.kill('SIGINT');
  await running?.ended;
  running = undefined;
});

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

describe('a sandbox', { timeout: PATIENT }, () => {
  test('starts with three merchants, walks the guide, and ends without a trace', async () => {
    running = await start('walked');
    expect((await fetch(`${running.gateway}/readyz`)).status).toBe(200);
    expect(
      running.merchants.map((one) => [one.client_id, one.secret_key, one.bank.active]),
    ).toEqual([
      ['MCH-0001-10791114622547', 'SK-sandbox-0001-do-not-use-in-production', true],
      ['MCH-0002-20791114622548', 'SK-sandbox-0002-do-not-use-in-production', true],
      ['MCH-0003-30791114622549', 'SK-sandbox-0003-do-not-use-in-production', false],
    ]);
    const list = await cli(['merchant', 'list', '--json'], { TARIK_DATA: at('walked') });
    const seeded = JSON.parse(list.out) as { settings: object; banks: object[] }[];
    const notified = { status: 'active', notification_url: `${running.shop}/notifications` };
    expect(seeded).toMatchObject([
      { settings: { rate: null }, banks: [notified] },
      { settings: { rate: null }, banks: [notified] },
      { settings: { rate: null }, banks: [] },
    ]);
    const walk = await cli(['walk', '--json'], { TARIK_DATA: at('walked') });
    expect({ code: walk.code, last: walk.out.trim().split('\n').at(-1) }).toEqual({
      code: 0,
      last: expect.stringMatching(/^\{"held":\d+,"failed":0\}$/),
    });
    expect((await cli(['check'], { TARIK_DATA: at('walked') })).code).toBe(0);

    const again = await cli(['sandbox'], { ...FREE, TARIK_DATA: at('walked') });
    expect(again).toMatchObject({ code: 1, err: expect.stringMatching(/runs on .* already/) });

    running.child.kill('SIGINT');
    expect(await running.ended).toBe(0);
    await gone(running);
  });

  test('keeps its data and its clock over a restart, and forgets them when it begins anew', async () => {
    running = await start('kept');
    await post(`${running.bank}/sandbox/clock`, { advance_seconds: 86_400 });
    const { bank } = running;
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(0);

    running = await start('kept');
    const offset = 'select offset_ms from sandbox_clock';
    expect(await sql(running.database_url, offset)).toEqual([{ offset_ms: 86_400_000n }]);
    expect(await (await fetch(`${running.bank}/sandbox/clock`)).json()).toMatchObject({
      offset_seconds: 86_400,
    });
    expect(running.bank).not.toBe(bank);
    const [url] = await sql(
      running.database_url,
      'select distinct notification_url from bank_connections',
    );
    expect(url).toEqual({ notification_url: `${running.shop}/notifications` });
    running.child.kill('SIGTERM');
    await running.ended;

    running = await start('kept', ['--fresh']);
    expect(await sql(running.database_url, offset)).toEqual([]);
  });

  test('starts a part again that was killed', async () => {
    running = await start('parts');
    for (const part of ['gateway', 'bank', 'shop', 'database'] as const) {
      process.kill(running.pids[part], 'SIGKILL');
      await eventually(() => expect(running?.said()).toMatch(AGAIN[part]));
    }
    const { gateway, bank, shop } = running;
    await eventually(async () => {
      for (const url of [gateway, bank, shop]) {
        expect((await fetch(`${url}/readyz`)).status).toBe(200);
      }
    });
    expect((await cli(['walk', '--quiet'], { TARIK_DATA: at('parts') })).code).toBe(0);
  });

  test('takes everything with it when it is killed itself, and starts again on what it left', async () => {
    running = await start('killed');
    running.child.kill('SIGKILL');
    await running.ended;
    await gone(running);
    running = await start('killed');
    expect((await cli(['walk', '--quiet'], { TARIK_DATA: at('killed') })).code).toBe(0);
  });

  test('recovers when it was killed with all of its parts at once', async () => {
    running = await start('crashed');
    for (const pid of [running.pid, ...Object.values(running.pids)]) process.kill(pid, 'SIGKILL');
    await running.ended;
    running = await start('crashed');
    expect((await cli(['check'], { TARIK_DATA: at('crashed') })).code).toBe(0);
  });

  test('stands beside another, each with its own, and needs no shop', async () => {
    const withoutShop = { TARIK_SHOP_PORT: 'off' };
    const [one, two] = await Promise.all([
      start('beside-one', [], withoutShop),
      start('beside-two', [], withoutShop),
    ]);
    running = one;
    try {
      expect([one.shop, two.shop, one.pids.shop]).toEqual([null, null, undefined]);
      expect(new Set([one.gateway, two.gateway, one.bank, two.bank]).size).toBe(4);
      const made = await fetch(`${one.gateway}/sandbox/merchants`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"client_id":"MCH-of-one"}',
      });
      expect(made.status).toBe(201);
      const of = async ({ gateway }: Running) =>
        (await fetch(`${gateway}/sandbox/merchants/MCH-of-one`)).status;
      expect([await of(one), await of(two)]).toEqual([200, 404]);
      await post(`${one.bank}/sandbox/clock`, { advance_seconds: 60, client_id: 'MCH-of-one' });
      const walk = await cli(['walk'], { TARIK_DATA: at('beside-one') });
      expect(walk).toMatchObject({ code: 1, err: expect.stringMatching(/TARIK_SHOP_PORT=off/) });
    } finally {
      two.child.kill('SIGINT');
      await two.ended;
    }
    await gone(two);
    expect((await fetch(`${one.gateway}/readyz`)).status).toBe(200);
  });

  test('names the variable when a port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const env = { ...FREE, TARIK_SHOP_PORT: `${port}`, TARIK_DATA: at('taken') };
    const { code, err } = await cli(['sandbox'], env);
    expect({ code, err }).toEqual({
      code: 1,
      err: `tarik: port ${port} is taken: set TARIK_SHOP_PORT to another one, or to 0 for any\n`,
    });
    await new Promise((resolve) => server.close(resolve));
  });
});

test('the walk brings a sandbox of its own when none runs', { timeout: PATIENT }, async () => {
  const walk = await cli(['walk', '--quiet'], { TARIK_DATA: at('none') });
  expect(walk).toMatchObject({ code: 0, out: expect.stringContaining('The whole guide holds') });
});

const AGAIN = {
  gateway: /the gateway ended .* started again/,
  bank: /the bank ended .* started again/,
  shop: /the shop ended .* started again/,
  database: /the database ended and is started again/,
};

function at(name: string): string {
  return path.join(folder, name);
}

async function start(
  name: string,
  options: string[] = [],
  env: Record<string, string> = {},
): Promise<Running> {
  const child = spawn(process.execPath, [MAIN, 'sandbox', '--json', ...options], {
    env: environment({ ...FREE, TARIK_DATA: at(name), ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const line = await Promise.race([
    new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve)),
    ended.then((code) => Promise.reject(new Error(`the sandbox ended with ${code}: ${said}`))),
  ]);
  return { ...(JSON.parse(line) as Ready), child, ended, said: () => said };
}

async function cli(
  args: string[],
  env: Record<string, string>,
): Promise<{ code: number; out: string; err: string }> {
  return await new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { env: environment(env) }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

function environment(own: Record<string, string>): NodeJS.ProcessEnv {
  const { DATABASE_URL: _, ...env } = process.env;
  return { ...env, NO_COLOR: '1', ...own };
}

/** Nothing of a sandbox is left: no process of it lives. */
async function gone({ pid, pids }: Running): Promise<void> {
  await eventually(() => {
    expect([pid, ...Object.values(pids)].filter(isAlive)).toEqual([]);
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that has ended and whose parent has not looked yet is no longer alive.
    const stat = fs.existsSync(`/proc/${pid}/stat`)
      ? fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
      : '';
    return !/\) Z /.test(stat);
  } catch {
    return false;
  }
}

async function post(url: string, body: unknown): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
}

/** Waits for the world outside this process, which has no clock of ours. */
async function eventually(claim: () => unknown): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await claim();
      return;
    } catch (error) {
      if (tries >= 1200) throw error;
      await delay(50);
    }
  }
}
