// Figures are counted anew, never added to: they equal a count by force whatever happened, whenever they were counted.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { percentile } from '../src/figures/latency.ts';
import { takeLate } from '../src/figures/store.ts';
import { countFigures } from '../src/figures/turn.ts';
import { ageMerchant } from '../src/sandbox/programs/age.ts';
import { chanceOf, seedOfRun } from './chance.ts';
import { aHistory, countedByForce, keptFigures } from './figures-history.ts';
import { flowContext, type FlowContext } from './flow-context.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const SEED = seedOfRun();

let flow: FlowContext;
let merchantIds: string[];

beforeEach(async () => {
  flow = await flowContext();
  const [one, two] = [await flow.merchant(), await flow.merchant()];
  merchantIds = [one.merchantId, two.merchantId];
});
afterEach(() => flow.close());

/** Counts until nothing is left, a minute later. */
async function settle(): Promise<void> {
  flow.advance(MINUTE);
  while ((await countFigures(flow.ctx)) > 0);
}

describe('figures', () => {
  test(`equal a count by force after any history and any order of turns (TARIK_TEST_SEED=${SEED})`, async () => {
    for (let round = 0; round < 3; round += 1) {
      const chance = chanceOf(SEED + round);
      const history = await aHistory(flow, merchantIds, chance);
      for (let step = 0; step < 120; step += 1) {
        const kind = chance.whole(0, 19);
        // What commits late bears a time that is over.
        const at = flow.clock.now() - (chance.is(0.3) ? chance.whole(0, 100) * SECOND : 0);
        if (kind <= 11) await history.anything(chance, at);
        else if (kind <= 14) await countFigures(flow.ctx);
        else if (kind <= 18)
          flow.advance(chance.pick([SECOND, 20 * SECOND, MINUTE, 7 * MINUTE, 50 * MINUTE]));
        else if (chance.is(0.5)) flow.advance(chance.pick([3 * HOUR, 30 * HOUR]));
        else
          await ageMerchant(
            flow.ctx,
            chance.pick(merchantIds),
            chance.pick([MINUTE, HOUR, 25 * HOUR]),
          );
      }
      await settle();
      const kept = await keptFigures(flow);
      expect(kept).toEqual(await countedByForce(flow));
      expect(kept.length).toBeGreaterThan(50);
      await flow.sql('update figures_turn set next_at = through_at');
      while ((await countFigures(flow.ctx)) > 0);
      expect(await keptFigures(flow)).toEqual(await countedByForce(flow));
    }
  }, 60_000);

  test('count twice and change nothing', async () => {
    const history = await aHistory(flow, merchantIds, chanceOf(1));
    const payment = await history.pay(flow.clock.now());
    await history.move(payment, 'succeeded', flow.clock.now());
    await settle();
    const once = await keptFigures(flow);
    expect(once.some((line) => line.includes('"succeeded"'))).toBe(true);
    await flow.sql(
      `update figures_turn set through_at = through_at - interval '90 seconds', next_at = through_at`,
    );
    await flow.sql(`insert into figures_late select merchant_id, at from payment_figures where span = 'hour'
                    on conflict do nothing`);
    while ((await countFigures(flow.ctx)) > 0);
    expect(await keptFigures(flow)).toEqual(once);
  });

  test('see what changes in an hour that is long over', async () => {
    const history = await aHistory(flow, merchantIds, chanceOf(2));
    const payment = await history.pay(flow.clock.now());
    await settle();
    flow.advance(40 * HOUR);
    await settle();
    expect((await keptFigures(flow)).join('')).not.toContain('expired');
    await history.move(payment, 'expired', flow.clock.now());
    await settle();
    expect(await keptFigures(flow)).toEqual(await countedByForce(flow));
    expect((await keptFigures(flow)).join('')).toContain('expired');
  });

  test('of hours that are over are counted in portions, however many payments these hours have', async () => {
    const [merchantId = ''] = merchantIds;
    const history = await aHistory(flow, [merchantId], chanceOf(5));
    for (let hour = 0; hour < 3; hour += 1) {
      const at = Math.floor(flow.clock.now() / HOUR) * HOUR + 30 * MINUTE;
      for (let n = 0; n < 4; n += 1) await history.pay(at);
      flow.advance(HOUR);
    }
    flow.advance(HOUR);
    await settle();
    await flow.sql(
      `insert into figures_late select distinct merchant_id, at from payment_figures
        where span = 'hour' and merchant_id = $1`,
      [merchantId],
    );
    const portion = async (payments: number) =>
      (await flow.db.transaction((tx) => takeLate(tx, 100, payments))).length;
    expect([await portion(5), await portion(1), await portion(1)]).toEqual([2, 1, 0]);
  });

  test('are counted by one process at a time, and by another when it has died', async () => {
    const history = await aHistory(flow, merchantIds, chanceOf(3));
    await history.pay(flow.clock.now());
    await settle();
    flow.advance(MINUTE);
    const counting = flow.db.transaction(async (tx) => {
      await tx.rows({
        name: 'test-hold',
        text: 'select 1 from figures_turn for update',
        values: [],
      });
      const found = await countFigures(flow.ctx);
      expect(found).toBe(0);
      throw new Error('it dies');
    });
    await expect(counting).rejects.toThrow('it dies');
    await Promise.all([countFigures(flow.ctx), countFigures(flow.ctx), countFigures(flow.ctx)]);
    expect(await keptFigures(flow)).toEqual(await countedByForce(flow));
  });

  test('leave the last seconds alone, which may not be committed yet', async () => {
    const history = await aHistory(flow, merchantIds, chanceOf(4));
    await history.pay(flow.clock.now());
    await countFigures(flow.ctx);
    expect(await keptFigures(flow)).toEqual([]);
  });
});

test('a percentile lies within its slot, by the share of its calls', () => {
  expect(percentile(new Map([[0, 10]]), 0.5)).toBe(3);
  expect(percentile(new Map([[1, 10]]), 1)).toBe(10);
  const calls = new Map([
    [8, 50], // from 100 to 150
    [9, 50], // from 150 to 200
  ]);
  expect([percentile(calls, 0.5), percentile(calls, 0.75), percentile(calls, 0.95)]).toEqual([
    150, 175, 195,
  ]);
  expect(percentile(new Map([[26, 3]]), 0.95)).toBe(60_000);
  expect(percentile(new Map(), 0.95)).toBe(0);
});
