// Every way in which the bank can misbehave, at every call that moves money or asks about it: never FAILED on doubt, one
// debit at most, the true state in the end, merchants told exactly once, and no answer that another one contradicts.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { FaultName } from '../../simulator/src/faults.ts';
import {
  faultsOf,
  said,
  startFaultyWorld,
  WITH_OTP,
  WITHOUT_OTP,
  type FaultyWorld,
  type Kind,
} from './faulty-world.ts';
import type { MerchantClient } from './merchant-client.ts';
import { pass, quiet } from './quiet.ts';
import { BANK, paymentBody, type Bound, type World } from './world.ts';

let faulty: FaultyWorld;
let world: World;
let merchant: MerchantClient;
let order: FaultyWorld['order'];
let validate: FaultyWorld['validate'];
let statusOf: FaultyWorld['statusOf'];
let movedFor: FaultyWorld['movedFor'];

beforeAll(async () => {
  faulty = await startFaultyWorld();
  ({ world, merchant, order, validate, statusOf, movedFor } = faulty);
});

afterEach(() => faulty.mustHold());

afterAll(() => world.close());

/** The callbacks that a fault sets off, by what becomes of them. One that is not believed comes again and again. */
const CALLBACKS: Partial<Record<FaultName, { result: string; least: number }>> = {
  callback_duplicate: { result: 'known', least: 2 },
  callback_late: { result: 'known', least: 1 },
  callback_early: { result: 'applied', least: 1 },
  callback_wrong_amount: { result: 'amount_differs', least: 1 },
  callback_bad_signature: { result: 'refused', least: 1 },
};

async function callbacksSoFar(fault: FaultName): Promise<number> {
  const { values } = await world.ctx.metrics.callbacks.get();
  const result = CALLBACKS[fault]?.result;
  return values.find(({ labels }) => labels.result === result)?.value ?? 0;
}

/** Lets the callbacks of a fault arrive. */
async function callbacksOf(fault: FaultName, before: number): Promise<void> {
  const { least } = CALLBACKS[fault] ?? { least: 0 };
  await world.sandbox('/sandbox/book'); // the bank looks at its clock
  await expect
    .poll(() => callbacksSoFar(fault), { timeout: 5000 })
    .toBeGreaterThanOrEqual(before + least);
}

/** What a payment from an account without an OTP is called at first, what it ends as, and what the bank has moved. */
const PAID: Record<Kind, [first: string, end: string, moved: string[]]> = {
  refused: ['payment_declined', 'FAILED', []],
  plain: ['SUCCESS', 'SUCCESS', ['DEBIT']],
  nothing: ['PENDING', 'FAILED', []],
  done: ['PENDING', 'SUCCESS', ['DEBIT']],
  later: ['PENDING', 'SUCCESS', ['DEBIT']],
};

describe('at a payment without an OTP,', () => {
  let bound: Bound;
  beforeAll(async () => {
    bound = await world.token(world.one, WITHOUT_OTP);
  });

  test.each(faultsOf('pay'))('%s (%s)', async (fault, kind) => {
    const [first, end, moved] = PAID[kind];
    const before = await callbacksSoFar(fault);
    await order('pay', fault);
    const body = JSON.stringify(paymentBody(bound));
    const created = await merchant.post(`${BANK}/payment`, body);
    expect(said(created)).toBe(first);
    await quiet(world);
    await pass(world, 6);
    await callbacksOf(fault, before);
    expect(await statusOf(created.requestId)).toBe(end);
    expect(await movedFor(created.requestId)).toEqual(moved);
    const again = await merchant.post(`${BANK}/payment`, body, {
      requestId: created.requestId,
    });
    expect(again.text).toBe(created.text);
    expect(await movedFor(created.requestId)).toEqual(moved);
  });
});

