// Money that the bank takes after our final no: into suspense and back to the customer, and the no stands.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { connectionOf } from '../src/merchants/connection.ts';
import { openAccess } from '../src/tokens/access.ts';
import { said, startFaultyWorld, WITH_OTP, WITHOUT_OTP, type FaultyWorld } from './faulty-world.ts';
import type { MerchantClient } from './merchant-client.ts';
import { pass, quiet } from './quiet.ts';
import { BANK, paymentBody, type World } from './world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let faulty: FaultyWorld;
let world: World;
let merchant: MerchantClient;

/** Everything that the tests of one world have sent through suspense. */
let total = 0n;
/** What of it the bank has refused to give back. */
let stuck = 0n;

/** A world for the tests of one block; `callbacks` says whether its bank tells us what it has done. */
function inAWorld(callbacks: 'never' | 'always'): void {
  beforeAll(async () => {
    faulty = await startFaultyWorld(callbacks);
    ({ world, merchant } = faulty);
    total = 0n;
  });

  afterEach(async () => {
    await faulty.mustHold();
    expect(await suspense()).toEqual({ balance: stuck, passed: total });
  });

  afterAll(() => world.close());
}

async function suspense(): Promise<{ balance: bigint; passed: bigint }> {
  const [row] = await world.db.rows<{ balance: bigint; passed: bigint }>({
    name: 'test-suspense',
    text: `select coalesce(sum(credits - debits), 0)::bigint as balance,
                  coalesce(sum(credits), 0)::bigint as passed
             from ledger_accounts where account = 'suspense'`,
    values: [],
  });
  return row!;
}

async function journals(requestId: string): Promise<string[]> {
  const rows = await world.db.rows<{ template: string }>({
    name: 'test-journals',
    text: `select j.template from ledger_journals j
            where j.subject_id in (
              select p.payment_id from payments p where p.request_id = $1
              union all
              select r.refund_id from refunds r join payments p using (merchant_id, payment_id)
               where p.request_id = $1)
            order by j.journal_no`,
    values: [requestId],
  });
  return rows.map((row) => row.template);
}

async function pay(account: string) {
  const bound = await world.token(world.one, account);
  const created = await merchant.post(`${BANK}/payment`, paymentBody(bound));
  return { created, requestId: created.requestId };
}

/** What every such story must come to: the no stands, the money is back, and both are in the books. */
async function mustGoBack(requestId: string, status: 'FAILED' | 'EXPIRED'): Promise<void> {
  total += 90_000n;
  expect(await faulty.statusOf(requestId)).toBe(status);
  expect(await faulty.movedFor(requestId)).toEqual(['DEBIT', 'REFUND']);
  expect(await journals(requestId)).toEqual(['suspenseIn', 'suspenseOut']);
  const refund = await merchant.post(`${BANK}/payment-refund`, {
    order: { invoice_number: await invoiceOf(requestId) },
    payment: { original_request_id: requestId },
    refund: { amount: 1 },
  });
  expect(said(refund)).toBe('payment_not_refundable');
}

async function invoiceOf(requestId: string): Promise<string> {
  const answer = await merchant.get(`/orders/v1/status/${requestId}`);
  return answer.json.order.invoice_number as string;
}

async function lateMoney(): Promise<number> {
  const { values } = await world.ctx.metrics.lateMoney.get();
  return values.reduce((sum, { value }) => sum + value, 0);
}

describe('a debit after "not found" was believed', () => {
  inAWorld('never');

  test('is found by the look an hour later, and goes back', async () => {
    await faulty.order('pay', 'timeout_late', { after_ms: 30 * MINUTE });
    const { created, requestId } = await pay(WITHOUT_OTP);
    expect(said(created)).toBe('PENDING');
    for (let minutes = 0; minutes < 15; minutes += 3) {
      await pass(world, 180);
      expect(await faulty.statusOf(requestId), 'not before 15 minutes').toBe('PENDING');
    }
    await pass(world, 37); // "not found", for the first time late enough to count
    expect(await faulty.statusOf(requestId)).toBe('PENDING');
    await pass(world, 61);
    expect(await faulty.statusOf(requestId)).toBe('FAILED');
    expect(await faulty.movedFor(requestId)).toEqual([]);
    await pass(world, 15 * 60);
    expect(await faulty.movedFor(requestId), 'the bank is that late').toEqual(['DEBIT']);
    await quiet(world);
    await mustGoBack(requestId, 'FAILED');
  });

  test('stays with the bank while its refund is not certain, and goes back once', async () => {
    await faulty.order('pay', 'timeout_late', { after_ms: 30 * MINUTE });
    await faulty.order('refund', 'reset', { count: 2 });
    const { requestId } = await pay(WITHOUT_OTP);
    await quiet(world);
    await mustGoBack(requestId, 'FAILED');
  });

  test('is noticed and goes back once though the bank debits and refunds in silence', async () => {
    await faulty.order('pay', 'timeout_late', { after_ms: 30 * MINUTE });
    await faulty.order('refund', 'reset_after');
    const { requestId } = await pay(WITHOUT_OTP);
    await quiet(world);
    await mustGoBack(requestId, 'FAILED');
  });

  test('that the bank calls pending is waited for as long as it takes, and is then a success', async () => {
    await faulty.order('pay', 'in_progress', { after_ms: 30 * HOUR });
    const { requestId } = await pay(WITHOUT_OTP);
    await pass(world, 20 * 3600);
    expect(await faulty.statusOf(requestId)).toBe('PENDING');
    await pass(world, 11 * 3600);
    await quiet(world);
    expect(await faulty.statusOf(requestId)).toBe('SUCCESS');
    expect(await journals(requestId)).toEqual(['paymentSucceeded']);
  });
});

