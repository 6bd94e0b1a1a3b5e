// Statements against the books: what matches, what does not and why, what a line teaches, and what people decide.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { carryOutException } from '../src/backoffice/reconciliation/carry-out.ts';
import type { Db } from '../src/base/db.ts';
import { checkBooks } from '../src/checks/check.ts';
import type { StoredApproval } from '../src/operators/approvals.ts';
import { learn } from '../src/payments/learn.ts';
import { findPayment } from '../src/payments/store.ts';
import { closeDay } from '../src/reconciliation/close-day.ts';
import { matchWaiting } from '../src/reconciliation/match.ts';
import { whyNot } from '../src/reconciliation/resolve.ts';
import { askedOf } from '../src/reconciliation/ruling.ts';
import { adoptStrays, notePartner } from '../src/reconciliation/adopt-strays.ts';
import { referenceOf } from '../src/base/reference.ts';
import { sealBankAccount } from '../src/bank-accounts/details.ts';
import { plusDays } from '../src/settlement/calendar.ts';
import { filePayoutsReady } from '../src/settlement/file-payouts.ts';
import { markPayoutsSent } from '../src/settlement/mark-sent.ts';
import { applyHeard } from '../src/settlement/move-payouts.ts';
import type { PayoutWord } from '../src/settlement/payout.ts';
import { releaseAccount } from '../src/settlement/release.ts';
import { dueRun, settleDay } from '../src/settlement/run.ts';
import { listHolidays } from '../src/settlement/store-calendar.ts';
import { declined, UNCLEAR } from './flow-context.ts';
import {
  booksOf,
  debit,
  identities,
  openDesk,
  refundLine,
  strange,
  type Desk,
  type Party,
} from './reconciliation-world.ts';

let desk: Desk;
let seen: Party[] = [];
let seq = 1;

beforeAll(async () => {
  desk = await openDesk();
});

/** A merchant whose books are looked at when the test is over. */
async function party(partner?: string): Promise<Party> {
  const made = await desk.party(partner);
  seen.push(made);
  return made;
}

afterEach(async () => {
  expect(await booksOf(desk)).toEqual([]);
  for (const one of seen) {
    const { cash, lines, receivable, waits } = await identities(desk, one);
    expect({ cash, receivable }).toEqual({ cash: lines, receivable: waits });
  }
  seen = [];
});

afterAll(() => desk.flows.close());

const items = async ({ merchantId }: Party): Promise<string[]> =>
  (
    await desk.flows.sql<{ item: string }>(
      `select kind || ' ' || amount as item from settlement_items where merchant_id = $1 order by kind, amount`,
      [merchantId],
    )
  ).map(({ item }) => item);

describe('a line of what we have', () => {
  test('is matched by our reference and its amount, booked, and may be settled', async () => {
    const one = await party();
    const paid = await desk.pay(one, 90_000n);
    const other = await desk.pay(one, 10_000n);
    const back = await desk.refund(paid, 25_000n);
    const day = desk.dayOver();
    await desk.import(day, [debit(paid), refundLine(one, back, 25_000n), debit(other)]);
    expect(await desk.statuses(one)).toEqual([
      'debit 90000 pending',
      'refund 25000 pending',
      'debit 10000 pending',
    ]);
    await desk.work();
    expect(await desk.statuses(one)).toEqual([
      'debit 90000 matched',
      'refund 25000 matched',
      'debit 10000 matched',
    ]);
    expect(await items(one)).toEqual(['payment 10000', 'payment 90000', 'refund 25000']);
    expect(await desk.balance(one, 'cash:cimb')).toBe(75_000n);
    expect(await desk.balance(one, 'bank_receivable:cimb')).toBe(0n);
    expect(await desk.story(one)).toEqual([]);
  });

  test('on a later day than ours is matched there, and nothing was missing', async () => {
    const one = await party();
    const paid = await desk.pay(one);
    const first = desk.dayOver();
    await desk.import(first, []);
    await desk.work();
    const next = desk.dayOver();
    await desk.import(next, [debit(paid, { day: first }), strange(one, 1n)]);
    await desk.work();
    expect(await desk.story(one)).toEqual(['missing_here debit 1/- open']);
    expect(await items(one)).toEqual(['payment 90000']);
  });
});

describe('a line of something else', () => {
  test('is missing here when nothing here has its reference, and lies in suspense', async () => {
    const one = await party();
    const day = desk.dayOver();
    await desk.import(day, [
      strange(one, 7_000n),
      strange(one, 2_000n, 'REFUND'),
      strange(one, 300n, 'PAYOUT'),
      strange(one, 40n, 'PAYOUT_RETURN'),
    ]);
    await desk.work();
    expect(await desk.story(one)).toEqual([
      'missing_here debit 7000/- open',
      'missing_here refund 2000/- open',
      'missing_here payout 300/- open',
      'missing_here payout_return 40/- open',
    ]);
    expect(await desk.balance(one, 'suspense')).toBe(-4_740n);
    expect(await desk.balance(one, 'cash:cimb')).toBe(4_740n);
    expect(await items(one)).toEqual([]);
  });

  test('differs when its amount does, by one rupiah too', async () => {
    const one = await party();
    const paid = await desk.pay(one, 90_000n);
    const day = desk.dayOver();
    await desk.import(day, [debit(paid, { amount: 90_001n })]);
    await desk.work();
    expect(await desk.story(one)).toEqual(['amount_differs debit 90001/90000 open']);
    expect(await items(one)).toEqual([]);
    expect(await desk.balance(one, 'suspense')).toBe(-90_001n);
    expect(await desk.balance(one, 'bank_receivable:cimb')).toBe(90_000n);
  });

  test('is a duplicate when a line has shown the same before, in the file or on another day', async () => {
    const one = await party();
    const paid = await desk.pay(one, 500n);
    await desk.import(desk.dayOver(), [debit(paid), debit(paid)]);
    await desk.work();
    await desk.import(desk.dayOver(), [debit(paid)]);
    await desk.work();
    expect(await desk.story(one)).toEqual([
      'duplicate debit 500/500 open',
      'duplicate debit 500/500 open',
    ]);
    expect(await desk.balance(one, 'suspense')).toBe(-1_000n);
    expect(await items(one)).toEqual(['payment 500']);
  });

  test('of another merchant is not this one’s, whatever its reference', async () => {
    const one = await party();
    const two = await party();
    const paid = await desk.pay(one, 900n);
    await desk.import(desk.dayOver(), [debit(paid, { partner: two.partner })]);
    await desk.work();
    expect(await desk.story(two)).toEqual(['missing_here debit 900/- open']);
    expect(await items(one)).toEqual([]);
  });
});

