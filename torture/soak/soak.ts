// The soak: steady load for minutes on gateway and worker processes, looked at all the while, and a verdict at the end on
// whether anything that should be steady has grown.
import { openFiles, residentBytes, type Child } from '../fuzz/child.ts';
import { startWorld, type World } from '../fuzz/world.ts';
import { startLoad } from './load.ts';
import { judgeSeries, seriesTable, type Judged, type Sample } from './series.ts';

export interface SoakOptions {
  /** At least half a minute. */
  minutes: number;
  seed: number;
  /** A migrated database without rows; a PostgreSQL of our own when absent. */
  databaseUrl?: string;
  /** Lanes of load; 8 when absent. */
  lanes?: number;
  /** Looks at everything; 80 when absent. */
  looks?: number;
  say?(words: string): void;
}

export interface SoakFigures {
  minutes: number;
  seed: number;
  samples: readonly Sample[];
  judged: readonly Judged[];
  done: Readonly<Record<string, number>>;
  notified: number;
  /** Answers that no merchant should get; at most 20 of them are kept. */
  wrong: readonly string[];
  /** Nothing has grown and nothing went wrong. */
  steady: boolean;
  table: string;
}

/** Runs the load and judges it. Throws when a part of the world does not start. */
export async function runSoak(options: SoakOptions): Promise<SoakFigures> {
  const { minutes, seed, lanes = 8, looks = 80, say = () => undefined } = options;
  say(`soak: ${minutes} min, seed ${seed}`);
  const world = await startWorld({
    worker: true,
    ...(options.databaseUrl === undefined ? {} : { databaseUrl: options.databaseUrl }),
  });
  try {
    const load = await startLoad(world, { seed, lanes, pauseMs: 100 });
    const samples: Sample[] = [];
    const everyMs = (minutes * 60_000) / looks;
    for (let n = 0; n < looks; n += 1) {
      await new Promise((resolve) => setTimeout(resolve, everyMs));
      const sample = await look(world);
      samples.push(sample);
      if (n % 10 === 9) say(`soak: ${n + 1}/${looks} ${JSON.stringify(sample)}`);
    }
    await load.stop();
    const judged = judgeSeries(samples);
    const table = seriesTable(judged);
    say(table);
    const { done, wrong } = load;
    const steady = wrong.length === 0 && judged.every(({ grows }) => !grows);
    const notified = world.notified();
    const heard = { wrong: wrong.slice(0, 20), notified };
    return { minutes, seed, samples, judged, done, ...heard, steady, table };
  } finally {
    await world.close();
  }
}

async function look(world: World): Promise<Sample> {
  const { gateway, worker } = world;
  const [connections] = await world.sql<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity
      where application_name = 'tarik' and datname = current_database()`,
  );
  // Overdue: what nobody has got to although its time has come.
  const [waiting] = await world.sql<{ n: number }>(
    `select count(*)::int as n from (
       select due_at, lease_until from payments union all
       select due_at, lease_until from refunds union all
       select due_at, lease_until from tokens union all
       select due_at, lease_until from notifications) d
      where due_at < now() and (lease_until is null or lease_until < now())`,
  );
  return {
    ...(await memoryOf('gateway', gateway)),
    ...(worker === null ? {} : await memoryOf('worker', worker)),
    'database connections': connections?.n ?? 0,
    'overdue and waiting': waiting?.n ?? 0,
  };
}

async function memoryOf(name: string, child: Child): Promise<Sample> {
  const { heapUsed, external } = await child.memory();
  return {
    [`${name} heap`]: heapUsed,
    [`${name} external`]: external,
    [`${name} rss`]: residentBytes(child.pid),
    [`${name} open files`]: openFiles(child.pid),
  };
}