describe('at a payment with an OTP,', () => {
  const cases = faultsOf('pay').filter(([, kind]) => kind !== 'plain');
  test.each(cases)('%s (%s)', async (fault, kind) => {
    const bound = await world.token(world.one, WITH_OTP);
    await order('pay', fault);
    const created = await merchant.post(`${BANK}/payment`, paymentBody(bound));
    expect(said(created)).toBe(kind === 'refused' ? 'payment_declined' : 'PENDING');
    await pass(world, 6);
    if (kind === 'done' || kind === 'later') {
      const validated = await validate(created, await world.otp(bound.phone));
      expect(said(validated)).toBe('SUCCESS');
    } else if (kind === 'nothing') {
      expect(said(await validate(created, '999999')), 'the OTP is not carried').toBe('PENDING');
    }
    await quiet(world);
    const [, end, moved] = PAID[kind];
    expect(await statusOf(created.requestId)).toBe(end);
    expect(await movedFor(created.requestId)).toEqual(moved);
  });
});

describe('at the verification of an OTP,', () => {
  test.each(faultsOf('verify'))('%s (%s)', async (fault, kind) => {
    const bound = await world.token(world.one, WITH_OTP);
    const created = await merchant.post(`${BANK}/payment`, paymentBody(bound));
    const before = await callbacksSoFar(fault);
    await order('verify', fault);
    const otp = await world.otp(bound.phone);
    const validated = await validate(created, otp);
    const [first, end, moved] = {
      ...PAID,
      refused: ['FAILED', 'FAILED', []] as (typeof PAID)[Kind],
      // The bank still waits for an OTP, so that the customer may give it once more.
      nothing: ['PENDING', 'SUCCESS', ['DEBIT']] as (typeof PAID)[Kind],
    }[kind];
    expect(said(validated)).toBe(first);
    await pass(world, 6);
    await callbacksOf(fault, before);
    if (kind === 'nothing') expect(said(await validate(created, otp))).toBe('SUCCESS');
    expect(await statusOf(created.requestId)).toBe(end);
    await quiet(world);
    expect(await statusOf(created.requestId)).toBe(end);
    expect(await movedFor(created.requestId)).toEqual(moved);
  });

  test('a debit that comes a minute after the bank’s silence is the payment’s success', async () => {
    const bound = await world.token(world.one, WITH_OTP);
    const created = await merchant.post(`${BANK}/payment`, paymentBody(bound));
    await order('verify', 'timeout_late', { after_ms: 60_000 });
    expect(said(await validate(created, '999999'))).toBe('PENDING');
    await pass(world, 6);
    // The bank says that it waits for an OTP. It has one, and says so when it gets another.
    expect(said(await validate(created, '999999'))).toBe('PENDING');
    await pass(world, 60);
    await quiet(world);
    expect(await statusOf(created.requestId)).toBe('SUCCESS');
    expect(await movedFor(created.requestId)).toEqual(['DEBIT']);
  });

  test('no EXPIRED while an OTP may have come to its end and nobody answers', async () => {
    const bound = await world.token(world.one, WITH_OTP);
    const created = await merchant.post(`${BANK}/payment`, paymentBody(bound));
    await order('verify', 'timeout_late', { after_ms: 100_000 });
    expect(said(await validate(created, '999999'))).toBe('PENDING');
    await pass(world, 6); // the bank says that it still waits for the OTP
    await pass(world, 95);
    await order('status', 'reset', { count: 3 });
    await pass(world, 205);
    expect(await movedFor(created.requestId)).toEqual(['DEBIT']);
    expect(await statusOf(created.requestId)).toBe('PENDING');
    await quiet(world);
    expect(await statusOf(created.requestId)).toBe('SUCCESS');
  });

  test('no FAILED by a refusal of one OTP while an earlier one may come to its end', async () => {
    const bound = await world.token(world.one, WITH_OTP);
    const created = await merchant.post(`${BANK}/payment`, paymentBody(bound));
    await order('verify', 'timeout_late', { after_ms: 100_000 });
    expect(said(await validate(created, '999999'))).toBe('PENDING');
    await pass(world, 6); // the bank says that it still waits for the OTP
    await order('verify', 'refuse');
    expect(said(await validate(created, '999999'))).toBe('PENDING');
    await pass(world, 95);
    await quiet(world);
    expect(await statusOf(created.requestId)).toBe('SUCCESS');
  });

  test('FAILED by a refusal of an OTP after wrong ones, which the bank has judged', async () => {
    const bound = await world.token(world.one, WITH_OTP);
    const created = await merchant.post(`${BANK}/payment`, paymentBody(bound));
    expect(said(await validate(created, '000000'))).toBe('invalid_otp');
    await order('verify', 'refuse');
    expect(said(await validate(created, '999999'))).toBe('FAILED');
  });

  test('no FAILED by the last try while that try may come to its end', async () => {
    const bound = await world.token(world.one, WITH_OTP);
    const created = await merchant.post(`${BANK}/payment`, paymentBody(bound));
    for (const wrong of [1, 2]) {
      expect(said(await validate(created, '000000')), `wrong try ${wrong}`).toBe('invalid_otp');
    }
    await order('verify', 'timeout_late', { after_ms: 100_000 });
    expect(said(await validate(created, '999999'))).toBe('PENDING');
    for (const seconds of [6, 20, 40]) {
      await pass(world, seconds);
      expect(await statusOf(created.requestId)).toBe('PENDING');
    }
    await pass(world, 60);
    await quiet(world);
    expect(await statusOf(created.requestId)).toBe('SUCCESS');
  });

  test('a callback that comes after an hour changes nothing any more', async () => {
    const bound = await world.token(world.one, WITH_OTP);
    const created = await merchant.post(`${BANK}/payment`, paymentBody(bound));
    const before = await callbacksSoFar('callback_late');
    await order('verify', 'callback_late', { after_ms: 3_600_000 });
    expect(said(await validate(created, '999999'))).toBe('SUCCESS');
    await pass(world, 3601);
    await callbacksOf('callback_late', before);
    expect(await statusOf(created.requestId)).toBe('SUCCESS');
  });
});