describe('what no line shows', () => {
  test('is missing at the bank once the next day’s file is in, and not before', async () => {
    const one = await party();
    const paid = await desk.pay(one, 90_000n);
    const back = await desk.refund(paid, 40_000n);
    const first = desk.dayOver();
    await desk.import(first, []);
    await desk.work();
    expect(await desk.story(one)).toEqual([]);
    const next = desk.dayOver();
    await desk.import(next, []);
    await desk.work();
    expect((await desk.story(one)).toSorted()).toEqual([
      'missing_at_bank debit -/90000 open',
      'missing_at_bank refund -/40000 open',
    ]);
    const late = desk.dayOver();
    await desk.import(late, [debit(paid), refundLine(one, back, 40_000n)]);
    await desk.work();
    expect((await desk.story(one)).toSorted()).toEqual([
      'missing_at_bank debit -/90000 bank_corrected',
      'missing_at_bank refund -/40000 bank_corrected',
    ]);
    expect(await items(one)).toEqual(['payment 90000', 'refund 40000']);
  });

  test('is not looked for while the file of a day before is not in', async () => {
    const one = await party();
    const gap = desk.dayOver();
    await desk.pay(one, 70n);
    const day = desk.dayOver();
    await desk.import(day, []);
    await desk.import(desk.dayOver(), []);
    await desk.work();
    expect(await desk.story(one)).toEqual([]);
    await desk.import(gap, []);
    await desk.work();
    expect(await desk.story(one)).toEqual(['missing_at_bank debit -/70 open']);
  });
});

describe('a line as the bank’s word', () => {
  test('ends a payment that is unclear, with the line as its evidence', async () => {
    const one = await party();
    desk.flows.bank.next('pay', UNCLEAR);
    const paid = await desk.pay(one, 1_234n);
    const day = desk.today();
    desk.flows.advance(60_000);
    const over = desk.dayOver();
    expect(over).toBe(day);
    await desk.import(day, [debit(paid)]);
    await desk.work();
    expect((await findPayment(desk.flows.db, one.merchantId, paid.paymentId))?.state).toBe(
      'succeeded',
    );
    expect(await items(one)).toEqual(['payment 1234']);
    const [event] = await desk.flows.sql<{ actor: string; evidence: Record<string, string> }>(
      `select actor, evidence from payment_events where payment_id = $1 order by version desc limit 1`,
      [paid.paymentId],
    );
    expect(event).toMatchObject({
      actor: 'statement',
      evidence: { operation: 'statement', code: 'debit' },
    });
  });

  test('does not end one that is unclear when its amount is another', async () => {
    const one = await party();
    desk.flows.bank.next('pay', UNCLEAR);
    const paid = await desk.pay(one, 1_234n);
    await desk.import(desk.dayOver(), [debit(paid, { amount: 1_235n })]);
    await desk.work();
    expect(await desk.story(one)).toEqual(['amount_differs debit 1235/1234 open']);
  });

  test('sends money back that was taken after a final no, and the no stands', async () => {
    const one = await party();
    desk.flows.bank.next('pay', declined('bank_refused'));
    const paid = await desk.pay(one, 40_000n);
    await desk.import(desk.dayOver(), [debit(paid)]);
    await desk.work();
    const { refundReference } = desk.flows.bank.asked('refund').at(-1) as {
      refundReference: string;
    };
    expect(await desk.statuses(one)).toEqual(['debit 40000 matched']);
    await desk.import(desk.dayOver(), [refundLine(one, refundReference, 40_000n)]);
    await desk.work();
    expect(await desk.story(one)).toEqual([]);
    expect(await items(one)).toEqual([]);
    for (const account of ['suspense', 'cash:cimb', 'bank_receivable:cimb', 'merchant_payable']) {
      expect([account, await desk.balance(one, account)]).toEqual([account, 0n]);
    }
  });

  test('ends a refund that is unclear, and contradicts one that failed', async () => {
    const one = await party();
    const paid = await desk.pay(one, 90_000n);
    desk.flows.bank.next('refund', UNCLEAR, declined('refund_refused'));
    const unclear = await desk.refund(paid, 10_000n);
    await desk.refund(paid, 5_000n);
    const { refundReference: failed } = desk.flows.bank.asked('refund').at(-1) as {
      refundReference: string;
    };
    await desk.import(desk.dayOver(), [
      debit(paid),
      refundLine(one, unclear, 10_000n),
      refundLine(one, failed, 5_000n),
    ]);
    await desk.work();
    expect(await items(one)).toEqual(['payment 90000', 'refund 10000']);
    expect(await desk.story(one)).toEqual(['missing_here refund 5000/5000 open']);
    expect(await desk.balance(one, 'suspense')).toBe(5_000n);
  });
});

describe('a payout on the statement', () => {
  test('has left, whatever its report says, and has come back by its return', async () => {
    const one = await party();
    const payout = await orderedPayout(one, 90_000n);
    const shown = { reference: referenceOf(payout), amount: 90_000n, partner: one.partner };
    await desk.import(desk.dayOver(), [{ ...shown, type: 'PAYOUT' }]);
    await desk.work();
    expect(await payoutState(payout)).toBe('paid');
    expect(await desk.balance(one, 'cash:cimb')).toBe(0n);
    expect(await desk.balance(one, 'payout_clearing:cimb')).toBe(0n);
    await desk.import(desk.dayOver(), [
      { ...shown, type: 'PAYOUT_RETURN' },
      { ...shown, type: 'PAYOUT' },
    ]);
    await desk.work();
    expect(await payoutState(payout)).toBe('returned');
    expect(await desk.statuses(one)).toEqual([
      'debit 90000 matched',
      'payout 90000 matched',
      'payout_return 90000 matched',
      'payout 90000 duplicate',
    ]);
  });

  test('has left, also where nobody has said that its file was handed over', async () => {
    const one = await party();
    const payout = await orderedPayout(one, 90_000n, false);
    expect(await payoutState(payout)).toBe('ready');
    const shown = { reference: referenceOf(payout), amount: 90_000n, partner: one.partner };
    await desk.import(desk.dayOver(), [{ ...shown, type: 'PAYOUT' }]);
    await desk.work();
    expect(await payoutState(payout)).toBe('paid');
    expect(await desk.open(one)).toEqual([]);
    expect(await desk.balance(one, 'cash:cimb')).toBe(0n);
    expect(await desk.balance(one, 'suspense')).toBe(0n);
  });

  test('of another amount has left: the difference alone is unexplained, whatever its report says then', async () => {
    const one = await party();
    const payout = await orderedPayout(one, 90_000n);
    const shown = { reference: referenceOf(payout), partner: one.partner, type: 'PAYOUT' } as const;
    await desk.import(desk.dayOver(), [{ ...shown, amount: 90_001n }]);
    await desk.work();
    expect(await desk.story(one)).toEqual(['amount_differs payout 90001/90000 open']);
    expect(await payoutState(payout)).toBe('paid');
    for (const word of ['paid', 'refused'] as const) {
      await hear(one, payout, word);
      expect(await desk.balance(one, 'suspense')).toBe(1n);
      expect(await desk.balance(one, 'cash:cimb')).toBe(-1n);
      expect(await owedBy(one)).toBe(0n);
    }
    const [exception] = await desk.open(one);
    await desk.resolve(one, exception!.exception_id, { resolution: 'loss_borne' });
    expect(await desk.balance(one, 'write_off')).toBe(1n);
    await quietDays(3);
    expect(await desk.story(one)).toEqual(['amount_differs payout 90001/90000 loss_borne']);
  });

  test('is looked for, and so is its return, each until its own line is there', async () => {
    const one = await party();
    const payout = await orderedPayout(one, 90_000n);
    await hear(one, payout, 'paid');
    await quietDays(2);
    await hear(one, payout, 'returned');
    await quietDays(2);
    expect(await desk.story(one)).toEqual([
      'missing_at_bank payout -/90000 open',
      'missing_at_bank payout_return -/90000 open',
    ]);
    const shown = { reference: referenceOf(payout), amount: 90_000n, partner: one.partner };
    await desk.import(desk.dayOver(), [{ ...shown, type: 'PAYOUT_RETURN' }]);
    await desk.work();
    expect(await desk.story(one)).toEqual([
      'missing_at_bank payout -/90000 open',
      'missing_at_bank payout_return -/90000 bank_corrected',
    ]);
    // It is owed again by its report already: that it never left would hide money that the bank has shown.
    const [left] = await desk.open(one);
    expect(await desk.resolve(one, left!.exception_id, { resolution: 'owed_again' })).toEqual({
      kind: 'refused',
      refused: 'by_itself',
    });
    await desk.import(desk.dayOver(), [{ ...shown, type: 'PAYOUT' }]);
    await desk.work();
    expect(await desk.open(one)).toEqual([]);
  });
});

