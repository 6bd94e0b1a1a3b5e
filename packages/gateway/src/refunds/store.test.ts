// The refunds' SQL after a lost answer: what was done is found again, and nothing is booked or given back twice.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, openTestDb, sql, type FreshDatabase } from '../../tests/database.ts';
import { systemClock } from '../base/clock.ts';
import type { Db } from '../base/db.ts';
import { checkBooks } from '../checks/check.ts';
import { refundFailed, refundSucceeded } from '../ledger/postings.ts';
import type { Refund } from './refund.ts';
import {
  beginRefund,
  claimDueRefunds,
  findRefund,
  finishRefundStep,
  type RefundBeginning,
  type RefundFinish,
} from './store.ts';

let database: FreshDatabase;
let db: Db;
const clock = systemClock();

beforeAll(async () => {
  database = await freshDatabase();
  db = openTestDb(database.url, 8);
});

afterAll(async () => {
  await db.close();
  await database.drop();
});

/** A merchant with a payment of 100 that has succeeded under the Request-Id `R` and the invoice number `I`. */
async function paid(): Promise<{ merchantId: string; paymentId: string }> {
  const [merchantId, paymentId] = [randomUUID(), randomUUID()];
  const ids = [merchantId, paymentId];
  const steps = [
    `insert into merchants (merchant_id, client_id, name, created_at) values ($1, 'M-' || $2, 'M', now())`,
    `insert into ledger_heads select $1, 0, decode(repeat('00', 32), 'hex') where $2::uuid is not null`,
    `insert into tokens (merchant_id, token_id, bank, state, version, last_move, customer_key, sealed_details,
       sealed_access, account_tail, created_at, changed_at)
     values ($1, $2, 'cimb', 'active', 2, $2, 'k', 'x', 'x', '0001', now(), now())`,
    `insert into token_events values ($1, $2, 1, $2, 'created', 'pending', 'merchant', null, now()),
       ($1, $2, 2, $2, 'bound', 'active', 'bank', '{"code":"2000600"}', now())`,
    `insert into requests (merchant_id, request_id, endpoint, body_hash, claim_id, lease_until, created_at)
     values ($1, 'R', 'cimb/payment', 'h', $2, now(), now())`,
    `insert into payments (merchant_id, payment_id, bank, token_id, state, version, last_move, amount,
       invoice_number, request_id, customer_key, sealed_details, asked_at, created_at, finished_at)
     values ($1, $2, 'cimb', $2, 'succeeded', 2, $2, 100, 'I', 'R', 'k', 'x', now(), now(), now())`,
    `insert into payment_events values ($1, $2, 1, $2, 'created', 'created', 'merchant', null, now()),
       ($1, $2, 2, $2, 'bank_paid', 'succeeded', 'bank', '{"code":"2005400"}', now())`,
    `select post_journals($1, now(), array[$1], array['paymentSucceeded'], array[$2], array[1],
       array['bank_receivable:cimb'], array['merchant_payable'], array[100])`,
  ];
  for (const step of steps)
    await sql(database.url, step.replaceAll('$1', '$1::uuid').replaceAll('$2', '$2::uuid'), ids);
  return { merchantId, paymentId };
}

function beginning(merchantId: string, amount = 70n): RefundBeginning {
  return {
    merchantId,
    requestId: randomUUID(),
    endpoint: 'cimb/payment-refund',
    bodyHash: Buffer.alloc(32),
    refundId: randomUUID(),
    bank: 'cimb',
    invoiceNumber: 'I',
    originalRequestId: 'R',
    amount,
    sealedReason: null,
    refundableFrom: 0,
    most: null,
    actor: 'merchant',
    evidence: null,
  };
}

const begin = (item: RefundBeginning) => beginRefund(db, clock)(item);
const finish = (item: RefundFinish) => finishRefundStep(db, clock)(item);

async function begun(merchantId: string, amount?: bigint): Promise<Refund> {
  const item = beginning(merchantId, amount);
  expect((await begin(item)).outcome).toBe('begun');
  const refund = await findRefund(db, merchantId, item.refundId);
  if (refund === null) throw new Error('a begun refund is there');
  return refund;
}

function ending(refund: Refund, state: 'succeeded' | 'failed'): RefundFinish {
  const template = state === 'succeeded' ? 'refundSucceeded' : 'refundFailed';
  const [transfer] =
    state === 'succeeded' ? refundSucceeded('cimb', refund.amount) : refundFailed(refund.amount);
  return {
    from: refund,
    to: { ...refund, state, dueAt: null },
    moveId: randomUUID(),
    event: state === 'succeeded' ? 'bank_refunded' : 'bank_declined',
    actor: 'bank',
    evidence: '{"code":"2005800"}',
    journal: { template, ...transfer! },
    notification: null,
    request: null,
  };
}

