// The connection to PostgreSQL: pools, bigint on, what an error means, and whether a transaction is open.
import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import { invariant } from './invariant.ts';
import { Refusal } from './refusal.ts';

pg.types.setTypeParser(pg.types.builtins.INT8, BigInt);
// Sessions speak UTC (below), so that an instant always ends in +00; in the program it is epoch milliseconds.
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) =>
  Date.parse(text.replace(' ', 'T').replace(/\+00$/, 'Z')),
);

/** Epoch milliseconds as the database reads them. */
export function instant(ms: number): string;
export function instant(ms: number | null): string | null;
export function instant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

/** Turns rows into one array per column, in the order of `columns`: the parameters of an array function. */
export function pivot<I>(
  items: readonly I[],
  columns: readonly ((item: I) => unknown)[],
): unknown[][] {
  return columns.map((column) => items.map(column));
}

/** Makes something once per database: a coalescer must be shared by all callers of one database. */
export function perDb<D extends object, A extends unknown[], F>(
  make: (db: D, ...rest: A) => F,
): (db: D, ...rest: A) => F {
  const made = new WeakMap<D, F>();
  return (db, ...rest) => {
    let one = made.get(db);
    if (one === undefined) made.set(db, (one = make(db, ...rest)));
    return one;
  };
}

export interface Query {
  /** Statement name: it is prepared once per connection under this name; without one it is planned each time, for its values. */
  name: string;
  text: string;
  values: readonly unknown[];
}

export interface Db {
  /** Runs one statement as its own transaction. Throws `database_unavailable` when no answer could be had. */
  rows<R>(query: Query): Promise<R[]>;
  /** Runs several statements in one transaction on one connection; no bank or merchant may be called inside. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface Tx {
  rows<R>(query: Query): Promise<R[]>;
}

export interface DbSettings {
  url: string;
  connections: number;
  /** Milliseconds after which the server gives a statement up. */
  statementTimeoutMs: number;
  /** Milliseconds to wait for a free connection before the call is refused. */
  acquireTimeoutMs: number;
  onError(error: Error): void;
}

const openTransaction = new AsyncLocalStorage<true>();

/** Throws when called between begin and commit: no HTTP while a transaction is open. */
export function assertNoTransaction(): void {
  invariant(openTransaction.getStore() === undefined, 'no HTTP call while a transaction is open');
}

/** Runs what stands between begin and commit, so that {@link assertNoTransaction} sees it. */
export function whileOpen<T>(work: () => Promise<T>): Promise<T> {
  return openTransaction.run(true, work);
}

const SESSION = '-c timezone=UTC';

/** The server gives a statement up by itself; only a line that has gone silent is waited for this much longer, ms. */
const SILENCE_MS = 2_000;

/** Opens a pool. The pool reconnects by itself after the server has been away. */
export function openDb(settings: DbSettings): Db {
  const pool = openPool(settings, {
    query_timeout: settings.statementTimeoutMs + SILENCE_MS,
    idle_in_transaction_session_timeout: 10_000,
    application_name: 'tarik',
    options: SESSION,
  });
  return {
    async rows<R>(query: Query): Promise<R[]> {
      for (let tries = 0; ; tries += 1) {
        try {
          return await run<R>(pool, query);
        } catch (error) {
          // The pool has closed that connection; each of the others may be as old.
          if (tries < settings.connections && isPlannedForOld(error)) continue;
          throw translate(error);
        }
      }
    },
    async transaction(work) {
      try {
        const client = await pool.connect();
        let broken = false;
        try {
          return await whileOpen(() => inTransaction(client, work));
        } catch (error) {
          broken = isAway(error) || isPlannedForOld(error);
          throw error;
        } finally {
          client.release(broken);
        }
      } catch (error) {
        throw translate(error);
      }
    },
    close: () => pool.end(),
  };
}

/**
 * A pool whose connections may be lost at any moment: one that is, while nobody waits for its answer, ends no process. That is
 * so from its first moment on, also in the one in which it goes from hand to hand.
 */
export function openPool(settings: DbSettings, more: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    connectionString: settings.url,
    max: settings.connections,
    connectionTimeoutMillis: settings.acquireTimeoutMs,
    statement_timeout: settings.statementTimeoutMs,
    keepAlive: true,
    ...more,
  });
  pool.on('error', settings.onError);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return pool;
}

/** Ends a transaction without effect; true when the connection must not be used again. */
export async function giveUp(client: pg.PoolClient, error: unknown): Promise<boolean> {
  if (isAway(error) || isPlannedForOld(error)) return true;
  return await client.query('rollback').then(
    () => false,
    () => true,
  );
}

async function inTransaction<T>(client: pg.PoolClient, work: (tx: Tx) => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const result = await work({ rows: (query) => run(client, query) });
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function run<R>(on: pg.Pool | pg.PoolClient, query: Query): Promise<R[]> {
  const result = await on.query({ name: query.name, text: query.text, values: [...query.values] });
  return result.rows as R[];
}

/** SQLSTATE of a server error, or undefined. Constraint and table names are never looked at (they differ by engine). */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

/** True for the two errors after which a whole transaction may simply be tried again. */
export function isRetryable(error: unknown): boolean {
  const state = sqlState(error);
  return state === '40001' || state === '40P01';
}

/**
 * True when a statement was prepared before its table got another column: a later version has migrated while we run. It was
 * not begun, and a new connection prepares it anew.
 */
export function isPlannedForOld(error: unknown): boolean {
  return sqlState(error) === '0A000';
}

/** The error as the rooms above know it: a database that cannot be reached is a refusal. */
export function translate(error: unknown): unknown {
  if (error instanceof Refusal) return error;
  return isAway(error) ? new Refusal('database_unavailable', { retryAfterSeconds: 2 }) : error;
}

/** True when no answer could be had; the connection is then worth nothing any more. */
export function isAway(error: unknown): boolean {
  const state = sqlState(error);
  return state === undefined ? isConnectionError(error) : /^(08|53|57P|25006)/.test(state);
}

const AWAY =
  /ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT|ENOENT|timeout exceeded|Query read timeout|Connection terminated|not queryable|Connection ended/;

function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return AWAY.test(`${typeof code === 'string' ? code : ''} ${error.message}`);
}
