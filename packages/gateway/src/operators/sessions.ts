// Sessions: how long they last, the id in the cookie, and how they begin and change.
import { createHash } from 'node:crypto';
import type { Tx } from '../base/db.ts';
import { Barred } from './barred.ts';
import { OF_GATEWAY, type OperatorDoors } from './doors.ts';
import { insertSession, renewSession, type Stage } from './store-sessions.ts';

const MINUTE = 60_000;
/** Without a call for this long, ms, a session is over. */
export const IDLE_MS = 15 * MINUTE;
/** Whatever happens, ms. */
export const LIFE_MS = 12 * 60 * MINUTE;
/** What is not signed in whole must be so soon, ms. */
const UNFINISHED_MS = 10 * MINUTE;
/** A new proof is good for this long, ms. */
export const STEP_UP_MS = 10 * MINUTE;
/** Calls under way when the id changes carry the old one, ms. */
const FORMER_MS = 10_000;

/** Where a call comes from. */
export interface From {
  address: string;
  agent: string;
}

/** SHA-256 of a cookie's value; null for what no cookie of ours holds. */
export function sessionHash(cookie: string | null): Buffer | null {
  if (cookie === null || !/^[A-Za-z0-9_-]{43}$/.test(cookie)) return null;
  return createHash('sha256').update(cookie).digest();
}

/** The moments by which a session is alive. */
export function aliveAt(at: number): { at: number; seenAfter: number } {
  return { at, seenAfter: at - IDLE_MS };
}

/** Begins a session in the transaction of what has proved the person; answers the cookie's value. */
export async function beginSession(
  doors: OperatorDoors,
  tx: Tx,
  operatorId: string,
  stage: Stage,
  from: From,
): Promise<string> {
  const cookie = doors.random.bytes(32).toString('base64url');
  const at = doors.clock.wall();
  await insertSession(tx, {
    hash: hashOf(cookie),
    sessionId: doors.random.secretId(),
    operatorId,
    stage,
    address: from.address.slice(0, 64),
    agent: from.agent.toWellFormed().replaceAll('\u0000', '').slice(0, 200),
    at,
    endsAt: at + (stage === 'full' ? LIFE_MS : UNFINISHED_MS),
  });
  return cookie;
}

/** A new id for a session whose person has proved themselves again. Throws {@link Barred} `signed_out` when it has ended. */
export async function stepSessionUp(
  doors: OperatorDoors,
  tx: Tx,
  sessionId: string,
): Promise<{ cookie: string; steppedUpUntil: number }> {
  const cookie = doors.random.bytes(32).toString('base64url');
  const at = doors.clock.wall();
  const to = { hash: hashOf(cookie), formerUntil: at + FORMER_MS, at };
  if (!(await renewSession(tx, sessionId, to))) throw new Barred('signed_out');
  return { cookie, steppedUpUntil: at + STEP_UP_MS };
}

/** What a page proves that it is ours with, as long as the session lasts. */
export function csrfOf(doors: Pick<OperatorDoors, 'sealer'>, sessionId: string): string {
  return doors.sealer.blindIndex('csrf', OF_GATEWAY, sessionId).toString('base64url');
}

function hashOf(cookie: string): Buffer {
  return createHash('sha256').update(cookie).digest();
}
