// Who a cookie says is calling, and how far they are signed in.
import { timingSafeEqual } from 'node:crypto';
import type { OperatorDoors } from './doors.ts';
import type { SignedIn } from './session.ts';
import { IDLE_MS, STEP_UP_MS, aliveAt, csrfOf, sessionHash } from './sessions.ts';
import { findSession, touchSession, type Stage } from './store-sessions.ts';

export interface Authenticated {
  /** What is still missing; `full` for nothing. Who is not `full` may finish signing in and do nothing else. */
  stage: Stage;
  person: SignedIn;
  /** Whether this is the token that the session's own page was given; takes as long whatever it is. */
  csrfMatches(token: string): boolean;
}

/** That somebody was seen is written at most this often, ms. */
const WRITTEN_MS = 60_000;

/**
 * The person behind a cookie's value, or null. Also says that they are there, which keeps the session alive; `quiet` does
 * not: for what a page asks by itself.
 */
export async function authenticate(
  ctx: OperatorDoors,
  cookie: string | null,
  address: string,
  { quiet = false }: { quiet?: boolean } = {},
): Promise<Authenticated | null> {
  const hash = sessionHash(cookie);
  if (hash === null) return null;
  const at = ctx.clock.wall();
  const row = await findSession(ctx.db, hash, aliveAt(at));
  if (row === null) return null;
  const touched = !quiet && at - row.seen_at >= WRITTEN_MS;
  if (touched) await touchSession(ctx.db, row.session_id, at, address);
  // The id from before a new proof has not got that proof.
  const provedUntil =
    row.current && row.stepped_up_at !== null ? row.stepped_up_at + STEP_UP_MS : null;
  return {
    stage: row.stage,
    csrfMatches: (token) => isSame(csrfOf(ctx, row.session_id), token),
    person: {
      operatorId: row.operator_id,
      name: row.name,
      email: row.email,
      locale: row.locale,
      theme: row.theme,
      timeZone: row.time_zone,
      totp: row.totp,
      gatewayRole: row.gateway_role,
      memberships: row.memberships,
      sessionId: row.session_id,
      steppedUpUntil: provedUntil !== null && provedUntil > at ? provedUntil : null,
      idleOutAt: Math.min((touched ? at : row.seen_at) + IDLE_MS, row.ends_at),
    },
  };
}

function isSame(wanted: string, given: string): boolean {
  const [a, b] = [Buffer.from(wanted), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