/** Days on whose statements nothing stands. */
async function quietDays(days: number): Promise<void> {
  for (let n = 0; n < days; n += 1) {
    await desk.import(desk.dayOver(), []);
    await desk.work();
  }
}

/** What the bank's report says of a payout. */
async function hear(one: Party, payoutId: string, word: PayoutWord): Promise<void> {
  const heard = { payoutId, word, reason: null, evidence: {} } as const;
  const by = { actor: 'bank', at: desk.flows.clock.now() };
  await desk.flows.db.transaction((tx) => applyHeard(tx, one.merchantId, [heard], by));
}

/** A payment that was seen, settled, ordered to be paid out and put into a file, which was handed over; answers the payout's id. */
async function orderedPayout(one: Party, amount: bigint, isSaid = true): Promise<string> {
  const { ctx } = desk.flows;
  const { merchantId } = one;
  const account = `SBA-0000-${String(seq++).padStart(9, '0')}`;
  const details = { number: '1234567890', holder: 'TOKO', inquiredName: 'TOKO' };
  await desk.flows.sql(
    `insert into bank_accounts (merchant_id, account_id, bank_code, bank_name, sealed_details, number_tail, number_key,
                                status, is_default, created_at, inquired_at, verified_at)
     values ($1, $2, '014', 'BCA', $3, '7890', $4, 'verified', true, now(), now(), now())`,
    [
      merchantId,
      account,
      sealBankAccount(ctx.sealer, merchantId, account, details),
      Buffer.from(account),
    ],
  );
  const paid = await desk.pay(one, amount);
  await desk.import(desk.dayOver(), [debit(paid)]);
  await desk.work();
  for (let payouts: { payout_id: string }[] = []; ;) {
    const day = dueRun(await listHolidays(ctx.db), desk.flows.clock.now());
    await settleDay(ctx, day, { merchantId });
    payouts = await desk.flows.sql(`select payout_id from payouts where merchant_id = $1`, [
      merchantId,
    ]);
    const [payout] = payouts;
    if (payout !== undefined) {
      for (const { fileId } of await filePayoutsReady(ctx))
        if (isSaid) await markPayoutsSent(ctx, fileId, null);
      return payout.payout_id;
    }
    await desk.import(desk.dayOver(), []);
    await desk.work();
  }
}

/** What the runs of the next days settle with a merchant, up to the first that settles something. */
async function nextBatches({ merchantId }: Party) {
  const { ctx, clock } = desk.flows;
  for (let days = 0; days < 5; days += 1) {
    const day = dueRun(await listHolidays(ctx.db), clock.now());
    const batches = await settleDay(ctx, day, { merchantId });
    if (batches.length > 0) return batches;
    await quietDays(1);
  }
  return [];
}

/** What a merchant's bank accounts are owed, and how many journals there are. */
async function owedBy({ merchantId }: Party): Promise<bigint> {
  const [row] = await desk.flows.sql<{ owed: string }>(
    `select coalesce(sum(credits - debits), 0) as owed from ledger_accounts
      where merchant_id = $1 and account like 'split_payable:%'`,
    [merchantId],
  );
  return BigInt(row!.owed);
}

async function journalsOf({ merchantId }: Party): Promise<unknown> {
  return await desk.flows.sql(`select journal_no from ledger_heads where merchant_id = $1`, [
    merchantId,
  ]);
}

async function payoutState(payoutId: string): Promise<string | undefined> {
  const rows = await desk.flows.sql<{ state: string }>(
    `select state from payouts where payout_id = $1`,
    [payoutId],
  );
  return rows[0]?.state;
}

