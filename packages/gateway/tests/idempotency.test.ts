// A Request-Id is answered once: byte-identical replays, conflicts, twins at the same time, and ids that are not burnt.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Answered } from './merchant-client.ts';
import { BANK, booksOf, paymentBody, startWorld, type Bound, type World } from './world.ts';

let world: World;
let bound: Bound;

beforeAll(async () => {
  world = await startWorld();
  bound = await world.token(world.one, '800000000003');
});

afterEach(async () => {
  await world.settle();
  expect(await booksOf(world)).toEqual({ findings: [], differences: [] });
});

afterAll(() => world.close());

async function debits(): Promise<number> {
  const book = await world.sandbox<{ type: string }[]>('/sandbox/book');
  return book.filter((entry) => entry.type === 'DEBIT').length;
}

test('a repeat gets the first body byte for byte with 409, freshly signed, and moves nothing', async () => {
  const requestId = randomUUID();
  const body = JSON.stringify(paymentBody(bound));
  const first = await world.one.post(`${BANK}/payment`, body, { requestId });
  expect(first.status).toBe(201);
  const before = await debits();
  const again = await world.one.post(`${BANK}/payment`, body, { requestId });
  expect(again.status).toBe(409);
  expect(again.text).toBe(first.text);
  expect(again.verified).toBe(true);
  expect(again.headers.get('idempotency-status')).toBe('replayed');
  expect(await debits()).toBe(before);
});

test('the first answer is replayed also after the payment has moved on', async () => {
  const otp = await world.token(world.one, '800000000001');
  const requestId = randomUUID();
  const body = JSON.stringify(paymentBody(otp));
  const first = await world.one.post(`${BANK}/payment`, body, { requestId });
  await world.one.post(`${BANK}/payment/validate`, {
    payment: { token: first.json.payment.token, otp: '999999' },
  });
  const again = await world.one.post(`${BANK}/payment`, body, { requestId });
  expect(again.text).toBe(first.text);
  expect(again.json.payment.status).toBe('PENDING');
});

test('another body and another endpoint under the same Request-Id are refused without effect', async () => {
  const requestId = randomUUID();
  await world.one.post(`${BANK}/payment`, paymentBody(bound), { requestId });
  const before = await debits();
  const other = await world.one.post(`${BANK}/payment`, paymentBody(bound), { requestId });
  const elsewhere = await world.one.post(
    `${BANK}/tokens`,
    { customer: { id: 'x' } },
    { requestId },
  );
  for (const answer of [other, elsewhere]) {
    expect(answer.status).toBe(409);
    expect(answer.json.error.code).toBe('idempotent_request');
    expect(answer.verified).toBe(true);
  }
  expect(await debits()).toBe(before);
});

test('fifty copies at once are one debit and fifty times the same bytes', async () => {
  const before = await debits();
  const requestId = randomUUID();
  const body = JSON.stringify(paymentBody(bound));
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => world.one.post(`${BANK}/payment`, body, { requestId })),
  );
  expect(answers.filter((one) => one.status === 201)).toHaveLength(1);
  expect(answers.filter((one) => one.status === 409)).toHaveLength(49);
  expect(new Set(answers.map((one) => one.text)).size).toBe(1);
  expect(await debits()).toBe(before + 1);
});

test('fifty ids at once on one invoice are one payment and 49 refusals', async () => {
  const before = await debits();
  const body = JSON.stringify(paymentBody(bound));
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => world.one.post(`${BANK}/payment`, body)),
  );
  expect(answers.filter((one) => one.status === 201)).toHaveLength(1);
  const refused = answers.filter((one) => one.json.error?.code === 'duplicate_invoice_number');
  expect(refused).toHaveLength(49);
  expect(await debits()).toBe(before + 1);
});

test('a repeat while the first runs waits for it and answers with its result', async () => {
  const slow = await world.token(world.one, '800000000003');
  await world.sandbox('/sandbox/faults', {
    operation: 'pay',
    fault: 'slow',
    count: 1,
    delay_ms: 700,
  });
  const requestId = randomUUID();
  const body = JSON.stringify(paymentBody(slow));
  const running = world.one.post(`${BANK}/payment`, body, { requestId });
  const twin = world.one.post(`${BANK}/payment`, body, { requestId });
  const [one, two] = await Promise.all([running, twin]);
  expect(new Set([one.status, two.status])).toEqual(new Set([201, 409]));
  expect(one.text).toBe(two.text);
});

test('a refusal that was decided by business is replayed like any answer', async () => {
  const requestId = randomUUID();
  const body = JSON.stringify(paymentBody({ ...bound, tokenId: '0'.repeat(32) }));
  const first = await world.one.post(`${BANK}/payment`, body, { requestId });
  const again = await world.one.post(`${BANK}/payment`, body, { requestId });
  expect([first.status, again.status]).toEqual([404, 409]);
  expect(again.text).toBe(first.text);
});

test('a call refused before it ran does not burn its Request-Id', async () => {
  const requestId = randomUUID();
  const good = paymentBody(bound);
  const attempts: (() => Promise<Answered>)[] = [
    () => world.one.post(`${BANK}/payment`, good, { requestId, headers: { Signature: 'x' } }),
    () => world.one.post(`${BANK}/payment`, '{"a":1,"a":2}', { requestId }),
    () => world.one.post(`${BANK}/payment`, { ...good, payment: {} }, { requestId }),
    () =>
      world.one.post(
        `${BANK}/payment`,
        { ...good, order: { ...good.order, line_items: [{ price: 1, quantity: 1 }] } },
        { requestId },
      ),
  ];
  for (const attempt of attempts) expect((await attempt()).status).toBe(400);
  expect((await world.one.post(`${BANK}/payment`, good, { requestId })).status).toBe(201);
});

test('two merchants may use the same Request-Id, invoice number and customer id', async () => {
  const other = await world.token(world.two, '800000000003', bound.customerId);
  const requestId = randomUUID();
  const order = { invoice_number: 'INV-SHARED' };
  const one = await world.one.post(`${BANK}/payment`, paymentBody(bound, order), { requestId });
  const two = await world.two.post(`${BANK}/payment`, paymentBody(other, order), { requestId });
  expect([one.status, two.status]).toEqual([201, 201]);
  expect(one.json.payment.payment_id).not.toBe(two.json.payment.payment_id);
});

test('an OTP that is sent twice under one Request-Id uses one try', async () => {
  const otp = await world.token(world.one, '800000000001');
  const created = await world.one.post(`${BANK}/payment`, paymentBody(otp));
  const body = JSON.stringify({ payment: { token: created.json.payment.token, otp: '000000' } });
  const requestId = randomUUID();
  const first = await world.one.post(`${BANK}/payment/validate`, body, { requestId });
  const again = await world.one.post(`${BANK}/payment/validate`, body, { requestId });
  expect(again.text).toBe(first.text);
  const next = await world.one.post(`${BANK}/payment/validate`, body);
  expect(next.json.error.message).toContain('1');
});
