// What a call costs on its path: round trips to the database, each its own commit, and signed calls to the bank.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { BANK, paymentBody, startWorld, type Bound, type World } from './world.ts';

let world: World;
let direct: Bound;
let withOtp: Bound;
const statements: string[] = [];

beforeAll(async () => {
  world = await startWorld();
  direct = await world.token(world.one, '800000000003');
  withOtp = await world.token(world.one, '800000000001');
  const { rows } = world.db;
  world.db.rows = (query) => {
    // Who calls is read at most once a second, for all its calls together.
    if (!query.name.startsWith('merchants-')) statements.push(query.name);
    return rows(query);
  };
});

beforeEach(() => {
  statements.length = 0;
  world.asked.length = 0;
});

afterAll(() => world.close());

const asked = () => world.asked.map((call) => call.operation);

test('a payment without an OTP costs two round trips and one call to the bank', async () => {
  const paid = await world.one.post(`${BANK}/payment`, paymentBody(direct));
  expect(paid.json.payment.status).toBe('SUCCESS');
  expect(statements).toEqual(['payments-begin', 'payments-finish']);
  expect(asked()).toEqual(['pay']);
});

test('a payment with an OTP costs the same again for its OTP', async () => {
  const created = await world.one.post(`${BANK}/payment`, paymentBody(withOtp));
  const { token } = created.json.payment;
  await world.one.post(`${BANK}/payment/validate`, { payment: { token, otp: '999999' } });
  expect(statements).toEqual([
    'payments-begin',
    'payments-finish',
    'payments-begin-otp',
    'payments-finish',
  ]);
  expect(asked()).toEqual(['pay', 'verify_otp']);
});

test('twenty payments at once share their round trips', async () => {
  // On a busy machine they may come one after the other: a few tries, one of which must see them together.
  for (let tries = 0; tries < 5; tries += 1) {
    statements.length = 0;
    world.asked.length = 0;
    const bodies = Array.from({ length: 20 }, () => paymentBody(direct));
    await Promise.all(bodies.map((body) => world.one.post(`${BANK}/payment`, body)));
    expect(asked()).toHaveLength(20);
    if (statements.length < 40) return;
  }
  expect(statements.length).toBeLessThan(40);
});

test('a replay costs one round trip and asks nobody', async () => {
  const body = JSON.stringify(paymentBody(direct));
  const { requestId } = await world.one.post(`${BANK}/payment`, body);
  statements.length = 0;
  world.asked.length = 0;
  expect((await world.one.post(`${BANK}/payment`, body, { requestId })).status).toBe(409);
  expect(statements).toEqual(['payments-begin']);
  expect(asked()).toEqual([]);
});
