// Brings a database to the shape that this code needs: numbered migrations, forward only, then the SQL functions that
// stand beside their nouns. Two versions may run on one database: what a function takes may change in number, or its name.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import type { Db } from './db.ts';

/** Where the SQL is read from; tests bring folders of their own. */
export interface SchemaFolders {
  /** `0001_name.sql` …: each is applied once and never edited afterwards. */
  migrations: string;
  /** Every `.sql` file below it defines functions, applied again whenever one of them changes. */
  definitions: string;
}

export const SCHEMA: SchemaFolders = {
  migrations: path.join(import.meta.dirname, '../../migrations'),
  definitions: path.join(import.meta.dirname, '..'),
};

export interface Migrated {
  /** Names of the migrations that were applied now. */
  applied: string[];
  /** Whether the functions were defined anew. */
  definitions: boolean;
}

/** The database and this code do not belong together; nothing was changed. */
export class MigrationRefused extends Error {
  override name = 'MigrationRefused';
}

interface SqlFile {
  name: string;
  text: string;
  checksum: string;
}

/** One number for all of us: whoever holds this lock migrates. */
const LOCK = 7_824_749_105;
const DEFINITIONS = 'definitions';

/** First line of a migration whose statements run one by one outside of a transaction. */
const CONCURRENTLY = '-- concurrently\n';

/**
 * Applies what is missing, each migration in a transaction of its own, while other processes wait; one that begins with
 * `-- concurrently` runs statement by statement, for what is done to tables that are being written to. Throws
 * {@link MigrationRefused} when the database has migrations that this code does not know, or when one that was applied
 * has been edited since. A migration that waits longer than 5 s for a table gives up instead of stopping traffic.
 */
export async function migrate(url: string, folders: SchemaFolders = SCHEMA): Promise<Migrated> {
  const client = new pg.Client({ connectionString: url, application_name: 'tarik migrate' });
  // A lost connection rejects the query under way; without a listener it would also end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await waitForTurn(client);
    await client.query(`set lock_timeout = '5s'`);
    await client.query(`create table if not exists schema_migrations (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`);
    const done = await readDone(client);
    const applied: string[] = [];
    for (const file of missingMigrations(folders, done)) {
      await applyMigration(client, file);
      applied.push(file.name);
    }
    return { applied, definitions: await applyDefinitions(client, folders, done) };
  } finally {
    await client.end();
  }
}

/** Gives the role that serves what it needs and no more, as the owner; see grants.sql. Throws when there is no such role. */
export async function grantApplication(db: Db, role: string): Promise<void> {
  await db.rows({
    name: 'grant-application',
    text: 'select grant_application($1)',
    values: [role],
  });
}

/**
 * How the database stands to this code: `behind` must be migrated before it can serve; `newer` has been migrated by a
 * later version and serves this one too.
 */
export async function schemaStanding(
  db: Db,
  folders: SchemaFolders = SCHEMA,
): Promise<'current' | 'behind' | 'newer'> {
  const [table] = await db.rows<{ found: boolean }>({
    name: 'schema-found',
    text: `select to_regclass('schema_migrations') is not null as found`,
    values: [],
  });
  if (table?.found !== true) return 'behind';
  const rows = await db.rows<{ name: string }>({
    name: 'schema-applied',
    text: 'select name from schema_migrations order by name',
    values: [],
  });
  const applied = new Set(rows.map((row) => row.name));
  const wanted = new Set([...readFolder(folders.migrations).map((file) => file.name), DEFINITIONS]);
  if ([...wanted].some((name) => !applied.has(name))) return 'behind';
  return [...applied].some((name) => !wanted.has(name)) ? 'newer' : 'current';
}

async function readDone(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from schema_migrations',
  );
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

function missingMigrations(
  folders: SchemaFolders,
  done: ReadonlyMap<string, string>,
): readonly SqlFile[] {
  const files = readFolder(folders.migrations);
  const known = new Set(files.map((file) => file.name));
  const unknown = [...done.keys()].filter((name) => name !== DEFINITIONS && !known.has(name));
  if (unknown.length > 0) {
    throw new MigrationRefused(
      `the database is newer than this code: it has ${unknown.toSorted().join(', ')}`,
    );
  }
  for (const file of files) {
    const checksum = done.get(file.name);
    if (checksum !== undefined && checksum !== file.checksum) {
      throw new MigrationRefused(
        `${file.name} was edited after it had been applied: add a new one`,
      );
    }
  }
  return files.filter((file) => !done.has(file.name));
}

/**
 * Waits in steps. Who waits within one statement holds a snapshot, and the one who migrates may be waiting for the end of
 * just those, while it makes an index.
 */
async function waitForTurn(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ ours: boolean }>(
      `select pg_try_advisory_lock(${LOCK}) as ours`,
    );
    if (rows[0]?.ours === true) return;
    await client.query('select pg_sleep(0.1)');
  }
}

async function applyMigration(client: pg.Client, file: SqlFile): Promise<void> {
  if (file.text.startsWith(CONCURRENTLY)) return await applyConcurrently(client, file);
  await inTransaction(client, file.name, async () => {
    await client.query(file.text);
    await remember(client, file.name, file.checksum);
  });
}