describe('when the bank’s answer to a payment is lost,', () => {
  let bound: Bound;
  beforeAll(async () => {
    bound = await world.token(world.one, WITHOUT_OTP);
  });

  const cases = faultsOf('status').flatMap(([fault]) => [
    [fault, 'reset_after', 'SUCCESS'] as const,
    [fault, 'reset', 'FAILED'] as const,
  ]);
  test.each(cases)('and its inquiries have %s after %s: %s', async (fault, lost, end) => {
    await order('pay', lost);
    await order('status', fault, { count: 3 });
    const created = await merchant.post(`${BANK}/payment`, paymentBody(bound));
    expect(said(created)).toBe('PENDING');
    for (const seconds of [6, 11, 21]) {
      await pass(world, seconds);
      const status = await statusOf(created.requestId);
      expect(status).not.toBe(end === 'SUCCESS' ? 'FAILED' : 'SUCCESS');
    }
    await quiet(world);
    expect(await statusOf(created.requestId)).toBe(end);
    expect(await movedFor(created.requestId)).toEqual(end === 'SUCCESS' ? ['DEBIT'] : []);
  });
});

describe('at a refund,', () => {
  let bound: Bound;
  beforeAll(async () => {
    bound = await world.token(world.one, WITHOUT_OTP);
  });

  test.each(faultsOf('refund'))('%s (%s)', async (fault, kind) => {
    const paid = await merchant.post(`${BANK}/payment`, paymentBody(bound));
    const ask = (amount: number) =>
      merchant.post(`${BANK}/payment-refund`, {
        order: { invoice_number: paid.json.order.invoice_number },
        payment: { original_request_id: paid.requestId },
        refund: { amount, reason: 'Cancel Order' },
      });
    await order('refund', fault);
    const refunded = await ask(60_000);
    const first = { refused: 'FAILED', plain: 'SUCCESS' }[kind as string] ?? 'PENDING';
    expect(said(refunded)).toBe(first);
    if (kind !== 'refused') {
      expect(said(await ask(40_000)), 'what is in flight counts').toBe('refund_amount_exceeded');
    }
    await quiet(world);
    const status = await merchant.get(`/orders/v1/status/${refunded.requestId}`);
    expect(status.json.refund.status).toBe(kind === 'refused' ? 'FAILED' : 'SUCCESS');
    const moved = kind === 'refused' ? ['DEBIT'] : ['DEBIT', 'REFUND'];
    expect(await movedFor(paid.requestId)).toEqual(moved);
    const rest = kind === 'refused' ? 90_000 : 30_000;
    expect(said(await ask(rest)), 'exactly the rest is left').toBe('SUCCESS');
    expect(await statusOf(paid.requestId)).toBe('REFUNDED');
  });
});
