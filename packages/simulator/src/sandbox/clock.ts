// POST and GET /sandbox/clock: the bank's time, which only goes forward; the gateway is taken
// along. With `client_id` time passes for one merchant alone: see docs/decisions/0019.
import { request as httpRequest } from 'undici';
import type { Bank } from '../bank.ts';
import { numberField, objectBody } from './body.ts';
import { fieldRefused, SandboxRefusal } from './refusal.ts';

export interface ClockReading {
  now: string;
  offset_seconds: number;
}

const TEN_YEARS_S = 10 * 365 * 86_400;
const TIMEOUT_MS = 10_000;

/** The time, or one merchant's own: how far it is ahead of the wall in all. */
export function readClock(bank: Bank, clientId?: string): ClockReading {
  const aged = clientId === undefined ? 0 : (bank.book.state.agedMs.get(clientId) ?? 0);
  return {
    now: new Date(bank.clock.now() + aged).toISOString(),
    offset_seconds: (bank.clock.offset() + aged) / 1000,
  };
}

/**
 * Moves the clock of both: the gateway first, so that a gateway that is away leaves both as they
 * were. Where its answer was lost the bank moves: it may be ahead of the gateway, never behind, or the
 * gateway would ask today for what the bank does tomorrow. One move after the other, so that none is lost.
 */
export async function advanceClock(bank: Bank, asked: unknown): Promise<ClockReading> {
  const range = { least: 0, most: TEN_YEARS_S, whole: false };
  const body = objectBody(asked);
  const seconds = numberField(body, 'advance_seconds', range);
  if (seconds === 0) numberField(body, 'advance_seconds', { ...range, least: 0.001 });
  const ms = Math.round(seconds * 1000);
  const clientId = clientField(body['client_id']);
  if (clientId !== null) return await ageOne(bank, clientId, ms);
  const moved = bank.clockMoved.then(() => move(bank, ms));
  bank.clockMoved = over(moved);
  return moved;
}

async function move(bank: Bank, ms: number): Promise<ClockReading> {
  const offsetMs = bank.clock.offset() + ms;
  let lost: AnswerLost | null = null;
  bank.clockMoving = true;
  try {
    if (bank.gatewayUrl !== null) await tellGateway(bank.gatewayUrl, { offset_ms: offsetMs });
  } catch (error) {
    if (!(error instanceof AnswerLost)) throw error;
    lost = error;
  } finally {
    bank.clockMoving = false;
  }
  bank.clock.setOffset(offsetMs);
  bank.book.write({ kind: 'clock_moved', offsetMs });
  bank.due.runDue();
  await bank.book.settled();
  if (lost !== null) throw lost;
  return readClock(bank);
}

/** One merchant's moves follow one another; another merchant's need not wait for them. */
async function ageOne(bank: Bank, clientId: string, ms: number): Promise<ClockReading> {
  const before = bank.aging.get(clientId) ?? Promise.resolve();
  const aged = before.then(() => age(bank, clientId, ms));
  const last = over(aged);
  bank.aging.set(clientId, last);
  try {
    return await aged;
  } finally {
    if (bank.aging.get(clientId) === last) bank.aging.delete(clientId);
  }
}

async function age(bank: Bank, clientId: string, ms: number): Promise<ClockReading> {
  if (bank.gatewayUrl === null) {
    throw fieldRefused('client_id', 'must be absent: this bank knows no gateway, and no merchants');
  }
  const told = { client_id: clientId, advance_ms: ms };
  const { partner_key: partner } = await tellGateway(bank.gatewayUrl, told);
  const key = typeof partner === 'string' ? partner : '';
  bank.book.write({ kind: 'partner_aged', partner: key, clientId, ms });
  bank.due.age(key, ms);
  bank.due.runDue();
  await bank.book.settled();
  return readClock(bank, clientId);
}

async function over(moving: Promise<unknown>): Promise<void> {
  await moving.catch(() => undefined); // whoever asked for it hears it
}

function clientField(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' && value !== '') return value;
  throw fieldRefused('client_id', "must be the Client-Id of one of the gateway's merchants");
}

async function tellGateway(gatewayUrl: string, told: object): Promise<Record<string, unknown>> {
  const url = new URL('/sandbox/clock', gatewayUrl);
  let status: number;
  try {
    const answer = await httpRequest(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(told),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    status = answer.statusCode;
    if (status < 300) return await readObject(answer.body);
    await answer.body.dump();
  } catch (error) {
    throw wasNeverSent(error) ? unreachable(url) : new AnswerLost(url);
  }
  if (status === 404 && 'client_id' in told) {
    throw new SandboxRefusal(
      404,
      'merchant_not_found',
      'client_id: the gateway has no such merchant',
    );
  }
  throw status < 500 ? unreachable(url) : new AnswerLost(url);
}

/** The gateway may or may not have taken the new time. */
class AnswerLost extends SandboxRefusal {
  override name = 'AnswerLost';

  constructor(url: URL) {
    const message = `whether the gateway at ${url.href} took the new time is not known; move the clock once more`;
    super(502, 'gateway_unreachable', message);
  }
}

function unreachable(url: URL): SandboxRefusal {
  const message = `the gateway at ${url.href} did not take the new time; no clock was moved`;
  return new SandboxRefusal(502, 'gateway_unreachable', message);
}

function wasNeverSent(error: unknown): boolean {
  const { code } = Object(error) as { code?: unknown };
  return code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'UND_ERR_CONNECT_TIMEOUT';
}

/** What the gateway said; nothing where it said no JSON object. */
async function readObject(body: { text(): Promise<string> }): Promise<Record<string, unknown>> {
  const text = await body.text();
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return {};
  }
}
