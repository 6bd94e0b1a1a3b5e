// The world of fuzz, bounded memory and soak: gateway, worker and bank as processes, PostgreSQL, a receiver, merchants.
import { createPublicKey, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { formatTimestamp } from '@tarik/wire/doku/headers';
import { signRequest } from '@tarik/wire/doku/signature';
import pg from 'pg';
import { openDb } from '../../packages/gateway/src/base/db.ts';
import { migrate } from '../../packages/gateway/src/base/migrate.ts';
import { systemClock } from '../../packages/gateway/src/base/clock.ts';
import { systemRandom } from '../../packages/gateway/src/base/random.ts';
import { createSealer } from '../../packages/gateway/src/base/secrets.ts';
import { activateBank } from '../../packages/gateway/src/merchants/activate-bank.ts';
import { createMerchant } from '../../packages/gateway/src/merchants/create.ts';
import { startPostgres } from '../../packages/gateway/src/sandbox/embedded-postgres.ts';
import { startChild, type Child } from './child.ts';

/** Where the bank's calls are below the gateway. */
export const BANK = '/cimb-direct-debit/v1';

export interface Merchant {
  name: string;
  merchantId: string;
  clientId: string;
  secret: string;
  /** Key and secret at the bank; null for a merchant without one. */
  partner: { key: string; secret: string } | null;
}

export interface Answered {
  status: number;
  json: unknown;
  headers: Headers;
  requestId: string;
}

export interface World {
  gateway: Child;
  worker: Child | null;
  bank: Child;
  /** Two with a bank, one without, one suspended. */
  merchants: { one: Merchant; two: Merchant; three: Merchant; suspended: Merchant };
  /** Notifications that the receiver has taken. */
  notified(): number;
  /** The gateway's private key and the bank's, PEM. */
  keys: { gateway: string; bank: string };
  bankJournal: string;
  sql<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>;
  sandbox<T = unknown>(path: string, body?: unknown): Promise<T>;
  /** A signed call as a merchant makes it; a GET without a body. */
  call(merchant: Merchant, path: string, body?: unknown, requestId?: string): Promise<Answered>;
  close(): Promise<void>;
}

export interface WorldOptions {
  /** A migrated database without rows; a PostgreSQL of our own when absent. */
  databaseUrl?: string;
  /** Starts a worker process; without one nothing happens later. */
  worker: boolean;
  /** More environment for the gateway and the worker. */
  env?: Record<string, string>;
  /** More environment for the bank. */
  bankEnv?: Record<string, string>;
}

const HERE = import.meta.dirname;
const PROCESS = path.join(HERE, 'process.ts');
const SIMULATOR = path.join(HERE, '../../packages/simulator/src/main.ts');

/** Builds it; what was started is ended again when something fails. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tarik-fuzz-'));
  const undo: (() => Promise<unknown> | void)[] = [
    () => rmSync(folder, { recursive: true, force: true }),
  ];
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    return await build(options, folder, undo, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function build(
  options: WorldOptions,
  folder: string,
  undo: (() => Promise<unknown> | void)[],
  close: () => Promise<void>,
): Promise<World> {
  const databaseUrl = options.databaseUrl ?? (await ownDatabase(folder, undo));
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 3, application_name: 'watcher' });
  pool.on('error', () => undefined);
  undo.push(() => pool.end());
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const partners = ['one', 'two', 'suspended'].map((name) => ({
    key: `KEY-${name}`,
    secret: `bank-secret-${randomUUID()}`,
    publicKey: pair.publicKey,
  }));
  const partnersFile = path.join(folder, 'partners.json');
  writeFileSync(partnersFile, JSON.stringify(partners));
  const bankFolder = path.join(folder, 'bank');
  const bank = await startChild([SIMULATOR], {
    TARIK_BANK_PORT: '0',
    TARIK_BANK_DATA: bankFolder,
    TARIK_BANK_PARTNERS: partnersFile,
    TARIK_BANK_FSYNC: 'off',
    ...options.bankEnv,
  });
  undo.push(() => bank.stop());
  const bankKey = await (await fetch(`${bank.url}/sandbox/public-key`)).text();
  const receiver = await startReceiver();
  undo.push(() => receiver.close());
  const [master, index] = [randomBytes(32), randomBytes(32)];
  const env = {
    DATABASE_URL: databaseUrl,
    TARIK_MODE: 'sandbox',
    TARIK_PORT: '0',
    TARIK_LOG_LEVEL: 'error',
    TARIK_DB_CONNECTIONS: '8',
    TARIK_MASTER_KEYS: master.toString('base64'),
    TARIK_INDEX_KEY: index.toString('base64'),
    TARIK_SNAP_PRIVATE_KEY: pair.privateKey,
    TARIK_CIMB_URL: `${bank.url}/api-manager-external/sandbox`,
    TARIK_CIMB_PUBLIC_KEY: bankKey,
    TARIK_CIMB_SIGNED_ANSWERS: 'on',
    ...options.env,
  };
  const gateway = await startChild([PROCESS], { ...env, TARIK_ROLE: 'api' });
  undo.push(() => gateway.stop());
  const worker = options.worker
    ? await startChild([PROCESS], {
        ...env,
        TARIK_ROLE: 'worker',
        TARIK_METRICS_PORT: '0',
        TARIK_PUBLIC_URL: gateway.url,
      })
    : null;
  undo.push(() => worker?.stop());

  const db = openDb({
    url: databaseUrl,
    connections: 2,
    statementTimeoutMs: 30_000,
    acquireTimeoutMs: 10_000,
    onError: () => undefined,
  });
  const clock = systemClock();
  const doors = { db, clock, random: systemRandom(), sealer: createSealer([master], index) };
  async function merchant(name: string): Promise<Merchant> {
    const settings = { rate: null, notifyTokens: false };
    const made = await createMerchant(doors, { name, settings });
    const partner = partners.find(({ key }) => key === `KEY-${name}`) ?? null;
    if (partner !== null) {
      const { key, secret } = partner;
      const input = { bank: 'cimb', key, secret, notificationUrl: receiver.url };
      await activateBank(doors, made.merchantId, input);
    }
    const { merchantId, clientId } = made;
    return { name, merchantId, clientId, secret: made.secret.reveal(), partner };
  }
  const [one, two, three, suspended] = [
    await merchant('one'),
    await merchant('two'),
    await merchant('three'),
    await merchant('suspended'),
  ];
  await db.close();
  await pool.query(`update merchants set status = 'suspended' where merchant_id = $1`, [
    suspended.merchantId,
  ]);
  return {
    gateway,
    worker,
    bank,
    merchants: { one, two, three, suspended },
    notified: receiver.count,
    keys: { gateway: pair.privateKey, bank: bankPrivateKey(bankFolder, bankKey) },
    bankJournal: path.join(bankFolder, 'journal.jsonl'),
    sql: async <R extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
      (await pool.query<R>(text, values)).rows,
    sandbox: (where, body) => askSandbox(bank.url, where, body),
    call: (who, target, body, requestId) => signedCall(gateway.url, who, target, body, requestId),
    close,
  };
}

async function ownDatabase(
  folder: string,
  undo: (() => Promise<unknown> | void)[],
): Promise<string> {
  const postgres = await startPostgres({ folder, password: randomUUID(), durable: false });
  undo.push(() => postgres.stop());
  await migrate(postgres.url);
  return postgres.url;
}

/** The bank keeps its key beside its journal; a fuzzer signs callbacks as the bank would. */
function bankPrivateKey(folder: string, publicKey: string): string {
  const pem = readFileSync(path.join(folder, 'bank-key.pem'), 'utf8');
  const own = createPublicKey(pem).export({ type: 'spki', format: 'pem' }).toString();
  if (own.trim() !== publicKey.trim()) throw new Error('this is not the key of the bank');
  return pem;
}

/** Takes every notification. */
async function startReceiver() {
  let taken = 0;
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      taken += 1;
      response.end('OK');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/notifications`,
    count: () => taken,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function askSandbox<T>(bankUrl: string, where: string, body?: unknown): Promise<T> {
  const response = await fetch(bankUrl + where, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body === undefined
      ? {}
      : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${where}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

async function signedCall(
  url: string,
  { clientId, secret }: Merchant,
  target: string,
  content?: unknown,
  requestId: string = randomUUID(),
): Promise<Answered> {
  const body = content === undefined ? undefined : JSON.stringify(content);
  const timestamp = formatTimestamp(Date.now());
  const response = await fetch(url + target, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      'Client-Id': clientId,
      'Request-Id': requestId,
      'Request-Timestamp': timestamp,
      Signature: signRequest({ clientId, requestId, timestamp, target, body }, secret),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body }),
  });
  return {
    status: response.status,
    json: await response.json(),
    headers: response.headers,
    requestId,
  };
}
