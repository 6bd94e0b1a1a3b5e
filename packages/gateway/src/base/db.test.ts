// What a database that is there, gone or silent means to a call.
import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../tests/database.ts';
import { assertNoTransaction, openDb, openPool, type Db, type DbSettings } from './db.ts';
import { Refusal } from './refusal.ts';

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database.drop());

const one = { name: 'one', text: 'select 1 as one', values: [] };

function open(url: string): Db {
  return openDb(settingsOf(url));
}

function settingsOf(url: string): DbSettings {
  return {
    url,
    connections: 1,
    statementTimeoutMs: 300,
    acquireTimeoutMs: 2_000,
    onError: () => undefined,
  };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'fine';
  } catch (error) {
    return error instanceof Refusal ? error.code : `not a refusal: ${String(error)}`;
  }
}

/** A line to the server that can go silent: it stays open and carries nothing any more. */
async function silentLine() {
  const target = new URL(database.url);
  const sockets: Socket[] = [];
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    near.pipe(far).pipe(near);
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
    sockets.push(near, far);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(database.url);
  url.port = `${(server.address() as AddressInfo).port}`;
  return {
    url: url.href,
    goSilent: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    cut: () => {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

test.each([
  ['a statement', (db: Db) => db.rows(one)],
  ['a transaction', (db: Db) => db.transaction((tx) => tx.rows(one))],
])(
  'a line that goes silent ends %s as unavailable, and the next one gets a new line',
  async (_what, run) => {
    const line = await silentLine();
    const db = open(line.url);
    expect(await codeOf(run(db))).toBe('fine');
    line.goSilent();
    expect(await codeOf(run(db))).toBe('database_unavailable');
    expect(await codeOf(run(db))).toBe('fine');
    line.close();
    await db.close();
  },
);

test('a line that is cut inside a transaction, between two statements, ends the call and not the process', async () => {
  const line = await silentLine();
  const db = open(line.url);
  const cut = db.transaction(async (tx) => {
    await tx.rows(one);
    line.cut();
    // Long enough for the driver to notice while nobody waits for an answer.
    await new Promise((resolve) => setTimeout(resolve, 50));
    return await tx.rows(one);
  });
  expect(await codeOf(cut)).toBe('database_unavailable');
  expect(await codeOf(db.rows(one))).toBe('fine');
  line.close();
  await db.close();
});

test('a line may be cut in the very moment in which it goes from one hand to the next', async () => {
  const pool = openPool(settingsOf(database.url), {});
  const listeners = () =>
    new Promise<number>((resolve, reject) => {
      pool.connect((error, client, release) => {
        if (error !== undefined) return reject(error);
        // At once, before anybody who has asked for it has it.
        resolve(client?.listenerCount('error') ?? 0);
        release();
      });
    });
  expect(await listeners()).toBeGreaterThan(0);
  expect(await Promise.all([listeners(), listeners()])).toEqual([1, 1]);
  await pool.end();
});

test('a server that is not there is unavailable', async () => {
  const db = open('postgres://nobody:x@127.0.0.1:1/none');
  expect(await codeOf(db.rows(one))).toBe('database_unavailable');
  await db.close();
});

test('a transaction knows that it is open, and what it did goes with its error', async () => {
  const db = open(database.url);
  const insert = {
    name: 'insert',
    text: `insert into sandbox_clock (offset_ms) values (1)`,
    values: [],
  };
  const doomed = db.transaction(async (tx) => {
    await tx.rows(insert);
    assertNoTransaction();
  });
  await expect(doomed).rejects.toThrow('no HTTP call while a transaction is open');
  expect(await db.rows({ name: 'look', text: 'select 1 from sandbox_clock', values: [] })).toEqual(
    [],
  );
  await db.close();
});

test('a table that gets a column while we run is no error of any call', async () => {
  const all = { name: 'all-of-it', text: 'select g.* from growing g', values: [] };
  const [old, owner] = [
    openDb({ ...settingsOf(database.url), connections: 3 }),
    open(database.url),
  ];
  await owner.rows({ name: '', text: 'create table growing as select 1 as a', values: [] });
  await Promise.all([1, 2, 3].map(() => old.rows(all)));
  await owner.rows({ name: '', text: 'alter table growing add column b int', values: [] });
  expect(await old.rows(all)).toEqual([{ a: 1, b: null }]);
  expect(await old.transaction((tx) => tx.rows(all))).toEqual([{ a: 1, b: null }]);
  await owner.rows({ name: '', text: 'alter table growing add column c int', values: [] });
  await expect(old.transaction((tx) => tx.rows(all))).rejects.toThrow('cached plan');
  expect(await old.transaction((tx) => tx.rows(all))).toEqual([{ a: 1, b: null, c: null }]);
  await Promise.all([old.close(), owner.close()]);
});
