// `npm run bench -- backoffice`: loads a small and a large database, and measures the Back Office's API on both.
import { systemClock } from '../../packages/gateway/src/base/clock.ts';
import { openDb } from '../../packages/gateway/src/base/db.ts';
import { createSealer } from '../../packages/gateway/src/base/secrets.ts';
import { runChecks } from '../../packages/gateway/src/checks/check.ts';
import pg from 'pg';
import { startChild } from '../child.ts';
import { gatewayEnvironment } from '../stage.ts';
import { casesOf } from './cases.ts';
import { openServer, type Server } from './databases.ts';
import { measureLive } from './live.ts';
import { measureCases, type Figure } from './measure.ts';
import { addPeople } from './people.ts';
import { compare, printReport } from './report.ts';
import { takeSamples } from './samples.ts';
import { load, loadedBefore, type Load } from './load.ts';
import { readOptions } from './options.ts';

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Runs it with these arguments; the exit code says whether everything was fast enough. */
export async function runBackOffice(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  const server = await openServer(options.keep);
  try {
    for (const payments of [options.small, options.payments]) {
      const done = await prepare(server, payments);
      if (done !== null) {
        say(
          `loaded ${payments} payments in ${(done.rows + done.indexes + done.figures).toFixed(0)} s (rows ${done.rows}, ` +
            `indexes and statistics ${done.indexes}, figures ${done.figures}): ${done.gigabytes} GB`,
        );
      }
    }
    if (options.loadOnly) return await checkBooks(server, options.small);
    await server.restart(true);
    const sizes = [options.small, options.payments] as const;
    const figures: Figure[][] = [];
    for (const payments of sizes) figures.push(await measureOne(server, payments, options.answers));
    const compared = compare(figures[0] ?? [], figures[1] ?? []);
    printReport(compared, sizes, options.answers, options.json);
    if (compared.some(({ faults }) => faults.length > 0)) process.exitCode = 1;
  } finally {
    await server.close();
  }
}

/** Loads a database, unless a run before has; null then. */
async function prepare(server: Server, payments: number): Promise<Load | null> {
  const name = `payments_${payments}`;
  if ((await loadedBefore(await server.database(name))) === payments) return null;
  await server.drop(name);
  say(`loading ${payments} payments`);
  const sealer = createSealer([server.masterKey], server.indexKey);
  return await load(await server.database(name), payments, sealer, say);
}

/** Starts the gateway on one database, without its chores, and measures everything. */
async function measureOne(server: Server, payments: number, answers: number): Promise<Figure[]> {
  const url = await server.database(`payments_${payments}`);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await addPeople(client);
  const samples = await takeSamples(client, 'MCH-BENCH-1', server);
  await client.end();
  const gateway = await startChild(['bench/gateway.ts'], {
    ...gatewayEnvironment(url, server, 'http://127.0.0.1:9'),
    // What is due in a history that is made up must not be done while it is measured.
    TARIK_ROLE: 'api',
  });
  try {
    say(`measuring with ${payments} payments`);
    const figures = await measureCases(gateway.url, casesOf(samples), answers);
    return [...figures, await measureLive(gateway.url, url, answers)];
  } finally {
    await gateway.stop();
  }
}

/** Whether what was loaded could be a gateway's: its own checks look at all of the small database. */
async function checkBooks(server: Server, payments: number): Promise<void> {
  const db = openDb({
    url: await server.database(`payments_${payments}`),
    connections: 4,
    statementTimeoutMs: 60_000,
    acquireTimeoutMs: 10_000,
    onError: () => undefined,
  });
  const outcomes = await runChecks(db, systemClock(), { full: true });
  for (const { check, findings } of outcomes) {
    say(
      `  ${check}: ${findings.length} findings${findings.length === 0 ? '' : ` ${JSON.stringify(findings[0])}`}`,
    );
    if (findings.length > 0) process.exitCode = 1;
  }
  await db.close();
}