describe('a refund that the bank takes half an hour for', () => {
  inAWorld('never');

  test.each(['timeout_late', 'in_progress'] as const)('(%s) is made once', async (fault) => {
    const { created, requestId } = await pay(WITHOUT_OTP);
    expect(said(created)).toBe('SUCCESS');
    await faulty.order('refund', fault, { after_ms: 30 * MINUTE });
    const refunded = await merchant.post(`${BANK}/payment-refund`, {
      order: { invoice_number: await invoiceOf(requestId) },
      payment: { original_request_id: requestId },
      refund: { amount: 90_000 },
    });
    expect(said(refunded)).toBe('PENDING');
    await pass(world, 14 * 60);
    expect(await faulty.movedFor(requestId)).toEqual(['DEBIT']);
    await quiet(world);
    world.advance(3600);
    expect(await faulty.movedFor(requestId)).toEqual(['DEBIT', 'REFUND']);
    expect(await faulty.statusOf(requestId)).toBe('REFUNDED');
  });
});

describe('a callback after a final no', () => {
  inAWorld('always');

  test('that rested on silence sends the money back at once', async () => {
    await faulty.order('pay', 'timeout_late', { after_ms: 20 * MINUTE });
    const { requestId } = await pay(WITHOUT_OTP);
    for (const seconds of [6, 936, 62]) await pass(world, seconds);
    expect(await faulty.statusOf(requestId)).toBe('FAILED');
    const before = await lateMoney();
    world.advance(5 * 60);
    expect(await faulty.movedFor(requestId)).toEqual(['DEBIT']);
    await expect.poll(lateMoney).toBe(before + 1);
    await world.settle();
    expect(await faulty.movedFor(requestId)).toEqual(['DEBIT', 'REFUND']);
    await mustGoBack(requestId, 'FAILED');
  });

  test('that rested on an OTP’s time leaves EXPIRED as it is, and the money goes back', async () => {
    const requestId = await debitAfterExpiry(WITH_OTP);
    await quiet(world);
    await mustGoBack(requestId, 'EXPIRED');
  });

  test('whose money the bank does not take back raises an alarm, and it stays in suspense', async () => {
    const requestId = await debitAfterExpiry('800000000008');
    await quiet(world);
    total += 90_000n;
    stuck += 90_000n;
    expect(await faulty.statusOf(requestId)).toBe('EXPIRED');
    expect(await faulty.movedFor(requestId)).toEqual(['DEBIT']);
    expect(await journals(requestId)).toEqual(['suspenseIn']);
    const { values } = await world.ctx.metrics.alarms.get();
    expect(values).toMatchObject([{ labels: { kind: 'late_refund_failed' }, value: 1 }]);
  });
});

/** For us the OTP's time is over, for the bank it is still good, and the customer gives it there. */
async function debitAfterExpiry(account: string): Promise<string> {
  const bound = await world.token(world.one, account);
  const body = paymentBody(bound);
  body.payment.otp_expiration_timestamp = 1;
  const { requestId } = await merchant.post(`${BANK}/payment`, body);
  await pass(world, 66);
  expect(await faulty.statusOf(requestId)).toBe('EXPIRED');
  const before = await lateMoney();
  await giveOtpAtTheBank(requestId);
  await expect.poll(lateMoney).toBe(before + 1);
  return requestId;
}

async function giveOtpAtTheBank(requestId: string): Promise<void> {
  const { ctx } = world;
  const [row] = await world.db.rows<Record<string, any>>({
    name: 'test-payment-with-access',
    text: `select p.merchant_id, p.token_id, p.bank_payment_id, p.amount, t.sealed_access,
                  replace(p.payment_id::text, '-', '') as reference
             from payments p join tokens t using (merchant_id, token_id) where p.request_id = $1`,
    values: [requestId],
  });
  const { merchant_id: merchantId, token_id: tokenId, sealed_access: sealed } = row!;
  const connection = connectionOf((await ctx.merchants.byId(merchantId))!, 'cimb');
  const outcome = await ctx.banks.get('cimb')!.verifyOtp(connection, {
    reference: row!.reference,
    bankPaymentId: row!.bank_payment_id,
    amount: row!.amount,
    otp: '999999',
    access: openAccess(ctx, merchantId, tokenId, sealed),
  });
  expect(outcome.kind).toBe('paid');
}
