// Wrong tries to sign in, as the audit has them: counted where they happen, whoever is meant, and written down once in a quarter
// of an hour for whom they were meant.
import type { Context } from '../context.ts';
import { appendAudit } from './append-audit.ts';
import type { AuditNote } from './audit.ts';
import { OF_GATEWAY, type OperatorDoors } from './doors.ts';
import { claimFailures, countFailure, forgetFailures, type FailureRow } from './store-failures.ts';

export type FailedWith = FailureRow['what'];

/** One entry for a person and a kind of proof in this time, ms, however many tries there are. */
export const FAILURES_ONCE_MS = 15 * 60_000;
/** Entries that one turn of the chore writes. */
const AT_ONCE = 200;

/**
 * Counts a wrong try. What was typed by nobody who is known is counted as well, by the same statement: an answer takes as long, and
 * nothing of it reaches the audit.
 */
export async function countWrongTry(
  { db, sealer, clock }: OperatorDoors,
  what: FailedWith,
  typed: string,
  operatorId: string | null,
  address: string,
): Promise<void> {
  const key = sealer.blindIndex(`sign in failed: ${what}`, OF_GATEWAY, operatorId ?? typed);
  const at = clock.wall();
  await countFailure(db, { key, operatorId, what, address: address.slice(0, 64), at });
}

/** Writes what was counted and not written within the last quarter of an hour; forgets what is written, and names that nobody has. */
export async function writeFailures(ctx: Pick<Context, 'db' | 'clock'>): Promise<number> {
  const wall = ctx.clock.wall();
  const before = wall - FAILURES_ONCE_MS;
  const written = await ctx.db.transaction(async (tx) => {
    const rows = await claimFailures(tx, { at: wall, before, most: AT_ONCE });
    await appendAudit(tx, rows.map(noteOf), ctx.clock.now());
    return rows.length;
  });
  await forgetFailures(ctx.db, before);
  return written;
}

/** It stands in the gateway's chain, as signing in does, under the name of the person whose account was tried. */
function noteOf({
  operator_id: operatorId,
  what,
  failures,
  address,
  first_at: since,
}: FailureRow): AuditNote {
  return {
    merchantId: null,
    operatorId,
    by: 'backoffice',
    role: null,
    address,
    act: 'sign_in.failed',
    subject: operatorId,
    reason: null,
    before: null,
    after: { with: what, tries: failures, since: new Date(since).toISOString() },
  };
}
