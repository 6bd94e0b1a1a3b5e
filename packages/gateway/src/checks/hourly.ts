// The worker's check: every hour what is new, once a day everything, by one process at a time.
import { Refusal } from '../base/refusal.ts';
import type { Context } from '../context.ts';
import { runChecks } from './check.ts';
import { endTurn, findResults, keepTurn, takeTurn } from './store-turn.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A check that goes on keeps the turn every minute; a process that died gives it up after this, ms. */
const LEASE_MS = 30 * MINUTE_MS;

/**
 * Checks the books when it is time and no other process does. A finding is an alarm; `tarik check` says more about each.
 * Two that check at once, after a lease has run out, do no harm. Where a check could not be made, everything is due again
 * an hour later.
 */
export async function checkHourly(ctx: Context): Promise<number> {
  const began = ctx.clock.now();
  const turn = await takeTurn(ctx.db, began, began + LEASE_MS);
  if (turn === null) return 0;
  let failure: Error | null = null;
  try {
    await runChecks(ctx.db, ctx.clock, {
      full: turn.full,
      isWorker: true,
      onProgress: () => keepTurn(ctx.db, ctx.clock.now() + LEASE_MS),
      onOutcome: ({ check, findings }) => {
        if (findings.length === 0) return;
        ctx.log.error('the books do not hold', { operation: check, count: findings.length });
      },
    });
  } catch (error) {
    if (error instanceof Refusal || !(error instanceof Error)) throw error;
    failure = error;
  }
  const isWhole = turn.full && failure === null;
  await endTurn(ctx.db, began + HOUR_MS, isWhole ? began + DAY_MS : null);
  await showResults(ctx);
  if (failure !== null) throw failure;
  return 0;
}

/** Shows what the checks last came to, whichever process ran them. */
export async function showResults(ctx: Pick<Context, 'db' | 'metrics'>): Promise<void> {
  for (const { check, endedAt, rows, findings } of await findResults(ctx.db)) {
    ctx.metrics.checkFindings.set({ check }, findings);
    ctx.metrics.checkEnded.set({ check }, endedAt / 1000);
    ctx.metrics.checkRows.set({ check }, Number(rows));
  }
}