async function refunded(paymentId: string): Promise<bigint | undefined> {
  const text = 'select refunded from payments where payment_id = $1';
  const [row] = await sql<{ refunded: bigint }>(database.url, text, [paymentId]);
  return row?.refunded;
}

test('a beginning that is repeated takes its amount once', async () => {
  const { merchantId, paymentId } = await paid();
  const item = beginning(merchantId);
  expect((await begin(item)).outcome).toBe('begun');
  const again = await begin(item);
  expect([again.outcome, again.payment?.paymentId]).toEqual(['begun', paymentId]);
  expect(await refunded(paymentId)).toBe(70n);
  expect(await checkBooks(db)).toEqual([]);
});

test('an end that is repeated books once, and gives a failed amount back once', async () => {
  const { merchantId, paymentId } = await paid();
  const [good, bad] = [await begun(merchantId, 60n), await begun(merchantId, 40n)];
  for (const step of [ending(good, 'succeeded'), ending(bad, 'failed')]) {
    expect((await finish(step)).applied).toBe(true);
    expect((await finish(step)).applied).toBe(true);
  }
  expect(await refunded(paymentId)).toBe(60n);
  expect(await checkBooks(db)).toEqual([]);
});

test('an end that is repeated leaves alone who has its Request-Id by now', async () => {
  const { merchantId } = await paid();
  const item = beginning(merchantId);
  await begin(item);
  const refund = await findRefund(db, merchantId, item.refundId);
  if (refund === null) throw new Error('a begun refund is there');
  const end: RefundFinish = {
    ...ending(refund, 'failed'),
    event: 'not_sent',
    evidence: '{}',
    request: { requestId: item.requestId, answer: null },
  };
  await finish(end);
  const next = { ...item, refundId: randomUUID() };
  expect((await begin(next)).outcome).toBe('begun');
  await finish(end);
  expect((await begin({ ...item, refundId: randomUUID() })).outcome).toBe('running');
});

test('the second end of the same version loses', async () => {
  const { merchantId, paymentId } = await paid();
  const refund = await begun(merchantId);
  const ends = await Promise.all([
    finish(ending(refund, 'succeeded')),
    finish(ending(refund, 'failed')),
    finish(ending(refund, 'failed')),
  ]);
  expect(ends.filter((end) => end.applied)).toHaveLength(1);
  expect(new Set(ends.map((end) => end.refund.state)).size).toBe(1);
  const stands = ends[0]?.refund.state === 'succeeded' ? 70n : 0n;
  expect(await refunded(paymentId)).toBe(stands);
  expect(await checkBooks(db)).toEqual([]);
});

/** What the merchant's accounts hold, credits less debits. */
async function held(merchantId: string): Promise<Record<string, bigint>> {
  const rows = await sql<{ account: string; held: bigint }>(
    database.url,
    'select account, credits - debits as held from ledger_accounts where merchant_id = $1',
    [merchantId],
  );
  return Object.fromEntries(rows.map(({ account, held: sum }) => [account, sum]));
}

test('what was asked for is in transit until it is decided, and then with the bank or the merchant', async () => {
  const { merchantId } = await paid();
  const [good, bad] = [await begun(merchantId, 60n), await begun(merchantId, 40n)];
  const receivable = 'bank_receivable:cimb';
  expect(await held(merchantId)).toEqual({
    merchant_payable: 0n,
    refund_in_transit: 100n,
    [receivable]: -100n,
  });
  await Promise.all([finish(ending(good, 'succeeded')), finish(ending(bad, 'failed'))]);
  expect(await held(merchantId)).toEqual({
    merchant_payable: 40n,
    refund_in_transit: 0n,
    [receivable]: -40n,
  });
  expect(await checkBooks(db)).toEqual([]);
});

