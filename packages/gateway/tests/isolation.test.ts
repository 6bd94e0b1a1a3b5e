// What belongs to one merchant does not exist for another: every call, with the other's ids.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answered, MerchantClient } from './merchant-client.ts';
import { BANK, paymentBody, startWorld, type Bound, type World } from './world.ts';

let world: World;
let bound: Bound;
let invoice: string;
let requestId: string;
let challenge: string;

beforeAll(async () => {
  world = await startWorld();
  bound = await world.token(world.one, '800000000003');
  const body = paymentBody(bound);
  const paid = await world.one.post(`${BANK}/payment`, body);
  invoice = body.order.invoice_number as string;
  requestId = paid.requestId;
  const otp = await world.token(world.one, '800000000001');
  challenge = (await world.one.post(`${BANK}/payment`, paymentBody(otp))).json.payment
    .token as string;
});

afterAll(() => world.close());

const CALLS: [string, (who: MerchantClient) => Promise<Answered>, number, string][] = [
  [
    'pay with its token',
    (who) => who.post(`${BANK}/payment`, paymentBody(bound)),
    404,
    'token_not_found',
  ],
  [
    'validate its payment',
    (who) => who.post(`${BANK}/payment/validate`, { payment: { token: challenge, otp: '999999' } }),
    404,
    'payment_not_found',
  ],
  [
    'resend its OTP',
    (who) => who.post(`${BANK}/payment-otp`, { payment: { token: challenge } }),
    404,
    'payment_not_found',
  ],
  [
    'delete its token',
    (who) =>
      who.post(`${BANK}/token-delete`, {
        customer: { id: bound.customerId },
        debit_card: { token_id: bound.tokenId },
      }),
    404,
    'token_not_found',
  ],
  [
    'refund its payment',
    (who) =>
      who.post(`${BANK}/payment-refund`, {
        order: { invoice_number: invoice },
        payment: { original_request_id: requestId },
        refund: { amount: 1 },
      }),
    404,
    'payment_not_found',
  ],
  [
    'ask for it by invoice',
    (who) => who.get(`/orders/v1/status/${invoice}`),
    404,
    'transaction_not_found',
  ],
  [
    'ask for it by Request-Id',
    (who) => who.get(`/orders/v1/status/${requestId}`),
    404,
    'transaction_not_found',
  ],
];

describe('another merchant cannot', () => {
  test.each(CALLS)('%s', async (_what, call, status, code) => {
    const answer = await call(world.two);
    expect({ status: answer.status, code: answer.json.error?.code }).toEqual({ status, code });
    expect(answer.verified).toBe(true);
  });

  test('list its tokens', async () => {
    const answer = await world.two.post(`${BANK}/tokens`, { customer: { id: bound.customerId } });
    expect({ status: answer.status, json: answer.json }).toEqual({ status: 200, json: [] });
  });
});

describe('a merchant without the bank', () => {
  const inactive: typeof CALLS = [
    [
      'register',
      (who) =>
        who.post(`${BANK}/token`, {
          customer: { id: 'C' },
          debit_card: { account_mobile_phone: '628111222333' },
        }),
      403,
      'channel_inactive',
    ],
    ['pay', (who) => who.post(`${BANK}/payment`, paymentBody(bound)), 403, 'channel_inactive'],
  ];
  test.each(inactive)('cannot %s', async (_what, call, status, code) => {
    const answer = await call(world.three);
    expect({ status: answer.status, code: answer.json.error?.code }).toEqual({ status, code });
  });
});

test('what the other merchant tried has changed nothing', async () => {
  const own = await world.one.get(`/orders/v1/status/${invoice}`);
  expect(own.json.transaction.status).toBe('SUCCESS');
  const list = await world.one.post(`${BANK}/tokens`, { customer: { id: bound.customerId } });
  expect(list.json).toHaveLength(1);
});

test('answers are signed with the key of the merchant who asks, and no other verifies them', async () => {
  const answer = await world.two.get(`/orders/v1/status/${invoice}`);
  expect(answer.verified).toBe(true);
  const forged = await world.one.get('/orders/v1/status/x', {
    headers: { 'Client-Id': world.two.clientId },
  });
  expect(forged.json.error.code).toBe('invalid_signature');
});
