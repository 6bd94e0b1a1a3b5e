// Killed without a word at the worst moments and started again: the true state, one debit, and a repeat of the request
// hears the truth.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chanceOf, seedOfRun } from './chance.ts';
import { freshDatabase, type FreshDatabase } from './database.ts';
import { said } from './faulty-world.ts';
import type { Answered } from './merchant-client.ts';
import { startProcessWorld, type ProcessWorld } from './process-world.ts';
import { witness, type Witness } from './witness.ts';
import { BANK, booksOf, paymentBody, type Bound } from './world.ts';

let database: FreshDatabase;
let world: ProcessWorld;
let ear: Witness;
let plain: Bound;
let guarded: Bound;

beforeAll(async () => {
  database = await freshDatabase();
  world = await startProcessWorld(database.url);
  ear = witness(world, world.merchant);
  await world.start();
  plain = await world.token('800000000003');
  guarded = await world.token('800000000001');
});

afterEach(async () => {
  await world.quiet();
  expect(await ear.faults()).toEqual([]);
  expect(await booksOf(world)).toEqual({ findings: [], differences: [] });
});

afterAll(async () => {
  await world.close();
  await database.drop();
});

const post = (path: string, body: object, requestId: string) =>
  ear.merchant.post(`${BANK}/${path}`, body, { requestId });

async function statusOf(requestId: string): Promise<string> {
  const answer = await ear.merchant.get(`/orders/v1/status/${requestId}`);
  return answer.json.transaction.status as string;
}

const debits = async () =>
  (await world.sandbox<{ type: string }[]>('/sandbox/book')).filter((one) => one.type === 'DEBIT')
    .length;

/** A call that nobody will answer any more. */
function lost(call: Promise<Answered>): Promise<unknown> {
  return call.then(
    (answer) => Promise.reject(new Error(`answered ${answer.status} ${answer.text}`)),
    () => undefined,
  );
}

/**
 * Holds whatever the gateway commits about money that the bank has moved: the accounts of what the bank has are locked. `waiting`
 * resolves when a statement stands before the lock, that is when the bank has answered and nothing is committed.
 */
async function holdCommits(): Promise<{ waiting(): Promise<number>; letGo(): Promise<void> }> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('begin');
  await client.query(
    `insert into ledger_accounts as a (merchant_id, account)
     select m.merchant_id, 'bank_receivable:cimb' from merchants m
     on conflict (merchant_id, account) do update set debits = a.debits`,
  );
  const waiters = `select pid from pg_stat_activity
                    where datname = current_database() and wait_event_type = 'Lock'`;
  return {
    async waiting() {
      const look = async () => (await client.query<{ pid: number }>(waiters)).rows[0]?.pid ?? 0;
      await expect.poll(look, { timeout: 5000, interval: 10 }).toBeGreaterThan(0);
      return await look();
    },
    async letGo() {
      await client.query('rollback');
      await client.end();
    },
  };
}

/** Ends a backend, so that what it was about to commit is not. */
async function terminate(pid: number): Promise<void> {
  await world.db.rows({
    name: 'test-terminate',
    text: 'select pg_terminate_backend($1, 5000)',
    values: [pid],
  });
}

/** Everything up to the moment in which the bank has moved money and we have not committed it; then the end. */
async function killBeforeCommit(path: string, body: object, requestId: string): Promise<void> {
  const before = await world.sandbox<unknown[]>('/sandbox/book');
  const hold = await holdCommits();
  const call = lost(post(path, body, requestId));
  const pid = await hold.waiting();
  const after = await world.sandbox<unknown[]>('/sandbox/book');
  expect(after.length, 'the bank has moved money').toBe(before.length + 1);
  await world.kill();
  await terminate(pid);
  await hold.letGo();
  await call;
}

