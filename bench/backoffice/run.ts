// `npm run bench -- backoffice`: loads a small and a large database, and measures the Back Office's API and its page on both.
import { systemClock } from '../../packages/gateway/src/base/clock.ts';
import { openDb } from '../../packages/gateway/src/base/db.ts';
import { createSealer } from '../../packages/gateway/src/base/secrets.ts';
import { runChecks } from '../../packages/gateway/src/checks/check.ts';
import { CHECKS } from '../../packages/gateway/src/checks/catalogue.ts';
import pg from 'pg';
import { startChild, type Child } from '../child.ts';
import { gatewayEnvironment } from '../stage.ts';
import { casesOf } from './cases.ts';
import { uncovered } from './covered.ts';
import { openServer, type Server } from './databases.ts';
import { LIVE_LIMITS, measureLive } from './live.ts';
import { measureCases, type Pair, type Side } from './measure.ts';
import { measurePages } from './page.ts';
import { addPeople } from './people.ts';
import { judge, printReport } from './report.ts';
import { checkRoom } from './room.ts';
import { takeSamples } from './samples.ts';
import { load, loadedBefore, type Load } from './load.ts';
import { readOptions, type Options } from './options.ts';

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Runs it with these arguments; the exit code says whether everything was fast enough. */
export async function runBackOffice(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  const server = await openServer(options.keep);
  // A half-loaded database of many gigabytes must not stay because somebody has lost patience.
  // A second signal must not cut the tidying short: some send one to each process and one to their group.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void server.close().then(() => process.exit(130)));
  }
  try {
    await prepareAll(server, options);
    if (options.loadOnly) return await checkBooks(server, options.small);
    await server.restart(true);
    const judged = (await measureAll(server, options)).map(judge);
    printReport(judged, [options.small, options.payments], options.answers, options.json);
    if (judged.some(({ faults }) => faults.length > 0)) process.exitCode = 1;
  } finally {
    await server.close();
  }
}

const nameOf = (payments: number): string => `payments_${payments}`;

/** Loads what no run before has loaded. */
async function prepareAll(server: Server, { small, payments }: Options): Promise<void> {
  const missing: number[] = [];
  for (const size of [small, payments]) {
    if ((await loadedBefore(await server.database(nameOf(size)))) !== size) missing.push(size);
  }
  for (const size of missing) await server.drop(nameOf(size));
  const total = missing.reduce((sum, size) => sum + size, 0);
  if (total > 0) checkRoom(server.folder, total, say);
  for (const size of missing) {
    const done = await prepare(server, size);
    say(
      `loaded ${size} payments in ${(done.rows + done.indexes + done.figures).toFixed(0)} s (rows ${done.rows}, ` +
        `indexes and statistics ${done.indexes}, figures ${done.figures}): ${done.gigabytes} GB`,
    );
  }
}

async function prepare(server: Server, payments: number): Promise<Load> {
  say(`loading ${payments} payments`);
  const sealer = createSealer([server.masterKey], server.indexKey);
  return await load(await server.database(nameOf(payments)), payments, sealer, say);
}

/** Starts a gateway on each database and measures everything on both in turn. */
async function measureAll(server: Server, options: Options): Promise<Pair[]> {
  const gateways: Child[] = [];
  try {
    const open = async (payments: number): Promise<Side & { url: string }> => {
      const url = await server.database(nameOf(payments));
      const cases = await makeReady(url, server);
      const gateway = await startGateway(url, server);
      gateways.push(gateway);
      return { url, origin: gateway.url, cases };
    };
    const few = await open(options.small);
    const many = await open(options.payments);
    say(`measuring with ${options.small} and with ${options.payments} payments: the API`);
    const pairs = await measureCases([few, many], {
      answers: options.answers,
      isSlow: (pair) => judge(pair).faults.length > 0,
      say,
    });
    say('measuring how long a change takes to be told');
    const sealer = createSealer([server.masterKey], server.indexKey);
    pairs.push({
      name: 'live: from the commit to the event',
      limits: LIVE_LIMITS,
      small: await measureLive(few.origin, few.url, sealer),
      large: await measureLive(many.origin, many.url, sealer),
    });
    say('measuring the page in Chromium');
    return [...pairs, ...(await measurePages([few.origin, many.origin], options.loads))];
  } finally {
    await Promise.all(gateways.map((gateway) => gateway.stop()));
  }
}

/** Adds the people who look, and finds what they ask for. Throws when a route would not be measured. */
async function makeReady(url: string, server: Server) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await addPeople(client);
    const cases = casesOf(await takeSamples(client, 'MCH-BENCH-1', server));
    const missed = uncovered(cases.map((one) => one.path(0)));
    if (missed.length > 0) throw new Error(`nothing is measured of ${missed.join(', ')}`);
    return cases;
  } finally {
    await client.end();
  }
}

async function startGateway(url: string, server: Server): Promise<Child> {
  return await startChild(['bench/gateway.ts'], {
    ...gatewayEnvironment(url, server, 'http://127.0.0.1:9'),
    // What is due in a history that is made up must not be done while it is measured.
    TARIK_ROLE: 'api',
  });
}

/** Statements and batches are loaded as far as pages look at them, without their lines. */
const WITHOUT_LINES: readonly string[] = ['receivable', 'settlement'];

/** Whether what was loaded could be a gateway's: its own checks look at all of the small database. */
async function checkBooks(server: Server, payments: number): Promise<void> {
  const db = openDb({
    url: await server.database(nameOf(payments)),
    connections: 4,
    statementTimeoutMs: 60_000,
    acquireTimeoutMs: 10_000,
    onError: () => undefined,
  });
  const only = CHECKS.map(({ name }) => name).filter((name) => !WITHOUT_LINES.includes(name));
  const outcomes = await runChecks(db, systemClock(), { full: true, only });
  for (const { check, findings } of outcomes) {
    say(
      `  ${check}: ${findings.length} findings${findings.length === 0 ? '' : ` ${JSON.stringify(findings[0])}`}`,
    );
    if (findings.length > 0) process.exitCode = 1;
  }
  await db.close();
}
