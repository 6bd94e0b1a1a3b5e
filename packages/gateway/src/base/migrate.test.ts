import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, openTestDb, sql, type FreshDatabase } from '../../tests/database.ts';
import type { Db } from './db.ts';
import { migrate, schemaStanding, type SchemaFolders } from './migrate.ts';

let root: string;
let folders: SchemaFolders;
let database: FreshDatabase;
let db: Db;

beforeAll(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'tarik-migrate-'));
});

beforeEach(async () => {
  const at = fs.mkdtempSync(path.join(root, 'run-'));
  folders = { migrations: path.join(at, 'migrations'), definitions: path.join(at, 'src') };
  write('migrations/0001_cows.sql', 'create table cows (name text primary key);');
  write('src/cows/count.sql', countReturning('bigint', 'select count(*) from cows'));
  database = await freshDatabase('empty');
  db = openTestDb(database.url);
  return async () => {
    await db.close();
    await database.drop();
  };
});

afterAll(() => fs.rmSync(root, { recursive: true }));

describe('migrating', () => {
  test('makes a fresh database whole, and finds nothing to do the second time', async () => {
    expect(await schemaStanding(db, folders)).toBe('behind');
    expect(await migrate(database.url, folders)).toEqual({
      applied: ['0001_cows.sql'],
      definitions: true,
    });
    expect(await sql(database.url, 'select count_cows()')).toEqual([{ count_cows: 0n }]);
    expect(await migrate(database.url, folders)).toEqual({ applied: [], definitions: false });
    expect(await schemaStanding(db, folders)).toBe('current');
  });

  test('applies a new migration after those that were there', async () => {
    await migrate(database.url, folders);
    write('migrations/0002_bells.sql', 'alter table cows add bell text;');
    expect(await schemaStanding(db, folders)).toBe('behind');
    expect(await migrate(database.url, folders)).toEqual({
      applied: ['0002_bells.sql'],
      definitions: false,
    });
  });

  test('refuses a database that a later version has migrated, which still serves', async () => {
    write('migrations/0002_bells.sql', 'alter table cows add bell text;');
    await migrate(database.url, folders);
    fs.rmSync(path.join(folders.migrations, '0002_bells.sql'));
    await expect(migrate(database.url, folders)).rejects.toThrow(
      /newer than this code.*0002_bells/,
    );
    expect(await schemaStanding(db, folders)).toBe('newer');
  });

  test('refuses a migration that was edited after it had been applied', async () => {
    await migrate(database.url, folders);
    write('migrations/0001_cows.sql', 'create table cows (name text primary key, age int);');
    await expect(migrate(database.url, folders)).rejects.toThrow(/0001_cows\.sql was edited/);
  });

  test('defines functions anew when one changes, even in what it returns', async () => {
    await migrate(database.url, folders);
    write('src/cows/count.sql', countReturning('text', `select 'many'`));
    expect(await migrate(database.url, folders)).toEqual({ applied: [], definitions: true });
    expect(await sql(database.url, 'select count_cows()')).toEqual([{ count_cows: 'many' }]);
  });

  test('leaves the function of the version before, unless calls would be ambiguous', async () => {
    const taking = (parameters: string) =>
      countReturning('text', `select '(${parameters})'`).replace('()', `(${parameters})`);
    await migrate(database.url, folders);
    write('src/cows/count.sql', taking('breed text'));
    await migrate(database.url, folders);
    expect(await sql(database.url, `select count_cows() as old, count_cows('x') as new`)).toEqual([
      { old: 0n, new: '(breed text)' },
    ]);
    write('src/cows/count.sql', taking('age bigint'));
    await migrate(database.url, folders);
    expect(await sql(database.url, `select count_cows('3') as new`)).toEqual([
      { new: '(age bigint)' },
    ]);
  });

  test('defines functions that name one another whatever their order', async () => {
    write('src/a.sql', countReturning('bigint', 'select count_cows()').replace('count_', 'sum_'));
    await migrate(database.url, folders);
    expect(await sql(database.url, 'select sum_cows()')).toEqual([{ sum_cows: 0n }]);
  });

  test('takes a failed migration back whole, and names it', async () => {
    write('migrations/0002_broken.sql', 'create table barns (name text); select no_such_thing();');
    await expect(migrate(database.url, folders)).rejects.toThrow(
      /0002_broken\.sql was not applied/,
    );
    expect(await sql(database.url, `select to_regclass('barns') as barns`)).toEqual([
      { barns: null },
    ]);
    expect(await sql(database.url, 'select name from schema_migrations')).toEqual([
      { name: '0001_cows.sql' },
    ]);
  });

  test('takes functions back whole when one of them names what does not exist', async () => {
    await migrate(database.url, folders);
    write('src/cows/count.sql', countReturning('bigint', 'select count(*) from horses'));
    await expect(migrate(database.url, folders)).rejects.toThrow(/definitions was not applied/);
    expect(await sql(database.url, 'select count_cows()')).toEqual([{ count_cows: 0n }]);
  });

  test('is done once when several processes begin at the same time', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => migrate(database.url, folders)));
    expect(runs.flatMap((run) => run.applied)).toEqual(['0001_cows.sql']);
  });
});

function countReturning(type: string, body: string): string {
  return `create or replace function count_cows() returns ${type} language sql as $$ ${body} $$;`;
}

function write(file: string, text: string): void {
  const at = path.join(path.dirname(folders.migrations), file);
  fs.mkdirSync(path.dirname(at), { recursive: true });
  fs.writeFileSync(at, text);
}

describe('a migration that runs statement by statement', () => {
  const CONCURRENT = `-- concurrently
    alter table cows add column if not exists bell text; -- a comment; with a semicolon
    create index concurrently if not exists cows_by_bell on cows (bell);`;

  test('makes an index while others wait for their turn and writers go on', async () => {
    await migrate(database.url, folders);
    write('migrations/0002_bells.sql', CONCURRENT);
    const runs = await Promise.all([1, 2, 3].map(() => migrate(database.url, folders)));
    expect(runs.flatMap((run) => run.applied)).toEqual(['0002_bells.sql']);
    expect(await indexes()).toEqual([{ name: 'cows_by_bell', valid: true }]);
  });

  test('goes on where it was broken off, and makes a half-made index anew', async () => {
    await sql(database.url, `create table cows (name text)`);
    await sql(database.url, `insert into cows values ('Berta'), ('Berta')`);
    write('migrations/0001_cows.sql', 'select 1;');
    write(
      'migrations/0002_bells.sql',
      `-- concurrently\ncreate unique index concurrently if not exists cows_by_name on cows (name);`,
    );
    await expect(migrate(database.url, folders)).rejects.toThrow(/0002_bells\.sql was not applied/);
    expect(await indexes()).toEqual([{ name: 'cows_by_name', valid: false }]);
    await sql(database.url, `delete from cows`);
    expect((await migrate(database.url, folders)).applied).toEqual(['0002_bells.sql']);
    expect(await indexes()).toEqual([{ name: 'cows_by_name', valid: true }]);
  });

  function indexes() {
    return sql(
      database.url,
      `select c.relname as name, i.indisvalid as valid from pg_index i join pg_class c on c.oid = i.indexrelid
        where c.relname like 'cows_by%'`,
    );
  }
});
