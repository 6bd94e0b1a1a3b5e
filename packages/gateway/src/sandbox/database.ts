// The sandbox's database: an embedded PostgreSQL that is started again when it dies, or one that DATABASE_URL names;
// migrated, and with the three merchants and their people in it.
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { systemClock } from '../base/clock.ts';
import { openDb } from '../base/db.ts';
import { migrate } from '../base/migrate.ts';
import { systemRandom } from '../base/random.ts';
import { createSealer } from '../base/secrets.ts';
import { NotDone } from '../merchants/not-done.ts';
import { startPostgres, type PostgresSettings, type RunningPostgres } from './embedded-postgres.ts';
import type { SandboxKeys } from './keys.ts';
import { seedBankAccounts } from './bank-accounts.ts';
import { seedMerchants } from './merchants.ts';
import { seedPeople } from './people.ts';

export interface SandboxDatabase {
  url: string;
  /** The process of the database, where it is ours. */
  pid(): number | undefined;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  folder: string;
  keys: SandboxKeys;
  env: Readonly<Record<string, string | undefined>>;
  /** Base URL of the shop; null where there is none. */
  shop: string | null;
  note(words: string): void;
  fail(error: Error): void;
}

/** Opens the database, migrates it and seeds it. */
export async function openDatabase(options: DatabaseOptions): Promise<SandboxDatabase> {
  const given = options.env['DATABASE_URL'];
  const database = given ? theirs(given) : await embedded(options);
  try {
    await migrate(database.url);
    await seed(options, database.url);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

function theirs(url: string): SandboxDatabase {
  return { url, pid: () => undefined, close: async () => undefined };
}

async function embedded({ folder, keys, note, fail }: DatabaseOptions): Promise<SandboxDatabase> {
  const settings: PostgresSettings = { folder, password: keys.databasePassword };
  let running = await startPostgres(settings);
  let closing = false;
  const port = Number(new URL(running.url).port);
  void keepAlive(running);

  async function keepAlive(first: RunningPostgres): Promise<void> {
    for (let one = first; ; one = running) {
      await one.ended;
      if (closing) return;
      note('the database ended and is started again');
      try {
        running = await startPostgres({ ...settings, port });
      } catch (error) {
        fail(error as Error);
        return;
      }
      if (closing) await running.stop();
    }
  }

  const close = async (): Promise<void> => {
    closing = true;
    await running.stop();
  };
  try {
    return { url: await ownDatabase(running.url), pid: () => running.pid, close };
  } catch (error) {
    await close();
    const { code } = error as { code?: string };
    if (code !== '28P01') throw error;
    throw new NotDone(`${folder} holds a database of other keys: begin anew with --fresh`);
  }
}

/** A database of our own beside the server's. */
async function ownDatabase(serverUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query(`select from pg_database where datname = 'tarik'`);
    if (rowCount === 0) await client.query('create database tarik');
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = '/tarik';
  return url.href;
}

async function seed({ folder, keys, shop }: DatabaseOptions, url: string): Promise<void> {
  const db = openDb({
    url,
    connections: 2,
    statementTimeoutMs: 10_000,
    acquireTimeoutMs: 10_000,
    onError: () => undefined,
  });
  const notifyUrl = shop === null ? null : `${shop}/notifications`;
  const note = path.join(folder, 'notifies');
  const former = (fs.existsSync(note) && fs.readFileSync(note, 'utf8').trim()) || null;
  const sealer = createSealer(
    [Buffer.from(keys.masterKey, 'base64')],
    Buffer.from(keys.indexKey, 'base64'),
  );
  try {
    const doors = { db, clock: systemClock(), random: systemRandom(), sealer };
    await seedMerchants(doors, notifyUrl, former);
    await seedBankAccounts(doors);
    await seedPeople(doors);
  } finally {
    await db.close();
  }
  fs.writeFileSync(note, `${notifyUrl ?? ''}\n`);
}
