// Each fault: what the caller sees, and what the bank's book says afterwards.
import { verifyNotify } from '@tarik/wire/snap/signature';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { NOTIFY_PATH, startWorld } from '../tests/world.ts';
import type { Customer, Heard, Reply, World } from '../tests/world.ts';
import { FAULTS, OPERATIONS } from './faults.ts';

let world: World;
let withOtp: Customer;
let without: Customer;
beforeAll(async () => {
  world = await startWorld();
  withOtp = await world.customer('800000000001');
  without = await world.customer('800000000003');
});
afterAll(() => world.close());
afterEach(async () => {
  await world.sandbox('DELETE', '/sandbox/faults');
  world.heard.length = 0;
});

let references = 0;
const next = () => `f-${(references += 1)}`;
const order = (fault: string, more: Record<string, unknown> = {}) =>
  world.sandbox('POST', '/sandbox/faults', { operation: 'pay', fault, ...more });
const pay = (reference: string) => world.pay(without, { partnerReferenceNo: reference });
const statusOf = async (reference: string) => {
  const { code, body } = await world.status(reference);
  return code === '2005500' ? body.latestTransactionStatus : code;
};
const isDebited = async (reference: string) =>
  (await world.book()).some(({ partner_reference }) => partner_reference === reference);

/** Faults that answer a payment with a code: which, and whether the money moved. */
const answered: [fault: string, code: string, debited: boolean][] = [
  ['refuse', '4035405', false],
  ['timeout_before', '5045400', false],
  ['timeout_after', '5045400', true],
  ['error_500', '5005400', false],
  ['error_500_after', '5005400', true],
  ['unauthorized', '4015401', false],
];
test.for(answered)('%s answers %s; debited: %s', async ([fault, code, debited]) => {
  await order(fault);
  const reference = next();
  const reply = await pay(reference);
  expect(reply).toMatchObject({ status: Number(code.slice(0, 3)), code, signed: true });
  expect(await isDebited(reference)).toBe(debited);
  expect(await statusOf(reference)).toBe(debited ? '00' : '4045501');
  expect((await pay(next())).code).toBe('2005400');
});

test('hang never answers and has no effect; hang_after has', async () => {
  for (const [fault, debited] of [
    ['hang', false],
    ['hang_after', true],
  ] as const) {
    await order(fault);
    const reference = next();
    const hanging = pay(reference).then(
      () => 'answered',
      () => 'cut',
    );
    // The next call is answered while the first one hangs.
    expect((await pay(next())).code).toBe('2005400');
    const still = await Promise.race([hanging, world.status(reference).then(() => 'hangs')]);
    expect(still).toBe('hangs');
    expect(await isDebited(reference)).toBe(debited);
  }
});

test('reset cuts the connection before the effect, reset_after behind it', async () => {
  for (const [fault, debited] of [
    ['reset', false],
    ['reset_after', true],
  ] as const) {
    await order(fault);
    const reference = next();
    await expect(pay(reference)).rejects.toThrow('fetch failed');
    expect(await isDebited(reference)).toBe(debited);
  }
});

test('html is the page of a gateway in front, without effect', async () => {
  await order('html');
  const reference = next();
  const reply = await pay(reference);
  expect(reply.status).toBe(502);
  expect(reply.headers.get('content-type')).toContain('text/html');
  expect(reply.text).toContain('<h1>502 Bad Gateway</h1>');
  expect(await isDebited(reference)).toBe(false);
});

