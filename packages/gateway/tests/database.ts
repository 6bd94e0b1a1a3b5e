// A database of its own for a test: a copy of the migrated template, made in some tens of milliseconds.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { openDb, type Db } from '../src/base/db.ts';

export interface FreshDatabase {
  url: string;
  /** Ends every connection to it and drops it. */
  drop(): Promise<void>;
}

/** A migrated database without rows; `empty` leaves the migrations out as well. */
export async function freshDatabase(empty?: 'empty'): Promise<FreshDatabase> {
  const server = inject('serverUrl');
  const name = `test_${randomBytes(8).toString('hex')}`;
  const from = empty === undefined ? inject('template') : 'template0';
  await statement(server, `create database ${name} template ${from} strategy wal_log`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => statement(server, `drop database if exists ${name} with (force)`),
  };
}

/** A pool on a database as the gateway would open it, with few connections. */
export function openTestDb(url: string, connections = 4): Db {
  return openDb({
    url,
    connections,
    statementTimeoutMs: 10_000,
    acquireTimeoutMs: 10_000,
    onError: () => undefined, // dropping the database ends idle connections
  });
}

/** Runs plain SQL, for what a test arranges or looks at beside the product's own statements. */
export async function sql<R extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<R[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<R>(text, values)).rows;
  } finally {
    await client.end();
  }
}

async function statement(url: string, text: string): Promise<void> {
  await sql(url, text);
}
