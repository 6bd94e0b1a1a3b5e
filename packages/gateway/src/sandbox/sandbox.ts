// Everything on one machine with one command: database, bank, gateway and shop, kept alive together and ended together.
import fs from 'node:fs';
import path from 'node:path';
import { NotDone } from '../merchants/not-done.ts';
import { startChild, type Child, type Program } from './child.ts';
import { openDatabase, type SandboxDatabase } from './database.ts';
import { sandboxKeys, writeSecret, type SandboxKeys } from './keys.ts';
import { SANDBOX_MERCHANTS } from './merchants.ts';
import { askedPort } from './ports.ts';
import { emptyFolder } from './fresh.ts';
import { endedBadly, readRunning, removeRunning, writeRunning } from './running.ts';

export interface SandboxOptions {
  /** The data folder; made when it is missing. */
  folder: string;
  /** TARIK_PORT, TARIK_BANK_PORT, TARIK_SHOP_PORT and DATABASE_URL are read from here. */
  env: Readonly<Record<string, string | undefined>>;
  /** Begin anew: everything that an earlier run kept is forgotten. */
  fresh?: boolean;
  /** Says what happens beside: a program that died, one that is started again. */
  note(words: string): void;
}

export interface Sandbox {
  gateway: string;
  bank: string;
  /** Null where TARIK_SHOP_PORT is off. */
  shop: string | null;
  folder: string;
  databaseUrl: string;
  /** Process ids as they are now; the database's is missing where it is not ours. */
  pids(): { gateway?: number; bank?: number; shop?: number; database?: number };
  /** Rejects when the sandbox cannot be kept alive; otherwise pending until it is stopped. */
  failed: Promise<never>;
  /** Asks everything to leave in order, the database last. A second call means now. */
  stop(): Promise<void>;
}

/** A gateway that drains needs its 25 s and a little more. */
const PATIENCE_MS = 30_000;
/** Below the bank's own address, before every SNAP path. */
const BANK_PREFIX = '/api-manager-external/sandbox';
const PROJECT = path.join(import.meta.dirname, '../../../..');

/** Starts the sandbox and resolves when the gateway says that it is ready. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { env, folder } = options;
  const running = readRunning(folder);
  if (running !== null) {
    throw new NotDone(
      `a sandbox runs on ${folder} already (process ${running.pid}): stop it, or set TARIK_DATA`,
    );
  }
  const patience = endedBadly(folder) ? 10_000 : 500;
  const ports = {
    gateway: await askedPort('TARIK_PORT', env['TARIK_PORT'], 8080, patience),
    bank: await askedPort('TARIK_BANK_PORT', env['TARIK_BANK_PORT'], 8090, patience),
    shop: await shopPort(env['TARIK_SHOP_PORT'], patience),
  };
  if (options.fresh) await emptyFolder(folder, env['DATABASE_URL']);
  fs.mkdirSync(path.join(folder, 'logs'), { recursive: true, mode: 0o755 });
  const urls = {
    gateway: `http://127.0.0.1:${ports.gateway}`,
    bank: `http://127.0.0.1:${ports.bank}`,
    shop: ports.shop === null ? null : `http://127.0.0.1:${ports.shop}`,
  };
  const keys = sandboxKeys(folder);
  writeNeighbours(folder, keys);

  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  failed.catch(() => undefined); // whoever waits for it hears it
  const children: Child[] = [];
  let database: SandboxDatabase | undefined;
  const start = (program: Program): Child => {
    const child = startChild(program, { onDeath: options.note, onGivenUp: fail });
    children.unshift(child);
    return child;
  };
  const stop = stopping(() => ({ children, database, folder }));

  try {
    const bank = start(bankProgram(folder, ports.bank, urls.gateway));
    const shop = ports.shop === null ? null : start(shopProgram(folder, ports.shop, urls));
    database = await openDatabase({ folder, keys, env, shop: urls.shop, note: options.note, fail });
    await bank.ready();
    const settings = await gatewaySettings(keys, database.url, urls.bank, ports.gateway);
    const gateway = start(gatewayProgram(folder, settings, urls.gateway));
    await Promise.all([gateway.ready(), shop?.ready()]);
    writeRunning(folder, { pid: process.pid, ...urls, env: settings });
    const { url: databaseUrl, pid } = database;
    const pids = () =>
      known({ gateway: gateway.pid, bank: bank.pid, shop: shop?.pid, database: pid() });
    return { ...urls, folder, databaseUrl, pids, failed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The shop's port; null for `off`: tests that listen for themselves need none. */
