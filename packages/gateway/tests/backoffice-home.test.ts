// The home page's picture: what is counted, what is newer, what is open now; and nobody sees what is not theirs.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { home } from '../src/backoffice/home/home.ts';
import { getHome } from '../src/backoffice/contract/merchant.ts';
import { piecesOf, rangeOf } from '../src/backoffice/home/range.ts';
import type { Reading } from '../src/base/reading.ts';
import { countFigures } from '../src/figures/turn.ts';
import { chanceOf } from './chance.ts';
import { aHistory, type History } from './figures-history.ts';
import { flowContext, type FlowContext } from './flow-context.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Picture = z.input<typeof getHome.answer>;

describe('home', () => {
  let flow: FlowContext;
  let one: string;
  let two: string;
  let history: History;
  const now = () => flow.clock.now();
  const iso = (at: number) => new Date(at).toISOString();

  beforeAll(async () => {
    flow = await flowContext();
    one = (await flow.merchant()).merchantId;
    two = (await flow.merchant()).merchantId;
    await flow.sql(`update merchants set created_at = created_at - interval '40 days'`);
    history = await aHistory(flow, [one], chanceOf(7));
  });
  afterAll(() => flow.close());

  /** The answer to somebody who sees these merchants (null: all), checked against the contract. */
  async function look(
    merchantIds: readonly string[] | null,
    {
      from = now() - HOUR,
      to = now() + MINUTE,
      bank,
    }: { from?: number; to?: number; bank?: string } = {},
    may = true,
  ): Promise<Picture> {
    const answer = await home.serve({
      ctx: flow.ctx,
      reading: readingOf(flow),
      scope: { merchantIds },
      query: { from: iso(from), to: iso(to), bank },
      may: () => may,
    } as never);
    return getHome.answer.parse(answer);
  }

  async function settle(): Promise<void> {
    flow.advance(MINUTE);
    while ((await countFigures(flow.ctx)) > 0);
  }

  test('shows a payment at once, and no twice when it is counted', async () => {
    const payment = await history.pay(now());
    const sees = async () => (await look([one])).total;
    expect(await sees()).toMatchObject({ payments: 1, succeeded: 0, amount: '0' });
    await history.move(payment, 'succeeded', now());
    const paid = await sees();
    expect(paid).toMatchObject({ payments: 1, succeeded: 1 });
    expect(BigInt(paid.amount)).toBeGreaterThan(0n);
    await settle();
    expect(await sees()).toEqual(paid);
    await settle();
    expect(await sees()).toEqual(paid);
    expect((await look([one])).figures_to).not.toBeNull();
  });

  test("shows a merchant's own figures to its people, and everybody's to the gateway's", async () => {
    expect((await look([two])).total.payments).toBe(0);
    const all = (await look(null)).total;
    expect(all).toEqual((await look([one, two])).total);
    expect(all.payments).toBeGreaterThan(0);
    await history.pay(now());
    expect((await look(null)).total.payments).toBe(all.payments + 1);
    expect((await look([two])).total.payments).toBe(0);
  });

  test('narrows to a bank', async () => {
    const counts = [];
    for (const bank of ['cimb', 'other', 'none'])
      counts.push((await look([one], { bank })).total.payments);
    expect(counts[0]! + counts[1]!).toBe((await look([one])).total.payments);
    expect(counts[2]).toBe(0);
  });

  test('has a bucket for every hour up to three days, and for every day of WIB beyond', async () => {
    const hours = await look([one], { from: now() - 3 * DAY, to: now() });
    expect(hours.bucket).toBe('hour');
    expect([72, 73]).toContain(hours.buckets.length);
    const days = await look([one], { from: now() - 30 * DAY, to: now() });
    expect(days.bucket).toBe('day');
    expect([30, 31]).toContain(days.buckets.length);
    for (const { at } of days.buckets) expect(at).toMatch(/T17:00:00\.000Z$/);
    const sum = (picture: Picture) =>
      picture.buckets.reduce(
        (total, { succeeded, failed, expired, open }) =>
          total + succeeded + failed + expired + open,
        0,
      );
    expect([sum(hours), sum(days)]).toEqual([hours.total.payments, days.total.payments]);
  });

  test('compares with the range of equal length before', async () => {
    await history.move(await history.pay(now()), 'failed', now());
    flow.advance(6 * HOUR);
    await settle();
    const picture = await look([one], { from: now() - HOUR, to: now() });
    expect(picture.total.payments).toBe(0);
    const earlier = await look([one], { from: now() - 9 * HOUR, to: now() - 4 * HOUR });
    const later = await look([one], { from: now() - 4 * HOUR, to: now() + HOUR });
    const { payments, succeeded, failed, expired, amount } = earlier.total;
    expect(later.before).toEqual({ payments, succeeded, failed, expired, amount });
    expect(failed).toBeGreaterThan(0);
    expect(earlier.reasons.reduce((sum, { count }) => sum + count, 0)).toBe(failed);
  });

  test('shows what is unclear now by its age, whatever the range', async () => {
    for (const age of [10_000, 20 * MINUTE, 2 * DAY]) {
      await history.move(await history.pay(now() - age), 'unclear', now());
    }
    const { unclear } = await look([one], { from: now() - 9 * DAY, to: now() - 8 * DAY });
    expect(unclear.count).toBe(3);
    expect(unclear.more).toBe(false);
    expect(unclear.ages.map(({ up_to_s, count }) => [up_to_s, count])).toEqual([
      [60, 1],
      [300, 0],
      [900, 0],
      [3600, 1],
      [21_600, 0],
      [86_400, 0],
      [null, 1],
    ]);
    expect(unclear.oldest).toHaveLength(3);
    const since = unclear.oldest.map((found) => found.since);
    expect(since).toEqual(since.toSorted());
    expect((await look([two])).unclear).toMatchObject({ count: 0, amount: '0', oldest: [] });
  });

  test('shows how notifications fare, before and after they are counted', async () => {
    await history.attempt(await history.notify(now()), 'delivered', now());
    await history.attempt(await history.notify(now()), 'exhausted', now());
    const waits = await history.notify(now());
    const sees = { delivered: 1, exhausted: 1, undeliverable: 0, pending: 1 };
    expect((await look([one])).notifications).toMatchObject(sees);
    await settle();
    expect((await look([one])).notifications).toMatchObject(sees);
    expect((await look(null)).notifications).toMatchObject(sees);
    expect((await look([one])).notifications.oldest_due_at).not.toBeNull();
    await history.attempt(waits, 'delivered', now());
    await settle();
    expect((await look([one])).notifications).toMatchObject({
      delivered: 2,
      pending: 0,
      oldest_due_at: null,
    });
  });

  test('shows how long the bank took', async () => {
    const { latency } = await look([one], { from: now() - DAY, to: now() + HOUR });
    expect(latency.length).toBeGreaterThan(0);
    for (const { calls, p50_ms, p95_ms } of latency) {
      expect(calls).toBeGreaterThan(0);
      expect(p95_ms).toBeGreaterThanOrEqual(p50_ms);
    }
    expect((await look([two])).latency).toEqual([]);
  });

  test('counts the approvals that wait, for who may see them', async () => {
    await flow.sql(
      `insert into approvals (merchant_id, approval_id, kind, subject, asked, reason, asked_by, asked_at, expires_at, due_at)
       select $1, gen_random_uuid(), 'refund', 'x', '{}', 'because', gen_random_uuid(), now(), now(), now()
         from generate_series(1, 3)`,
      [one],
    );
    expect((await look([one])).waiting_approvals).toBe(3);
    expect((await look(null)).waiting_approvals).toBe(3);
    expect((await look([two])).waiting_approvals).toBe(0);
    expect((await look([one], {}, false)).waiting_approvals).toBe(0);
  });

  test('refuses a range that is empty or too long', async () => {
    await expect(look([one], { from: now(), to: now() })).rejects.toMatchObject({
      code: 'field_invalid',
    });
    await expect(look([one], { from: now() - 401 * DAY })).rejects.toMatchObject({ field: 'from' });
  });
});

test('a range of days is put together from whole days of WIB and the hours at both ends', () => {
  const range = rangeOf('2026-11-01T10:20:00+07:00', '2026-11-08T09:30:00+07:00');
  expect(piecesOf(range).map(({ span, first, last }) => [span, (last - first) / HOUR])).toEqual([
    ['hour', 14],
    ['day', 6 * 24],
    ['hour', 10],
  ]);
});

/** Reads on the flow's own pool; the role that reads has tests of its own. */
function readingOf({ db }: FlowContext): Reading {
  return {
    rows: (query) => db.rows(query),
    together: (work) => db.transaction(work),
    stream: () => {
      throw new Error('nothing is streamed here');
    },
  };
}
