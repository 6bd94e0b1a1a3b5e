// The payments' SQL against a real database: claims, invoices, compare-and-set, and repeats after a lost answer.
import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, openTestDb, sql, type FreshDatabase } from '../../tests/database.ts';
import { systemClock } from '../base/clock.ts';
import type { Db } from '../base/db.ts';
import { checkBooks } from '../checks/check.ts';
import { paymentSucceeded } from '../ledger/postings.ts';
import { answerRequest, claimRequest, releaseRequest } from '../requests/store.ts';
import type { Payment } from './payment.ts';
import {
  beginOtpStep,
  beginPayment,
  claimDuePayments,
  findPayment,
  findPaymentByReference,
  finishPaymentStep,
  noteLateMoney,
  type PaymentBeginning,
  type PaymentFinish,
} from './store.ts';

let database: FreshDatabase;
let db: Db;
const clock = systemClock();
const tokenId = randomUUID();
const customerKey = Buffer.alloc(32, 7);

beforeAll(async () => {
  database = await freshDatabase();
  db = openTestDb(database.url, 8);
});

afterAll(async () => {
  await db.close();
  await database.drop();
});

async function merchant(): Promise<string> {
  const merchantId = randomUUID();
  await sql(
    database.url,
    `with m as (insert into merchants (merchant_id, client_id, name, created_at)
                values ($1::uuid, 'MCH-' || $1::uuid, 'M', now())),
          h as (insert into ledger_heads values ($1::uuid, 0, decode(repeat('00', 32), 'hex')))
     insert into tokens (merchant_id, token_id, bank, state, version, last_move, customer_key, sealed_details,
                         sealed_access, account_tail, created_at, changed_at)
     values ($1::uuid, $2::uuid, 'cimb', 'active', 2, $2::uuid, $3, 'x', 'x', '0001', now(), now())`,
    [merchantId, tokenId, customerKey],
  );
  await sql(
    database.url,
    `insert into token_events (merchant_id, token_id, version, move_id, event, state, actor, evidence, at)
     values ($1::uuid, $2::uuid, 1, $2::uuid, 'created', 'pending', 'merchant', null, now()),
            ($1::uuid, $2::uuid, 2, $2::uuid, 'bound', 'active', 'bank', '{"code":"2000600"}', now())`,
    [merchantId, tokenId],
  );
  return merchantId;
}

function beginning(merchantId: string, change: Partial<PaymentBeginning> = {}): PaymentBeginning {
  return {
    merchantId,
    requestId: randomUUID(),
    endpoint: 'cimb/payment',
    bodyHash: createHash('sha256').update('body').digest(),
    paymentId: randomUUID(),
    bank: 'cimb',
    tokenId,
    customerKey,
    amount: 90_000n,
    invoiceNumber: `INV-${randomUUID()}`,
    sealedDetails: Buffer.from('sealed'),
    notificationUrl: null,
    fee: 0n,
    split: null,
    ...change,
  };
}

const begin = (item: PaymentBeginning) => beginPayment(db, clock)(item);
const finish = (item: PaymentFinish) => finishPaymentStep(db, clock)(item);

async function begun(merchantId: string, change: Partial<PaymentBeginning> = {}): Promise<Payment> {
  const item = beginning(merchantId, change);
  expect((await begin(item)).outcome).toBe('begun');
  const payment = await findPayment(db, merchantId, item.paymentId);
  if (payment === null) throw new Error('a begun payment is there');
  return payment;
}

function succeeding(payment: Payment, change: Partial<PaymentFinish> = {}): PaymentFinish {
  const [transfer] = paymentSucceeded('cimb', payment.amount);
  return {
    from: payment,
    moveId: randomUUID(),
    event: 'bank_paid',
    actor: 'bank',
    evidence: '{"code":"2005400"}',
    to: {
      ...payment,
      state: 'succeeded',
      bankPaymentId: '001194654652',
      dueAt: null,
      notified: 1,
    },
    journal: { template: 'paymentSucceeded', ...transfer! },
    notification: {
      id: randomUUID(),
      type: 'payment.succeeded',
      url: 'http://127.0.0.1:1/n',
      sealedBody: Buffer.from('body'),
    },
    request: {
      requestId: payment.requestId,
      answer: { status: 201, sealed: Buffer.from('answer') },
    },
    ...change,
  };
}

/** Opens a transaction of its own that holds what a statement wrote until it is ended. */
async function holding(text: string, values: unknown[]) {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('begin');
  await client.query(text, values);
  return async (): Promise<void> => {
    await client.query('commit');
    await client.end();
  };
}