describe('two people resolve', () => {
  const WAYS = {
    proof: { source: 'bank_letter', reference: 'LETTER-1', day: '2026-11-25' },
  } as const;

  test('a payment that the bank never took', async () => {
    const one = await party();
    await desk.pay(one, 50_000n, 2_500n);
    await desk.import(desk.dayOver(), []);
    await desk.import(desk.dayOver(), []);
    await desk.work();
    const [missing] = await desk.open(one);
    const id = missing!.exception_id;
    expect(await desk.resolve(one, id, { resolution: 'payment_reversed', ...WAYS })).toEqual({
      kind: 'resolved',
    });
    expect(await desk.resolve(one, id, { resolution: 'payment_reversed' })).toMatchObject({
      kind: 'refused',
    });
    expect(await desk.balance(one, 'merchant_payable')).toBe(0n);
    expect(await desk.balance(one, 'bank_receivable:cimb')).toBe(0n);
  });

  test('a payment that the bank never took only when nothing of it went back', async () => {
    const one = await party();
    const paid = await desk.pay(one, 50_000n, 2_500n);
    await desk.refund(paid, 10_000n);
    await desk.import(desk.dayOver(), []);
    await desk.import(desk.dayOver(), []);
    await desk.work();
    const missing = await desk.open(one);
    const [payment] = missing.filter(({ subject_kind: kind }) => kind === 'payment');
    const [refund] = missing.filter(({ subject_kind: kind }) => kind === 'refund');
    const reverse = { resolution: 'payment_reversed', ...WAYS } as const;
    expect(await desk.resolve(one, payment!.exception_id, reverse)).toEqual({
      kind: 'refused',
      refused: 'refunds_first',
    });
    const back = { resolution: 'refund_reversed', ...WAYS } as const;
    expect(await desk.resolve(one, refund!.exception_id, back)).toEqual({ kind: 'resolved' });
    expect(await desk.resolve(one, payment!.exception_id, reverse)).toEqual({ kind: 'resolved' });
    expect(await desk.balance(one, 'merchant_payable')).toBe(0n);
    expect(await desk.balance(one, 'bank_receivable:cimb')).toBe(0n);
  });

  test('a payment that the bank never took only when no line shows it with another amount', async () => {
    const one = await party();
    const paid = await desk.pay(one, 50_000n);
    await desk.import(desk.dayOver(), []);
    await desk.import(desk.dayOver(), []);
    await desk.work();
    await desk.import(desk.dayOver(), [debit(paid, { amount: 49_999n })]);
    await desk.work();
    expect(await desk.story(one)).toEqual([
      'missing_at_bank debit -/50000 open',
      'amount_differs debit 49999/50000 open',
    ]);
    const [missing, differs] = await desk.open(one);
    const reverse = { resolution: 'payment_reversed', ...WAYS } as const;
    expect(await desk.resolve(one, missing!.exception_id, reverse)).toEqual({
      kind: 'refused',
      refused: 'other_amount',
    });
    await desk.resolve(one, differs!.exception_id, { resolution: 'loss_borne' });
    expect(await desk.open(one)).toEqual([]);
    expect(await desk.balance(one, 'write_off')).toBe(1n);
    expect(await desk.balance(one, 'bank_receivable:cimb')).toBe(0n);
  });

  test('a payment that they bear, which is settled all the same', async () => {
    const one = await party();
    await desk.pay(one, 50_000n);
    await desk.import(desk.dayOver(), []);
    await desk.import(desk.dayOver(), []);
    await desk.work();
    const [missing] = await desk.open(one);
    await desk.resolve(one, missing!.exception_id, { resolution: 'loss_borne' });
    expect(await desk.balance(one, 'write_off')).toBe(50_000n);
    expect(await items(one)).toEqual(['payment 50000']);
  });

  /** A payment that failed and of which the bank said afterwards that it had taken the money. */
  async function late(one: Party): Promise<string> {
    desk.flows.bank.next('pay', declined('bank_refused'));
    const { paymentId } = await desk.pay(one, 40_000n);
    const payment = await findPayment(desk.flows.db, one.merchantId, paymentId);
    const evidence = {
      operation: 'callback',
      http: null,
      code: '00',
      message: null,
      note: null,
      externalId: null,
    };
    await learn(desk.flows.ctx, one.merchant, payment!, {
      event: 'bank_paid',
      actor: 'bank',
      evidence,
      change: {},
    });
    return paymentId;
  }

  /** Two days of which the statements show nothing. */
  async function silence(): Promise<void> {
    await desk.work();
    await desk.import(desk.dayOver(), []);
    await desk.import(desk.dayOver(), []);
    await desk.work();
  }

  test('late money that the bank never took, when it was not given back', async () => {
    const one = await party();
    await late(one);
    desk.flows.bank.next('refund', declined('refund_refused'));
    await silence();
    const [missing] = await desk.open(one);
    expect(await desk.balance(one, 'suspense')).toBe(-40_000n);
    expect(
      await desk.resolve(one, missing!.exception_id, { resolution: 'payment_reversed', ...WAYS }),
    ).toEqual({ kind: 'resolved' });
    expect(await desk.balance(one, 'suspense')).toBe(0n);
    expect(await desk.balance(one, 'bank_receivable:cimb')).toBe(0n);
    expect(await items(one)).toEqual([]);
  });

  test('late money and its return of which the bank knows neither, together', async () => {
    const one = await party();
    const paymentId = await late(one);
    await silence();
    const open = await desk.open(one);
    const money = open.find(({ subject_id: id }) => id === paymentId)!.exception_id;
    const back = open.find(({ subject_kind: kind }) => kind === 'refund')!.exception_id;
    const reverse = { resolution: 'payment_reversed', ...WAYS } as const;
    expect(await desk.resolve(one, money, reverse)).toMatchObject({ refused: 'name_return' });
    expect(await desk.resolve(one, back, { resolution: 'refund_reversed' })).toMatchObject({
      refused: 'by_a_line_only',
    });
    expect(await desk.resolve(one, money, { ...reverse, others: [back] })).toEqual({
      kind: 'resolved',
    });
    expect((await desk.story(one)).toSorted()).toEqual([
      'missing_at_bank debit -/40000 payment_reversed',
      'missing_at_bank refund -/40000 refund_reversed',
    ]);
    await desk.work();
    for (const account of ['suspense', 'bank_receivable:cimb', 'cash:cimb']) {
      expect([account, await desk.balance(one, account)]).toEqual([account, 0n]);
    }
  });

  test('a payout that never left: it is owed to its bank account again', async () => {
    const one = await party();
    const payout = await orderedPayout(one, 90_000n);
    const heard = { payoutId: payout, word: 'paid', reason: null, evidence: {} } as const;
    const by = { actor: 'bank', at: desk.flows.clock.now() };
    await desk.flows.db.transaction((tx) => applyHeard(tx, one.merchantId, [heard], by));
    await silence();
    const [missing] = await desk.open(one);
    expect(await desk.story(one)).toEqual(['missing_at_bank payout -/90000 open']);
    const again = { resolution: 'owed_again', ...WAYS } as const;
    expect(await desk.resolve(one, missing!.exception_id, again)).toEqual({ kind: 'resolved' });
    expect(await payoutState(payout)).toBe('returned');
    expect(await desk.balance(one, 'cash:cimb')).toBe(90_000n);
    // What never left does not come back by a line.
    await quietDays(3);
    expect(await desk.open(one)).toEqual([]);
    // Should the bank show it after all, both its ways are matters for people again.
    const shown = { reference: referenceOf(payout), amount: 90_000n, partner: one.partner };
    await desk.import(desk.dayOver(), [
      { ...shown, type: 'PAYOUT' },
      { ...shown, type: 'PAYOUT_RETURN' },
    ]);
    await desk.work();
    const [left, came] = await desk.open(one);
    expect([left!.booked, came!.booked]).toEqual([-90_000n, 90_000n]);
    const others = [came!.exception_id];
    expect(
      await desk.resolve(one, left!.exception_id, { resolution: 'returned_to_bank', others }),
    ).toEqual({ kind: 'resolved' });
  });

  test('a payout that came back by its report, when no statement shows either way, both together', async () => {
    const one = await party();
    const payout = await orderedPayout(one, 90_000n);
    await hear(one, payout, 'returned');
    const again = { resolution: 'owed_again', ...WAYS } as const;
    await quietDays(2);
    const open = await desk.open(one);
    const left = open.find(({ type }) => type === 'payout')!.exception_id;
    const came = open.find(({ type }) => type === 'payout_return')!.exception_id;
    expect(await desk.resolve(one, came, again)).toEqual({
      kind: 'refused',
      refused: 'with_its_payout',
    });
    expect(await desk.resolve(one, left, again)).toEqual({
      kind: 'refused',
      refused: 'name_payout_return',
    });
    const before = await journalsOf(one);
    expect(await desk.resolve(one, left, { ...again, others: [came] })).toEqual({
      kind: 'resolved',
    });
    // What its report had booked out of cash and into it again comes to nothing, and it is owed once.
    expect(await journalsOf(one)).toEqual(before);
    expect((await desk.story(one)).toSorted()).toEqual([
      'missing_at_bank payout -/90000 owed_again',
      'missing_at_bank payout_return -/90000 owed_again',
    ]);
    expect(await payoutState(payout)).toBe('returned');
    expect(await owedBy(one)).toBe(90_000n);
    for (const account of ['suspense', 'payout_clearing:cimb']) {
      expect([account, await desk.balance(one, account)]).toEqual([account, 0n]);
    }
    await quietDays(2);
    expect(await desk.open(one)).toEqual([]);
    // It can be paid now; should the bank show it after all, each line is found and nothing of it is booked twice.
    const { ctx } = desk.flows;
    const { merchantId } = one;
    const by = {
      operatorId: null,
      by: 'cli',
      role: null,
      address: null,
      reason: 'seen to',
    } as const;
    expect(await releaseAccount(ctx, merchantId, payout, by)).toBe(true);
    const shown = { reference: referenceOf(payout), amount: 90_000n, partner: one.partner };
    await desk.import(desk.dayOver(), [{ ...shown, type: 'PAYOUT' }]);
    await desk.work();
    expect(await desk.balance(one, 'suspense')).toBe(90_000n);
    await desk.import(desk.dayOver(), [{ ...shown, type: 'PAYOUT_RETURN' }]);
    await desk.work();
    const [first, second] = await desk.open(one);
    expect([first!.reason, first!.booked, second!.reason, second!.booked]).toEqual([
      'missing_here',
      -90_000n,
      'missing_here',
      90_000n,
    ]);
    expect(await owedBy(one)).toBe(90_000n);
    const others = [second!.exception_id];
    expect(
      await desk.resolve(one, first!.exception_id, { resolution: 'returned_to_bank', others }),
    ).toEqual({ kind: 'resolved' });
    expect(await desk.balance(one, 'suspense')).toBe(0n);
  });

  test('a payout that came back by its report only when its return was looked for as well', async () => {
    const one = await party();
    const payout = await orderedPayout(one, 90_000n);
    await hear(one, payout, 'paid');
    await quietDays(2);
    await hear(one, payout, 'returned');
    const [left] = await desk.open(one);
    expect(await desk.resolve(one, left!.exception_id, { resolution: 'owed_again' })).toEqual({
      kind: 'refused',
      refused: 'return_to_come',
    });
  });

  test('a debit of a wrong amount that the bank itself took back wholly: the payment is reversed with its fee', async () => {
    const one = await party();
    const paid = await desk.pay(one, 50_000n, 2_500n);
    await desk.import(desk.dayOver(), [debit(paid, { amount: 55_000n })]);
    await desk.import(desk.dayOver(), [strange(one, 55_000n, 'REFUND')]);
    await desk.work();
    const [wrong, back] = await desk.open(one);
    const reverse = { resolution: 'payment_reversed', ...WAYS } as const;
    expect(await desk.resolve(one, wrong!.exception_id, reverse)).toEqual({
      kind: 'refused',
      refused: 'name_line',
    });
    const others = [back!.exception_id];
    expect(await desk.resolve(one, wrong!.exception_id, { ...reverse, others })).toEqual({
      kind: 'resolved',
    });
    expect(await desk.story(one)).toEqual([
      'amount_differs debit 55000/50000 payment_reversed',
      'missing_here refund 55000/- returned_to_bank',
    ]);
    const ours = ['merchant_payable', 'fee_revenue', 'suspense', 'cash:cimb'];
    for (const account of [...ours, 'bank_receivable:cimb']) {
      expect([account, await desk.balance(one, account)]).toEqual([account, 0n]);
    }
    expect(await items(one)).toEqual([]);
    // It was shown, and is not missed; nothing can be given back of it; the right debit would be another one's to explain.
    await quietDays(2);
    expect(await desk.open(one)).toEqual([]);
    await desk.refund(paid, 1_000n).catch(() => null);
    expect(
      await desk.flows.sql('select 1 from refunds where payment_id = $1', [paid.paymentId]),
    ).toEqual([]);
    await desk.import(desk.dayOver(), [debit(paid)]);
    await desk.work();
    expect(await desk.story(one)).toContain('missing_here debit 50000/50000 open');
    expect(await items(one)).toEqual([]);
  });

  test('a wrong debit that was taken back ends that the payment was missing, too', async () => {
    const one = await party();
    const paid = await desk.pay(one, 50_000n);
    await quietDays(2);
    await desk.import(desk.dayOver(), [
      debit(paid, { amount: 49_999n }),
      strange(one, 49_999n, 'REFUND'),
    ]);
    await desk.work();
    const open = await desk.open(one);
    const idOf = (reason: string) => open.find((row) => row.reason === reason)!.exception_id;
    const reverse = { resolution: 'payment_reversed', ...WAYS } as const;
    expect(await desk.resolve(one, idOf('missing_at_bank'), reverse)).toEqual({
      kind: 'refused',
      refused: 'other_amount',
    });
    const others = [idOf('missing_here')];
    expect(await desk.resolve(one, idOf('amount_differs'), { ...reverse, others })).toEqual({
      kind: 'resolved',
    });
    expect(await desk.open(one)).toEqual([]);
    expect((await desk.story(one)).toSorted()).toEqual([
      'amount_differs debit 49999/50000 payment_reversed',
      'missing_at_bank debit -/50000 payment_reversed',
      'missing_here refund 49999/- returned_to_bank',
    ]);
    expect(await desk.balance(one, 'merchant_payable')).toBe(0n);
  });

  test('a refund of a wrong amount that the bank took back wholly: the merchant has it again', async () => {
    const one = await party();
    const paid = await desk.pay(one, 50_000n);
    const back = await desk.refund(paid, 20_000n);
    await desk.import(desk.dayOver(), [
      debit(paid),
      refundLine(one, back, 21_000n),
      strange(one, 21_000n),
    ]);
    await desk.work();
    const [wrong, again] = await desk.open(one);
    const others = [again!.exception_id];
    const reverse = { resolution: 'refund_reversed', ...WAYS, others } as const;
    expect(await desk.resolve(one, wrong!.exception_id, reverse)).toEqual({ kind: 'resolved' });
    expect(await desk.balance(one, 'merchant_payable')).toBe(-50_000n);
    expect(await items(one)).toEqual(['payment 50000']);
    await quietDays(2);
    expect(await desk.open(one)).toEqual([]);
    // The customer has nothing yet: all of it may be given back.
    const anew = await desk.refund(paid, 50_000n);
    await desk.import(desk.dayOver(), [refundLine(one, anew, 50_000n)]);
    await desk.work();
    expect(await items(one)).toEqual(['payment 50000', 'refund 50000']);
    expect(await desk.balance(one, 'merchant_payable')).toBe(0n);
  });

  test('a payout of less than was ordered: its rest is owed again', async () => {
    const one = await party();
    const payout = await orderedPayout(one, 90_000n);
    const shown = { reference: referenceOf(payout), amount: 80_000n, partner: one.partner };
    await desk.import(desk.dayOver(), [{ ...shown, type: 'PAYOUT' }]);
    await desk.work();
    const [short] = await desk.open(one);
    expect(
      await desk.resolve(one, short!.exception_id, { resolution: 'owed_again', ...WAYS }),
    ).toEqual({ kind: 'resolved' });
    expect(await payoutState(payout)).toBe('paid');
    expect(await desk.balance(one, 'suspense')).toBe(0n);
    expect(await desk.balance(one, 'cash:cimb')).toBe(10_000n);
    await silence();
    expect(await desk.story(one)).toEqual(['amount_differs payout 80000/90000 owed_again']);
    expect(await nextBatches(one)).toMatchObject([
      { positions: [{ carried: 10_000n, share: 0n, payout: 10_000n }] },
    ]);
    expect(await nextBatches(one)).toEqual([]);
  });

  test('a line that was returned, by the line by which it went', async () => {
    const one = await party();
    await desk.import(desk.dayOver(), [strange(one, 7_000n)]);
    await desk.import(desk.dayOver(), [strange(one, 7_000n, 'REFUND')]);
    await desk.work();
    const [came, went] = await desk.open(one);
    const others = [went!.exception_id];
    expect(
      await desk.resolve(one, came!.exception_id, { resolution: 'returned_to_bank', others }),
    ).toEqual({
      kind: 'resolved',
    });
    expect(await desk.open(one)).toEqual([]);
    expect(await desk.balance(one, 'suspense')).toBe(0n);
    expect(await desk.balance(one, 'cash:cimb')).toBe(0n);
  });

  test('an amount that differs, by what the bank has corrected or by bearing the rest', async () => {
    const one = await party();
    const corrected = await desk.pay(one, 90n);
    const short = await desk.pay(one, 80n);
    await desk.import(desk.dayOver(), [
      debit(corrected, { amount: 70n }),
      debit(short, { amount: 79n }),
    ]);
    await desk.import(desk.dayOver(), [debit(corrected, { amount: 20n })]);
    await desk.work();
    const [first, second, third] = await desk.open(one);
    const others = [third!.exception_id];
    expect(
      await desk.resolve(one, first!.exception_id, { resolution: 'bank_corrected', others }),
    ).toEqual({
      kind: 'resolved',
    });
    expect(await desk.resolve(one, second!.exception_id, { resolution: 'loss_borne' })).toEqual({
      kind: 'resolved',
    });
    expect(await items(one)).toEqual(['payment 80', 'payment 90']);
    expect(await desk.balance(one, 'write_off')).toBe(1n);
    expect(await desk.balance(one, 'suspense')).toBe(0n);
    expect(await desk.statuses(one)).toEqual([
      'debit 70 matched',
      'debit 79 matched',
      'debit 20 explained',
    ]);
  });

  test('what was borne and comes after all, up to what it was', async () => {
    const one = await party();
    const lost = await desk.pay(one, 90n);
    const short = await desk.pay(one, 80n);
    await desk.import(desk.dayOver(), [debit(short, { amount: 75n })]);
    await quietDays(1);
    for (const { exception_id: id } of await desk.open(one)) {
      expect(await desk.resolve(one, id, { resolution: 'loss_borne' })).toEqual({
        kind: 'resolved',
      });
    }
    expect(await desk.balance(one, 'write_off')).toBe(95n);
    await desk.import(desk.dayOver(), [debit(lost), debit(short, { amount: 6n })]);
    await desk.import(desk.dayOver(), [debit(short, { amount: 4n }), strange(one, 90n)]);
    await desk.work();
    const came = await desk.open(one);
    const recover = async (amount: bigint) => {
      const { exception_id: id } = came.find((each) => each.amount === amount)!;
      return await desk.resolve(one, id, { resolution: 'loss_recovered' });
    };
    expect(await recover(6n)).toEqual({ kind: 'refused', refused: 'left_over', leftOver: 1n });
    expect(await recover(90n)).toEqual({ kind: 'resolved' });
    expect(await recover(4n)).toEqual({ kind: 'resolved' });
    expect(await recover(6n)).toEqual({ kind: 'refused', refused: 'left_over', leftOver: 5n });
    const nobodys = came.find(({ subject_id: of }) => of === null)!.exception_id;
    expect(await desk.resolve(one, nobodys, { resolution: 'loss_recovered' })).toEqual({
      kind: 'refused',
      refused: 'nothing_borne',
    });
    expect(await desk.balance(one, 'write_off')).toBe(1n);
    expect(await desk.balance(one, 'suspense')).toBe(-96n);
    expect(await items(one)).toEqual(['payment 80', 'payment 90']);
  });

  test('a reference that the bank has garbled, by hand', async () => {
    const one = await party();
    const paid = await desk.pay(one, 90n);
    await desk.import(desk.dayOver(), [strange(one, 90n)]);
    await desk.import(desk.dayOver(), []);
    await desk.work();
    expect((await desk.story(one)).toSorted()).toEqual([
      'missing_at_bank debit -/90 open',
      'missing_here debit 90/- open',
    ]);
    const line = (await desk.open(one)).find(({ reason }) => reason === 'missing_here')!;
    const ruling = { resolution: 'matched_by_hand', subjectId: paid.paymentId } as const;
    expect(await desk.resolve(one, line.exception_id, ruling)).toEqual({ kind: 'resolved' });
    expect(await desk.open(one)).toEqual([]);
    expect(await items(one)).toEqual(['payment 90']);
    await desk.import(desk.dayOver(), [debit(paid)]);
    await desk.work();
    expect(await desk.story(one)).toContain('duplicate debit 90/90 open');
  });

  test('a payout whose leaving the bank has garbled, by hand: its return is looked for all the same', async () => {
    const one = await party();
    const payout = await orderedPayout(one, 90_000n);
    await hear(one, payout, 'returned');
    await desk.import(desk.dayOver(), [strange(one, 90_000n, 'PAYOUT')]);
    await quietDays(1);
    expect((await desk.story(one)).toSorted()).toEqual([
      'missing_at_bank payout -/90000 open',
      'missing_at_bank payout_return -/90000 open',
      'missing_here payout 90000/- open',
    ]);
    const line = (await desk.open(one)).find(({ reason }) => reason === 'missing_here')!;
    const ruling = { resolution: 'matched_by_hand', subjectId: payout } as const;
    expect(await desk.resolve(one, line.exception_id, ruling)).toEqual({ kind: 'resolved' });
    expect((await desk.open(one)).map(({ reason, type }) => `${reason} ${type}`)).toEqual([
      'missing_at_bank payout_return',
    ]);
    const shown = { reference: referenceOf(payout), amount: 90_000n, partner: one.partner };
    await desk.import(desk.dayOver(), [{ ...shown, type: 'PAYOUT_RETURN' }]);
    await desk.work();
    expect(await desk.open(one)).toEqual([]);
    expect(await desk.balance(one, 'suspense')).toBe(0n);
    expect(await desk.balance(one, 'cash:cimb')).toBe(90_000n);
  });

  test('nothing that does not come out to the rupiah, and nothing alone', async () => {
    const one = await party();
    await desk.import(desk.dayOver(), [strange(one, 7_000n), strange(one, 6_999n, 'REFUND')]);
    await desk.work();
    const [came, went] = await desk.open(one);
    const others = [went!.exception_id];
    expect(
      await desk.resolve(one, came!.exception_id, { resolution: 'returned_to_bank', others }),
    ).toEqual({
      kind: 'refused',
      refused: 'left_over',
      leftOver: 1n,
    });
    const none = ['00000000-0000-7000-8000-000000000000'];
    expect(
      await desk.resolve(one, came!.exception_id, { resolution: 'returned_to_bank', others: none }),
    ).toMatchObject({
      kind: 'refused',
    });
    const stranger = await party();
    expect(await desk.resolve(stranger, came!.exception_id, {})).toBeNull();
  });
});