async function shopPort(asked: string | undefined, patienceMs: number): Promise<number | null> {
  return asked === 'off' ? null : await askedPort('TARIK_SHOP_PORT', asked, 8070, patienceMs);
}

function known(pids: Record<'gateway' | 'bank' | 'shop' | 'database', number | undefined>) {
  return Object.fromEntries(Object.entries(pids).filter(([, pid]) => pid !== undefined));
}

/** What the bank and the shop are told at their start. */
function writeNeighbours(folder: string, keys: SandboxKeys): void {
  writeSecret(
    path.join(folder, 'partners.json'),
    SANDBOX_MERCHANTS.map(({ bank, name }) => ({ ...bank, name, publicKey: keys.publicKey })),
  );
  writeSecret(
    path.join(folder, 'shop.json'),
    SANDBOX_MERCHANTS.map(({ clientId, secret, name }) => ({ clientId, secret, name })),
  );
}

function bankProgram(folder: string, port: number, gateway: string): Program {
  return {
    name: 'the bank',
    command: [path.join(PROJECT, 'packages/simulator/src/main.ts')],
    env: {
      TARIK_BANK_PORT: String(port),
      TARIK_BANK_DATA: path.join(folder, 'bank'),
      TARIK_BANK_PARTNERS: path.join(folder, 'partners.json'),
      TARIK_GATEWAY_URL: gateway,
    },
    logFile: path.join(folder, 'logs/bank.log'),
    readyUrl: `http://127.0.0.1:${port}/readyz`,
  };
}

function shopProgram(
  folder: string,
  port: number,
  urls: { gateway: string; bank: string },
): Program {
  return {
    name: 'the shop',
    command: [path.join(PROJECT, 'examples/shop/src/main.ts')],
    env: {
      TARIK_SHOP_PORT: String(port),
      TARIK_SHOP_DATA: path.join(folder, 'shop'),
      TARIK_SHOP_MERCHANTS: path.join(folder, 'shop.json'),
      TARIK_GATEWAY_URL: urls.gateway,
      TARIK_BANK_URL: urls.bank,
    },
    logFile: path.join(folder, 'logs/shop.log'),
    readyUrl: `http://127.0.0.1:${port}/readyz`,
  };
}

async function gatewaySettings(
  keys: SandboxKeys,
  databaseUrl: string,
  bank: string,
  port: number,
): Promise<Record<string, string>> {
  const answer = await fetch(`${bank}/sandbox/public-key`);
  return {
    TARIK_MODE: 'sandbox',
    TARIK_HOST: '127.0.0.1',
    TARIK_PORT: String(port),
    DATABASE_URL: databaseUrl,
    TARIK_MASTER_KEYS: keys.masterKey,
    TARIK_INDEX_KEY: keys.indexKey,
    TARIK_SNAP_PRIVATE_KEY: keys.privateKey,
    TARIK_CIMB_URL: `${bank}${BANK_PREFIX}`,
    TARIK_CIMB_PUBLIC_KEY: await answer.text(),
  };
}

function gatewayProgram(folder: string, env: Record<string, string>, url: string): Program {
  return {
    name: 'the gateway',
    command: [path.join(import.meta.dirname, '../cli/main.ts'), 'serve'],
    env,
    logFile: path.join(folder, 'logs/gateway.log'),
    readyUrl: `${url}/readyz`,
  };
}

interface Parts {
  children: readonly Child[];
  database: SandboxDatabase | undefined;
  folder: string;
}

/** The first call asks everything to leave, the gateway first; the second ends everything at once. */
function stopping(parts: () => Parts): () => Promise<void> {
  let leaving: Promise<void> | undefined;
  return () => {
    if (leaving !== undefined) for (const child of parts().children) child.kill();
    return (leaving ??= leave());
  };

  async function leave(): Promise<void> {
    const { children, database, folder } = parts();
    for (const child of children) await child.stop(PATIENCE_MS);
    await database?.close();
    removeRunning(folder);
  }
}
