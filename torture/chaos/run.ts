// L3: seeded random work on two gateways and two workers while a seeded schedule breaks everything; calm in between;
// at the end the faults stop, everything comes to rest, and the auditor compares the database with the three logs.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { chanceOf } from '../../packages/gateway/tests/chance.ts';
import { audit } from '../audit/audit.ts';
import type { Audit } from '../audit/types.ts';
import { clockLibrary } from '../stage/clock-library.ts';
import { startStage } from '../stage/stage.ts';
import type { Stage } from '../stage/types.ts';
import { createBreaker, type Breaker } from './break.ts';
import { keepDays, type Calendar } from './calendar.ts';
import { startClient, type ChaosClient } from './client.ts';
import { planOf } from './schedule.ts';

export interface ChaosOptions {
  seed: number;
  /** Goes on at least this long, real ms. */
  leastMs: number;
  /** And until so many payments were attempted, faults done, processes killed; so many days must have gone by at the end. */
  least: { payments: number; faults: number; kills: number; days: number };
  /** But no longer than this, real ms. */
  mostMs: number;
  /** How far faults lie apart on average, ms. */
  gapMs: number;
  /** How long trouble lasts between two times of calm, ms. */
  troubleMs: number;
  /** Stories of the client at a time. */
  concurrency: number;
  /** Payments a second at the most, on average: every one of them is audited in the end. Null for as many as go. */
  perSecond: number | null;
  say(words: string): void;
}

export interface ChaosRun {
  audit: Audit;
  /** Faults by kind, of the plan and those that links did to connections. */
  faults: Record<string, number>;
  kills: number;
  /** What was not at rest at the end, answers never heard, processes that ended by themselves: each is a failure. */
  leftovers: string[];
  /** What this machine cannot do. */
  missing: string[];
  /** The server's version. */
  postgres: string;
  seconds: number;
}

/** Business time goes by while trouble lasts, so that inquiries and repeats come due: this much in a second, s. */
const PACE = 4;
/** The client counts payments that are broken on purpose as well; the auditor does not. */
const UNSOUND = 1.03;
const SETTLE_MS = 240_000;
const CALL_LEASE_S = 45;
/** Until the last payment is settled and its payout shown, over an end of week and holidays. */
const MOST_DAYS = 16;
/** For asking the status of every payment of an hour. */
const FINISH_MS = 1_800_000;

export async function runChaos(options: ChaosOptions): Promise<ChaosRun> {
  const began = performance.now();
  const { seed, say } = options;
  const library = clockLibrary();
  const stage = await startStage({
    gateways: 2,
    workers: 2,
    merchants: 4,
    callbacks: 'always',
    ...(library === null ? {} : { clockLibrary: library }),
    smallDisk: true,
    say,
  });
  const witness = path.join(stage.folder, 'client');
  mkdirSync(witness);
  const clientLog = path.join(witness, 'client.jsonl');
  const words = path.join(witness, 'words.log');
  const load = {
    url: stage.gatewayUrl,
    bankUrl: stage.bankUrl,
    merchants: stage.merchants.map(({ clientId, secret, accounts }) => ({
      clientId,
      secret,
      accounts,
    })),
    log: clientLog,
    canaries: path.join(witness, 'canaries.json'),
    seed,
    concurrency: options.concurrency,
    perSecond: options.perSecond,
    finishWithinMs: FINISH_MS,
  };
  const client = await startClient(load, words).catch(async (error: unknown) => {
    await stage.close();
    throw error;
  });
  try {
    const breaker = createBreaker(stage, path.join(stage.folder, 'faults.jsonl'), say);
    const calendar = keepDays(stage, chanceOf(seed ^ 0x2545f491), say);
    await trouble(options, stage, client, breaker, began);
    await calendar.over();
    say('faults are over; everything comes to rest');
    const leftovers = await rest(stage, client, calendar);
    say('the auditor looks');
    const judged = await audit({
      databaseUrl: stage.databaseUrl,
      ...stage.files,
      clientLog,
      merchants: stage.merchants,
      canaries: [...stage.canaries, ...client.canaries()],
      atRest: true,
      closedDays: calendar.closed,
      wrongClocks: breaker.wrongClocks,
    });
    return {
      audit: judged,
      faults: breaker.done(),
      kills: breaker.kills,
      leftovers: [
        ...leftovers,
        ...(await ownFindings(stage)),
        ...client.surprises().map((words) => `the client is surprised: ${words}`),
        ...stage.unexpected.map(({ part, how }) => `${part} ended by itself: ${how}`),
      ],
      missing: [
        ...(library === null ? ["one process's clock set wrong (install libfaketime)"] : []),
        ...(stage.disk === null ? ['a full disk (needs the right to mount a tmpfs)'] : []),
      ],
      postgres: await serverVersion(stage.databaseUrl),
      seconds: (performance.now() - began) / 1000,
    };
  } finally {
    client.kill();
    await stage.close();
  }
}

