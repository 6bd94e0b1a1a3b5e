// What was approved is carried out: at once by the process that heard it, or by a chore when that one has died.
import type { Context } from '../context.ts';
import type { Tx } from '../base/db.ts';
import { appendAudit } from './append-audit.ts';
import { APPROVALS } from './approval.ts';
import { collected, storedOf, type StoredApproval } from './approvals.ts';
import type { AuditNote } from './audit.ts';
import { Barred } from './barred.ts';
import { OF_GATEWAY } from './doors.ts';
import { forgetTries } from './delays.ts';
import { writeFailures } from './failures.ts';
import type { SignedIn } from './session.ts';
import { aliveAt } from './sessions.ts';
import { claimDueApproval, moveApproval, type Move } from './store-approvals.ts';
import { reapSessions } from './store-sessions.ts';

/** What knows how each kind is carried out; it stands above this room. */
export interface Carrying {
  /** Carries out what was approved. Must bear being called twice for the same approval. `outcome` is for people. */
  carryOut(
    ctx: Context,
    approval: StoredApproval,
  ): Promise<{ state: 'done' | 'failed'; outcome: string }>;
  /**
   * Carries out what is shown once, for the one who asked; `done` belongs into the transaction that makes it. Null when it
   * cannot be carried out any more.
   */
  collect(
    ctx: Context,
    approval: StoredApproval,
    person: SignedIn,
    done: (tx: Tx) => Promise<void>,
  ): Promise<{ secret: string } | null>;
}

/** A chore that is stuck with one request tries again after so long, ms. */
const LEASE_MS = 2 * 60_000;

/** Carries out an approval that is held by us, and keeps what came of it; answers how it stands then. */
export async function carryOutNow(
  ctx: Context,
  carrying: Pick<Carrying, 'carryOut'>,
  approval: StoredApproval,
): Promise<StoredApproval> {
  const { state, outcome } = await carrying.carryOut(ctx, approval);
  return await keep(
    ctx,
    approval,
    { state, outcome, dueAt: null, leaseUntil: null, forget: true },
    { act: `approval.${state}`, after: { kind: approval.kind, outcome } },
  );
}

/**
 * Carries out what is shown once. The request is done in the commit that makes it: a key that is made twice would end the
 * first one, which somebody uses already, and one that was not made may be collected again. Throws {@link Barred} `conflict`
 * when it cannot be made any more, which is for good.
 */
export async function collectNow(
  ctx: Context,
  carrying: Pick<Carrying, 'collect'>,
  approval: StoredApproval,
  person: SignedIn,
): Promise<{ secret: string }> {
  const made = await carrying.collect(ctx, approval, person, (tx) => collected(tx, approval));
  if (made !== null) return made;
  const outcome = 'changed_meanwhile';
  await keep(
    ctx,
    approval,
    { state: 'failed', outcome, dueAt: null, leaseUntil: null },
    { act: 'approval.failed', after: { kind: approval.kind, outcome } },
  );
  throw new Barred('conflict');
}

/** Takes up one request that is due: carries it out, or lets it expire. Answers how many there were. */
export async function settleDueApprovals(
  ctx: Context,
  carrying: Pick<Carrying, 'carryOut'>,
): Promise<number> {
  const at = ctx.clock.now();
  const row = await claimDueApproval(ctx.db, at, at + LEASE_MS);
  if (row === null) return 0;
  const approval = storedOf(row);
  const waits =
    approval.state === 'approved' && APPROVALS[approval.kind].carriedOut === 'when approved';
  if (waits) await carryOutNow(ctx, carrying, approval);
  else await expire(ctx, approval);
  return 1;
}

/** The chores of this room: what is approved and left behind, what expires, sessions and tries that are over, and their audit. */
export function operatorChores(carrying: Pick<Carrying, 'carryOut'>) {
  return [
    {
      name: 'approvals',
      restMs: 5000,
      run: (ctx: Context) => settleDueApprovals(ctx, carrying),
    },
    { name: 'sessions', restMs: 60_000, run: forgetWhatIsOver },
  ];
}

async function forgetWhatIsOver(ctx: Context): Promise<number> {
  await reapSessions(ctx.db, aliveAt(ctx.clock.wall()));
  await forgetTries(ctx);
  await writeFailures(ctx);
  return 0;
}

async function expire(ctx: Context, approval: StoredApproval): Promise<void> {
  await keep(
    ctx,
    approval,
    { state: 'expired', dueAt: null, leaseUntil: null, forget: true },
    { act: 'approval.expired', after: { kind: approval.kind } },
  );
}

async function keep(
  ctx: Context,
  approval: StoredApproval,
  move: Move,
  said: Pick<AuditNote, 'act' | 'after'>,
): Promise<StoredApproval> {
  const { merchantId, approvalId, version } = approval;
  const from = { merchant_id: merchantId, approval_id: approvalId, version };
  return await ctx.db.transaction(async (tx) => {
    const moved = await moveApproval(tx, from, move);
    // Somebody else has taken it up meanwhile: what they have kept stands.
    if (moved === null) return approval;
    const note: AuditNote = {
      merchantId: merchantId === OF_GATEWAY ? null : merchantId,
      operatorId: null,
      by: 'worker',
      role: null,
      address: null,
      subject: approvalId,
      reason: null,
      before: { state: approval.state },
      ...said,
    };
    await appendAudit(tx, [note], ctx.clock.now());
    return storedOf(moved);
  });
}