describe('what is asked for', () => {
  test('is looked at before anybody must approve it, and carried out as it was asked, once', async () => {
    const one = await party();
    const paid = await desk.pay(one, 90n);
    await desk.import(desk.dayOver(), [debit(paid, { amount: 89n })]);
    await desk.work();
    const [exception] = await desk.open(one);
    const { ctx } = desk.flows;
    const ruling = {
      resolution: 'loss_borne',
      proof: { source: 'bank_call', reference: 'TICKET-7', day: '2026-11-25' },
      others: [],
      subjectId: null,
    } as const;
    expect(await whyNot(ctx, exception!, ruling)).toBeNull();
    expect(await whyNot(ctx, exception!, { ...ruling, resolution: 'payment_reversed' })).toEqual({
      refused: 'name_line',
    });
    const asked = askedOf(exception!, ruling);
    expect(asked).toMatchObject({ amount: '89', expected: '90', resolution: 'loss_borne' });
    const approval = {
      merchantId: one.merchantId,
      approvalId: randomUUID(),
      subject: exception!.exception_id,
      asked: JSON.parse(JSON.stringify(asked)) as Record<string, unknown>,
      askedBy: randomUUID(),
      decidedBy: randomUUID(),
    } as StoredApproval;
    await desk.flows.sql(
      `insert into approvals (merchant_id, approval_id, kind, state, subject, asked, reason, asked_by, asked_at, expires_at,
                              decided_by, decided_at)
       values ($1, $2, 'exception', 'approved', $3, '{}', 'why', $4, now(), now(), $5, now())`,
      [one.merchantId, approval.approvalId, approval.subject, approval.askedBy, approval.decidedBy],
    );
    const done = { state: 'done', outcome: 'loss_borne' };
    expect(await carryOutException(ctx, approval)).toEqual(done);
    expect(await carryOutException(ctx, approval)).toEqual(done);
    expect(await carryOutException(ctx, { ...approval, approvalId: randomUUID() })).toMatchObject({
      state: 'failed',
    });
    expect(await desk.balance(one, 'write_off')).toBe(1n);
  });
});

