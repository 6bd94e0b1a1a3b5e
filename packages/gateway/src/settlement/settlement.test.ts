// Settlement against a real database: what is due is settled once, to the right accounts, wherever a run is ended and however many
// run at once.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  settlementWorld,
  type Seller,
  type SettlementWorld,
} from '../../tests/settlement-world.ts';
import type { Db, Query, Tx } from '../base/db.ts';
import { bookBatch } from './book.ts';
import { claimBatch } from './claim.ts';
import { collectPage, type Step } from './collect.ts';
import { addHoliday, changeTerms, dropHoliday, EditRefused, type By } from './edit-calendar.ts';
import { foreseeDay } from './foresee.ts';
import { DayRefused, settleDay, settleDue } from './run.ts';
import { readStatement, writeStatementCsv } from './statement.ts';
import type { After } from './store-batches.ts';
import { listHolidays } from './store-calendar.ts';

let world: SettlementWorld;

beforeAll(async () => {
  world = await settlementWorld();
});

afterAll(() => world.close());

/** A Thursday; what succeeds then is due on Monday, the 30th. */
const THURSDAY = '2026-11-26T03:00:00Z';
const MONDAY = '2026-11-30';
const NOON = '2026-11-30T05:00:00Z';
const BY: By = { operatorId: null, by: 'cli', role: null, address: null };

beforeEach(() => world.at(THURSDAY));

const settle = (seller: Seller, day = MONDAY) =>
  settleDay(world.ctx, day, { merchantId: seller.merchantId });

/** A seller with payments, splits and refunds of every kind. */
async function busySeller(): Promise<Seller> {
  const seller = await world.merchantWith(3);
  const [, second, third] = seller.accounts as [string, string, string];
  const whole = await seller.pay(90_000n, 2_000n);
  const split = await seller.pay(100_001n, 1n, [
    { account: second, type: 'FIX', value: 10_000n },
    { account: third, type: 'PERCENTAGE', value: 33n },
  ]);
  const free = await seller.pay(5_000n, 5_000n);
  const refunds = [
    await seller.refund(split, 33_333n),
    await seller.refund(split, 1n),
    await seller.refund(whole, 90_000n),
  ];
  await seller.reconcile([whole, split, free], refunds);
  return seller;
}

/** What a busy seller's accounts are owed: of 100,001, what the two refunds of 33,334 in all leave. */
const OWED = {
  second: 10_000n - (10_000n * 33_334n) / 100_001n,
  third: 33_000n - (33_000n * 33_334n) / 100_001n,
};

