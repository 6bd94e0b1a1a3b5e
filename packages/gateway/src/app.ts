// A process, put together from top to bottom: context, server, worker; and taken apart again in order.
import type { FastifyInstance } from 'fastify';
import { FLAVOURS } from './api/flavours.ts';
import { addHealth } from './api/health.ts';
import { buildMetricsServer } from './api/metrics.ts';
import { buildServer, type Lifecycle } from './api/server.ts';
import type { SandboxPart } from './api/witness.ts';
import { openBackoffice, type Backoffice } from './app/backoffice.ts';
import { openContext } from './app/context.ts';
import { followDatabaseTime, LOOK_MS } from './app/database-time.ts';
import { STRAIGHT, type Through } from './app/through.ts';
import { readVersion } from './app/version.ts';
import type { Clock, MovableClock } from './base/clock.ts';
import type { Config } from './base/config.ts';
import { createLog, type Log } from './base/log.ts';
import { CARRYING } from './backoffice/routes.ts';
import type { Context } from './context.ts';
import { operatorChores } from './operators/carrying.ts';
import { forgetCalls } from './calls/forget.ts';
import { createCallRecord, type CallRecord } from './calls/record.ts';
import { CHORES } from './worker/chores.ts';
import type { Work } from './worker/loop.ts';
import { startWorker } from './worker/worker.ts';

export interface Gateway {
  /** Where it listens; null for a process without the API. */
  url: string | null;
  /** Where its metrics and its health are, when they have an address of their own. */
  metricsUrl: string | null;
  ctx: Context;
  /** Says that it leaves, finishes what it has begun (25 s at the most) and closes everything. Idempotent. */
  close(): Promise<void>;
}

/** Calls that were accepted, and chores that have begun, get this long to end, ms. */
const DRAIN_MS = 25_000;
const CLOSE_MS = 2000;

/**
 * Starts a process with these settings and resolves when it serves. Throws `ConfigRefused` with every reason for
 * which it must not. A harness may stand between the flows and the doors (`through`).
 */
export async function startGateway(
  config: Config,
  log: Log = createLog(config.logLevel),
  through: Through = STRAIGHT,
): Promise<Gateway> {
  const { ctx, clock, door, closeDoors } = await openContext(config, log, through);
  const lifecycle: Lifecycle = { leaving: false };
  // The sandbox's own parts are read from disk by a sandbox alone.
  const sandbox = ctx.sandbox
    ? await (await import('./sandbox/programs/programs.ts')).openPrograms(ctx, clock)
    : null;
  const payouts = ctx.sandbox
    ? (await import('./sandbox/payout-door.ts')).payoutChore(bankUrls(config))
    : null;
  const side = await openSide(config, ctx, lifecycle);
  const calls = createCallRecord(ctx, config.callsKeptMs > 0);
  const backoffice = await openBackoffice(config, ctx);
  const front = await openFront(config, ctx, { lifecycle, sandbox, calls, backoffice });
  ctx.publicUrl ||= front?.url ?? '';
  const works = config.role !== 'api';
  const statements =
    ctx.sandbox && works ? (await import('./sandbox/statements.ts')).statementChores(config) : [];
  const chores = [
    ...(works ? [...CHORES, ...operatorChores(CARRYING), forget(config.callsKeptMs)] : []),
    ...(works && payouts !== null ? [payouts] : []),
    ...(front === null ? [] : [writeRecord(calls)]),
    followTime(clock),
    ...(sandbox === null ? [] : [sandbox.follow]),
    ...statements,
  ];
  const worker = startWorker(ctx, works ? door : null, chores);
  log.info('serving', {
    version: readVersion(),
    ...(front === null ? {} : { address: front.url }),
  });

  const close = once(async () => {
    lifecycle.leaving = true;
    log.info('leaving');
    await clock.sleep(config.preStopMs);
    await within(clock, DRAIN_MS, [front?.app.close(), worker.stop()]);
    await within(clock, CLOSE_MS, [closeDoors(), side?.app.close(), calls.writeAll()]);
    await within(clock, CLOSE_MS, [ctx.db.close(), backoffice?.close()]);
    log.info('gone');
  });
  return { url: front?.url ?? null, metricsUrl: side?.url ?? null, ctx, close };
}

function bankUrls({ banks }: Config): Map<string, string> {
  return new Map([...banks].map(([slug, { url }]) => [slug, url]));
}

/** In every process, also one that does no other chore. */
function followTime(clock: MovableClock): Work {
  return {
    name: 'database time',
    restMs: LOOK_MS,
    async run(ctx) {
      await followDatabaseTime(ctx.db, clock, ctx.log);
      return 0;
    },
  };
}

/** How long calls wait for others to be written with, ms. */
const GATHER_MS = 250;

/** In every process that takes calls. */
function writeRecord(calls: CallRecord): Work {
  return { name: 'recorded calls', restMs: GATHER_MS, run: () => calls.write() };
}

function forget(keptMs: number): Work {
  return { name: 'old calls', restMs: 60_000, run: (ctx) => forgetCalls(ctx, keptMs) };
}

interface Listening {
  app: FastifyInstance;
  url: string;
}

/** The server for merchants, banks and browsers. */
async function openFront(
  config: Config,
  ctx: Context,
  parts: {
    lifecycle: Lifecycle;
    sandbox: SandboxPart | null;
    calls: CallRecord;
    backoffice: Backoffice | null;
  },
): Promise<Listening | null> {
  if (config.role === 'worker') return null;
  const { lifecycle, sandbox, calls, backoffice } = parts;
  const { addressRate: rate } = config;
  const app = buildServer(ctx, {
    flavours: FLAVOURS,
    version: { version: readVersion() },
    maxInFlight: config.maxInFlight,
    maxConnections: 8 * config.maxInFlight,
    perAddress: rate === null ? null : { perSecond: rate, burst: 2 * rate },
    trustedProxies: config.trustedProxies,
    metricsRoute: ctx.sandbox && config.metricsPort === null,
    lifecycle,
    calls,
    ...(sandbox === null ? {} : { sandbox }),
    ...(backoffice === null ? {} : { backoffice: backoffice.mount }),
  });
  return { app, url: await app.listen({ host: config.host, port: config.port }) };
}

/** Metrics and health on an address of their own, which strangers do not reach. */
async function openSide(
  config: Config,
  ctx: Context,
  lifecycle: Lifecycle,
): Promise<Listening | null> {
  if (config.metricsPort === null) return null;
  const app = buildMetricsServer(ctx.metrics);
  addHealth(app, ctx, {
    version: { version: readVersion() },
    leaving: () => lifecycle.leaving,
  });
  return { app, url: await app.listen({ host: config.metricsHost, port: config.metricsPort }) };
}

/** Waits for all of it, but no longer than `ms`. */
async function within(
  clock: Clock,
  ms: number,
  work: readonly (Promise<unknown> | undefined)[],
): Promise<void> {
  const over = new AbortController();
  await Promise.race([
    Promise.allSettled(work.map((one) => one ?? Promise.resolve())),
    clock.sleep(ms, over.signal),
  ]);
  over.abort();
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= work());
}