describe('a file', () => {
  test('is taken once, whatever it is called, and a day has one', async () => {
    const one = await party();
    const day = desk.dayOver();
    const movements = [strange(one, 5n)];
    const line = { ...movements[0]!, bankReference: 'B-1' };
    await desk.import(day, [line]);
    await expect(desk.import(day, [line])).rejects.toThrow(/this very file was imported before/);
    await expect(desk.import(day, [])).rejects.toThrow(/cimb has a statement for .* already/);
    await expect(desk.import(desk.today(), [])).rejects.toThrow(/is not over yet/);
    await expect(desk.import(plusDays(desk.today(), 1), [])).rejects.toThrow(/is not over yet/);
    await desk.work();
  });

  test('that is bad leaves the reason and nothing else', async () => {
    const one = await party();
    const day = desk.dayOver();
    const bad = [strange(one, 5n), strange(one, 0n)];
    await expect(desk.import(day, bad)).rejects.toThrow(/line 3, column amount/);
    expect(await desk.statuses(one)).toEqual([]);
    const [row] = await desk.flows.sql<{ state: string; reason: string }>(
      `select state, reason from statements where day = $1 order by imported_at desc limit 1`,
      [day],
    );
    expect(row).toMatchObject({
      state: 'refused',
      reason: expect.stringMatching(/line 3, column amount/),
    });
    await desk.import(day, [strange(one, 5n)]);
    await desk.work();
    expect(await desk.statuses(one)).toEqual(['debit 5 missing_here']);
  });

  test('may have lines of nobody, who are found when their partner is known', async () => {
    const one = await party();
    const paid = await desk.pay(one, 300n);
    const imported = await desk.import(desk.dayOver(), [debit(paid, { partner: 'OLD-KEY' })]);
    expect(imported).toMatchObject({ strays: 1, merchants: 0 });
    await desk.work();
    expect(await desk.statuses(one)).toEqual([]);
    await notePartner(desk.flows.db, desk.flows.ctx.sealer, {
      merchantId: one.merchantId,
      bank: 'cimb',
      partner: 'OLD-KEY',
    });
    await desk.work();
    expect(await desk.statuses(one)).toEqual(['debit 300 matched']);
  });

  test('of two merchants with one partner divides by the reference, and keeps what nothing tells apart', async () => {
    const one = await party('KEY-SHARED');
    const two = await party('KEY-SHARED');
    const paid = [await desk.pay(one, 1n), await desk.pay(two, 2n)] as const;
    const imported = await desk.import(desk.dayOver(), [
      debit(paid[0]),
      debit(paid[1]),
      strange(one, 3n),
    ]);
    expect(imported).toMatchObject({ strays: 1, merchants: 2 });
    await desk.work();
    expect(await desk.statuses(one)).toEqual(['debit 1 matched']);
    expect(await desk.statuses(two)).toEqual(['debit 2 matched']);
  });
});

