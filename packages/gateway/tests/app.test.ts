// A whole process: how it starts in each role, and how it leaves.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGateway, type Gateway } from '../src/app.ts';
import { readConfig, type Config, type Environment } from '../src/base/config.ts';
import { createLog } from '../src/base/log.ts';
import { createMerchant } from '../src/merchants/create.ts';
import { freshDatabase, openTestDb, sql, type FreshDatabase } from './database.ts';
import { merchantClient } from './merchant-client.ts';

let database: FreshDatabase;
let env: Environment;
const pair = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

beforeAll(async () => {
  database = await freshDatabase();
  env = {
    TARIK_MODE: 'sandbox',
    TARIK_PORT: '0',
    TARIK_METRICS_PORT: '0',
    DATABASE_URL: database.url,
    TARIK_DB_CONNECTIONS: '8',
    TARIK_MASTER_KEYS: randomBytes(32).toString('base64'),
    TARIK_INDEX_KEY: randomBytes(32).toString('base64'),
    TARIK_SNAP_PRIVATE_KEY: pair.privateKey,
    TARIK_CIMB_URL: 'http://127.0.0.1:9/snap',
    TARIK_CIMB_PUBLIC_KEY: pair.publicKey,
  };
});

afterAll(() => database.drop());

describe('a process', () => {
  test('that does everything serves, measures and leaves', async () => {
    const gateway = await start({});
    expect(await get(`${gateway.url}/readyz`)).toEqual([200, '{"status":"ready"}']);
    expect((await get(`${gateway.metricsUrl}/metrics`))[1]).toContain('tarik_calls_in_flight');
    expect((await get(`${gateway.metricsUrl}/readyz`))[0]).toBe(200);
    expect((await get(`${gateway.url}/metrics`))[0]).toBe(404);
    await Promise.all([gateway.close(), gateway.close()]);
    await expect(fetch(`${gateway.url}/readyz`)).rejects.toThrow();
  });

  test('that is a worker listens only where it is measured', async () => {
    const gateway = await start({ TARIK_ROLE: 'worker' });
    expect(gateway.url).toBeNull();
    expect((await get(`${gateway.metricsUrl}/readyz`))[0]).toBe(200);
    await gateway.close();
  });

  test('that is told to leave says so, ends what it was asked before, and takes nothing new', async () => {
    const gateway = await start({}, { preStopMs: 300 });
    const call = await beginCall(gateway);
    const left = gateway.close();
    expect((await get(`${gateway.url}/readyz`))[0]).toBe(503);
    await refused(gateway);
    call.finish();
    expect(await call.answer).toMatch(/^HTTP\/1\.1 400 [^]*"error"/);
    await left;
  });

  test('that leaves has written down the calls that it was asked; one that is to keep none has not', async () => {
    for (const [days, kept] of [
      ['30', 3],
      ['0', 0],
    ] as const) {
      const gateway = await start({ TARIK_CALLS_KEPT_DAYS: days });
      const made = await createMerchant(gateway.ctx, { name: 'Toko' });
      const identity = { clientId: made.clientId, secret: made.secret.reveal() };
      const merchant = merchantClient(() => gateway.url ?? '', identity);
      for (let n = 0; n < 3; n += 1) await merchant.get('/orders/v1/status/x');
      await gateway.close();
      const rows = await sql(database.url, 'select 1 from api_calls where merchant_id = $1', [
        made.merchantId,
      ]);
      expect(rows).toHaveLength(kept);
    }
  });

  test('does not start on a database that is not migrated', async () => {
    const empty = await freshDatabase('empty');
    await expect(start({ DATABASE_URL: empty.url })).rejects.toThrow(/run "tarik migrate"/);
    await empty.drop();
  });

  test('serves the Back Office, unless it is told not to', async () => {
    const [on, off] = [await start({}), await start({ TARIK_BACKOFFICE: 'off' })];
    expect((await get(`${on.url}/backoffice/api/session`))[0]).toBe(401);
    expect((await get(`${on.url}/backoffice/api/openapi.json`))[0]).toBe(200);
    expect((await get(`${on.url}/backoffice`))[1]).toContain('<!doctype html>');
    expect((await get(`${off.url}/backoffice/api/session`))[0]).toBe(404);
    expect((await get(`${off.url}/backoffice`))[0]).toBe(404);
    await Promise.all([on.close(), off.close()]);
  });

  test('says at once when its role may not read for the Back Office', async () => {
    const role = `serving_${randomBytes(4).toString('hex')}`;
    await sql(
      database.url,
      `create role ${role} login password 'p'; select grant_application('${role}'); revoke tarik_reader from ${role}`,
    );
    const url = new URL(database.url);
    [url.username, url.password] = [role, 'p'];
    await expect(start({ DATABASE_URL: url.href })).rejects.toThrow(/tarik_reader.*--app-role/);
    const without = await start({ DATABASE_URL: url.href, TARIK_BACKOFFICE: 'off' });
    await without.close();
    await sql(database.url, `drop owned by ${role}; drop role ${role}`);
  });

  test('takes the sandbox clock that another process has moved', async () => {
    const [one, two] = [await start({}), await start({ TARIK_ROLE: 'worker' })];
    await fetch(`${one.url}/sandbox/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"offset_ms":3600000}',
    });
    const ahead = ({ ctx }: Gateway) => Math.round((ctx.clock.now() - ctx.clock.wall()) / 1000);
    expect(ahead(one)).toBe(3600);
    for (let n = 0; n < 100 && ahead(two) === 0; n += 1) await two.ctx.clock.sleep(20);
    expect(ahead(two)).toBe(3600);
    await Promise.all([one.close(), two.close()]);
  });

  test('waits for a database that goes away and serves again when it is back', async () => {
    const its = await freshDatabase();
    const gateway = await start({ DATABASE_URL: its.url });
    const admin = openTestDb(database.url, 1);
    const allow = (yes: boolean) =>
      admin.rows({
        name: `allow-${yes}`,
        text: `alter database ${new URL(its.url).pathname.slice(1)} allow_connections ${yes}`,
        values: [],
      });
    await allow(false);
    await admin.rows({
      name: 'cut',
      text: 'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1',
      values: [new URL(its.url).pathname.slice(1)],
    });
    expect((await get(`${gateway.url}/readyz`))[0]).toBe(503);
    await allow(true);
    await admin.close();
    expect((await get(`${gateway.url}/readyz`))[0]).toBe(200);
    await gateway.close();
    await its.drop();
  });
});

async function start(change: Environment, settings: Partial<Config> = {}): Promise<Gateway> {
  const { config } = readConfig({ ...env, ...change }, ['cimb']);
  return await startGateway({ ...config, ...settings }, createLog('silent'));
}

async function get(url: string): Promise<[number, string]> {
  const answer = await fetch(url);
  return [answer.status, await answer.text()];
}

/** Sends a call but for its last byte. */
async function beginCall({ url }: Gateway) {
  const { hostname, port } = new URL(url ?? '');
  const socket = connect(Number(port), hostname);
  await new Promise((resolve) => socket.once('connect', resolve));
  const answer = new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.once('close', () => resolve(text));
  });
  const lines = [
    'POST /cimb-direct-debit/v1/tokens HTTP/1.1',
    `Host: ${hostname}`,
    'Content-Length: 2',
  ];
  await new Promise((resolve) => socket.write(`${lines.join('\r\n')}\r\n\r\n{`, resolve));
  return { answer, finish: () => socket.write('}') };
}

/** Resolves when no new connection is taken any more. */
async function refused(gateway: Gateway): Promise<void> {
  for (;;) {
    const open = await fetch(`${gateway.url}/livez`).then(
      () => true,
      () => false,
    );
    if (!open) return;
  }
}
