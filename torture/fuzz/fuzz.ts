// The fuzz run: batches of requests through every door, judged one by one by their answers, and as batches by their
// effects. What was refused is sent a second time, all of it alone, and must leave not one byte behind.
import { faultsOfAccounts, type Done } from './accounts.ts';
import { apiCase, type Maker } from './api.ts';
import { bankDeskCase, snapCase } from './bank-doors.ts';
import { bytesOf, caseText, type Case } from './case.ts';
import { chanceOf } from './chance.ts';
import { residentBytes } from './child.ts';
import { callbackCase, pageCase, programCase, returnCase } from './doors.ts';
import { differences, digestOf, totalsOf } from './effects.ts';
import { burns, errorCode, faultsOf, isShed, learnMerchant, type Known } from './judge.ts';
import type { Document } from './schema.ts';
import { fillStock } from './stock.ts';
import { openWire, type Heard, type Lost, type Wire } from './wire.ts';
import { startWorld, type World } from './world.ts';

export interface FuzzOptions {
  /** Requests to send in all, at least. */
  requests: number;
  seed: number;
  /** A migrated database without rows; a PostgreSQL of our own when absent. */
  databaseUrl?: string;
  /** Open connections; 48 when absent. */
  connections?: number;
  say?(words: string): void;
}

/** A request whose answer or effect was wrong; `request` can be sent again as it is. */
export interface FuzzFailure {
  fault: string;
  request: string;
  answer: string;
}

export interface FuzzFigures {
  seed: number;
  sent: number;
  perSecond: number;
  /** How many of what was sent began as what. */
  byWhat: Readonly<Record<string, number>>;
  byStatus: Readonly<Record<string, number>>;
  byCode: Readonly<Record<string, number>>;
  accepted: number;
  /** Sent a second time to be seen without effect. */
  provedWithoutEffect: number;
  /** Answers of 5xx but for honest 503s, and those. */
  fiveHundreds: number;
  shed: number;
  slowestMs: number;
  /** Resident memory of the gateway before and after, MiB. */
  residentMiB: readonly [before: number, after: number];
  /** Faults that were found, all of them. */
  failed: number;
  /** At most three of a kind are kept. */
  failures: readonly FuzzFailure[];
}

/** Kinds of request by their share. */
const SHARES: readonly (readonly [share: number, make: (maker: Maker) => Case])[] = [
  [0.62, apiCase],
  [0.07, callbackCase],
  [0.06, returnCase],
  [0.06, pageCase],
  [0.04, programCase],
  [0.1, snapCase],
  [0.05, bankDeskCase],
];

const BATCH = 1500;
const MOST_FAILURES = 50;

