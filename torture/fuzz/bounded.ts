// Bounded memory: hundreds of hostile connections at once, and what the gateway's memory, its other callers and its
// connections make of it.
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { formatTimestamp } from '@tarik/wire/doku/headers';
import { signRequest } from '@tarik/wire/doku/signature';
import { ATTACKS, type Attack, type SignedRequest } from './attacks.ts';
import { openFiles, residentBytes } from './child.ts';
import { BANK, startWorld, type Merchant, type World } from './world.ts';

export interface BoundedFigure {
  attack: string;
  connections: number;
  /** Resident memory before, and at the most while the attack ran, MiB. */
  beforeMiB: number;
  mostMiB: number;
  /** Honest calls that were answered meanwhile, the slowest of them, and how many were not. */
  honest: number;
  slowestMs: number;
  failed: number;
  /** How long the server bore the attack's connections before it had closed them all, ms; null when it did not. */
  closedAfterMs: number | null;
  /** Whether its files are back to what they were once the attacker has gone. */
  gone: boolean;
}

export interface BoundedOptions {
  connections: number;
  /** How long an attack may be borne before its connections must have been closed, ms. */
  withinMs: number;
  say?(words: string): void;
}

/** Memory that all the connections of one attack may cost, MiB. */
export const GROWTH_MIB = 192;

/** An attack is borne no longer than this, ms: a minute of silence, and the time that it takes to see it. */
const BORNE_MS = 90_000;

/** Connections of an attacker that has gone must have gone with it in this time, ms. */
const GONE_MS = 15_000;

const ATTACKER = path.join(import.meta.dirname, 'attacker.ts');
const MIB = 1024 * 1024;

/**
 * The long form: every attack with all its connections (500 when absent) against a gateway of its own. Throws when the
 * world does not start; judge the figures by {@link isBounded}.
 */
export async function runBounded(options: {
  connections?: number;
  databaseUrl?: string;
  say?(words: string): void;
}): Promise<BoundedFigure[]> {
  const { connections = 500, databaseUrl, say } = options;
  const world = await startWorld({
    worker: false,
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
  });
  try {
    const limits = { connections, withinMs: BORNE_MS };
    return await runAttacks(world, { ...limits, ...(say === undefined ? {} : { say }) });
  } finally {
    await world.close();
  }
}

/** Whether memory stayed within its bound, everybody else was served, and no connection is left. */
export function isBounded({ attack, beforeMiB, mostMiB, ...figure }: BoundedFigure): boolean {
  const mustClose = ATTACKS.find(({ name }) => name === attack)?.mustClose ?? true;
  const closed = figure.closedAfterMs !== null || !mustClose;
  return mostMiB - beforeMiB < GROWTH_MIB && figure.failed === 0 && figure.gone && closed;
}

/** Runs the attacks, one after the other, against the world's gateway. */
export async function runAttacks(
  world: World,
  options: BoundedOptions,
  attacks: readonly Attack[] = ATTACKS,
): Promise<BoundedFigure[]> {
  const figures: BoundedFigure[] = [];
  for (const attack of attacks) {
    const figure = await runAttack(world, attack, options);
    options.say?.(JSON.stringify(figure));
    figures.push(figure);
  }
  return figures;
}

async function runAttack(
  world: World,
  attack: Attack,
  { connections, withinMs }: BoundedOptions,
): Promise<BoundedFigure> {
  const { gateway, merchants } = world;
  const before = residentBytes(gateway.pid);
  const files = openFiles(gateway.pid);
  const watch = watchWorld(world);
  const began = performance.now();
  const requests = Array.from({ length: connections }, () => requestOf(merchants.one));
  const attacker = fork(ATTACKER, [attack.name, `${gateway.port}`]);
  const left = once(attacker, 'exit');
  attacker.send(requests);
  await once(attacker, 'message');
  const closed = await isQuiet(gateway.pid, files, withinMs);
  const closedAfterMs = closed ? Math.round(performance.now() - began) : null;
  attacker.kill('SIGKILL');
  await left;
  const gone = await isQuiet(gateway.pid, files, GONE_MS);
  const seen = await watch.end();
  return {
    attack: attack.name,
    connections,
    beforeMiB: Math.round(before / MIB),
    closedAfterMs,
    gone,
    ...seen,
  };
}

/** Whether the process' files come back to what they were, or nearly, in this time. */
async function isQuiet(pid: number, files: number, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  while (performance.now() < until) {
    if (openFiles(pid) <= files + 16) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

/** Looks at the memory and makes honest calls until it is ended. */
export function watchWorld(world: World, pid: number = world.gateway.pid) {
  let most = 0;
  let honest = 0;
  let failed = 0;
  let slowestMs = 0;
  let over = false;
  const looking = setInterval(() => (most = Math.max(most, residentBytes(pid))), 50);
  const calling = (async () => {
    for (;;) {
      const began = performance.now();
      const status = await world
        .call(world.merchants.two, `${BANK}/tokens`, { customer: { id: 'C-honest' } })
        .then(
          (answer) => answer.status,
          () => 0,
        );
      slowestMs = Math.max(slowestMs, Math.round(performance.now() - began));
      if (status === 200) honest += 1;
      else failed += 1;
      if (over) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  return {
    async end() {
      over = true;
      await calling;
      clearInterval(looking);
      return { mostMiB: Math.round(most / MIB), honest, failed, slowestMs };
    },
  };
}

function requestOf({ clientId, secret }: Merchant): SignedRequest {
  const body = Buffer.from(JSON.stringify({ customer: { id: 'a'.repeat(120) } }));
  const target = `${BANK}/tokens`;
  const requestId = randomUUID();
  const timestamp = formatTimestamp(Date.now());
  const signature = signRequest({ clientId, requestId, timestamp, target, body }, secret);
  const lines = [
    `POST ${target} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Client-Id: ${clientId}`,
    `Request-Id: ${requestId}`,
    `Request-Timestamp: ${timestamp}`,
    `Signature: ${signature}`,
    'Content-Type: application/json',
  ];
  return { head: lines.join('\r\n'), body: body.toString() };
}
