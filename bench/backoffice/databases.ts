// The server of the bench and its two databases, kept between runs where that is asked for.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startPostgres } from '../../packages/gateway/src/sandbox/embedded-postgres.ts';

/** Where kept databases are, below the clone; git does not look at it. */
const KEPT = '.tarik-bench';

/** What is written into a table that is made or emptied by the same transaction needs no write-ahead log then. */
const LOADING = [
  ['wal_level', 'minimal'],
  ['max_wal_senders', '0'],
  ['autovacuum', 'off'],
] as const;

export interface Server {
  folder: string;
  /** The keys that open what is sealed in it. */
  masterKey: Buffer;
  indexKey: Buffer;
  /** Where a database of this name is; it is made when it is not there. */
  database(name: string): Promise<string>;
  /** Drops one. */
  drop(name: string): Promise<void>;
  /** Ends it, and starts it again with what durability costs, or without. */
  restart(durable: boolean): Promise<void>;
  close(): Promise<void>;
}

/** Starts the server without durability, and without a write-ahead log of what is loaded. */
export async function openServer(keep: boolean): Promise<Server> {
  const folder = keep ? path.resolve(KEPT) : mkdtempSync(path.join(os.tmpdir(), 'tarik-bench-'));
  mkdirSync(folder, { recursive: true });
  const forget = (): void => {
    if (!keep) rmSync(folder, { recursive: true, force: true });
  };
  // Whatever ends us: it may be many gigabytes.
  process.once('exit', forget);
  const secrets = readSecrets(path.join(folder, 'keys.json'));
  const start = (durable: boolean) =>
    startPostgres({ folder, password: secrets.password, durable });
  let postgres = await start(false);
  const restart = async (durable: boolean): Promise<void> => {
    for (const [name, value] of LOADING) {
      const change = durable ? `reset ${name}` : `set ${name} = ${value}`;
      await statement(postgres.url, `alter system ${change}`);
    }
    await postgres.stop();
    postgres = await start(durable);
  };
  await statement(postgres.url, `alter system set max_wal_size = '4GB'`);
  await restart(false);
  const urlOf = (name: string) => {
    const url = new URL(postgres.url);
    url.pathname = `/${name}`;
    return url.href;
  };
  return {
    folder,
    masterKey: Buffer.from(secrets.masterKey, 'base64'),
    indexKey: Buffer.from(secrets.indexKey, 'base64'),
    async database(name) {
      const client = new pg.Client({ connectionString: postgres.url });
      await client.connect();
      const found = await client.query('select 1 from pg_database where datname = $1', [name]);
      if (found.rowCount === 0) await client.query(`create database ${name}`);
      await client.end();
      return urlOf(name);
    },
    drop: (name) => statement(postgres.url, `drop database if exists ${name} with (force)`),
    restart,
    async close() {
      await postgres.stop();
      forget();
    },
  };
}

interface Secrets {
  password: string;
  masterKey: string;
  indexKey: string;
}

function readSecrets(file: string): Secrets {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  const draw = () => randomBytes(32).toString('base64');
  const secrets = {
    password: randomBytes(16).toString('hex'),
    masterKey: draw(),
    indexKey: draw(),
  };
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

async function statement(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
