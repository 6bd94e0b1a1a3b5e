// The accounts of the sandbox, each with its own unpleasantness, and what becomes of a payment from it.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { BANK, booksOf, paymentBody, startWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterEach(async () => {
  await world.settle();
  expect(await booksOf(world)).toEqual({ findings: [], differences: [] });
});

afterAll(() => world.close());

async function pay(account: string) {
  const bound = await world.token(world.one, account);
  const body = paymentBody(bound);
  const created = await world.one.post(`${BANK}/payment`, body);
  return { bound, body, created };
}

async function statusOf(requestId: string): Promise<string> {
  const answer = await world.one.get(`/orders/v1/status/${requestId}`);
  return answer.json.transaction.status;
}

const told = (requestId: string) =>
  world.receiver.received
    .filter((one) => one.body.transaction.original_request_id === requestId)
    .map((one) => one.body.transaction.status);

test.each([
  ['800000000002', 'insufficient_funds'],
  ['800000000007', 'account_blocked'],
])('%s is declined at creation (%s), recorded FAILED and notified', async (account, reason) => {
  const { created, body, bound } = await pay(account);
  expect(created.status).toBe(400);
  expect(created.verified).toBe(true);
  expect(created.json.error).toMatchObject({ code: 'payment_declined', type: 'bank_error' });
  expect(JSON.stringify(created.json.error)).toContain(reason);
  await world.settle();
  expect(await statusOf(created.requestId)).toBe('FAILED');
  expect(told(created.requestId)).toEqual(['FAILED']);
  const again = paymentBody(bound, { invoice_number: body.order.invoice_number });
  expect((await world.one.post(`${BANK}/payment`, again)).status, 'the invoice is free').toBe(400);
});

test('800000000003 succeeds without an OTP', async () => {
  const { created } = await pay('800000000003');
  expect(created.json.payment).toMatchObject({ status: 'SUCCESS' });
  expect(created.json.payment.payment_id).toMatch(/^\d{12}$/);
});

test('800000000004 answers 504 after it has debited: PENDING, then SUCCESS by inquiry', async () => {
  const { created } = await pay('800000000004');
  expect(created.status).toBe(201);
  expect(created.json.payment.status).toBe('PENDING');
  await world.settle();
  expect(await statusOf(created.requestId)).toBe('PENDING');
  world.advance(6);
  await world.settle();
  expect(await statusOf(created.requestId)).toBe('SUCCESS');
  expect(told(created.requestId)).toEqual(['SUCCESS']);
});

test('800000000005 answers 504 without a debit: PENDING, then FAILED by inquiry', async () => {
  const { created } = await pay('800000000005');
  expect(created.json.payment.status).toBe('PENDING');
  world.advance(6);
  await world.settle();
  expect(await statusOf(created.requestId)).toBe('FAILED');
  expect(told(created.requestId)).toEqual(['FAILED']);
});

test('800000000006 answers after five seconds and then works', async () => {
  const { created } = await pay('800000000006');
  expect(created.json.payment.status).toBe('PENDING');
  const done = await world.one.post(`${BANK}/payment/validate`, {
    payment: { token: created.json.payment.token, otp: '999999' },
  });
  expect(done.json.payment.status).toBe('SUCCESS');
}, 20_000);

test('800000000008 pays, and its refund is refused without losing what may be refunded', async () => {
  const { created, body } = await pay('800000000008');
  const { token } = created.json.payment;
  await world.one.post(`${BANK}/payment/validate`, { payment: { token, otp: '999999' } });
  const refund = () =>
    world.one.post(`${BANK}/payment-refund`, {
      order: { invoice_number: body.order.invoice_number },
      payment: { original_request_id: created.requestId },
      refund: { amount: 90_000 },
    });
  for (let n = 0; n < 2; n += 1) {
    const answer = await refund();
    expect(answer.status).toBe(201);
    expect(answer.json.refund.status).toBe('FAILED');
  }
  expect(await statusOf(created.requestId)).toBe('SUCCESS');
});

test('800000000009 refuses to be unbound and stays usable', async () => {
  const { bound } = await pay('800000000009');
  const deleted = await world.one.post(`${BANK}/token-delete`, {
    customer: { id: bound.customerId },
    debit_card: { token_id: bound.tokenId },
  });
  expect(deleted.status).toBe(200);
  expect(deleted.json.debit_card.status).toBe('FAILED');
  const list = await world.one.post(`${BANK}/tokens`, { customer: { id: bound.customerId } });
  expect(list.json).toHaveLength(1);
});

test('800000000011 calls back twice and before its answer: one success, one notification', async () => {
  const { created } = await pay('800000000011');
  const { token } = created.json.payment;
  const done = await world.one.post(`${BANK}/payment/validate`, {
    payment: { token, otp: '999999' },
  });
  expect(done.status).toBe(200);
  expect(done.json.payment.status).toBe('SUCCESS');
  await world.settle();
  expect(told(created.requestId)).toEqual(['SUCCESS']);
});