/** Breaks things by the plan, with calm in between, until there was enough. */
async function trouble(
  options: ChaosOptions,
  stage: Stage,
  client: ChaosClient,
  breaker: Breaker,
  began: number,
): Promise<void> {
  const { say, least } = options;
  const stocked = {
    parts: stage.parts.map(({ name }) => name),
    skew: stage.skew !== null,
    disk: stage.disk !== null,
  };
  const plan = planOf(chanceOf(options.seed), stocked, options.gapMs);
  const elapsed = (): number => performance.now() - began;
  const faults = (): number => Object.values(breaker.done()).reduce((sum, n) => sum + n, 0);
  const enough = (): boolean =>
    elapsed() > options.mostMs ||
    (elapsed() >= options.leastMs &&
      client.payments() >= least.payments * UNSOUND &&
      faults() >= least.faults &&
      breaker.kills >= least.kills);

  const over = new AbortController();
  const pace = keepPace(stage, over.signal);
  let calmAt = performance.now() + options.troubleMs;
  while (!enough()) {
    const { value: planned } = plan.next();
    await delay(planned.afterMs);
    void breaker.do(planned);
    if (performance.now() < calmAt) continue;
    await breaker.over();
    await stage.heal();
    say(progress(elapsed(), client, faults(), breaker.kills));
    // Long enough for what broke off to be found out while others are still at work.
    await delay(Math.min(10_000, options.troubleMs / 10));
    calmAt = performance.now() + options.troubleMs;
  }
  over.abort();
  await pace;
  await breaker.over();
  await stage.heal();
  say(progress(elapsed(), client, faults(), breaker.kills));
}

async function keepPace(stage: Stage, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await delay(1000);
    await stage.advance(PACE).catch(() => undefined); // somebody is down; time goes on later
  }
}

/** What was unknown is asked again, what is owed is done, every payment's status is told. */
async function rest(stage: Stage, client: ChaosClient, calendar: Calendar): Promise<string[]> {
  const over = new AbortController();
  // A call that broke off may be taken up when its lease is over, which is a matter of business time.
  await stage.advance(CALL_LEASE_S);
  const pace = keepPace(stage, over.signal);
  const unknown = await client.drain();
  over.abort();
  await pace;
  const leftovers = await stage.settle(SETTLE_MS);
  leftovers.push(...(await stage.days.untilSettled(MOST_DAYS, SETTLE_MS)));
  await calendar.closeAll();
  const unheard = await client.finish();
  leftovers.push(...(await stage.settle(SETTLE_MS)));
  if (unknown > 0) leftovers.push(`${unknown} requests were repeated and never answered`);
  if (unheard > 0) leftovers.push(`${unheard} payments' status was asked for and never told`);
  return leftovers;
}

/** What the gateway's own checks, made by its workers as the days went by, have found last. */
async function ownFindings({ rows }: Stage): Promise<string[]> {
  const found = await rows<{ name: string; findings: number }>(
    'select r.check_name as name, r.findings from check_results r where r.findings > 0 order by 1',
  );
  return found.map(
    ({ name, findings }) => `the gateway's own check ${name} has ${findings} findings`,
  );
}

function progress(ms: number, client: ChaosClient, faults: number, kills: number): string {
  const minutes = (ms / 60_000).toFixed(1).padStart(5);
  return `${minutes} min: ${client.payments()} payments, ${faults} faults, ${kills} processes killed`;
}

async function serverVersion(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return rows[0]?.server_version ?? 'unknown';
  } finally {
    await client.end();
  }
}