/** Resolves when a statement of this database waits for a lock. */
async function somebodyWaits(): Promise<void> {
  const text = `select 1 from pg_stat_activity
                 where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await sql(database.url, text)).length === 0);
}

describe('beginning a payment', () => {
  test('keeps every claim of a batch its own when one is given back meanwhile', async () => {
    const merchantId = await merchant();
    const [twin, held, own] = [1, 2, 3].map(() => beginning(merchantId));
    if (twin === undefined || held === undefined || own === undefined) throw new Error('three');
    const twinClaim = randomUUID();
    const { requestId, endpoint, bodyHash } = twin;
    const claim = {
      merchantId,
      requestId,
      endpoint,
      bodyHash,
      claimId: twinClaim,
      keepUntil: null,
    };
    await claimRequest(db, { ...claim, at: clock.now() });
    // The batch has seen the twin's claim and then waits for another one, while the twin's is given back.
    const letGo = await holding(
      `insert into requests (merchant_id, request_id, endpoint, body_hash, claim_id, lease_until, created_at)
       values ($1, $2, $3, $4, gen_random_uuid(), now() + interval '1 hour', now())`,
      [merchantId, held.requestId, held.endpoint, held.bodyHash],
    );
    const rows = Promise.all([twin, held, own].map(begin));
    await somebodyWaits();
    await releaseRequest(db, { ...twin, claimId: twinClaim });
    await letGo();
    expect((await rows).map((row) => row.outcome)).toEqual(['running', 'running', 'begun']);
    expect((await rows)[2]?.claim_id).toBe(own.paymentId);
    expect(await findPayment(db, merchantId, own.paymentId)).not.toBeNull();
    expect(await findPayment(db, merchantId, twin.paymentId)).toBeNull();
  });

  test('claims the Request-Id once among fifty at the same time', async () => {
    const merchantId = await merchant();
    const requestId = randomUUID();
    const rows = await Promise.all(
      Array.from({ length: 50 }, () => begin(beginning(merchantId, { requestId }))),
    );
    expect(rows.filter((row) => row.outcome === 'begun')).toHaveLength(1);
    expect(rows.filter((row) => row.outcome === 'running')).toHaveLength(49);
  });

  test('takes an invoice number once among fifty ids at the same time', async () => {
    const merchantId = await merchant();
    const rows = await Promise.all(
      Array.from({ length: 50 }, () => begin(beginning(merchantId, { invoiceNumber: 'INV-1' }))),
    );
    expect(rows.filter((row) => row.outcome === 'begun')).toHaveLength(1);
    expect(rows.filter((row) => row.outcome === 'invoice_taken')).toHaveLength(49);
  });

  test('refuses another body and another endpoint under the same Request-Id', async () => {
    const merchantId = await merchant();
    const first = beginning(merchantId);
    await begin(first);
    const other = { ...first, paymentId: randomUUID() };
    expect((await begin({ ...other, bodyHash: Buffer.alloc(32) })).outcome).toBe('conflict');
    expect((await begin({ ...other, endpoint: 'bri/payment' })).outcome).toBe('conflict');
  });

  test('finds its own claim again when the answer to the first try was lost', async () => {
    const merchantId = await merchant();
    const item = beginning(merchantId);
    expect((await begin(item)).outcome).toBe('begun');
    expect((await begin(item)).outcome).toBe('begun');
    const events = await sql(
      database.url,
      'select 1 from payment_events where merchant_id = $1 and payment_id = $2',
      [merchantId, item.paymentId],
    );
    expect(events).toHaveLength(1);
  });

  test('sees no token of another merchant, customer or bank', async () => {
    const [one, two] = [await merchant(), await merchant()];
    await sql(database.url, 'delete from token_events where merchant_id = $1', [two]);
    await sql(database.url, 'delete from tokens where merchant_id = $1', [two]);
    const outcomes = await Promise.all([
      begin(beginning(two)),
      begin(beginning(one, { customerKey: Buffer.alloc(32, 8) })),
      begin(beginning(one, { bank: 'bri' })),
      begin(beginning(one, { tokenId: randomUUID() })),
    ]);
    expect(outcomes.map((row) => row.outcome)).toEqual(Array(4).fill('token_not_found'));
  });

  test('is taken over by exactly one repeat when its process died', async () => {
    const merchantId = await merchant();
    const item = beginning(merchantId);
    await begin(item);
    await sql(
      database.url,
      `update requests set lease_until = now() - interval '1 s'
      where merchant_id = $1`,
      [merchantId],
    );
    const rows = await Promise.all(
      Array.from({ length: 20 }, () => begin({ ...item, paymentId: randomUUID() })),
    );
    const resumed = rows.filter((row) => row.outcome === 'resume');
    expect(resumed).toHaveLength(1);
    expect(resumed[0]?.claim_id).toBe(item.paymentId);
    expect(rows.filter((row) => row.outcome === 'running')).toHaveLength(19);
  });
});

describe('finishing a step', () => {
  test('writes state, event, journal, balances, notification and answer in one commit', async () => {
    const merchantId = await merchant();
    const payment = await begun(merchantId);
    const done = await finish(succeeding(payment));
    expect(done).toMatchObject({ applied: true, payment: { state: 'succeeded', version: 2 } });
    const [counts] = await sql(
      database.url,
      `select (select count(*)::int from payment_events where merchant_id = $1) as events,
              (select count(*)::int from ledger_transfers where merchant_id = $1) as transfers,
              (select count(*)::int from notifications where merchant_id = $1) as notifications,
              (select status from requests where merchant_id = $1) as status`,
      [merchantId],
    );
    expect(counts).toEqual({ events: 2, transfers: 1, notifications: 1, status: 201 });
    expect(await checkBooks(db)).toEqual([]);
  });

  test('lets the second move of the same version lose', async () => {
    const payment = await begun(await merchant());
    const results = await Promise.all([finish(succeeding(payment)), finish(succeeding(payment))]);
    expect(results.filter((result) => result.applied)).toHaveLength(1);
    expect(await checkBooks(db)).toEqual([]);
  });

  test('books nothing twice when it is repeated after a lost answer', async () => {
    const merchantId = await merchant();
    const step = succeeding(await begun(merchantId));
    expect((await finish(step)).applied).toBe(true);
    expect((await finish(step)).applied).toBe(true);
    const transfers = await sql(
      database.url,
      'select 1 from ledger_transfers where merchant_id = $1',
      [merchantId],
    );
    expect(transfers).toHaveLength(1);
    expect(await checkBooks(db)).toEqual([]);
  });

  test('keeps chain and balances right for many merchants in one batch', async () => {
    const merchants = await Promise.all([merchant(), merchant(), merchant()]);
    const payments = await Promise.all(
      Array.from({ length: 60 }, (_, n) => begun(merchants[n % 3]!, { amount: BigInt(n + 1) })),
    );
    const done = await Promise.all(payments.map((payment) => finish(succeeding(payment))));
    expect(done.every((one) => one.applied)).toBe(true);
    expect(await checkBooks(db)).toEqual([]);
    const [sum] = await sql(
      database.url,
      `select sum(credits)::bigint as sum from ledger_accounts
        where account = 'merchant_payable' and merchant_id = any ($1)`,
      [merchants],
    );
    expect(sum).toEqual({ sum: 1830n });
  });

  test('shows a changed, a removed and a reordered journal in the chain', async () => {
    const merchantId = await merchant();
    for (let n = 0; n < 3; n += 1) await finish(succeeding(await begun(merchantId)));
    await sql(
      database.url,
      `update ledger_transfers set amount = amount + 1 where merchant_id = $1 and journal_no = 2`,
      [merchantId],
    );
    const findings = (await checkBooks(db)).filter((one) => one.merchantId === merchantId);
    expect(findings.map((one) => one.check).toSorted()).toEqual(
      ['balances', 'balances', 'chain', 'payments'].toSorted(),
    );
    await sql(
      database.url,
      `update ledger_transfers set amount = amount - 1 where merchant_id = $1 and journal_no = 2`,
      [merchantId],
    );
    expect(await checkBooks(db)).toEqual([]);
  });
});

describe('an OTP step', () => {
  const step = (merchantId: string, paymentId: string, kind: 'validate' | 'resend') =>
    beginOtpStep(
      db,
      clock,
    )({
      merchantId,
      requestId: randomUUID(),
      endpoint: `cimb/${kind}`,
      bodyHash: Buffer.alloc(32),
      claimId: randomUUID(),
      keepUntil: null,
      paymentId,
      bank: 'cimb',
      step: kind,
      resendWithinMs: 150_000,
      resendPauseMs: 30_000,
      maxResends: 3,
    });

  async function awaiting(merchantId: string): Promise<Payment> {
    const payment = await begun(merchantId);
    const now = clock.now();
    const to: Payment = {
      ...payment,
      state: 'awaiting_otp',
      bankPaymentId: '1',
      otpSentAt: now,
      otpExpiresAt: now + 300_000,
      dueAt: now + 305_000,
    };
    const plain = { journal: null, notification: null, request: null };
    const done = await finish({ ...succeeding(payment), event: 'otp_required', to, ...plain });
    return done.payment;
  }

  test('counts the try before the bank is asked, and runs alone', async () => {
    const merchantId = await merchant();
    const payment = await awaiting(merchantId);
    const rows = await Promise.all(
      Array.from({ length: 10 }, () => step(merchantId, payment.paymentId, 'validate')),
    );
    expect(rows.filter((row) => row.outcome === 'begun')).toHaveLength(1);
    expect(rows.filter((row) => row.outcome === 'payment_busy')).toHaveLength(9);
    expect(await findPayment(db, merchantId, payment.paymentId)).toMatchObject({
      state: 'confirming',
      otpTries: 1,
    });
    const kept = await sql(
      database.url,
      `select 1 from requests where merchant_id = $1 and endpoint = 'cimb/validate'`,
      [merchantId],
    );
    expect(kept, 'busy ones leave their Request-Id free').toHaveLength(1);
  });

  test('is refused after the OTP has expired', async () => {
    const merchantId = await merchant();
    const payment = await awaiting(merchantId);
    await sql(
      database.url,
      `update payments set otp_expires_at = now() - interval '1 s'
      where merchant_id = $1`,
      [merchantId],
    );
    expect((await step(merchantId, payment.paymentId, 'validate')).outcome).toBe('otp_expired');
  });

  test('of resending keeps to its pause, its number and its window', async () => {
    const merchantId = await merchant();
    const payment = await awaiting(merchantId);
    const outcome = async () => (await step(merchantId, payment.paymentId, 'resend')).outcome;
    const sent = (ago: string) =>
      sql(
        database.url,
        `update payments set otp_sent_at = now() - $2::interval where merchant_id = $1`,
        [merchantId, ago],
      );
    expect(await outcome()).toBe('resend_too_soon');
    for (let n = 0; n < 3; n += 1) {
      await sent('31 s');
      expect(await outcome()).toBe('begun');
    }
    await sent('31 s');
    expect(await outcome()).toBe('resend_exhausted');
    await sent('151 s');
    expect(await outcome()).toBe('resend_window_closed');
  });
});

test('due payments are leased to one of many who look', async () => {
  const merchantId = await merchant();
  await begun(merchantId);
  const at = clock.now() + 60_000;
  const looks = await Promise.all(
    Array.from({ length: 8 }, () => claimDuePayments(db, at, at + 30_000, 1_000)),
  );
  const mine = looks.flat().filter((payment) => payment.merchantId === merchantId);
  expect(mine).toHaveLength(1);
});

test('a payment is found by its Request-Id and by its invoice number, the living one first', async () => {
  const merchantId = await merchant();
  const failed = await begun(merchantId, { invoiceNumber: 'INV-9' });
  const to: Payment = { ...failed, state: 'failed', reason: 'insufficient_funds', dueAt: null };
  const plain = { journal: null, notification: null, request: null };
  await finish({ ...succeeding(failed), event: 'bank_declined', to, ...plain });
  const byInvoice = () => findPaymentByReference(db, merchantId, 'INV-9');
  expect((await byInvoice())?.paymentId).toBe(failed.paymentId);
  const second = await begun(merchantId, { invoiceNumber: 'INV-9' });
  expect((await byInvoice())?.paymentId).toBe(second.paymentId);
  const byRequest = await findPaymentByReference(db, merchantId, failed.requestId);
  expect(byRequest?.paymentId).toBe(failed.paymentId);
  expect(await findPaymentByReference(db, await merchant(), 'INV-9')).toBeNull();
});

test('late money is noted once and sits in suspense', async () => {
  const merchantId = await merchant();
  const payment = await begun(merchantId);
  const to: Payment = { ...payment, state: 'failed', dueAt: null };
  const plain = { journal: null, notification: null, request: null };
  await finish({ ...succeeding(payment), event: 'bank_declined', to, ...plain });
  const accounts = { debit: 'bank_receivable:cimb', credit: 'suspense' };
  const noted = await Promise.all(
    Array.from({ length: 5 }, () => noteLateMoney(db, payment, clock.now(), '{}', accounts)),
  );
  expect(noted.filter(Boolean)).toHaveLength(1);
  const [suspense] = await sql(
    database.url,
    `select credits from ledger_accounts where merchant_id = $1 and account = 'suspense'`,
    [merchantId],
  );
  expect(suspense).toEqual({ credits: 90_000n });
  expect((await checkBooks(db)).filter((one) => one.merchantId === merchantId)).toEqual([]);
});

test('the first answer of a request stands', async () => {
  const merchantId = await merchant();
  const claim = {
    merchantId,
    requestId: 'r-1',
    endpoint: 'cimb/tokens',
    bodyHash: Buffer.alloc(32),
    claimId: randomUUID(),
    keepUntil: null,
    at: clock.now(),
  };
  expect((await claimRequest(db, claim)).outcome).toBe('begun');
  for (const text of ['first', 'second']) {
    const sealed = Buffer.from(text);
    const answer = { merchantId, requestId: 'r-1', status: 200, sealed };
    expect(await answerRequest(db, answer)).toBe(text === 'first');
  }
  const again = await claimRequest(db, { ...claim, claimId: randomUUID() });
  expect(again).toMatchObject({ outcome: 'replay', status: 200 });
  expect(again.answer?.toString()).toBe('first');
});
