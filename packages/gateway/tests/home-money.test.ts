// Money in transit on the home page, in worlds of which every rupiah is known: what is taken and not seen, seen and not settled, paid
// out and not answered, on its way back, differing, put aside.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { money } from '../src/backoffice/home/money.ts';
import { getMoneyInTransit } from '../src/backoffice/contract/balances.ts';
import type { Reading } from '../src/base/reading.ts';
import { sumLedger } from '../src/ledger/sum.ts';
import { settleDay } from '../src/settlement/run.ts';
import { UNCLEAR, type FlowContext } from './flow-context.ts';
import {
  debit,
  openDesk,
  refundLine,
  strange,
  type Desk,
  type Party,
} from './reconciliation-world.ts';
import { settlementWorld, type SettlementWorld } from './settlement-world.ts';

type Transit = z.output<typeof getMoneyInTransit.answer>;

async function look(
  flow: FlowContext,
  merchantIds: string[] | null,
  bank?: string,
): Promise<Transit> {
  const reading: Reading = {
    rows: (query) => flow.db.rows(query),
    together: (work) => flow.db.transaction(work),
    stream: () => {
      throw new Error('nothing is streamed here');
    },
  };
  const asked = { ctx: flow.ctx, reading, scope: { merchantIds }, query: { bank } };
  return getMoneyInTransit.answer.parse(await money.serve(asked as never));
}

/** The stages that hold something: the sum, and each age with its count and amount. */
function told({ stages }: Transit): Record<string, string> {
  return Object.fromEntries(
    stages
      .filter(({ count, amount, ageless }) => count !== 0 || amount !== '0' || ageless !== '0')
      .map(({ stage, amount, ages, ageless }) => [
        stage,
        [
          amount,
          ...ages
            .filter((one) => one.count !== 0)
            .map((one) => `${one.from}d ${one.count}×${one.amount}`),
          ...(ageless === '0' ? [] : [`ageless ${ageless}`]),
        ].join(' | '),
      ]),
  );
}

describe('what is taken', () => {
  let desk: Desk;
  let one: Party;

  beforeAll(async () => {
    desk = await openDesk();
    one = await desk.party();
  });

  afterAll(() => desk.flows.close());

  /** The same before and after the ledger is summed, and for everybody as for the one merchant that there is. */
  async function see(): Promise<Record<string, string>> {
    const seen = told(await look(desk.flows, [one.merchantId]));
    await sumLedger(desk.flows.ctx);
    expect(told(await look(desk.flows, [one.merchantId]))).toEqual(seen);
    expect(told(await look(desk.flows, null))).toEqual(seen);
    expect(told(await look(desk.flows, [one.merchantId], 'cimb'))).toEqual(seen);
    expect(told(await look(desk.flows, [one.merchantId], 'other'))).not.toHaveProperty('unseen');
    return seen;
  }

  test('is followed from the bank to its statement, day by day', async () => {
    const shown = await desk.pay(one, 90_000n, 2_900n);
    await desk.pay(one, 40_000n);
    const back = await desk.refund(shown, 25_000n);
    expect(await see()).toEqual({
      unseen: '130000 | 0d 2×130000',
      unseen_back: '25000 | 0d 1×25000',
    });

    const first = desk.dayOver();
    expect((await see())['unseen']).toBe('130000 | 1d 2×130000');
    await desk.import(first, [debit(shown), refundLine(one, back, 25_000n)]);
    await desk.work();
    const today = await desk.pay(one, 7_000n);
    // Of the first day 40,000 are left; 90,000 less the fee and less the refund wait for their settlement.
    expect(await see()).toEqual({
      unseen: '47000 | 0d 1×7000 | 1d 1×40000',
      unsettled: '62100 | 1d 2×62100',
    });

    const second = desk.dayOver();
    await desk.import(second, [debit(today), strange(one, 5_000n)]);
    await desk.work();
    // The first day was looked through: what the bank has not shown of it is a difference now, and still not seen.
    expect(await see()).toEqual({
      unseen: '40000 | 2d 1×40000',
      unsettled: '69100 | 1d 1×7000 | 2d 2×62100',
      exceptions: '45000 | 0d 2×45000',
      suspense: '5000 | 0d 1×5000',
    });
    const { due } = await look(desk.flows, [one.merchantId]);
    expect(due.reduce((sum, { amount }) => sum + BigInt(amount), 0n)).toBe(69_100n);
  });

  test('comes to what the books hold, whatever has happened', async () => {
    const { stages } = await look(desk.flows, [one.merchantId]);
    const amount = (name: string) => BigInt(stages.find(({ stage }) => stage === name)!.amount);
    expect(amount('unseen') - amount('unseen_back')).toBe(
      await desk.balance(one, 'bank_receivable:cimb'),
    );
    expect(amount('suspense')).toBe(-(await desk.balance(one, 'suspense')));
    const payable = -(await desk.balance(one, 'merchant_payable'));
    // What we owe is what is not seen, without fees here, and what is seen and not settled.
    expect(payable).toBe(amount('unseen') - amount('unseen_back') + amount('unsettled'));
  });

  test('is on its way back while the bank has not decided', async () => {
    const paid = await desk.pay(one, 12_000n);
    desk.flows.bank.next('refund', UNCLEAR);
    await desk.refund(paid, 3_000n);
    expect((await see())['refunds']).toBe('3000 | 0d 1×3000');
  });
});

describe('what is settled', () => {
  let world: SettlementWorld;

  beforeAll(async () => {
    world = await settlementWorld();
  });

  afterAll(() => world.close());

  test('waits for its day, then for the bank’s answer', async () => {
    world.at('2026-11-26T03:00:00Z');
    const seller = await world.merchantWith(2);
    const other = await world.merchantWith(1);
    await seller.reconcile([await seller.pay(90_000n, 2_000n), await seller.pay(10_000n)]);
    await other.reconcile([await other.pay(1_000n)]);
    const mine = () => look(world, [seller.merchantId]);
    expect((await mine()).due).toEqual([
      { day: '2026-11-30', count: 2, amount: '98000', overdue: false },
    ]);
    expect(told(await mine())).toMatchObject({ unsettled: '98000 | 0d 2×98000' });
    expect(told(await look(world, null))).toMatchObject({ unsettled: '99000 | 0d 3×99000' });

    world.at('2026-12-01T05:00:00Z');
    expect((await mine()).due).toMatchObject([{ day: '2026-11-30', overdue: true }]);
    await settleDay(world.ctx, '2026-12-01', { merchantId: seller.merchantId });
    world.at('2026-12-09T05:00:00Z');
    const settled = told(await mine());
    expect(settled).toMatchObject({ payouts: '98000 | 8d 1×98000' });
    expect(settled).not.toHaveProperty('unsettled');
  });
});
