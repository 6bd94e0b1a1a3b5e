// Puts the home page's picture together from figures: sums by bucket, by state and by reason, and percentiles. Pure.
import { percentile } from '../../figures/latency.ts';
import type { PaymentState } from '../../payments/payment.ts';
import { bucketAt, bucketsOf, type Range } from './range.ts';
import type { PaymentsMade } from './store.ts';

type Column = 'succeeded' | 'failed' | 'expired' | 'open';

const COLUMN: Readonly<Record<PaymentState, Column>> = {
  created: 'open',
  awaiting_otp: 'open',
  confirming: 'open',
  unclear: 'open',
  succeeded: 'succeeded',
  failed: 'failed',
  expired: 'expired',
};

/** Reasons that are shown, the most frequent first. */
const REASONS = 12;

interface Sums extends Record<Column, number> {
  payments: number;
  /** Of those that succeeded. */
  amount: bigint;
  refunded: bigint;
  refunds: number;
}

const noSums = (): Sums => ({
  payments: 0,
  succeeded: 0,
  failed: 0,
  expired: 0,
  open: 0,
  amount: 0n,
  refunded: 0n,
  refunds: 0,
});

/** Everything of a range together. */
export function sumsOf(made: readonly PaymentsMade[]): Sums {
  const sums = noSums();
  for (const one of made) add(sums, one);
  return sums;
}

/** One column for each bucket of the range, the empty ones too. */
export function bucketSums(range: Range, made: readonly PaymentsMade[]) {
  const buckets = new Map(bucketsOf(range).map((at) => [at, noSums()]));
  for (const one of made) {
    const sums = buckets.get(bucketAt(range, one.at));
    if (sums !== undefined) add(sums, one);
  }
  return [...buckets].map(([at, { succeeded, failed, expired, open, amount }]) => ({
    at: iso(at),
    succeeded,
    failed,
    expired,
    open,
    amount: `${amount}`,
  }));
}

/** Why payments failed. */
export function reasonsOf(made: readonly PaymentsMade[]): { reason: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { state, reason, payments } of made) {
    if (state !== 'failed') continue;
    counts.set(reason, (counts.get(reason) ?? 0) + Number(payments));
  }
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .toSorted((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1))
    .slice(0, REASONS);
}

/** How long the bank took, for each bucket and operation that had calls. */
export function latencyOf(
  range: Range,
  rows: readonly { at: number; operation: string; slot: number; calls: bigint }[],
) {
  const histograms = new Map<
    string,
    { at: number; operation: string; calls: Map<number, number> }
  >();
  for (const { at, operation, slot, calls } of rows) {
    const bucket = bucketAt(range, at);
    const name = `${bucket} ${operation}`;
    const one = histograms.get(name) ?? { at: bucket, operation, calls: new Map<number, number>() };
    one.calls.set(slot, (one.calls.get(slot) ?? 0) + Number(calls));
    histograms.set(name, one);
  }
  return [...histograms.values()]
    .toSorted((a, b) => a.at - b.at || (a.operation < b.operation ? -1 : 1))
    .map(({ at, operation, calls }) => ({
      at: iso(at),
      operation,
      calls: [...calls.values()].reduce((sum, count) => sum + count, 0),
      p50_ms: percentile(calls, 0.5),
      p95_ms: percentile(calls, 0.95),
    }));
}

/** An instant as the API writes it. */
export function iso(at: number): string {
  return new Date(at).toISOString();
}

function add(sums: Sums, one: PaymentsMade): void {
  const column = COLUMN[one.state];
  const count = Number(one.payments);
  sums.payments += count;
  sums[column] += count;
  if (column === 'succeeded') sums.amount += BigInt(one.amount);
  sums.refunded += BigInt(one.refunded);
  sums.refunds += Number(one.refunds);
}
