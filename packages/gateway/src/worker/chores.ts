// The list of chores: everything that happens later, without a caller.
import type { Context } from '../context.ts';
import { CHECK_NAMES, checkBooks } from '../ledger/check.ts';
import { settleDuePayments } from '../payments/settle-unclear.ts';
import { oldestUnclearPayment } from '../payments/store.ts';
import { returnLateMoney } from '../refunds/return-late-money.ts';
import { settleDueRefunds } from '../refunds/settle-unclear.ts';
import { oldestUnclearRefund } from '../refunds/store.ts';
import { reapRequests } from '../requests/store.ts';
import { settleDueTokens } from '../tokens/chores.ts';
import type { Work } from './loop.ts';

const SOON_MS = 250;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Deleted at once, so that no deletion holds its locks for long. */
const REAPED = 1000;

export const CHORES: readonly Work[] = [
  { name: 'payments', kind: 'payments', restMs: SOON_MS, run: settleDuePayments },
  { name: 'refunds', kind: 'refunds', restMs: SOON_MS, run: settleDueRefunds },
  { name: 'late money', kind: 'refunds', restMs: SOON_MS, run: returnLateMoney },
  { name: 'tokens', kind: 'tokens', restMs: SOON_MS, run: settleDueTokens },
  { name: 'requests', restMs: MINUTE_MS, run: reap },
  { name: 'gauges', restMs: 15_000, run: gauge },
  { name: 'check', restMs: HOUR_MS, run: check },
];

/** Forgets answers that moved no money once their time is over. */
async function reap(ctx: Context): Promise<number> {
  const reaped = await reapRequests(ctx.db, ctx.clock.now(), REAPED);
  return reaped === REAPED ? reaped : 0;
}

async function gauge(ctx: Context): Promise<number> {
  const now = ctx.clock.now();
  const [payment, refund] = await Promise.all([
    oldestUnclearPayment(ctx.db, now),
    oldestUnclearRefund(ctx.db, now),
  ]);
  ctx.metrics.oldestUnclear.set(Math.max(payment, refund) / 1000);
  return 0;
}

/** The books, every hour: a finding is an alarm. `tarik check` says more about each. */
async function check(ctx: Context): Promise<number> {
  const findings = await checkBooks(ctx.db);
  for (const name of CHECK_NAMES) {
    const count = findings.filter((finding) => finding.check === name).length;
    ctx.metrics.checkFindings.set({ check: name }, count);
    if (count > 0) ctx.log.error('the books do not hold', { operation: name, count });
  }
  return 0;
}