describe('work that is cut off', () => {
  test('at any statement goes on from there, and comes to the same', async () => {
    const one = await party();
    const paid = [await desk.pay(one, 10n), await desk.pay(one, 20n)] as const;
    const back = await desk.refund(paid[0], 4n);
    await desk.import(desk.dayOver(), [
      debit(paid[0]),
      debit(paid[1], { amount: 21n }),
      debit(paid[0]),
      refundLine(one, back, 4n),
      strange(one, 9n),
    ]);
    const { ctx } = desk.flows;
    const { db } = ctx;
    for (let step = 0, dead = true; dead; step += 1) {
      let left = step;
      dead = false;
      ctx.db = {
        ...db,
        transaction: (work) =>
          db.transaction((tx) =>
            work({
              async rows(query) {
                if (left === 0) {
                  dead = true;
                  throw new Error('the process dies');
                }
                left -= 1;
                return await tx.rows(query);
              },
            }),
          ),
      };
      await desk.work().catch(() => undefined);
      ctx.db = db;
      expect(await booksOf(desk)).toEqual([]);
      desk.flows.advance(61_000);
    }
    await desk.work();
    expect(await desk.statuses(one)).toEqual([
      'debit 10 matched',
      'debit 21 amount_differs',
      'debit 10 duplicate',
      'refund 4 matched',
      'debit 9 missing_here',
    ]);
  });

  test('by several workers at once is done once', async () => {
    const parties = await Promise.all(Array.from({ length: 6 }, () => party()));
    const paid = [];
    for (const one of parties)
      for (const amount of [1n, 2n, 3n]) paid.push(await desk.pay(one, amount));
    await desk.import(
      desk.dayOver(),
      paid.map((one) => debit(one)),
    );
    await Promise.all(Array.from({ length: 4 }, () => desk.work()));
    for (const one of parties) {
      expect(await items(one)).toEqual(['payment 1', 'payment 2', 'payment 3']);
      expect(await desk.balance(one, 'cash:cimb')).toBe(6n);
    }
  });
});