describe('a day', () => {
  test('is settled: fees and refunds taken off, each account paid its share, to the rupiah', async () => {
    const seller = await busySeller();
    world.at(NOON);
    const [batch, ...others] = await settle(seller);
    expect(others).toEqual([]);
    const [first, second, third] = batch!.positions;
    const net = 90_000n - 2_000n + 100_000n + 0n - 33_333n - 1n - 90_000n;
    expect([second!.payout, third!.payout]).toEqual([OWED.second, OWED.third]);
    expect(first!.payout).toBe(net - OWED.second - OWED.third);
    expect(await world.findings(seller.merchantId)).toEqual([]);
    expect(await world.balances(seller.merchantId)).toEqual({
      'cash:cimb': `debit ${195_001n - 123_334n}`,
      fee_revenue: 'credit 7001',
      'payout_clearing:cimb': `credit ${net}`,
    });
  });

  test('is settled once, and what is reconciled afterwards waits for the next one', async () => {
    const seller = await world.merchantWith(1);
    await seller.reconcile([await seller.pay(10_000n)]);
    const late = await seller.pay(7_000n);
    world.at(NOON);
    expect(await settle(seller)).toHaveLength(1);
    await seller.reconcile([late]);
    expect(await settle(seller)).toEqual([]);
    world.at('2026-12-01T05:00:00Z');
    const [next] = await settle(seller, '2026-12-01');
    expect(next!.positions).toMatchObject([{ carried: 0n, share: 7_000n, payout: 7_000n }]);
    expect(await settle(seller, MONDAY)).toEqual([]);
    expect(await world.findings(seller.merchantId)).toEqual([]);
  });

  test('before its time settles nothing: the cut-off is the end of the day of WIB', async () => {
    const seller = await world.merchantWith(1);
    world.at('2026-11-26T16:59:59.999Z');
    const onThursday = await seller.pay(1_000n);
    world.at('2026-11-26T17:00:00Z');
    const onFriday = await seller.pay(2_000n);
    await seller.reconcile([onThursday, onFriday]);
    world.at(NOON);
    const [monday] = await settle(seller);
    expect(monday!.positions).toMatchObject([{ payout: 1_000n }]);
    world.at('2026-12-01T05:00:00Z');
    const [tuesday] = await settle(seller, '2026-12-01');
    expect(tuesday!.positions).toMatchObject([{ payout: 2_000n }]);
  });

  test.each([
    ['on which banks rest', '2026-11-22', /no working day/],
    ['that has not come', '2026-12-30', /has not come/],
  ])('%s is refused', async (_, day, why) => {
    await expect(settleDay(world.ctx, day)).rejects.toThrow(DayRefused);
    await expect(settleDay(world.ctx, day)).rejects.toThrow(why);
  });

  test('is settled by the worker at noon, and not before', async () => {
    const seller = await world.merchantWith(1);
    await seller.reconcile([await seller.pay(10_000n)]);
    world.at('2026-11-30T04:59:00Z');
    await settleDue(world.ctx);
    expect(await world.balances(seller.merchantId)).toMatchObject({
      merchant_payable: 'credit 10000',
    });
    world.at(NOON);
    expect(await settleDue(world.ctx)).toBeGreaterThan(0);
    expect(await settleDue(world.ctx)).toBe(0);
    expect(await world.balances(seller.merchantId)).not.toHaveProperty('merchant_payable');
  });
});

