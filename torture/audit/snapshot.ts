// Our database as it stood in one moment: a repeatable-read transaction that only reads, in pages.
import pg from 'pg';

const PAGE = 5_000;

export interface Snapshot {
  /** Calls `read` for every row of a query, in the query's order. */
  each<R>(text: string, read: (row: R) => void): Promise<void>;
  all<R>(text: string): Promise<R[]>;
}

/** What a snapshot reads with; a transaction of it must be open. */
export type Reader = Pick<pg.Client, 'query'>;

/** Runs `use` on a snapshot of a database. Integers of eight bytes come as text. */
export async function withSnapshot<T>(
  databaseUrl: string,
  use: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("set statement_timeout = 0; set timezone = 'UTC'");
    await client.query('begin transaction isolation level repeatable read read only');
    // The snapshot is taken by the first query, not by "begin".
    await client.query('select 1');
    return await use(snapshotOf(client));
  } finally {
    await client.end();
  }
}

/** What the open transaction of a connection sees. */
export function snapshotOf(client: Reader): Snapshot {
  async function each<R>(text: string, read: (row: R) => void): Promise<void> {
    await client.query(`declare audit no scroll cursor for ${text}`);
    for (;;) {
      const { rows } = await client.query<pg.QueryResultRow>(`fetch ${PAGE} from audit`);
      for (const row of rows) read(row as R);
      if (rows.length < PAGE) break;
    }
    await client.query('close audit');
  }
  return {
    each,
    async all<R>(text: string) {
      const found: R[] = [];
      await each<R>(text, (row) => found.push(row));
      return found;
    },
  };
}
