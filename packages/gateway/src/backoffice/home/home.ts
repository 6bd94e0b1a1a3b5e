// `GET /:workspace/home`: the day's picture, from figures that are kept by the hour and what is newer than they are.
import { getHome } from '../contract/merchant.ts';
import { route } from '../route.ts';
import { bucketSums, iso, latencyOf, reasonsOf, sumsOf } from './picture.ts';
import { before, piecesOf, rangeOf, type Range } from './range.ts';
import * as store from './store.ts';
import type { PaymentsMade, Snapshot, Whose } from './store.ts';

/** Ages of what is unclear, seconds: one minute, five, fifteen, an hour, six, a day. */
const AGES = [60, 300, 900, 3600, 21_600, 86_400] as const;

export const home = route(getHome, async ({ ctx, reading, scope, query, may }) => {
  const range = rangeOf(query.from, query.to);
  const whose: Whose = { merchantIds: scope.merchantIds, bank: query.bank ?? null };
  const now = ctx.clock.now();
  return await reading.together(async (snapshot) => {
    const countedTo = await store.findCountedTo(snapshot);
    const made = await madeIn(snapshot, whose, range, countedTo);
    const earlier = sumsOf(await madeIn(snapshot, whose, before(range), countedTo));
    const total = sumsOf(made);
    return {
      bucket: range.bucket,
      buckets: bucketSums(range, made),
      total: {
        payments: total.payments,
        succeeded: total.succeeded,
        failed: total.failed,
        expired: total.expired,
        amount: `${total.amount}`,
        refunded: `${total.refunded}`,
        refunds: total.refunds,
      },
      before: {
        payments: earlier.payments,
        succeeded: earlier.succeeded,
        failed: earlier.failed,
        expired: earlier.expired,
        amount: `${earlier.amount}`,
      },
      reasons: reasonsOf(made),
      unclear: await unclearNow(snapshot, whose, now),
      notifications: await notified(snapshot, whose, range, countedTo),
      latency: latencyOf(range, await store.findLatency(snapshot, whose, piecesOf(range))),
      waiting_approvals: may('approvals.view')
        ? await store.countApprovals(snapshot, scope.merchantIds)
        : 0,
      figures_to: countedTo === null ? null : iso(countedTo),
    };
  });
});

/** Payments of a range: what is counted, and what was made since. */
async function madeIn(
  snapshot: Snapshot,
  whose: Whose,
  range: Range,
  countedTo: number | null,
): Promise<PaymentsMade[]> {
  const kept = await store.findFigures(snapshot, whose, piecesOf(range));
  const since = Math.max(countedTo ?? range.from, range.from);
  if (since >= range.to) return kept;
  return [...kept, ...(await store.countLive(snapshot, whose, since, range.to))];
}

async function notified(snapshot: Snapshot, whose: Whose, range: Range, countedTo: number | null) {
  const counts = await store.findNotified(snapshot, whose, piecesOf(range));
  const since = Math.max(countedTo ?? range.from, range.from);
  if (since < range.to) {
    counts.push(...(await store.countLiveNotified(snapshot, whose, since, range.to)));
  }
  const of = (state: string): number =>
    counts.reduce((sum, one) => (one.state === state ? sum + Number(one.count) : sum), 0);
  const waiting = await store.findWaiting(snapshot, whose);
  return {
    delivered: of('delivered'),
    pending: Number(waiting.count),
    exhausted: of('exhausted'),
    undeliverable: of('undeliverable'),
    oldest_due_at: waiting.oldest === null ? null : iso(waiting.oldest),
  };
}

async function unclearNow(snapshot: Snapshot, whose: Whose, now: number) {
  const counted = await store.countUnclear(snapshot, whose, now, AGES);
  const oldest = counted.length === 0 ? [] : await store.findOldestUnclear(snapshot, whose);
  const ages = [...AGES, null].map((upTo, slot) => {
    const found = counted.find((one) => one.slot === slot);
    return { up_to_s: upTo, count: Number(found?.count ?? 0n), amount: found?.amount ?? '0' };
  });
  const count = ages.reduce((sum, one) => sum + one.count, 0);
  return {
    count,
    more: count >= store.MOST_COUNTED,
    amount: `${ages.reduce((sum, one) => sum + BigInt(one.amount), 0n)}`,
    ages,
    oldest: oldest.map((one) => ({
      client_id: one.client_id,
      payment_id: one.payment_id,
      amount: `${one.amount}`,
      since: iso(one.asked_at),
    })),
  };
}
