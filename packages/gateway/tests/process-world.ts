// A world whose gateway is a process of its own, started from the command line, that a test may kill at any moment. The
// bank, the merchant's server and the test itself live on.
import { fork, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { startSimulator } from '../../simulator/src/simulator.ts';
import { systemClock } from '../src/base/clock.ts';
import { openDb, type Db } from '../src/base/db.ts';
import { systemRandom } from '../src/base/random.ts';
import { createSealer } from '../src/base/secrets.ts';
import { activateBank } from '../src/merchants/activate-bank.ts';
import { createMerchant } from '../src/merchants/create.ts';
import { merchantClient, type MerchantClient } from './merchant-client.ts';
import { startReceiver } from './receiver.ts';
import { askSandbox, bindAccount, type Bound, type World } from './world.ts';

const PROGRAM = path.join(import.meta.dirname, '../src/cli/main.ts');

export interface ProcessWorld extends Pick<World, 'db' | 'receiver' | 'sandbox'> {
  merchant: MerchantClient;
  /** Where the gateway listens now. */
  url(): string;
  /** Starts the gateway; `env` is laid over its environment. */
  start(env?: Record<string, string>): Promise<void>;
  /** Kills it without a word (SIGKILL) and waits until it is gone. */
  kill(): Promise<void>;
  token(account: string): Promise<Bound>;
  otp(phone: string): Promise<string>;
  /** Moves business time of gateway and bank forward. */
  advance(seconds: number): Promise<void>;
  /** Lets everything that is still to come happen, whenever it is due. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

/** Starts everything but the gateway, on a migrated database without rows. */
export async function startProcessWorld(databaseUrl: string): Promise<ProcessWorld> {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const clock = systemClock();
  const random = systemRandom();
  const partner = { key: 'KEY-one', secret: `bank-secret-${randomUUID()}` };
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tarik-process-'));
  const bank = await startSimulator({
    port: 0,
    dataFolder: folder,
    partners: [{ ...partner, publicKey: pair.publicKey }],
    clock,
    settings: { fsync: false },
  });
  const [master, index] = [randomBytes(32), randomBytes(32)];
  const environment = {
    PATH: process.env['PATH'] ?? '',
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '',
    DATABASE_URL: databaseUrl,
    TARIK_MODE: 'sandbox',
    TARIK_PORT: '0',
    TARIK_LOG_LEVEL: 'warn',
    TARIK_DB_CONNECTIONS: '8',
    TARIK_MASTER_KEYS: master.toString('base64'),
    TARIK_INDEX_KEY: index.toString('base64'),
    TARIK_SNAP_PRIVATE_KEY: pair.privateKey,
    TARIK_CIMB_URL: bank.baseUrl,
    TARIK_CIMB_PUBLIC_KEY: bank.publicKey,
  };
  const db = openWatching(databaseUrl);
  const receiver = await startReceiver((clientId) =>
    clientId === merchant.clientId ? merchant.secret : undefined,
  );
  const doors = { db, clock, random, sealer: createSealer([master], index) };
  const made = await createMerchant(doors, { name: 'one', settings: { rate: null } });
  const input = { bank: 'cimb', ...partner, notificationUrl: receiver.url };
  await activateBank(doors, made.merchantId, input);

  let gateway: { child: ChildProcess; url: string } | null = null;
  const merchant = merchantClient(() => gateway?.url ?? 'http://127.0.0.1:9', {
    clientId: made.clientId,
    secret: made.secret.reveal(),
  });
  const sandbox: World['sandbox'] = (where, body) => askSandbox(bank, where, body);

  async function kill(): Promise<void> {
    const child = gateway?.child;
    gateway = null;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  async function moveClock(): Promise<void> {
    const moved = await fetch(`${gateway?.url}/sandbox/clock`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ offset_ms: clock.offset() }),
    });
    if (!moved.ok) throw new Error(`the clock: ${moved.status} ${await moved.text()}`);
  }

  async function advance(seconds: number): Promise<void> {
    clock.setOffset(clock.offset() + Math.ceil(seconds * 1000));
    await moveClock();
  }

  return {
    db,
    receiver,
    merchant,
    url: () => gateway?.url ?? '',
    sandbox,
    async start(env = {}) {
      gateway = await launch({ ...environment, ...env });
      await moveClock();
    },
    kill,
    token: (account) => bindAccount({ sandbox }, merchant, account),
    async otp(phone) {
      const [newest] = await sandbox<{ otp: string }[]>(`/sandbox/sms?phone=${phone}`);
      return newest?.otp ?? '';
    },
    advance,
    async quiet() {
      for (;;) {
        const next = await nextDue(db);
        if (next === null) return;
        if (next > clock.now()) await advance((next - clock.now()) / 1000);
        // The process is awake by now: what is due moves, or moves on.
        const moved = async () => ((await nextDue(db)) ?? Infinity) > clock.now();
        await expect.poll(moved, { timeout: 10_000, interval: 10 }).toBe(true);
      }
    },
    async close() {
      await kill();
      await Promise.all([receiver.close(), bank.close()]);
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts `tarik serve` and resolves when it says that it listens. */
async function launch(env: Record<string, string>): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(PROGRAM, ['serve'], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const said = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => null)]);
  if (said === null) throw new Error(`the gateway did not start:\n${output}`);
  const [{ listening }] = said as [{ listening: string }];
  return { child, url: listening };
}

function openWatching(url: string): Db {
  return openDb({
    url,
    connections: 4,
    statementTimeoutMs: 10_000,
    acquireTimeoutMs: 10_000,
    onError: () => undefined,
  });
}

async function nextDue(db: Db): Promise<number | null> {
  const [row] = await db.rows<{ next: number | null }>({
    name: 'test-next-due',
    text: `select min(greatest(due_at, lease_until)) as next from (
             select due_at, lease_until from payments union all
             select due_at, lease_until from refunds union all
             select due_at, lease_until from tokens union all
             select due_at, lease_until from notifications union all
             select due_at, null from late_money) d
            where due_at is not null`,
    values: [],
  });
  return row?.next ?? null;
}