describe('a balance', () => {
  test('that refunds have made negative is carried, and paid once it is not', async () => {
    const seller = await world.merchantWith(1);
    const paid = await seller.pay(50_000n);
    await seller.reconcile([paid]);
    world.at(NOON);
    await settle(seller);
    const back = await seller.refund(paid, 50_000n);
    await seller.reconcile([], [back]);
    world.at('2026-12-02T05:00:00Z');
    const [negative] = await settle(seller, '2026-12-02');
    expect(negative!.positions).toMatchObject([
      { carried: 0n, share: -50_000n, payout: null, unpaid: 'negative' },
    ]);
    await seller.reconcile([await seller.pay(80_000n)]);
    world.at('2026-12-04T05:00:00Z');
    const [next] = await settle(seller, '2026-12-04');
    expect(next!.positions).toMatchObject([{ carried: -50_000n, share: 80_000n, payout: 30_000n }]);
    expect(await world.findings(seller.merchantId)).toEqual([]);
  });

  test('below what was agreed is carried over', async () => {
    const seller = await world.merchantWith(1);
    const pair = { merchantId: seller.merchantId, bank: 'cimb' };
    await changeTerms(world.ctx, pair, { workingDays: 1, minimum: 50_000n }, BY);
    await seller.reconcile([await seller.pay(49_999n)]);
    world.at('2026-11-27T05:00:00Z');
    const [first] = await settle(seller, '2026-11-27');
    expect(first!.positions).toMatchObject([{ payout: null, unpaid: 'below_minimum' }]);
    await seller.reconcile([await seller.pay(1n)]);
    world.at(NOON);
    const [second] = await settle(seller);
    expect(second!.positions).toMatchObject([{ carried: 49_999n, share: 1n, payout: 50_000n }]);
    expect(await world.findings(seller.merchantId)).toEqual([]);
  });

  test('that was left over is paid when less is agreed, also where nothing else is due, and once', async () => {
    const seller = await world.merchantWith(1);
    const { merchantId } = seller;
    const pair = { merchantId, bank: 'cimb' };
    await changeTerms(world.ctx, pair, { workingDays: 1, minimum: 50_000n }, BY);
    await seller.reconcile([await seller.pay(49_999n)]);
    world.at('2026-11-27T05:00:00Z');
    await settle(seller, '2026-11-27');
    world.at(NOON);
    expect(await settle(seller)).toEqual([]);
    await changeTerms(world.ctx, pair, { workingDays: 1, minimum: 49_999n }, BY);
    expect(await foreseeDay(world.ctx, MONDAY, merchantId)).toMatchObject([{ items: 0 }]);
    const [batch] = await settle(seller);
    expect(batch!.positions).toMatchObject([{ carried: 49_999n, share: 0n, payout: 49_999n }]);
    world.at('2026-12-01T05:00:00Z');
    expect(await settle(seller, '2026-12-01')).toEqual([]);
    expect(await world.findings(merchantId)).toEqual([]);
  });

  test('of an account that was closed goes to the default account, and so do its shares', async () => {
    const seller = await world.merchantWith(2);
    const [main, other] = seller.accounts as [string, string];
    const pair = { merchantId: seller.merchantId, bank: 'cimb' };
    await changeTerms(world.ctx, pair, { workingDays: 1, minimum: 60_000n }, BY);
    const lines = [{ account: other, type: 'FIX', value: 20_000n }] as const;
    await seller.reconcile([await seller.pay(30_000n, 0n, lines)]);
    world.at('2026-11-27T05:00:00Z');
    await settle(seller, '2026-11-27');
    await seller.reconcile([await seller.pay(50_000n, 0n, lines)]);
    await seller.setAccount(other, 'closed');
    world.at(NOON);
    const [batch] = await settle(seller);
    expect(batch!.positions).toEqual([
      { account: main, carried: 10_000n, share: 70_000n, payout: 80_000n, unpaid: null },
      { account: other, carried: 20_000n, share: -20_000n, payout: null, unpaid: 'nothing' },
    ]);
    const csv = await csvOf(seller, MONDAY);
    expect(csv).toContain(`20000,${other}`);
    expect(await world.findings(seller.merchantId)).toEqual([]);
  });
});

describe('a merchant without a default account', () => {
  test('is not settled, which can be seen, and is settled as soon as it has one', async () => {
    const seller = await world.merchantWith(1);
    await seller.reconcile([await seller.pay(10_000n)]);
    await seller.setAccount(seller.accounts[0]!, 'verified', false);
    world.at(NOON);
    expect(await settle(seller)).toEqual([]);
    expect(await foreseeDay(world.ctx, MONDAY, seller.merchantId)).toMatchObject([
      { positions: null },
    ]);
    await seller.setAccount(seller.accounts[0]!, 'verified', true);
    expect(await settle(seller)).toMatchObject([{ positions: [{ payout: 10_000n }] }]);
  });
});

