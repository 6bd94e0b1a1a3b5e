// The list of chores: everything that happens later, without a caller.
import type { Context } from '../context.ts';
import { checkHourly, showResults } from '../checks/hourly.ts';
import { countFigures } from '../figures/turn.ts';
import { sumLedger } from '../ledger/sum.ts';
import { adoptStrays } from '../reconciliation/adopt-strays.ts';
import { judgeRipeDay } from '../reconciliation/judge-day.ts';
import { matchWaiting } from '../reconciliation/match.ts';
import { settleDuePayments } from '../payments/settle-unclear.ts';
import { oldestUnclearPayment } from '../payments/store.ts';
import { returnLateMoney } from '../refunds/return-late-money.ts';
import { settleDueRefunds } from '../refunds/settle-unclear.ts';
import { oldestUnclearRefund } from '../refunds/store.ts';
import { reapRequests } from '../requests/store.ts';
import { settleDue } from '../settlement/run.ts';
import { settleDueTokens } from '../tokens/chores.ts';
import type { Work } from './loop.ts';

const SOON_MS = 250;
const MINUTE_MS = 60_000;

/** Deleted at once, so that no deletion holds its locks for long. */
const REAPED = 1000;

export const CHORES: readonly Work[] = [
  { name: 'payments', kind: 'payments', restMs: SOON_MS, run: settleDuePayments },
  { name: 'refunds', kind: 'refunds', restMs: SOON_MS, run: settleDueRefunds },
  { name: 'late money', kind: 'refunds', restMs: SOON_MS, run: returnLateMoney },
  { name: 'tokens', kind: 'tokens', restMs: SOON_MS, run: settleDueTokens },
  { name: 'settlement', restMs: MINUTE_MS, run: settleDue },
  { name: 'requests', restMs: MINUTE_MS, run: reap },
  { name: 'gauges', restMs: 15_000, run: gauge },
  { name: 'figures', restMs: 10_000, run: countFigures },
  { name: 'ledger sums', restMs: 5_000, run: sumLedger },
  { name: 'statements', restMs: 5_000, run: matchWaiting },
  { name: 'missing at bank', restMs: MINUTE_MS, run: judgeRipeDay },
  { name: 'strays', restMs: MINUTE_MS, run: adoptStrays },
  { name: 'check', restMs: MINUTE_MS, run: checkHourly },
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
  await showResults(ctx);
  return 0;
}
