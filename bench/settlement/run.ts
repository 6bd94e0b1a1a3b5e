// `npm run bench -- settlement`: settles few and many payments, each in one run, and lets the checks look at what it booked.
import os from 'node:os';
import { parseArgs } from 'node:util';
import { systemClock } from '../../packages/gateway/src/base/clock.ts';
import { openDb, type Db } from '../../packages/gateway/src/base/db.ts';
import { systemRandom } from '../../packages/gateway/src/base/random.ts';
import { runChecks } from '../../packages/gateway/src/checks/check.ts';
import { settleDay } from '../../packages/gateway/src/settlement/run.ts';
import { openServer } from '../backoffice/databases.ts';
import { readCount } from '../count.ts';
import { DAY, load } from './load.ts';

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** A million payments may take so long, seconds; fewer as much less. */
const MOST_SECONDS_OF_A_MILLION = 600;
/** Ten times as many may take so many times ten times as long. */
const MOST_GROWTH = 1.5;
const CHECKS = ['balances', 'chain', 'settlement', 'payouts'];

interface Figure {
  payments: number;
  seconds: number;
  batches: number;
  payouts: number;
  checkSeconds: number;
  findings: number;
  /** What the process held at the most while it settled. */
  megabytes: number;
}

/** Runs it with these arguments; the exit code says whether it was fast enough and the books held. */
export async function runSettlement(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      payments: { type: 'string', default: '100000,1000000' },
      merchants: { type: 'string', default: '1000' },
      workers: { type: 'string', default: '2' },
      json: { type: 'boolean', default: false },
    },
  });
  const sizes = values.payments.split(',').map((one) => readCount('payments', one, 1, 10_000_000));
  const [merchants, workers] = [
    readCount('merchants', values.merchants, 1, 10_000_000),
    readCount('workers', values.workers, 1, 10_000_000),
  ];
  const server = await openServer(false);
  const figures: Figure[] = [];
  try {
    for (const payments of sizes) {
      say(`loading ${payments} payments of ${merchants} merchants`);
      const name = `settlement_${payments}`;
      await load(await server.database(name), payments, merchants);
      await server.restart(true);
      figures.push(await measure(await server.database(name), payments, workers));
      await server.restart(false);
    }
  } finally {
    await server.close();
  }
  print(figures, { merchants, workers, json: values.json });
  if (figures.some((figure) => !isGood(figure)) || growthOf(figures) > MOST_GROWTH) {
    process.exitCode = 1;
  }
}

async function measure(url: string, payments: number, workers: number): Promise<Figure> {
  const db = openDb({
    url,
    connections: 2 * workers,
    statementTimeoutMs: 60_000,
    acquireTimeoutMs: 10_000,
    onError: () => undefined,
  });
  const clock = systemClock();
  clock.setOffset(Date.parse(`${DAY}T06:00:00Z`) - clock.now());
  let most = 0;
  const look = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 100);
  try {
    say(`settling them, ${workers} workers`);
    const began = performance.now();
    const ctx = { db, clock, random: systemRandom() };
    const runs = await Promise.all(Array.from({ length: workers }, () => settleDay(ctx, DAY)));
    const seconds = (performance.now() - began) / 1000;
    const batches = runs.flat();
    const payouts = batches.flatMap(({ positions }) =>
      positions.filter((one) => one.payout !== null),
    );
    say(`settled in ${seconds.toFixed(1)} s; checking`);
    const checked = await check(db);
    const megabytes = Math.round(most / 1024 / 1024);
    return {
      payments,
      seconds,
      batches: batches.length,
      payouts: payouts.length,
      megabytes,
      ...checked,
    };
  } finally {
    clearInterval(look);
    await db.close();
  }
}

async function check(db: Db): Promise<Pick<Figure, 'checkSeconds' | 'findings'>> {
  const began = performance.now();
  const outcomes = await runChecks(db, systemClock(), {
    full: true,
    remember: false,
    only: CHECKS,
  });
  const findings = outcomes.flatMap((one) => one.findings);
  if (findings[0] !== undefined) say(`found: ${JSON.stringify(findings[0])}`);
  return { checkSeconds: (performance.now() - began) / 1000, findings: findings.length };
}

function isGood({ payments, seconds, findings }: Figure): boolean {
  return findings === 0 && seconds <= (MOST_SECONDS_OF_A_MILLION * payments) / 1_000_000 + 10;
}

/** How much longer each payment takes with the most than with the fewest. */
function growthOf(figures: readonly Figure[]): number {
  const each = figures.map(({ seconds, payments }) => seconds / payments);
  return (each.at(-1) ?? 0) / (each[0] ?? 1);
}

function print(
  figures: readonly Figure[],
  { merchants, workers, json }: { merchants: number; workers: number; json: boolean },
): void {
  if (json) {
    const cores = os.availableParallelism();
    const result = { merchants, workers, cores, figures, growth: growthOf(figures) };
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    return;
  }
  for (const one of figures) {
    const perSecond = Math.round(one.payments / one.seconds);
    process.stdout.write(
      `${one.payments.toLocaleString('en')} payments of ${merchants} merchants: ${one.seconds.toFixed(1)} s ` +
        `(${perSecond.toLocaleString('en')} a second), ${one.batches} batches, ${one.payouts} payouts, ` +
        `${one.megabytes} MB; checks ${one.checkSeconds.toFixed(1)} s, ${one.findings} findings\n`,
    );
  }
  process.stdout.write(
    `each payment takes ${growthOf(figures).toFixed(2)} times as long with the most\n`,
  );
}