describe('while the version before is still running', () => {
  /** As it booked: nothing on the way, success from what the merchant is owed, nothing for a failure. */
  const asBefore = (step: RefundFinish): RefundFinish => ({
    ...step,
    journal:
      step.to.state === 'succeeded' && step.journal !== null
        ? { ...step.journal, debit: 'merchant_payable' }
        : null,
  });
  /** Takes back what `begin.sql` books on the way, as if it had been begun before: the chain is the journal's alone. */
  async function unbooked(merchantId: string, refundId: string): Promise<void> {
    const steps = [
      `delete from ledger_transfers where merchant_id = $1 and journal_no = 2 and $2::uuid is not null`,
      `delete from ledger_journals where merchant_id = $1 and journal_no = 2 and subject_id = $2`,
      `delete from ledger_accounts where merchant_id = $1 and account = 'refund_in_transit' and $2::uuid is not null`,
      `update ledger_accounts set debits = 0 where merchant_id = $1 and account = 'merchant_payable' and $2::uuid is not null`,
      `update ledger_heads h set journal_no = 1, hash = j.hash from ledger_journals j
        where h.merchant_id = $1 and j.merchant_id = $1 and j.journal_no = 1 and $2::uuid is not null`,
    ];
    for (const step of steps) await sql(database.url, step, [merchantId, refundId]);
  }

  test.each(['succeeded', 'failed'] as const)(
    'what it ends as %s is booked from transit',
    async (state) => {
      const { merchantId } = await paid();
      const refund = await begun(merchantId, 60n);
      expect((await finish(asBefore(ending(refund, state)))).applied).toBe(true);
      expect(await held(merchantId)).toMatchObject({
        merchant_payable: state === 'succeeded' ? 40n : 100n,
        refund_in_transit: 0n,
      });
      expect(await checkBooks(db)).toEqual([]);
    },
  );

  test.each(['succeeded', 'failed'] as const)(
    'what it has begun is put on its way, and %s',
    async (state) => {
      const { merchantId } = await paid();
      const refund = await begun(merchantId, 60n);
      await unbooked(merchantId, refund.refundId);
      expect(await checkBooks(db)).toEqual([]);
      const end = ending(refund, state);
      expect((await finish(end)).applied).toBe(true);
      expect((await finish(end)).applied).toBe(true);
      expect(await held(merchantId)).toMatchObject({
        merchant_payable: state === 'succeeded' ? 40n : 100n,
        refund_in_transit: 0n,
      });
      expect(await checkBooks(db)).toEqual([]);
    },
  );

  test('what it had ended is found right as it was booked then', async () => {
    const { merchantId } = await paid();
    const refund = await begun(merchantId, 60n);
    await unbooked(merchantId, refund.refundId);
    await finish(ending(refund, 'succeeded'));
    await sql(
      database.url,
      'delete from ledger_transfers where merchant_id = $1 and journal_no > 1',
      [merchantId],
    );
    await sql(
      database.url,
      'delete from ledger_journals where merchant_id = $1 and journal_no > 1',
      [merchantId],
    );
    await sql(database.url, 'delete from ledger_accounts where merchant_id = $1', [merchantId]);
    await sql(
      database.url,
      `insert into ledger_accounts select $1, account, debits, credits
         from (values ('bank_receivable:cimb', 100, 0), ('merchant_payable', 0, 100)) as v (account, debits, credits)`,
      [merchantId],
    );
    await sql(
      database.url,
      `update ledger_heads h set journal_no = 1, hash = j.hash from ledger_journals j
        where h.merchant_id = $1 and j.merchant_id = $1 and j.journal_no = 1`,
      [merchantId],
    );
    await sql(
      database.url,
      `select post_journals($1::uuid, now(), array[$1::uuid], array['refundSucceeded'], array[$2::uuid], array[1],
         array['merchant_payable'], array['bank_receivable:cimb'], array[60])`,
      [merchantId, refund.refundId],
    );
    expect(await checkBooks(db)).toEqual([]);
  });
});

test('many payments of many merchants in one batch keep to their own amounts', async () => {
  const payments = await Promise.all([paid(), paid(), paid()]);
  const outcomes = await Promise.all(
    Array.from({ length: 45 }, (_, n) => begin(beginning(payments[n % 3]!.merchantId, 30n))),
  );
  expect(outcomes.filter((one) => one.outcome === 'begun')).toHaveLength(9);
  expect(outcomes.filter((one) => one.outcome === 'refund_amount_exceeded')).toHaveLength(36);
  for (const { paymentId } of payments) expect(await refunded(paymentId)).toBe(90n);
  expect(await checkBooks(db)).toEqual([]);
});

test('due refunds are leased to one of many who look', async () => {
  const { merchantId } = await paid();
  const { refundId } = await begun(merchantId);
  const at = clock.now() + 60_000;
  const looks = await Promise.all(
    Array.from({ length: 8 }, () => claimDueRefunds(db, at, at + 30_000, 1000)),
  );
  expect(looks.flat().filter((refund) => refund.refundId === refundId)).toHaveLength(1);
});