describe('the calendar', () => {
  test('moves what waits when a holiday is added or removed, and leaves its entry in the audit', async () => {
    const seller = await world.merchantWith(1);
    await seller.reconcile([await seller.pay(10_000n)]);
    const due = async () =>
      (
        await world.sql<{ day: string }>(
          'select due_day::text as day from settlement_items where merchant_id = $1',
          [seller.merchantId],
        )
      )[0]!.day;
    const holiday = { day: MONDAY, name: 'Pilkada', kind: 'other', provisional: false } as const;
    await addHoliday(world.ctx, holiday, BY);
    expect(await due()).toBe('2026-12-01');
    await dropHoliday(world.ctx, MONDAY, BY);
    expect(await due()).toBe(MONDAY);
    await expect(dropHoliday(world.ctx, MONDAY, BY)).rejects.toThrow(EditRefused);
    await expect(addHoliday(world.ctx, { ...holiday, day: '2026-02-30' }, BY)).rejects.toThrow(
      /day must/,
    );
    const acts = await world.sql<{ act: string }>(
      `select act from audit_entries where subject = $1 order by entry_no`,
      [MONDAY],
    );
    expect(acts.map(({ act }) => act)).toEqual(['holiday.added', 'holiday.removed']);
  });

  test('that loses a holiday leaves nothing behind on a later day, wherever it is ended', async () => {
    const holiday = { day: MONDAY, name: 'Pilkada', kind: 'other', provisional: false } as const;
    for (let step = 1; ; step += 1) {
      world.at(THURSDAY);
      const seller = await world.merchantWith(1);
      await addHoliday(world.ctx, holiday, BY);
      await seller.reconcile([await seller.pay(10_000n)]);
      const faulty = faultyAt(world.db, step, 'commit');
      await dropHoliday({ ...world.ctx, db: faulty.db }, MONDAY, BY).catch(() => undefined);
      const left = await world.sql(`select 1 from holidays where day = $1`, [MONDAY]);
      world.at(left.length === 0 ? NOON : '2026-12-01T05:00:00Z');
      const day = left.length === 0 ? MONDAY : '2026-12-01';
      expect([step, (await settle(seller, day)).map((batch) => batch.day)]).toEqual([step, [day]]);
      if (!faulty.struck()) break;
      if (left.length > 0) await dropHoliday(world.ctx, MONDAY, BY);
    }
  });

  test('that was changed behind our back is believed when the batch is begun', async () => {
    const seller = await world.merchantWith(1);
    await seller.reconcile([await seller.pay(10_000n)]);
    await world.sql(`insert into holidays (day, name, kind) values ('2026-11-27', 'x', 'other')`);
    world.at(NOON);
    expect(await settle(seller)).toEqual([]);
    await world.sql(`delete from holidays where day = '2026-11-27'`);
    world.at('2026-12-01T05:00:00Z');
    expect(await settle(seller, '2026-12-01')).toHaveLength(1);
  });
});