describe('killed after the bank has answered and before our commit,', () => {
  test('a payment is found out, and its repeat hears SUCCESS', async () => {
    const requestId = randomUUID();
    const body = paymentBody(plain);
    await killBeforeCommit('payment', body, requestId);
    await world.start();
    expect(await statusOf(requestId)).toBe('PENDING');
    await world.advance(41); // a call's lease is over
    await expect.poll(() => statusOf(requestId)).toBe('SUCCESS');
    const again = await post('payment', body, requestId);
    expect({ status: again.status, said: said(again) }).toEqual({ status: 201, said: 'SUCCESS' });
    expect((await post('payment', body, requestId)).text).toBe(again.text);
  });

  test('an OTP is not carried twice: its repeat hears SUCCESS, its try is counted', async () => {
    const created = await ear.merchant.post(`${BANK}/payment`, paymentBody(guarded));
    const { token } = created.json.payment;
    const body = { payment: { token, otp: await world.otp(guarded.phone) } };
    const requestId = randomUUID();
    await killBeforeCommit('payment/validate', body, requestId);
    await world.start();
    await world.advance(41);
    const again = await post('payment/validate', body, requestId);
    expect({ status: again.status, said: said(again) }).toEqual({ status: 200, said: 'SUCCESS' });
    const [row] = await world.db.rows<{ otp_tries: number }>({
      name: 'test-tries',
      text: 'select otp_tries from payments where request_id = $1',
      values: [created.requestId],
    });
    expect(row?.otp_tries).toBe(1);
  });

  test('a refund is found out, and its repeat hears SUCCESS', async () => {
    const paid = await ear.merchant.post(`${BANK}/payment`, paymentBody(plain));
    const body = {
      order: { invoice_number: paid.json.order.invoice_number },
      payment: { original_request_id: paid.requestId },
      refund: { amount: 90_000 },
    };
    const requestId = randomUUID();
    await killBeforeCommit('payment-refund', body, requestId);
    await world.start();
    await world.advance(41);
    const again = await post('payment-refund', body, requestId);
    expect({ status: again.status, said: said(again) }).toEqual({ status: 201, said: 'SUCCESS' });
    expect(await statusOf(paid.requestId)).toBe('REFUNDED');
  });

  test('what the database commits all the same is the answer to the repeat', async () => {
    const requestId = randomUUID();
    const body = paymentBody(plain);
    const hold = await holdCommits();
    const call = lost(post('payment', body, requestId));
    await hold.waiting();
    await world.kill();
    await hold.letGo(); // the statement was sent, and is carried out for nobody
    await call;
    await world.start();
    const again = await post('payment', body, requestId);
    expect({ status: again.status, said: said(again) }).toEqual({ status: 409, said: 'SUCCESS' });
  });
});

describe('killed before the bank has done anything,', () => {
  test('a payment is never asked for again: it ends FAILED, and its invoice number is free', async () => {
    const before = await debits();
    await world.sandbox('/sandbox/faults', { operation: 'pay', fault: 'hang' });
    const requestId = randomUUID();
    const body = paymentBody(plain);
    const call = lost(post('payment', body, requestId));
    const taken = async () => (await world.sandbox<unknown[]>('/sandbox/faults')).length;
    await expect.poll(taken, { interval: 10 }).toBe(0);
    await world.kill();
    await call;
    await world.start();
    await world.advance(41);
    expect(said(await post('payment', body, requestId))).toBe('PENDING');
    await world.quiet();
    expect(await statusOf(requestId)).toBe('FAILED');
    expect(await debits()).toBe(before);
    expect(said(await post('payment', body, randomUUID()))).toBe('SUCCESS');
  });

  test('a wrong guess that was under way is no free one', async () => {
    const created = await ear.merchant.post(`${BANK}/payment`, paymentBody(guarded));
    const { token } = created.json.payment;
    const guess = () =>
      post('payment/validate', { payment: { token, otp: '000000' } }, randomUUID());
    await world.sandbox('/sandbox/faults', { operation: 'verify', fault: 'hang' });
    const call = lost(guess());
    const taken = async () => (await world.sandbox<unknown[]>('/sandbox/faults')).length;
    await expect.poll(taken, { interval: 10 }).toBe(0);
    await world.kill();
    await call;
    await world.start();
    await world.advance(36);
    const state = async () => said(await guess());
    await expect.poll(state, { interval: 50 }).toBe('invalid_otp');
    // The last one. What became of the first is not certain, so that it is no end yet; but no OTP is carried any more.
    expect(said(await guess())).toBe('PENDING');
    const right = { payment: { token, otp: await world.otp(guarded.phone) } };
    expect(said(await post('payment/validate', right, randomUUID()))).toBe('PENDING');
    await world.quiet();
    expect(await statusOf(created.requestId)).toBe('FAILED');
  });
});

