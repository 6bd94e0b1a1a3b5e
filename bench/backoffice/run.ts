// `npm run bench -- backoffice`: loads a small and a large database, and measures the Back Office's API on both.
import { systemClock } from '../../packages/gateway/src/base/clock.ts';
import { openDb } from '../../packages/gateway/src/base/db.ts';
import { createSealer } from '../../packages/gateway/src/base/secrets.ts';
import { runChecks } from '../../packages/gateway/src/checks/check.ts';
import { openServer, type Server } from './databases.ts';
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
    if (options.loadOnly) await checkBooks(server, options.small);
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
