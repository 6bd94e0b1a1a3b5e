// POST and GET /sandbox/clock: the bank's time, which only goes forward; the gateway is taken
// along.
import { request as httpRequest } from 'undici';
import type { Bank } from '../bank.ts';
import { numberField, objectBody } from './body.ts';
import { SandboxRefusal } from './refusal.ts';

export interface ClockReading {
  now: string;
  offset_seconds: number;
}

const TEN_YEARS_S = 10 * 365 * 86_400;
const TIMEOUT_MS = 10_000;

export function readClock(bank: Bank): ClockReading {
  return {
    now: new Date(bank.clock.now()).toISOString(),
    offset_seconds: bank.clock.offset() / 1000,
  };
}

/**
 * Moves the clock of both: the gateway first, so that a gateway that is away leaves both as they
 * were. One move after the other, so that none is lost.
 */
export async function advanceClock(bank: Bank, asked: unknown): Promise<ClockReading> {
  const range = { least: 0, most: TEN_YEARS_S, whole: false };
  const body = objectBody(asked);
  const seconds = numberField(body, 'advance_seconds', range);
  if (seconds === 0) numberField(body, 'advance_seconds', { ...range, least: 0.001 });
  const moved = bank.clockMoved.then(() => move(bank, seconds));
  bank.clockMoved = moved.then(
    () => undefined,
    () => undefined,
  );
  return moved;
}

async function move(bank: Bank, seconds: number): Promise<ClockReading> {
  const offsetMs = bank.clock.offset() + Math.round(seconds * 1000);
  if (bank.gatewayUrl !== null) await tellGateway(bank.gatewayUrl, offsetMs);
  bank.clock.setOffset(offsetMs);
  bank.book.write({ kind: 'clock_moved', offsetMs });
  bank.due.runDue();
  await bank.book.settled();
  return readClock(bank);
}

async function tellGateway(gatewayUrl: string, offsetMs: number): Promise<void> {
  const url = new URL('/sandbox/clock', gatewayUrl);
  try {
    const answer = await httpRequest(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ offset_ms: offsetMs }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.body.dump();
    if (answer.statusCode < 300) return;
  } catch {
    // Said below: the clock has not moved.
  }
  const message = `the gateway at ${url.href} did not take the new time; no clock was moved`;
  throw new SandboxRefusal(502, 'gateway_unreachable', message);
}