describe('a run', () => {
  test('that is ended anywhere and begun again comes to the same', async () => {
    const outcomes = new Set<string>();
    for (const when of ['statement', 'commit'] as const) {
      for (let step = 1; ; step += 1) {
        world.at(THURSDAY);
        const seller = await busySeller();
        world.at(NOON);
        const faulty = faultyAt(world.db, step, when);
        const options = { merchantId: seller.merchantId };
        const died = await settleDay({ ...world.ctx, db: faulty.db }, MONDAY, options).then(
          () => false,
          () => true,
        );
        world.at('2026-11-30T05:06:00Z');
        await settle(seller);
        outcomes.add(await outcomeOf(seller));
        if (!faulty.struck()) break;
        expect(died).toBe(true);
      }
    }
    expect([...outcomes]).toHaveLength(1);
    expect(await world.findings()).toEqual([]);
  }, 60_000);

  test('that has had enough ends between two pages of a large merchant, and the next one goes on at once', async () => {
    const outcomes = new Set<string>();
    for (const most of [1, 2, 3, 4, 99]) {
      world.at(THURSDAY);
      const seller = await busySeller();
      world.at(NOON);
      const { merchantId } = seller;
      const calls = await runInCalls(merchantId, most);
      // Six items, a page each.
      expect(calls).toBe(Math.floor(6 / most) + 1);
      outcomes.add(await outcomeOf(seller));
      const batches = await world.sql(
        `select state, lease_id from settlement_batches where merchant_id = $1`,
        [merchantId],
      );
      expect(batches).toEqual([{ state: 'booked', lease_id: null }]);
    }
    expect([...outcomes]).toHaveLength(1);
    expect(await world.findings()).toEqual([]);
  });

  test('comes to the same, however many pages a batch has', async () => {
    const holidays = await listHolidays(world.db);
    const outcomes = new Set<string>();
    for (const most of [1, 2, 3, 100]) {
      world.at(THURSDAY);
      const seller = await busySeller();
      world.at(NOON);
      const pair = { merchantId: seller.merchantId, bank: 'cimb' };
      const held = (await claimBatch(world.ctx, pair, MONDAY, holidays))!;
      for (let after: After | null = null; ;) {
        const step: Step = await collectPage(world.ctx, held, after, most);
        if (typeof step !== 'object') break;
        after = step.after;
      }
      await bookBatch(world.ctx, held);
      outcomes.add(await outcomeOf(seller));
    }
    expect([...outcomes]).toHaveLength(1);
    expect(await world.findings()).toEqual([]);
  });

  test('of several workers at once comes to the same as that of one', async () => {
    const sellers = [];
    for (let n = 0; n < 6; n += 1) sellers.push(await busySeller());
    world.at(NOON);
    const runs = await Promise.all([1, 2, 3, 4].map(() => settleDay(world.ctx, MONDAY)));
    const batches = runs.flat().map(({ batchId }) => batchId);
    expect(new Set(batches).size).toBe(batches.length);
    await settleDay(world.ctx, MONDAY);
    const outcomes = new Set<string>();
    for (const seller of sellers) {
      outcomes.add(await outcomeOf(seller));
    }
    expect([...outcomes]).toHaveLength(1);
    expect(await world.findings()).toEqual([]);
  });

  test('that comes back from the dead after another has taken its batch changes nothing', async () => {
    const seller = await busySeller();
    world.at(NOON);
    const slow = pausedAfterClaim(world.db, async () => {
      world.at('2026-11-30T05:06:00Z');
      await settle(seller);
    });
    expect(
      await settleDay({ ...world.ctx, db: slow }, MONDAY, { merchantId: seller.merchantId }),
    ).toEqual([]);
    expect(await world.findings(seller.merchantId)).toEqual([]);
    const batches = await world.sql(
      'select batch_id from settlement_batches where merchant_id = $1',
      [seller.merchantId],
    );
    expect(batches).toHaveLength(1);
  });

  test('can be foreseen to the rupiah, also from the middle of one, and nothing is changed by looking', async () => {
    const seller = await busySeller();
    world.at(NOON);
    const look = async () => (await foreseeDay(world.ctx, MONDAY, seller.merchantId))[0]!;
    const before = await look();
    expect(await look()).toEqual(before);
    const faulty = faultyAt(world.db, 5, 'commit');
    await settleDay({ ...world.ctx, db: faulty.db }, MONDAY, {
      merchantId: seller.merchantId,
    }).catch(() => undefined);
    world.at('2026-11-30T05:06:00Z');
    expect(await look()).toEqual(before);
    const [batch] = await settle(seller);
    expect(batch!.positions).toEqual(before.positions);
  });
});

describe('the statement of a day', () => {
  test('has figures that add up, and a line for every part of every payment and refund', async () => {
    const seller = await busySeller();
    world.at(NOON);
    await settle(seller);
    const statement = await readStatement(world.db, seller.merchantId, MONDAY);
    expect(statement).toMatchObject({ day: MONDAY, zone: 'Asia/Jakarta, UTC+7' });
    const [batch] = statement.batches;
    expect(batch).toMatchObject({
      items: 6n,
      gross: 195_001n,
      fees: 7_001n,
      refunds: 123_334n,
      net: 64_666n,
    });
    const csv = await csvOf(seller, MONDAY);
    expect(csv).toContain('"succeeded_at (Asia/Jakarta, UTC+7)"');
    const [head, ...rows] = csv
      .replaceAll(/"[^"]*"/g, (quoted) => quoted.replaceAll(/[",]/g, ''))
      .trim()
      .split('\n')
      .map((row) => row.split(','));
    const at = (name: string): number => head!.findIndex((one) => one.startsWith(name));
    const sum = (name: string) =>
      rows.reduce((total, row) => total + BigInt(row[at(name)] || 0), 0n);
    expect([sum('amount'), sum('fee'), sum('refunded'), sum('share')]).toEqual([
      195_001n,
      7_001n,
      123_334n,
      64_666n,
    ]);
    expect(rows[0]![at('succeeded_at')]).toBe('2026-11-26 10:00:00');
  });

  test('is empty where nothing was settled', async () => {
    const seller = await world.merchantWith(1);
    expect((await readStatement(world.db, seller.merchantId, MONDAY)).batches).toEqual([]);
  });
});