test('truncated is half a JSON text after the effect', async () => {
  await order('truncated');
  const reference = next();
  const reply = await pay(reference);
  expect(reply.status).toBe(200);
  expect(reply.text).toMatch(/^\{"responseCode":"2005400"/);
  expect(() => JSON.parse(reply.text)).toThrow(SyntaxError);
  expect(await isDebited(reference)).toBe(true);
});

test('wrong_amount and wrong_reference answer for something else, well signed', async () => {
  await order('wrong_amount');
  const first = next();
  expect(await pay(first)).toMatchObject({
    signed: true,
    body: { partnerReferenceNo: first, amount: { value: '10001.00' } },
  });
  await order('wrong_reference');
  const second = next();
  const reply = await pay(second);
  expect(reply).toMatchObject({ signed: true, body: { amount: { value: '10000.00' } } });
  expect(reply.body.partnerReferenceNo).not.toBe(second);
  expect(await isDebited(second)).toBe(true);
});

test('bad_signature and no_signature leave the answer unsigned after the effect', async () => {
  for (const fault of ['bad_signature', 'no_signature']) {
    await order(fault);
    const reference = next();
    const reply = await pay(reference);
    expect(reply).toMatchObject({ code: '2005400', signed: false });
    expect(reply.headers.get('x-signature') === null).toBe(fault === 'no_signature');
    expect(await isDebited(reference)).toBe(true);
  }
});

test('mismatched_status says 200 in HTTP and 403 in the code', async () => {
  await order('mismatched_status');
  expect(await pay(next())).toMatchObject({ status: 200, code: '4035405', signed: true });
});

test('slow answers after delay_ms', async () => {
  await order('slow', { delay_ms: 300 });
  const started = performance.now();
  expect((await pay(next())).code).toBe('2005400');
  expect(performance.now() - started).toBeGreaterThan(290);
});

test('in_progress is pending until the slow debit lands', async () => {
  await order('in_progress', { after_ms: 60_000 });
  const reference = next();
  expect(await pay(reference)).toMatchObject({ status: 202, code: '2025400', signed: true });
  const { body } = await world.status(reference);
  expect(body).toMatchObject({
    latestTransactionStatus: '03',
    transAmount: { value: '10000.00', currency: 'IDR' },
  });
  expect((await pay(reference)).code).toBe('2025400');
  expect(await isDebited(reference)).toBe(false);
  world.time.now += 60_000;
  expect(await statusOf(reference)).toBe('00');
  expect((await world.book()).filter((row) => row.partner_reference === reference)).toHaveLength(1);
});

test('a slow verification and a slow refund are pending, then done', async () => {
  const paid = await world.pay(withOtp);
  const reference = paid.body.partnerReferenceNo;
  await order('in_progress', { operation: 'verify', after_ms: 30_000 });
  expect((await world.verify(withOtp, paid)).code).toBe('2020400');
  expect(await statusOf(reference)).toBe('03');
  world.time.now += 30_000;
  expect(await statusOf(reference)).toBe('00');

  await order('in_progress', { operation: 'refund', after_ms: 30_000 });
  expect((await world.refund(reference, '500.00', 'slow-refund')).code).toBe('2025800');
  const history = async () => (await world.status(reference)).body.refundHistory;
  expect(await history()).toMatchObject([{ partnerRefundNo: 'slow-refund', refundStatus: '03' }]);
  expect((await world.refund(reference, '500.00', 'slow-refund')).code).toBe('2025800');
  world.time.now += 30_000;
  expect(await history()).toMatchObject([{ partnerRefundNo: 'slow-refund', refundStatus: '00' }]);
});

test('timeout_late is not found first, and debited later', async () => {
  await order('timeout_late', { after_ms: 60_000 });
  const reference = next();
  expect((await pay(reference)).code).toBe('5045400');
  expect(await statusOf(reference)).toBe('4045501');
  world.time.now += 60_000;
  expect(await statusOf(reference)).toBe('00');
});

test('a slow debit survives a restart of the bank', async () => {
  await order('in_progress', { after_ms: 60_000 });
  const reference = next();
  await pay(reference);
  await world.restart();
  expect(await statusOf(reference)).toBe('03');
  world.time.now += 60_000;
  expect(await statusOf(reference)).toBe('00');
  await world.restart();
  expect((await world.book()).filter((row) => row.partner_reference === reference)).toHaveLength(1);
});

test('not_found hides a payment from one inquiry', async () => {
  const reference = next();
  await pay(reference);
  await order('not_found', { operation: 'status' });
  expect(await statusOf(reference)).toBe('4045501');
  expect(await statusOf(reference)).toBe('00');
});

const callbacks = () => world.hears(1, NOTIFY_PATH);
const isRight = (callback: Heard) =>
  verifyNotify(
    {
      path: callback.path,
      body: callback.body,
      timestamp: String(callback.headers['x-timestamp']),
      signature: String(callback.headers['x-signature']),
    },
    world.simulator.publicKey,
  );

test('callback_duplicate sends the same news twice, signed by the bank', async () => {
  await order('callback_duplicate');
  const paid = await pay(next());
  const heard = await world.hears(2, NOTIFY_PATH);
  for (const callback of heard) {
    expect(isRight(callback)).toBe(true);
    expect(callback.headers).toMatchObject({
      'x-partner-id': 'KEY-0001',
      'x-external-id': expect.any(String),
    });
    expect(JSON.parse(callback.body)).toMatchObject({
      originalPartnerReferenceNo: paid.body.partnerReferenceNo,
      originalReferenceNo: paid.body.referenceNo,
      amount: { value: '10000.00', currency: 'IDR' },
      latestTransactionStatus: '00',
      transactionStatusDesc: 'success',
      createdTime: expect.stringMatching(/\+07:00$/),
      finishedTime: expect.stringMatching(/\+07:00$/),
    });
  }
  expect(heard[0]!.headers['x-external-id']).not.toBe(heard[1]!.headers['x-external-id']);
});

test('callback_late waits for its time', async () => {
  await order('callback_late', { after_ms: 3_600_000 });
  const paid = await pay(next());
  expect(paid.code).toBe('2005400');
  expect(world.heard).toHaveLength(0);
  world.time.now += 3_600_000;
  await world.status('anything');
  expect(await callbacks()).toHaveLength(1);
});

test('callback_early is there before the answer', async () => {
  await order('callback_early');
  await pay(next());
  expect(world.heard.filter(({ path }) => path === NOTIFY_PATH)).toHaveLength(1);
});

test('callback_wrong_amount and callback_bad_signature cannot be believed', async () => {
  await order('callback_wrong_amount');
  await pay(next());
  const [wrong] = await callbacks();
  expect(isRight(wrong!)).toBe(true);
  expect(JSON.parse(wrong!.body).amount.value).toBe('10001.00');
  world.heard.length = 0;
  await order('callback_bad_signature');
  await pay(next());
  const [forged] = await callbacks();
  expect(isRight(forged!)).toBe(false);
});

test('a callback fault on a payment with an OTP waits for its debit', async () => {
  await order('callback_early');
  const paid = await world.pay(withOtp);
  expect(world.heard).toHaveLength(0);
  await world.verify(withOtp, paid);
  expect(world.heard.filter(({ path }) => path === NOTIFY_PATH)).toHaveLength(1);
});

test('a callback that is not taken comes again', async () => {
  world.partnerStatus = 500;
  await order('callback_early');
  world.beforeAnswer = () => {
    if (world.heard.length === 1) world.partnerStatus = 200;
  };
  await pay(next());
  world.beforeAnswer = () => undefined;
  const tries = world.heard.filter(({ path }) => path === NOTIFY_PATH);
  expect(tries).toHaveLength(2);
  expect(tries[0]!.body).toBe(tries[1]!.body);
});

test('an order counts down, keeps to its account, and is listed while it lasts', async () => {
  await order('refuse', { count: 2, account_no: '800000000001' });
  expect((await world.sandbox('GET', '/sandbox/faults')).body).toEqual([
    {
      operation: 'pay',
      fault: 'refuse',
      count: 2,
      account_no: '800000000001',
      partner_key: null,
      delay_ms: 2000,
      after_ms: 2000,
    },
  ]);
  expect((await pay(next())).code).toBe('2005400');
  expect((await world.pay(withOtp)).code).toBe('4035405');
  expect((await world.sandbox('GET', '/sandbox/faults')).body[0].count).toBe(1);
  expect((await world.pay(withOtp)).code).toBe('4035405');
  expect((await world.sandbox('GET', '/sandbox/faults')).body).toEqual([]);
  expect((await world.pay(withOtp)).code).toBe('2005400');
});

test('an account’s order also catches its status inquiries and refunds', async () => {
  const reference = next();
  await pay(reference);
  await order('error_500', { operation: 'status', account_no: '800000000001' });
  expect(await statusOf(reference)).toBe('00');
  await order('error_500', { operation: 'status', account_no: '800000000003' });
  expect(await statusOf(reference)).toBe('5005500');
});

/** One call of each operation of SNAP, to see that an order for it reaches it. */
type Spoken = Exclude<(typeof OPERATIONS)[number], 'payouts' | 'payout_report'>;
const oneCall: Record<Spoken, () => Promise<Reply>> = {
  token: () => world.tokenCall('/access-token/b2b', { grantType: 'client_credentials' }),
  customer_token: () =>
    world.tokenCall('/access-token/b2b2c', {
      grantType: 'REFRESH_TOKEN',
      refreshToken: withOtp.refreshToken,
    }),
  bind: () => world.bind(),
  inquiry: () => world.call('/registration-account-inquiry', {}, { customer: withOtp.token }),
  unbind: () =>
    world.call(
      '/registration-account-unbinding',
      { partnerReferenceNo: 'U', merchantId: 'M' },
      { customer: withOtp.token },
    ),
  pay: () => world.pay(withOtp),
  verify: async () => world.verify(withOtp, await world.pay(withOtp)),
  otp: async () => {
    const { partnerReferenceNo } = (await world.pay(withOtp)).body;
    return world.call('/otp', { partnerReferenceNo }, { customer: withOtp.token });
  },
  status: () => world.status('anything'),
  refund: () => world.refund('anything', '1.00'),
  beneficiary: () =>
    world.call('/account-inquiry-external', {
      beneficiaryBankCode: '014',
      beneficiaryAccountNo: '900000000001',
    }),
};
test.for(Object.keys(oneCall) as Spoken[])(
  'an order for %s reaches that operation',
  async (operation) => {
    await order('error_500', { operation });
    const reply = await oneCall[operation]();
    expect(reply.code).toMatch(/^500\d\d00$/);
  },
);

const refusedOrders: [body: unknown, field: string, allowed: string][] = [
  [{ operation: 'payment', fault: 'hang' }, 'operation', OPERATIONS.join(', ')],
  [{ operation: 'pay', fault: 'explode' }, 'fault', Object.keys(FAULTS).join(', ')],
  [{ operation: 'pay' }, 'fault', 'must be one of'],
  [{ operation: 'bind', fault: 'not_found' }, 'fault', 'status'],
  [{ operation: 'token', fault: 'bad_signature' }, 'fault', 'only for the operations bind'],
  [{ operation: 'payouts', fault: 'in_progress' }, 'fault', 'only for the operations token'],
  [{ operation: 'pay', fault: 'half_file' }, 'fault', 'only for the operations payouts'],
  [{ operation: 'pay', fault: 'hang', count: 0 }, 'count', 'whole number from 1'],
  [{ operation: 'pay', fault: 'hang', count: '2' }, 'count', 'whole number'],
  [{ operation: 'pay', fault: 'hang', account_no: '12' }, 'account_no', '12 digits'],
  [{ operation: 'pay', fault: 'slow', delay_ms: -1 }, 'delay_ms', 'from 0'],
  [{ operation: 'pay', fault: 'in_progress', after_ms: 1.5 }, 'after_ms', 'whole number'],
  [[], 'body', 'JSON object'],
];
test.for(refusedOrders)('the order %j is refused', async ([body, field, allowed]) => {
  const reply = await world.sandbox('POST', '/sandbox/faults', body);
  expect(reply.status).toBe(400);
  expect(reply.body.error.message).toMatch(new RegExp(`^${field} `));
  expect(reply.body.error.message).toContain(allowed);
});
