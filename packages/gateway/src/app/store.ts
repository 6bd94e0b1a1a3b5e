// What the database server says about itself: whether it keeps what it has promised.
import type { Db } from '../base/db.ts';
import type { Reading } from '../base/reading.ts';

export interface ServerFacts {
  version: number;
  fsync: string;
  full_page_writes: string;
  synchronous_commit: string;
  data_checksums: string;
  superuser: boolean;
  /** The server's clock, epoch ms. */
  now: number;
}

/** Reads the settings that decide whether a commit lasts, as they hold in our own sessions. */
export async function readServerFacts(db: Db): Promise<ServerFacts> {
  const [row] = await db.rows<ServerFacts>({
    name: 'server-facts',
    text: `select current_setting('server_version_num')::int as version,
                  current_setting('fsync') as fsync,
                  current_setting('full_page_writes') as full_page_writes,
                  current_setting('synchronous_commit') as synchronous_commit,
                  current_setting('data_checksums') as data_checksums,
                  (select r.rolsuper from pg_roles r where r.rolname = current_user) as superuser,
                  clock_timestamp() as now`,
    values: [],
  });
  if (row === undefined) throw new Error('the server always has settings');
  return row;
}

/** The role in which the Back Office reads, as the server knows it. */
export async function readReaderRole(reading: Reading): Promise<string | undefined> {
  const [row] = await reading.rows<{ role: string }>({
    name: 'reader-role',
    text: 'select current_user as role',
    values: [],
  });
  return row?.role;
}

/** The server's clock, epoch ms. */
export async function readServerTime(db: Db): Promise<number> {
  const [row] = await db.rows<{ now: number }>({
    name: 'server-time',
    text: 'select clock_timestamp() as now',
    values: [],
  });
  if (row === undefined) throw new Error('the server always knows the time');
  return row.now;
}
