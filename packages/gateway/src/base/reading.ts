// The door for reading what people look at: a pool of its own, under a role that sees the named merchants alone.
import pg from 'pg';
import {
  isAway,
  isPlannedForOld,
  sqlState,
  take,
  translate,
  whileOpen,
  type DbSettings,
  type Query,
} from './db.ts';
import { invariant } from './invariant.ts';
import { Refusal } from './refusal.ts';

/** Reads within one scope. Every statement also names its merchants itself: this is the second wall. */
export interface Reading {
  /** One statement in a read-only transaction. Throws `database_unavailable` as {@link Db} does, `overloaded` when it takes too long. */
  rows<R>(query: Query): Promise<R[]>;
  /** Several statements in one snapshot. */
  together<T>(work: (reading: Pick<Reading, 'rows'>) => Promise<T>): Promise<T>;
  /**
   * A long result in batches from a cursor, without holding more than one batch in memory. Whoever stops reading ends
   * the transaction; whoever takes no batch for half a minute loses it. Throws `overloaded` when too many are open.
   */
  stream<R>(query: Query, batch: number): AsyncIterable<R[]>;
}

export interface ReadingDoor {
  /** What only these merchants' rows are visible to; null for all. */
  of(merchantIds: readonly string[] | null): Reading;
  close(): Promise<void>;
}

/** The role of migration 0013; a connection of ours takes it before it can do anything. */
const SESSION = '-c timezone=UTC -c role=tarik_reader -c default_transaction_read_only=on';

/** The server gives a statement up by itself; only a line that has gone silent is waited for this much longer, ms. */
const SILENCE_MS = 2000;
/** For a reader of a stream who takes no batch, ms. */
const IDLE_MS = 30_000;

/** Opens the door; a connection is made when somebody reads. */
export function openReading(settings: DbSettings): ReadingDoor {
  const pool = new pg.Pool({
    connectionString: settings.url,
    max: settings.connections,
    connectionTimeoutMillis: settings.acquireTimeoutMs,
    statement_timeout: settings.statementTimeoutMs,
    query_timeout: settings.statementTimeoutMs + SILENCE_MS,
    idle_in_transaction_session_timeout: IDLE_MS,
    application_name: 'tarik back office',
    options: SESSION,
    keepAlive: true,
  });
  pool.on('error', settings.onError);
  // Streams are as slow as their readers: half of the connections stay for pages.
  const slots = { free: Math.max(1, Math.floor(settings.connections / 2)) };
  return { of: (merchantIds) => readingOf(pool, merchantIds, slots), close: () => pool.end() };
}

function readingOf(
  pool: pg.Pool,
  merchantIds: readonly string[] | null,
  slots: { free: number },
): Reading {
  const scope = scopeSql(merchantIds);
  return {
    rows: <R>(query: Query) =>
      inside(pool, `begin read only; ${scope}`, (client) => run<R>(client, query)),
    together: (work) =>
      inside(pool, `begin isolation level repeatable read read only; ${scope}`, (client) =>
        work({ rows: (query) => run(client, query) }),
      ),
    stream: (query, batch) => stream(pool, `begin read only; ${scope}`, slots, query, batch),
  };
}

/** The setting that the policies read, for one transaction. Ids stand in the text, so they are looked at first. */
function scopeSql(merchantIds: readonly string[] | null): string {
  for (const id of merchantIds ?? [])
    invariant(/^[0-9a-f-]{36}$/i.test(id), 'a merchant id is a uuid');
  return (
    `set local tarik.merchants = '{${(merchantIds ?? []).join(',')}}'; ` +
    `set local tarik.every_merchant = '${merchantIds === null ? 'on' : 'off'}'`
  );
}

async function inside<T>(
  pool: pg.Pool,
  begin: string,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  try {
    const client = await take(pool);
    let broken = false;
    try {
      await client.query(begin);
      const result = await whileOpen(() => work(client));
      await client.query('commit');
      return result;
    } catch (error) {
      broken = await giveUp(client, error);
      throw error;
    } finally {
      client.release(broken);
    }
  } catch (error) {
    throw worded(error);
  }
}

async function* stream<R>(
  pool: pg.Pool,
  begin: string,
  slots: { free: number },
  query: Query,
  batch: number,
): AsyncGenerator<R[], void, undefined> {
  if (slots.free === 0) throw new Refusal('overloaded', { retryAfterSeconds: 10 });
  slots.free -= 1;
  try {
    const client = await take(pool);
    let failure: unknown;
    try {
      await client.query(begin);
      await client.query(`declare result no scroll cursor for ${query.text}`, [...query.values]);
      for (let full = true; full;) {
        const { rows } = await client.query(`fetch forward ${batch} from result`);
        full = rows.length === batch;
        if (rows.length > 0) yield rows as R[];
      }
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      // Also when the reader has gone away: the generator is then ended at its `yield`.
      client.release(await giveUp(client, failure));
    }
  } catch (error) {
    throw worded(error);
  } finally {
    slots.free += 1;
  }
}

/** Ends the transaction; true when the connection must not be used again. */
async function giveUp(client: pg.PoolClient, error: unknown): Promise<boolean> {
  if (isAway(error) || isPlannedForOld(error)) return true;
  return await client.query('rollback').then(
    () => false,
    () => true,
  );
}

async function run<R>(client: pg.PoolClient, query: Query): Promise<R[]> {
  const { name, text, values } = query;
  const result = await client.query({ name, text, values: [...values] });
  return result.rows as R[];
}

/** A statement that took too long is no bug: there is too much to do, or too much was asked for. One that writes is. */
function worded(error: unknown): unknown {
  const state = sqlState(error);
  if (state === '25006') return error;
  return state === '57014' || state === '25P03'
    ? new Refusal('overloaded', { retryAfterSeconds: 5 })
    : translate(error);
}
