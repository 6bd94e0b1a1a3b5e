// The stage of the benches of money: a database of its own for each size, without durability while it is loaded and with it while
// it is measured, and the gateway's flows on it.
import { createReadStream, rmSync } from 'node:fs';
import path from 'node:path';
import { CIMB_STATEMENTS } from '../../packages/gateway/src/banks/cimb/statement-profile.ts';
import { systemClock } from '../../packages/gateway/src/base/clock.ts';
import { openDb } from '../../packages/gateway/src/base/db.ts';
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
import { plusDays, startOf } from '../../packages/gateway/src/settlement/calendar.ts';
import type { Server } from '../backoffice/databases.ts';
import { DUE_DAY, loadDay, PAID_DAY, type Files, type Wanted } from './load.ts';

export const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** What reconciling the day took, s. */
export interface Reconciled {
  lines: number;
  importSeconds: number;
  matchSeconds: number;
  missingSeconds: number;
}

export interface Stage {
  ctx: Context;
  /** Takes the statement in, matches it with so many workers side by side, and looks for what is missing. */
  reconcile(workers: number): Promise<Reconciled>;
}

/** Loads a day, does something on it with durability, and throws it all away. */
export async function withDay<T>(
  server: Server,
  wanted: Wanted,
  workers: number,
  work: (stage: Stage) => Promise<T>,
): Promise<T> {
  const name = `money_${wanted.payments}`;
  const fileOf = (of: string) => path.join(server.folder, `statement-${of}.csv`);
  const files: Files = { ofDay: fileOf('day'), ofNext: fileOf('next') };
  try {
    say(`loading ${wanted.payments} payments of ${wanted.merchants} merchants`);
    await migrate(await server.database(name));
    const loaded = await seconds(async () => {
      const url = await server.database(name);
      const beforehand = startOf(plusDays(PAID_DAY, -1));
      await withContext(server, url, { connections: 2, now: beforehand }, (ctx) =>
        loadDay(ctx, url, wanted, files),
      );
    });
    say(`  ${loaded.toFixed(0)} s`);
    await server.restart(true);
    const settings = { connections: workers + 2, now: Date.parse(`${DUE_DAY}T06:00:00Z`) };
    return await withContext(server, await server.database(name), settings, (ctx) =>
      work({ ctx, reconcile: (matching) => reconcile(ctx, files, matching) }),
    );
  } finally {
    await server.restart(false);
    await server.drop(name);
    for (const file of [files.ofDay, files.ofNext]) rmSync(file, { force: true });
  }
}

async function reconcile(ctx: Context, files: Files, workers: number): Promise<Reconciled> {
  say('importing');
  let lines = 0;
  const importSeconds = await seconds(async () => {
    ({ lines } = await take(ctx, files.ofDay, PAID_DAY));
  });
  await take(ctx, files.ofNext, plusDays(PAID_DAY, 1));
  say(`  ${lines} lines, ${importSeconds.toFixed(1)} s; matching, ${workers} workers`);
  const matchSeconds = await seconds(async () => {
    await Promise.all(Array.from({ length: workers }, () => matchAll(ctx)));
  });
  say(`  ${matchSeconds.toFixed(1)} s; looking for what is missing`);
  const missingSeconds = await seconds(() => judgeRipeDay(ctx));
  say(`  ${missingSeconds.toFixed(1)} s`);
  return { lines, importSeconds, matchSeconds, missingSeconds };
}

async function take(ctx: Context, file: string, day: string): Promise<{ lines: number }> {
  return await importStatement(ctx, {
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

async function withContext<T>(
  { masterKey, indexKey }: Server,
  url: string,
  { connections, now }: { connections: number; now: number },
  work: (ctx: Context) => Promise<T>,
): Promise<T> {
  const db = openDb({
    url,
    connections,
    statementTimeoutMs: 60_000,
    acquireTimeoutMs: 60_000,
    onError: () => undefined,
  });
  const clock = systemClock();
  clock.setOffset(now - clock.now());
  const sealer = createSealer([masterKey], indexKey);
  const ctx = {
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
  try {
    return await work(ctx);
  } finally {
    await db.close();
  }
}

/** How long something takes, s. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/** Watches what the process holds; `highest` ends it and answers the most, MB. */
export function watchMemory(): { highest(): number } {
  let most = 0;
  const look = (): void => void (most = Math.max(most, process.memoryUsage.rss()));
  const timer = setInterval(look, 100);
  return {
    highest() {
      look();
      clearInterval(timer);
      return Math.round(most / 1e6);
    },
  };
}
