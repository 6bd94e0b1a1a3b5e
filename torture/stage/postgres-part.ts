// PostgreSQL as a part: a durable cluster of the stage's own, killed with all its children and started again on its
// folder and port.
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { startPostgres } from '../../packages/gateway/src/sandbox/embedded-postgres.ts';
import { clusterFolder } from '../../packages/gateway/src/sandbox/postgres/places.ts';
import { childrenOf, isGone, signalAll } from './processes.ts';
import type { Running } from './part.ts';

export interface Cluster {
  folder: string;
  port: number;
  password: string;
}

/** Starts the cluster, or starts it again; makes it first where there is none. */
export async function launchPostgres(cluster: Cluster, signal: AbortSignal): Promise<Running> {
  signal.throwIfAborted();
  const postgres = await startPostgres({ ...cluster, durable: true });
  const family = (): number[] => [postgres.pid, ...childrenOf(postgres.pid)];
  let killed: number[] = [];
  const running: Running = {
    pid: postgres.pid,
    gone: postgres.ended.then(async () => {
      // A server that starts while a child of the last one lives refuses to.
      while (!killed.every(isGone)) await delay(2);
      return fs.readFileSync(postgres.logFile, 'utf8').slice(-2000);
    }),
    kill() {
      // Stopped first, so that it forks nobody while its children are counted.
      signalAll([postgres.pid], 'SIGSTOP');
      killed = family();
      signalAll(killed.toReversed(), 'SIGKILL');
    },
    freeze: () => signalAll(family(), 'SIGSTOP'),
    thaw: () => signalAll(family().toReversed(), 'SIGCONT'),
    stop: () => signalAll([postgres.pid], 'SIGINT'),
  };
  if (signal.aborted) {
    running.kill();
    await running.gone;
    signal.throwIfAborted();
  }
  return running;
}

/** Throws unless the server behind the URL is this very cluster: another's tables must not be touched. */
export async function assertOwn(cluster: Cluster, url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    const own = fs.realpathSync(clusterFolder(path.resolve(cluster.folder)));
    const found = rows[0]?.data_directory;
    if (found !== own) throw new Error(`the database at our port is a stranger's: ${found}`);
  } finally {
    await client.end();
  }
}
