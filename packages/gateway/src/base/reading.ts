// The door for reading what people look at: a pool of its own, under a role that sees the named merchants alone.
import type pg from 'pg';
import { giveUp, openPool, whileOpen, type DbSettings, type Query } from './db.ts';
import { invariant } from './invariant.ts';
import { streamFrom, worded, type StreamSettings, type Streams } from './reading-stream.ts';

/** Reads within one scope. Every statement also names its merchants itself: this is the second wall. */
export interface Reading {
  /** One statement in a read-only transaction. Throws `database_unavailable` as {@link Db} does, `overloaded` when it takes too long. */
  rows<R>(query: Query): Promise<R[]>;
  /** Several statements in one snapshot. */
  together<T>(work: (reading: Pick<Reading, 'rows'>) => Promise<T>): Promise<T>;
  /**
   * A long result in batches from a cursor, without holding more than one batch in memory. Whoever stops reading ends
   * the transaction; whoever takes no batch for too long, or has not come to the end in time, loses it: `cutOff` is called
   * at once, and the next batch throws `overloaded`. It also throws that when too many are open.
   */
  stream<R>(query: Query, batch: number, cutOff?: () => void): AsyncIterable<R[]>;
}

export type ReadingSettings = DbSettings & StreamSettings;

export interface ReadingDoor {
  /** What only these merchants' rows are visible to; null for all. */
  of(merchantIds: readonly string[] | null): Reading;
  close(): Promise<void>;
}

/** The role of migration 0013; a connection of ours takes it before it can do anything. */
const SESSION = '-c timezone=UTC -c role=tarik_reader -c default_transaction_read_only=on';

/** The server gives a statement up by itself; only a line that has gone silent is waited for this much longer, ms. */
const SILENCE_MS = 2000;

/** Opens the door; a connection is made when somebody reads. */
export function openReading(settings: ReadingSettings): ReadingDoor {
  const pool = openPool(settings, {
    query_timeout: settings.statementTimeoutMs + SILENCE_MS,
    // Should this process hang, the server does by itself what the door does for who stands still.
    idle_in_transaction_session_timeout: settings.limits.stillMs + SILENCE_MS,
    application_name: 'tarik back office',
    options: SESSION,
  });
  // Streams are as slow as their readers: half of the connections stay for pages.
  const free = Math.max(1, Math.floor(settings.connections / 2));
  const streams: Streams = { ...settings, pool, free };
  return { of: (merchantIds) => readingOf(streams, merchantIds), close: () => pool.end() };
}

function readingOf(streams: Streams, merchantIds: readonly string[] | null): Reading {
  const { pool } = streams;
  const scope = scopeSql(merchantIds);
  return {
    rows: <R>(query: Query) =>
      inside(pool, `begin read only; ${scope}`, (client) => run<R>(client, query)),
    together: (work) =>
      inside(pool, `begin isolation level repeatable read read only; ${scope}`, (client) =>
        work({ rows: (query) => run(client, query) }),
      ),
    stream: (query, batch, cutOff) =>
      streamFrom(streams, `begin read only; ${scope}`, query, batch, cutOff),
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
    const client = await pool.connect();
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

async function run<R>(client: pg.PoolClient, query: Query): Promise<R[]> {
  const { name, text, values } = query;
  const result = await client.query({ name, text, values: [...values] });
  return result.rows as R[];
}
