// A month of chance: payments, refunds, splits, changing tariffs and terms, holidays, late and contradicting words of the bank,
// statements that are broken, late or wrong, payouts that are refused or come back, and processes that die between any two steps.
// Every night the books hold; in the end bank, statements, ledger and payouts agree to the rupiah, and what does not is an open
// exception that was planted. TORTURE_DAYS and TORTURE_DAYS_PAYMENTS make it longer.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedOfRun } from './chance.ts';
import { sealOf } from './days/people.ts';
import { liveMonth, openMonth, type Month, type Scale } from './days/month.ts';
import { reckonExceptions, reckonShop } from './days/reckoning.ts';

const SCALE: Scale = {
  days: Number(process.env['TORTURE_DAYS'] ?? 30),
  payments: Number(process.env['TORTURE_DAYS_PAYMENTS'] ?? 3),
  seed: seedOfRun(),
  mortality: 0.035,
};
/** An hour, for the long form. */
const LONGEST = 3_600_000;

let month: Month;

beforeAll(async () => {
  month = await openMonth(SCALE);
});

afterAll(() => month.close());

describe(`a month (TARIK_TEST_SEED=${SCALE.seed})`, () => {
  test('leaves the books whole every night', { timeout: LONGEST }, async () => {
    await liveMonth(month, SCALE, async (day) => {
      expect([day, await month.findings(), month.lives.bugs]).toEqual([day, [], []]);
    });
  });

  test('has had its share of everything', async () => {
    const { lives, resolved, seals, refused, expected, splitsDecided } = month;
    const sum = (counts: Iterable<number>): number => [...counts].reduce((all, n) => all + n, 0);
    const [stored] = await month.rows<Record<string, number>>(
      `select (select count(*)::int from payments where state = 'succeeded') as succeeded,
              (select count(*)::int from payments where splits is not null) as divided,
              (select count(*)::int from refunds where state = 'succeeded') as refunds,
              (select count(*)::int from settlement_batches) as batches,
              (select count(*)::int from payouts where state = 'paid') as paid_out`,
    );
    const certain = {
      ...stored,
      deaths: sum(lives.deaths.values()),
      refused,
      planted: expected.length,
      resolved: sum(resolved.values()),
      closed: seals.size,
      'days of two workers': month.crowdedDays,
      'splits changed': splitsDecided.get('split_changed') ?? 0,
    };
    const [rare] = await month.rows<Record<string, number>>(
      `select (select count(*)::int from late_money) as late,
              (select count(*)::int from payments where state not in ('succeeded')) as without_money,
              (select count(*)::int from payouts where state in ('refused', 'returned')) as did_not_arrive,
              (select count(*)::int from exceptions where state = 'open') as still_open`,
    );
    const said = Object.entries({
      ...certain,
      places: lives.deaths.size,
      ...rare,
      ...Object.fromEntries(resolved),
      ...Object.fromEntries(splitsDecided),
    });
    process.stdout.write(`  ${said.map(([what, n]) => `${what} ${n}`).join(', ')}\n`);
    expect(Object.entries(certain).filter(([, n]) => n === 0)).toEqual([]);
  });

  test('has reported every planted difference for what it is, and nothing else', async () => {
    const { is, must } = await reckonExceptions(month);
    expect(is).toEqual(must);
  });

  test('ends with bank, statements, ledger and payouts the same to the rupiah', async () => {
    for (const shop of month.shops) {
      const { is, must } = await reckonShop(month, shop);
      expect({ shop: shop.name, ...is }).toEqual({ shop: shop.name, ...must });
    }
  });

  test('has left closed days as they were, and counted nothing on them afterwards', async () => {
    for (const [day, seal] of month.seals)
      expect([day, await sealOf(month, day)]).toEqual([day, seal]);
    const after = await month.rows(
      `select d.* from (select 'matched' as what, k.chunk_id as id, k.day, k.made_at as at from reconciled_chunks k
                        union all select 'opened', e.exception_id, e.day, e.opened_at from exceptions e
                        union all select 'resolved', e.exception_id, e.resolved_day, e.resolved_at from exceptions e) d
         join closed_days c on c.day = d.day and d.at > c.closed_at`,
    );
    expect(after).toEqual([]);
  });
});