/** Runs each statement by itself: what was broken off goes on where it stopped, since every statement may be run again. */
async function applyConcurrently(client: pg.Client, file: SqlFile): Promise<void> {
  try {
    await dropUnfinishedIndexes(client, file);
    for (const statement of statementsOf(file.text)) {
      // It takes no lock that a writer waits for, so that it may wait for writers as long as they take.
      const isIndex = statement.startsWith('create index concurrently');
      await client.query(`set lock_timeout = '${isIndex ? '0' : '5s'}'`);
      await client.query(statement);
    }
    await client.query(`set lock_timeout = '5s'`);
    await remember(client, file.name, file.checksum);
  } catch (error) {
    throw notApplied(file.name, error);
  }
}

/** An index that was broken off is there and not in use: `if not exists` would pass it by. */
async function dropUnfinishedIndexes(client: pg.Client, { text }: SqlFile): Promise<void> {
  const ours = [...text.matchAll(/index concurrently if not exists (\w+)/g)].map(
    ([, name]) => name,
  );
  const { rows } = await client.query<{ name: string }>(
    `select i.indexrelid::regclass::text as name from pg_index i
       join pg_class c on c.oid = i.indexrelid
      where not i.indisvalid and c.relnamespace = current_schema()::regnamespace and c.relname = any($1)`,
    [ours],
  );
  for (const { name } of rows) await client.query(`drop index concurrently if exists ${name}`);
}

/** Semicolons between `$$` are within a block, which may commit by itself. */
function statementsOf(text: string): string[] {
  const statements = text.replaceAll(/--.*$/gm, '').match(/(?:\$\$[^]*?\$\$|[^;])+/g) ?? [];
  return statements.map((statement) => statement.trim()).filter((statement) => statement !== '');
}

async function applyDefinitions(
  client: pg.Client,
  folders: SchemaFolders,
  done: ReadonlyMap<string, string>,
): Promise<boolean> {
  const files = readDefinitions(folders.definitions);
  const checksum = sha256(files.map((file) => `${file.name} ${file.checksum}`).join('\n'));
  if (done.get(DEFINITIONS) === checksum) return false;
  await inTransaction(client, DEFINITIONS, async () => {
    // They name one another: all are defined unread, then all are read.
    await client.query('set local check_function_bodies = off');
    for (const file of files) await define(client, file);
    await client.query('set local check_function_bodies = on');
    for (const file of files) await client.query(file.text);
    await dropOverloads(client, files.flatMap(definedFunctions));
    await remember(client, DEFINITIONS, checksum);
  });
  return true;
}

/** Replaces in place, so that calls under way find it; what it takes or returns cannot be replaced, only made anew. */
async function define(client: pg.Client, file: SqlFile): Promise<void> {
  await client.query('savepoint before_definition');
  try {
    await client.query(file.text);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== '42P13') throw error;
    await client.query('rollback to before_definition');
    await dropFunctions(client, 'p.proname = any($1)', definedFunctions(file));
    await client.query(file.text);
  }
  await client.query('release before_definition');
}

/**
 * An older function with as many parameters as the new one would make calls ambiguous. One with another number stays:
 * processes of the version before may still call it.
 */
async function dropOverloads(client: pg.Client, names: readonly string[]): Promise<void> {
  const fresh = `xmin = pg_current_xact_id()::xid`;
  await dropFunctions(
    client,
    `p.proname = any($1) and not p.${fresh} and exists (
       select from pg_proc n where n.pronamespace = p.pronamespace and n.proname = p.proname
          and n.pronargs = p.pronargs and n.${fresh})`,
    names,
  );
}

async function dropFunctions(
  client: pg.Client,
  which: string,
  names: readonly string[],
): Promise<void> {
  const { rows } = await client.query<{ signature: string }>(
    `select p.oid::regprocedure::text as signature from pg_proc p
      where p.pronamespace = current_schema()::regnamespace and ${which}`,
    [names],
  );
  for (const { signature } of rows) await client.query(`drop function ${signature}`);
}

async function remember(client: pg.Client, name: string, checksum: string): Promise<void> {
  await client.query(
    `insert into schema_migrations (name, checksum) values ($1, $2)
     on conflict (name) do update set checksum = excluded.checksum, applied_at = now()`,
    [name, checksum],
  );
}

async function inTransaction(
  client: pg.Client,
  name: string,
  work: () => Promise<void>,
): Promise<void> {
  await client.query('begin');
  try {
    await work();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw notApplied(name, error);
  }
}

function notApplied(name: string, cause: unknown): Error {
  const why = cause instanceof Error ? cause.message : 'unknown';
  return new Error(`${name} was not applied: ${why}`, { cause });
}

/** The files of a folder by name; a name that is not `0001_word.sql` is a mistake. */
function readFolder(folder: string): SqlFile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
    .map((name) => {
      if (!/^\d{4}_[a-z0-9_]+\.sql$/.test(name)) throw new Error(`${name} is no migration's name`);
      return sqlFile(folder, name);
    });
}

function readDefinitions(folder: string): SqlFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
    .map((name) => sqlFile(folder, name));
}

function definedFunctions({ text }: SqlFile): string[] {
  return [...text.matchAll(/^create or replace function (\w+)/gm)].map(([, name]) => name ?? '');
}

function sqlFile(folder: string, name: string): SqlFile {
  const text = readFileSync(path.join(folder, name), 'utf8').replaceAll('\r\n', '\n');
  return { name, text, checksum: sha256(text) };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