describe('what is reconciled', () => {
  test('is an item once, and only what has succeeded is', async () => {
    const seller = await world.merchantWith(1);
    const paid = await seller.pay(10_000n);
    await seller.reconcile([paid]);
    await expect(seller.reconcile([paid])).rejects.toThrow(/unique/);
    const other = await seller.pay(10_000n);
    await expect(seller.reconcile([other, other])).rejects.toThrow(/each once/);
    await world.sql(`update payments set state = 'failed' where payment_id = $1`, [other]);
    await expect(seller.reconcile([other])).rejects.toThrow(/has succeeded/);
  });
});

async function csvOf(seller: Seller, day: string): Promise<string> {
  const statement = await readStatement(world.db, seller.merchantId, day);
  let csv = '';
  for await (const piece of writeStatementCsv(world.db, statement)) csv += piece;
  return csv;
}

/** Settles in calls that have had enough after so many pages of one item; answers how many calls it took. */
async function runInCalls(merchantId: string, pages: number): Promise<number> {
  for (let calls = 1; calls < 20; calls += 1) {
    const enough = new AbortController();
    let taken = 0;
    const booked = await settleDay(world.ctx, MONDAY, {
      merchantId,
      pageSize: 1,
      signal: enough.signal,
      onStep() {
        taken += 1;
        if (taken === pages) enough.abort();
      },
    });
    if (booked.length > 0) return calls;
  }
  throw new Error('it never comes to an end');
}

/** What a seller has come to, without ids. */
async function outcomeOf({ merchantId }: Seller): Promise<string> {
  const balances = await world.balances(merchantId);
  const payouts = await world.sql<{ account: string; amount: string; state: string }>(
    'select account, amount, state from payouts where merchant_id = $1 order by account',
    [merchantId],
  );
  const batches = await world.sql<Record<string, string>>(
    `select day::text, state, items, gross, fees, refunds, net from settlement_batches where merchant_id = $1`,
    [merchantId],
  );
  return JSON.stringify({ balances, payouts, batches }, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}

class Died extends Error {}

/** A database before whose n-th statement, or after whose n-th commit, the process dies. */
function faultyAt(
  db: Db,
  step: number,
  when: 'statement' | 'commit',
): { db: Db; struck(): boolean } {
  let n = 0;
  const dies = (at: typeof when): void => {
    if (at === when) n += 1;
    if (n >= step) throw new Died();
  };
  const through = (tx: Tx): Tx => ({
    async rows<R>(query: Query) {
      dies('statement');
      return await tx.rows<R>(query);
    },
  });
  return {
    struck: () => n >= step,
    db: {
      ...db,
      async rows<R>(query: Query) {
        dies('statement');
        const rows = await db.rows<R>(query);
        dies('commit');
        return rows;
      },
      async transaction(work) {
        const result = await db.transaction((tx) => work(through(tx)));
        dies('commit');
        return result;
      },
    },
  };
}

/** A database that takes a long pause after the statement that begins a batch. */
function pausedAfterClaim(db: Db, meanwhile: () => Promise<void>): Db {
  let paused = false;
  return {
    ...db,
    async rows<R>(query: Query) {
      const rows = await db.rows<R>(query);
      if (!paused && query.name === 'settlement-begin') {
        paused = true;
        await meanwhile();
      }
      return rows;
    },
  };
}