interface Run {
  world: World;
  wires: Record<Case['door'], Wire>;
  connections: number;
  known: Known;
  figures: ReturnType<typeof emptyFigures>;
  failures: FuzzFailure[];
  kinds: Map<string, number>;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Runs it. Throws when the world does not start; what is wrong with the gateway is in the figures. */
export async function runFuzz(options: FuzzOptions): Promise<FuzzFigures> {
  const { requests, seed, connections = 48, say = () => undefined } = options;
  say(`fuzz: ${requests} requests, seed ${seed}`);
  const world = await startWorld({
    worker: false,
    env: { TARIK_DB_CONNECTIONS: '12' },
    ...(options.databaseUrl === undefined ? {} : { databaseUrl: options.databaseUrl }),
  });
  const wires = { gateway: openWire(world.gateway.port), bank: openWire(world.bank.port) };
  try {
    const chance = chanceOf(seed);
    const stock = await fillStock(world, chance);
    const document = (await (await fetch(`${world.gateway.url}/openapi.json`)).json()) as Document;
    const secrets = new Map(
      Object.values(world.merchants).map(({ clientId, secret }) => [clientId, secret]),
    );
    const run: Run = {
      world,
      wires,
      connections,
      known: { document, secrets },
      figures: emptyFigures(seed, residentBytes(world.gateway.pid)),
      failures: [],
      kinds: new Map(),
    };
    const maker: Maker = { world, chance, document, stock, earlier: [] };
    const began = performance.now();
    while (run.figures.sent < requests && run.failures.length < MOST_FAILURES) {
      await runBatch(run, maker, Math.min(BATCH, Math.ceil((requests - run.figures.sent) / 2)));
      say(progress(run.figures, performance.now() - began));
    }
    const seconds = (performance.now() - began) / 1000;
    const [before] = run.figures.residentMiB;
    const after = Math.round(residentBytes(world.gateway.pid) / 1024 / 1024);
    const figures: FuzzFigures = {
      ...run.figures,
      perSecond: Math.round(run.figures.sent / seconds),
      residentMiB: [before, after],
      failures: run.failures,
    };
    for (const failure of run.failures) say(`${failure.fault}\n  ${failure.request}`);
    return figures;
  } finally {
    wires.gateway.close();
    wires.bank.close();
    await world.close();
  }
}

async function runBatch(run: Run, maker: Maker, size: number): Promise<void> {
  const { chance } = maker;
  const cases = Array.from({ length: size }, () => {
    let left = chance.fraction();
    const found = SHARES.find(([share]) => (left -= share) < 0);
    return (found?.[1] ?? apiCase)(maker);
  });
  const totals = await totalsOf(run.world);
  const done = await sendAll(run, cases);
  const accounts = await faultsOfAccounts(run.world, done, totals);
  for (const fault of accounts.faults) {
    const id = fault.split(': ').at(-1) ?? '';
    fail(
      run,
      fault,
      done.find(({ one }) => one.headers.some(([, value]) => value === id)),
    );
  }
  run.figures.accepted += accounts.accepted.length;
  maker.earlier.push(...accounts.accepted.map(({ one }) => one));
  maker.earlier.splice(0, maker.earlier.length - 100);
  await proveWithoutEffect(run, done.filter(mustBeWithoutEffect));
}

/** Sends again what was refused; when a byte has changed, halves it until the request is found. */
async function proveWithoutEffect(run: Run, refused: readonly Done[]): Promise<void> {
  const before = await digestOf(run.world);
  const again = await sendAll(
    run,
    refused.map(({ one }) => one),
  );
  run.figures.provedWithoutEffect += again.length;
  const changed = differences(before, await digestOf(run.world));
  if (changed.length === 0) return;
  const culprit = await bisect(run, refused);
  fail(run, `a refused request changed ${changed.join(', ')}`, culprit);
}

async function bisect(run: Run, suspects: readonly Done[]): Promise<Done | undefined> {
  let left = suspects;
  while (left.length > 1) {
    const half = left.slice(0, Math.ceil(left.length / 2));
    const before = await digestOf(run.world);
    await sendAll(
      run,
      half.map(({ one }) => one),
    );
    const guilty = differences(before, await digestOf(run.world)).length > 0;
    left = guilty ? half : left.slice(half.length);
  }
  return left[0];
}

/** What was refused for good, and what only reads or repeats; not what an hour or a retry could make true. */
function mustBeWithoutEffect({ one, heard }: Done): boolean {
  if (heard.status >= 500) return false;
  switch (one.form) {
    case 'doku':
      return heard.status >= 400 && ![409, 429].includes(heard.status) && burns(heard) === 'never';
    case 'callback':
      return true;
    case 'page':
    case 'program':
      return one.method === 'GET' || heard.status >= 400;
    case 'snap':
      return heard.status === 400 || heard.status === 401;
  }
}

/** Sends every case on many connections; answers come back with their cases, what was lost is a failure. */
async function sendAll(run: Run, cases: readonly Case[]): Promise<Done[]> {
  const done: Done[] = [];
  let next = 0;
  async function lane(): Promise<void> {
    for (;;) {
      const one = cases[next];
      next += 1;
      if (one === undefined) return;
      const about = { head: one.method === 'HEAD', alone: one.broken };
      const heard = await run.wires[one.door].exchange(bytesOf(one), about);
      count(run, one, heard);
      const faults = faultsOf(one, heard, run.known);
      if (!('lost' in heard)) {
        learnMerchant(one, heard, run.known);
        done.push({ one, heard });
      }
      for (const fault of faults) fail(run, fault, { one, heard });
    }
  }
  await Promise.all(Array.from({ length: run.connections }, lane));
  return done;
}

function count({ figures }: Run, one: Case, heard: Heard | Lost): void {
  const add = (to: Record<string, number>, name: string): void => {
    to[name] = (to[name] ?? 0) + 1;
  };
  figures.sent += 1;
  figures.slowestMs = Math.max(figures.slowestMs, Math.round(heard.ms));
  add(figures.byWhat, one.what);
  add(figures.byStatus, 'lost' in heard ? 'none' : `${heard.status}`);
  if ('lost' in heard) return;
  if (isShed(heard)) figures.shed += 1;
  else if (heard.status >= 500) figures.fiveHundreds += 1;
  const code = one.form === 'doku' ? errorCode(heard) : null;
  if (code !== null) add(figures.byCode, code);
}

function fail(run: Run, fault: string, of: { one: Case; heard: Heard | Lost } | undefined): void {
  // Of one kind three are enough: the others tell nothing new.
  const kind = `${fault.replace(/: .*/, '')} of ${of?.one.what ?? 'a batch'}`;
  const seen = (run.kinds.get(kind) ?? 0) + 1;
  run.kinds.set(kind, seen);
  run.figures.failed += 1;
  if (seen > 3 || run.failures.length >= MOST_FAILURES) return;
  const request = of === undefined ? 'not one request alone' : caseText(of.one);
  const answer =
    of === undefined || 'lost' in of.heard
      ? ''
      : `${of.heard.status} ${of.heard.body.toString().slice(0, 500)}`;
  run.failures.push({ fault, request, answer });
}

function emptyFigures(
  seed: number,
  resident: number,
): Mutable<FuzzFigures> & {
  byWhat: Record<string, number>;
  byStatus: Record<string, number>;
  byCode: Record<string, number>;
} {
  return {
    seed,
    sent: 0,
    perSecond: 0,
    byWhat: {},
    byStatus: {},
    byCode: {},
    accepted: 0,
    provedWithoutEffect: 0,
    fiveHundreds: 0,
    shed: 0,
    slowestMs: 0,
    failed: 0,
    residentMiB: [Math.round(resident / 1024 / 1024), 0],
    failures: [],
  };
}

function progress({ sent, accepted, byStatus }: FuzzFigures, ms: number): string {
  const rate = Math.round((sent / ms) * 1000);
  return `fuzz: ${sent} sent, ${rate}/s, ${accepted} accepted, ${JSON.stringify(byStatus)}`;
}
