// `npm run bench -- reconciliation`: a bank's statement of one day, taken in, matched and looked through for what is missing.
import { createReadStream, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CIMB_STATEMENTS } from '../../packages/gateway/src/banks/cimb/statement-profile.ts';
import { systemClock } from '../../packages/gateway/src/base/clock.ts';
import { openDb, type Db } from '../../packages/gateway/src/base/db.ts';
import { createLog } from '../../packages/gateway/src/base/log.ts';
import { createMetrics } from '../../packages/gateway/src/base/metrics.ts';
import { migrate } from '../../packages/gateway/src/base/migrate.ts';
import { systemRandom } from '../../packages/gateway/src/base/random.ts';
import { createSealer } from '../../packages/gateway/src/base/secrets.ts';
import { createWake } from '../../packages/gateway/src/base/wake.ts';
import type { Context } from '../../packages/gateway/src/context.ts';
import { createDirectory } from '../../packages/gateway/src/merchants/directory.ts';
import { importStatement } from '../../packages/gateway/src/reconciliation/import.ts';
import { judgeRipeDay } from '../../packages/gateway/src/reconciliation/judge-day.ts';
import { matchWaiting } from '../../packages/gateway/src/reconciliation/match.ts';
import { plusDays, wibDay } from '../../packages/gateway/src/settlement/calendar.ts';
import { openServer, type Server } from '../backoffice/databases.ts';
import { loadMerchants, loadPayments, writeStatement } from './load.ts';
import { readOptions, type Options } from './options.ts';

const say = (text: string): void => void process.stderr.write(`${text}\n`);
/** What a million lines may take, s. */
const MOST_SECONDS = 300;

interface Measured {
  lines: number;
  megabytes: number;
  importSeconds: number;
  matchSeconds: number;
  missingSeconds: number;
  /** The process's memory at its highest, MB. */
  memory: number;
  exceptions: Record<string, number>;
}

/** Runs it with these arguments; the exit code says whether it was fast enough and found what was planted. */
export async function runReconciliation(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  const server = await openServer(false);
  try {
    const measured: Measured[] = [];
    for (const size of options.sizes) measured.push(await measure(server, options, size));
    report(measured, options);
  } finally {
    await server.close();
  }
}

async function measure(server: Server, options: Options, payments: number): Promise<Measured> {
  const day = plusDays(wibDay(systemClock().now()), -2);
  const next = plusDays(day, 1);
  const fileOf = (of: string) => path.join(server.folder, `statement-${payments}-${of}.csv`);
  const { merchants } = options;
  await server.restart(false);
  await migrate(await server.database(`statement_${payments}`));
  await on(server, options, payments, async (ctx) => {
    say(`loading ${payments} payments of ${merchants} merchants`);
    await loadMerchants(ctx, merchants);
    await loadPayments(ctx.db, payments, day);
    await writeStatement(ctx.db, fileOf(day), { payments, merchants, day });
    await writeStatement(ctx.db, fileOf(next), { payments: 0, merchants, day: next });
  });
  await server.restart(true);
  const megabytes = statSync(fileOf(day)).size / 1e6;
  return await on(server, options, payments, async (ctx) => {
    const memory = watchMemory();
    say('importing');
    const importSeconds = await seconds(() => take(ctx, fileOf(day), day));
    await take(ctx, fileOf(next), next);
    say('matching');
    const matchSeconds = await seconds(async () => {
      await Promise.all(Array.from({ length: options.workers }, () => matchAll(ctx)));
    });
    say('looking for what is missing');
    const missingSeconds = await seconds(() => judgeRipeDay(ctx));
    const rows = await ctx.db.rows<{ reason: string; count: bigint }>({
      name: 'bench-exceptions',
      text: 'select e.reason, count(*) as count from exceptions e group by e.reason order by e.reason',
      values: [],
    });
    return {
      lines: payments,
      megabytes,
      importSeconds,
      matchSeconds,
      missingSeconds,
      memory: memory.highest(),
      exceptions: Object.fromEntries(rows.map(({ reason, count }) => [reason, Number(count)])),
    };
  });
}

/** Does something on the database of this size; its address may be another one after a restart. */
async function on<T>(
  server: Server,
  { workers }: Options,
  payments: number,
  work: (ctx: Context) => Promise<T>,
): Promise<T> {
  const db = openDb({
    url: await server.database(`statement_${payments}`),
    connections: workers + 2,
    statementTimeoutMs: 600_000,
    acquireTimeoutMs: 60_000,
    onError: () => undefined,
  });
  try {
    return await work(contextOf(db, server));
  } finally {
    await db.close();
  }
}

async function take(ctx: Context, file: string, day: string): Promise<void> {
  await importStatement(ctx, {
    bank: 'cimb',
    profile: CIMB_STATEMENTS,
    day,
    open: () => createReadStream(file) as AsyncIterable<Buffer>,
    by: 'bench',
  });
}

async function matchAll(ctx: Context): Promise<void> {
  while ((await matchWaiting(ctx)) > 0);
}

function contextOf(db: Db, { masterKey, indexKey }: Server): Context {
  const clock = systemClock();
  const sealer = createSealer([masterKey], indexKey);
  return {
    db,
    clock,
    sealer,
    random: systemRandom(),
    log: createLog('warn'),
    metrics: createMetrics(false),
    merchants: createDirectory({ db, clock, sealer }),
    wake: createWake(),
    banks: new Map(),
    publicUrl: '',
    sandbox: true,
  } as unknown as Context;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

function watchMemory(): { highest(): number } {
  let most = 0;
  const look = (): void => void (most = Math.max(most, process.memoryUsage.rss()));
  const timer = setInterval(look, 100);
  return {
    highest() {
      look();
      clearInterval(timer);
      return most / 1e6;
    },
  };
}

function report(measured: readonly Measured[], options: Options): void {
  const whole = (one: Measured): number =>
    one.importSeconds + one.matchSeconds + one.missingSeconds;
  const isSlow = measured.some((one) => whole(one) > MOST_SECONDS * Math.max(one.lines / 1e6, 0.1));
  const isWrong = measured.some(({ lines, exceptions }) => {
    const planted = Math.ceil(lines / 1000);
    const near = (count: number | undefined, want: number): boolean =>
      Math.abs((count ?? 0) - want) <= 1;
    // What stands under another reference is missing under its own.
    return (
      !near(exceptions['amount_differs'], planted) ||
      !near(exceptions['missing_here'], planted) ||
      !near(exceptions['missing_at_bank'], 2 * planted)
    );
  });
  if (isSlow || isWrong) process.exitCode = 1;
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ cores: os.availableParallelism(), measured })}\n`);
    return;
  }
  const line = (cells: readonly string[]): string =>
    cells.map((cell) => cell.padStart(12)).join('');
  const rows = measured.map((one) => [
    `${one.lines}`,
    one.megabytes.toFixed(0),
    one.importSeconds.toFixed(1),
    one.matchSeconds.toFixed(1),
    one.missingSeconds.toFixed(1),
    (one.lines / whole(one)).toFixed(0),
    one.memory.toFixed(0),
    JSON.stringify(one.exceptions),
  ]);
  const heads = ['lines', 'MB', 'import s', 'match s', 'missing s', 'lines/s', 'memory MB'];
  process.stdout.write(
    `\nReconciliation · ${options.merchants} merchants, ${options.workers} workers, ${os.availableParallelism()} cores\n` +
      `${line(heads)}\n${rows.map((row) => `${line(row.slice(0, 7))}  ${row[7]}`).join('\n')}\n`,
  );
}