describe('killed while an account is bound or let go,', () => {
  test('a registration whose page nobody has seen is opened anew', async () => {
    const requestId = randomUUID();
    const body = {
      customer: { id: `C-${requestId}` },
      debit_card: { account_mobile_phone: '6281234567890' },
    };
    await killWhileBankAnswers('bind', 'token', body, requestId);
    await world.start();
    await world.advance(41);
    const again = await post('token', body, requestId);
    expect(again.headers.get('retry-after'), 'once: the old attempt is put away').toBe('1');
    const opened = await post('token', body, requestId);
    expect(opened.status).toBe(201);
    expect(opened.json.debit_card.cimb_registration_url).toContain('http');
  });

  test('a deletion comes to its end, and its repeat hears so', async () => {
    const bound = await world.token('800000000003');
    const body = { customer: { id: bound.customerId }, debit_card: { token_id: bound.tokenId } };
    const requestId = randomUUID();
    await killWhileBankAnswers('unbind', 'token-delete', body, requestId);
    await world.start();
    await world.advance(41);
    const again = await post('token-delete', body, requestId);
    expect(again.json.debit_card.status).toBe('SUCCESS');
    await world.quiet();
    const [row] = await world.db.rows<{ state: string; reason: string | null }>({
      name: 'test-token',
      text: 'select state, reason from tokens where token_id = $1::uuid',
      values: [bound.tokenId],
    });
    expect(row).toEqual({ state: 'deleted', reason: null });
  });

  /** The bank has done it and is slow to say so; then the end. */
  async function killWhileBankAnswers(
    operation: string,
    path: string,
    body: object,
    requestId: string,
  ): Promise<void> {
    await world.sandbox('/sandbox/faults', { operation, fault: 'hang_after' });
    const call = lost(post(path, body, requestId));
    const taken = async () => (await world.sandbox<unknown[]>('/sandbox/faults')).length;
    await expect.poll(taken, { interval: 10 }).toBe(0);
    await world.kill();
    await call;
  }
});

describe('killed before the merchant was told,', () => {
  test('it is told after the restart', async () => {
    await world.kill();
    await world.start({ TARIK_ROLE: 'api' }); // nobody in this process delivers
    const paid = await ear.merchant.post(`${BANK}/payment`, paymentBody(plain));
    expect(said(paid)).toBe('SUCCESS');
    await world.kill();
    expect(toldOf(paid.requestId)).toBe(0);
    await world.start();
    await expect.poll(() => toldOf(paid.requestId)).toBe(1);
  });

  test('it is told again, with the same bytes, when it had heard but not answered', async () => {
    world.receiver.answers.push(null);
    const paid = await ear.merchant.post(`${BANK}/payment`, paymentBody(plain));
    await expect.poll(() => toldOf(paid.requestId)).toBe(1);
    await world.kill();
    await world.start();
    await world.quiet();
    expect(toldOf(paid.requestId)).toBe(2);
  });
});

describe('killed again and again under load,', () => {
  const seed = seedOfRun();

  test(`it loses nothing and doubles nothing (TARIK_TEST_SEED=${seed})`, async () => {
    const chance = chanceOf(seed);
    const left = { kills: 4 };
    const client = async (n: number) => {
      const own = chanceOf(seed + n);
      while (left.kills > 0) await story(own);
    };
    const clients = Promise.all(Array.from({ length: 6 }, (_, n) => client(n + 1)));
    while (left.kills > 0) {
      await delay(chance.whole(50, 700));
      await world.kill();
      await world.start();
      await world.advance(41); // what the dead process held is free
      left.kills -= 1;
    }
    await clients;
  }, 120_000);

  /** A payment by a merchant who sends everything again, under its Request-Id, until there is an answer. */
  async function story(chance: ReturnType<typeof chanceOf>): Promise<void> {
    const bound = chance.is(0.5) ? plain : guarded;
    const created = await insist('payment', paymentBody(bound));
    if (created.status > 201 && created.status !== 409) return;
    const { payment, order } = created.json;
    if (payment.status === 'PENDING' && chance.is(0.8)) {
      const otp = chance.is(0.8) ? '999999' : '000000';
      await insist('payment/validate', { payment: { token: payment.token, otp } });
    }
    if (chance.is(0.4)) {
      await insist('payment-refund', {
        order: { invoice_number: order.invoice_number },
        payment: { original_request_id: created.requestId },
        refund: { amount: chance.whole(1, 90_000) },
      });
    }
  }

  async function insist(path: string, body: object): Promise<Answered> {
    const requestId = randomUUID();
    for (;;) {
      const answer = await post(path, body, requestId).catch(() => null);
      if (answer !== null && !answer.headers.has('retry-after')) return answer;
      await delay(20);
    }
  }
});

const toldOf = (requestId: string) =>
  world.receiver.received.filter((one) => one.body.transaction.original_request_id === requestId)
    .length;