test('a day is closed in its order, when it is done, and what comes later counts on the next', async () => {
  const fresh = await openDesk();
  const one = await fresh.party();
  const ctx = fresh.flows.ctx;
  const close = (day: string, dryRun = false) =>
    closeDay(ctx, { bank: 'cimb', day, by: 'cli', operatorId: null, dryRun });
  const paid = await fresh.pay(one, 90n);
  const first = fresh.dayOver();
  await expect(close(first)).rejects.toThrow(/has no statement/);
  await fresh.import(first, [debit(paid, { partner: 'OLD-KEY' })]);
  await fresh.work();
  await expect(close(first)).rejects.toThrow(/missing on .* was not looked for yet/);
  const second = fresh.dayOver();
  await fresh.import(second, [strange(one, 5n)]);
  await expect(close(second)).rejects.toThrow(/not matched yet/);
  await fresh.work();
  const third = fresh.dayOver();
  await fresh.import(third, []);
  await fresh.work();
  await expect(close(second)).rejects.toThrow(`the next one is ${first}`);
  expect(await close(first, true)).toMatchObject({ headsHash: null, strays: 1 });
  expect(await close(first)).toMatchObject({ openExceptions: 1, merchants: 1 });
  await expect(close(first)).rejects.toThrow(/closed already/);
  // The line of the closed day finds its merchant only now.
  await notePartner(ctx.db, ctx.sealer, {
    merchantId: one.merchantId,
    bank: 'cimb',
    partner: 'OLD-KEY',
  });
  await fresh.work();
  const [chunk] = await fresh.flows.sql<{ day: string }>(
    `select day::text from reconciled_chunks where taken = 90`,
  );
  expect(chunk).toEqual({ day: second });
  expect(await checkBooks(ctx.db)).toEqual([]);
  await fresh.flows.close();
});

test('a late line that is matched while a day is closed is in what the day seals, or counts on another', async () => {
  const fresh = await openDesk();
  const { ctx, db, sql } = fresh.flows;
  const one = await fresh.party();
  const first = fresh.dayOver();
  await fresh.import(first, [{ ...strange(one, 90n), partner: 'OLD-KEY' }]);
  await fresh.import(fresh.dayOver(), []);
  await fresh.work();
  const { merchantId } = one;
  await notePartner(db, ctx.sealer, { merchantId, bank: 'cimb', partner: 'OLD-KEY' });
  await adoptStrays(ctx);
  const day = { bank: 'cimb', day: first, by: 'cli', operatorId: null } as const;
  const closings: Promise<unknown>[] = [];
  const closed = new Set<string>();
  const isClosing = async (): Promise<boolean> => {
    const waiting = await sql(
      `select 1 from pg_locks l join pg_database d on d.oid = l.database
        where d.datname = current_database() and not l.granted and l.locktype = 'advisory'`,
    );
    return closed.size === 0 && waiting.length === 0;
  };
  // Somebody closes the day between the chunk's last statement and its commit.
  const transaction: Db['transaction'] = (work) =>
    db.transaction(async (tx) => {
      const done = await work(tx);
      if (closings.length > 0) return done;
      closings.push(closeDay(ctx, day).then(() => closed.add(first)));
      while (await isClosing());
      return done;
    });
  await matchWaiting({ ...ctx, db: { ...db, transaction } });
  await Promise.all(closings);
  const [found] = await sql<{ day: string; sealed: boolean }>(
    `select e.day::text, j.journal_no <= h.journal_no as sealed
       from exceptions e
       join ledger_journals j on j.merchant_id = e.merchant_id and j.subject_id = e.exception_id
       join closed_heads h on h.merchant_id = e.merchant_id`,
  );
  expect(found).toEqual({ day: first, sealed: true });
  await fresh.flows.close();
});
