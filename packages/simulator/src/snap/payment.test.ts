// Services 54, 04, 81, 55, 58 and 57: a payment from its opening to its refunds.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld } from '../../tests/world.ts';
import type { Customer, Reply, World } from '../../tests/world.ts';

let world: World;
let customer: Customer;
let other: Customer;
beforeAll(async () => {
  world = await startWorld();
  customer = await world.customer('800000000001');
  other = await world.customer('123456789012');
});
afterAll(() => world.close());

const idr = (value: string) => ({ value, currency: 'IDR' });
const statusOf = async (paid: Reply) =>
  (await world.status(paid.body.partnerReferenceNo)).body.latestTransactionStatus;
const debits = async (paid: Reply) =>
  (await world.book()).filter(
    ({ partner_reference }) => partner_reference === paid.body.partnerReferenceNo,
  ).length;

/** An OTP that is not the one that was sent. */
const wrongOtp = async () => ((await world.lastOtp()) === '111111' ? '222222' : '111111');

const wrong: [field: string, value: unknown, code: string][] = [
  ['partnerReferenceNo', undefined, '4005402'],
  ['partnerReferenceNo', '', '4005402'],
  ['partnerReferenceNo', 'x'.repeat(65), '4005401'],
  ['amount', undefined, '4005402'],
  ['amount', { value: 10000, currency: 'IDR' }, '4005401'],
  ['amount', idr('10000'), '4005401'],
  ['amount', idr('10000.0'), '4005401'],
  ['amount', idr('10000.50'), '4005401'],
  ['amount', idr('010000.00'), '4005401'],
  ['amount', idr('-1.00'), '4005401'],
  ['amount', idr('0.00'), '4005401'],
  ['amount', idr('1e4.00'), '4005401'],
  ['amount', { value: '10000.00', currency: 'USD' }, '4005401'],
  ['urlParams', 'text', '4005401'],
  ['urlParams', [{ type: 'PAY_NOTIFY', url: 'ftp://x' }], '4005401'],
];
test.for(wrong)('54 refuses %s = %j', async ([field, value, code]) => {
  const reply = await world.pay(customer, { [field]: value });
  expect(reply).toMatchObject({ code, message: expect.stringContaining(field) });
});

test('54 again is answered alike while it waits, refused once paid or changed', async () => {
  const fields = { partnerReferenceNo: randomUUID() };
  const paid = await world.pay(customer, fields);
  const sent = (await world.sandbox('GET', '/sandbox/sms')).body.length;
  const again = await world.pay(customer, fields);
  expect(again.body).toEqual(paid.body);
  expect((await world.sandbox('GET', '/sandbox/sms')).body).toHaveLength(sent);
  expect((await world.pay(customer, { ...fields, amount: idr('9.00') })).code).toBe('4045418');
  expect((await world.pay(other, fields)).code).toBe('4045418');
  await world.verify(customer, paid);
  expect((await world.pay(customer, fields)).code).toBe('4095401');
  expect((await world.pay(customer, { ...fields, amount: idr('9.00') })).code).toBe('4045418');
  expect(await debits(paid)).toBe(1);
});

test('a payment above the balance is declined, at 54 and, spent in between, at 04', async () => {
  const poor = await world.customer('210000000001');
  const all = { amount: idr('100000000000.00') };
  const above = await world.pay(poor, { amount: idr('100000000001.00') });
  expect(above.code).toBe('4035414');
  const [one, two] = [await world.pay(poor, all), await world.pay(poor, all)];
  expect((await world.verify(poor, one)).code).toBe('2000400');
  expect((await world.verify(poor, two)).code).toBe('4030414');
  expect((await world.status(two.body.partnerReferenceNo)).body).toMatchObject({
    latestTransactionStatus: '06',
    originalResponseCode: '4030414',
  });
});

test('04 takes the OTP of the SMS, and 999999, and never 000000', async () => {
  const bySms = await world.pay(customer);
  const otp = await world.lastOtp();
  expect(otp).toMatch(/^\d{6}$/);
  expect((await world.verify(customer, bySms, '000000')).code).toBe('4040415');
  const verified = await world.verify(customer, bySms, otp);
  expect(verified.body).toMatchObject({
    responseCode: '2000400',
    originalReferenceNo: bySms.body.referenceNo,
    originalPartnerReferenceNo: bySms.body.partnerReferenceNo,
    amount: idr('10000.00'),
    transactionTimestamp: expect.stringMatching(/\+07:00$/),
  });
  const byFixed = await world.pay(customer);
  expect((await world.verify(customer, byFixed, '999999')).code).toBe('2000400');
});

test('the third wrong OTP ends the payment', async () => {
  const paid = await world.pay(customer);
  const otp = await wrongOtp();
  expect((await world.verify(customer, paid, otp)).code).toBe('4040415');
  expect((await world.verify(customer, paid, otp)).code).toBe('4040415');
  expect((await world.verify(customer, paid, otp)).code).toBe('4030411');
  expect((await world.verify(customer, paid)).code).toBe('4030411');
  expect(await statusOf(paid)).toBe('06');
  expect(await debits(paid)).toBe(0);
});

test('a malformed OTP uses no try', async () => {
  const paid = await world.pay(customer);
  for (const otp of ['12345', '1234567', 'abcdef']) {
    expect((await world.verify(customer, paid, otp)).code).toBe('4000401');
  }
  expect((await world.verify(customer, paid)).code).toBe('2000400');
});

test('an OTP lives five minutes; after that the payment has failed', async () => {
  const inTime = await world.pay(customer);
  world.time.now += 299_000;
  expect((await world.verify(customer, inTime)).code).toBe('2000400');
  const late = await world.pay(customer);
  world.time.now += 300_000;
  expect(await statusOf(late)).toBe('06');
  expect((await world.verify(customer, late)).code).toBe('4030412');
  const { body } = await world.status(late.body.partnerReferenceNo);
  expect(body.originalResponseCode).toBe('4030412');
});

test('04 refuses what is not the customer’s, not known, or not waiting', async () => {
  const paid = await world.pay(customer);
  expect((await world.verify(other, paid)).code).toBe('4040401');
  const unknown = { body: { partnerReferenceNo: 'nothing' } } as Reply;
  expect((await world.verify(customer, unknown)).code).toBe('4040401');
  const { partnerReferenceNo } = paid.body;
  const mixed = { body: { partnerReferenceNo, referenceNo: '000000000001' } } as Reply;
  expect((await world.verify(customer, mixed)).code).toBe('4040401');
  await world.verify(customer, paid);
  expect((await world.verify(customer, paid)).code).toBe('4040400');
  expect(await debits(paid)).toBe(1);
});

test('81 sends a new OTP with five minutes of its own; the old one is dead', async () => {
  const paid = await world.pay(customer);
  const old = await world.lastOtp();
  world.time.now += 240_000;
  const resend = (reference: string, token = customer.token) =>
    world.call(
      '/otp',
      { partnerReferenceNo: reference, journeyId: 'j', merchantId: 'MCH-1', otpTrxCode: '54' },
      { customer: token },
    );
  const reference = paid.body.partnerReferenceNo;
  const resent = await resend(reference);
  expect(resent.body).toMatchObject({
    responseCode: '2008100',
    partnerReferenceNo: reference,
    chargeToken: expect.any(String),
    additionalInfo: { otpExpiresAt: expect.stringMatching(/\+07:00$/) },
  });
  const fresh = await world.lastOtp();
  if (old !== fresh) expect((await world.verify(customer, paid, old)).code).toBe('4040415');
  world.time.now += 240_000;
  expect((await world.verify(customer, paid, fresh)).code).toBe('2000400');
  expect((await resend(reference)).code).toBe('4048100');
  expect((await resend('nothing')).code).toBe('4048101');
  expect((await resend(reference, other.token)).code).toBe('4048101');
});

test('55 knows every payment and nothing else', async () => {
  expect((await world.status('nothing')).code).toBe('4045501');
  const paid = await world.pay(customer);
  const reference = paid.body.partnerReferenceNo;
  expect((await world.status(reference)).body).toEqual({
    responseCode: '2005500',
    responseMessage: 'Successful',
    originalPartnerReferenceNo: reference,
    originalReferenceNo: paid.body.referenceNo,
    serviceCode: '54',
    latestTransactionStatus: '01',
    transactionStatusDesc: 'initiated',
    transAmount: idr('10000.00'),
    refundHistory: [],
    additionalInfo: { otpStatus: 'YES' },
  });
  const wrongService = { originalPartnerReferenceNo: reference, serviceCode: '55' };
  expect((await world.call('/debit/status', wrongService)).code).toBe('4005501');
  await world.verify(customer, paid);
  expect((await world.status(reference)).body.paidTime).toMatch(/\+07:00$/);
});

test('58 refunds in parts up to what was paid; a repeat refunds once', async () => {
  const paid = await world.pay(customer);
  const reference = paid.body.partnerReferenceNo;
  expect((await world.refund(reference, '1.00')).code).toBe('4055801');
  await world.verify(customer, paid);
  const [one, two] = [randomUUID(), randomUUID()];
  const first = await world.refund(reference, '6000.00', one);
  expect(first.body).toMatchObject({
    responseCode: '2005800',
    originalPartnerReferenceNo: reference,
    refundNo: expect.stringMatching(/^\d{12}$/),
    partnerRefundNo: one,
    refundAmount: idr('6000.00'),
  });
  expect((await world.refund(reference, '6000.00', one)).body).toEqual(first.body);
  expect((await world.refund(reference, '5000.00', one)).code).toBe('4045818');
  expect((await world.refund(reference, '4001.00', two)).code).toBe('4045813');
  expect((await world.refund(reference, '4000.00', two)).code).toBe('2005800');
  expect((await world.refund(reference, '1.00')).code).toBe('4045813');
  expect((await world.refund('nothing', '1.00')).code).toBe('4045801');
  expect((await world.refund(reference, '1')).code).toBe('4005801');
  const { refundHistory, latestTransactionStatus } = (await world.status(reference)).body;
  expect(latestTransactionStatus).toBe('00');
  expect(
    refundHistory.map((entry: Record<string, unknown>) => [
      entry.partnerRefundNo,
      entry.refundStatus,
    ]),
  ).toEqual([
    [one, '00'],
    [two, '00'],
  ]);
});

test('a hundred refunds at once never give back more than was paid', async () => {
  const paid = await world.pay(customer);
  await world.verify(customer, paid);
  const reference = paid.body.partnerReferenceNo;
  const replies = await Promise.all(
    Array.from({ length: 100 }, () => world.refund(reference, '3000.00')),
  );
  expect(replies.filter(({ code }) => code === '2005800')).toHaveLength(3);
  expect(replies.filter(({ code }) => code === '4045813')).toHaveLength(97);
});

test('57 cancels what waits for its OTP, and nothing else', async () => {
  const cancel = (reference: string) =>
    world.call('/debit/cancel', { originalPartnerReferenceNo: reference, merchantId: 'MCH-1' });
  const paid = await world.pay(customer);
  const reference = paid.body.partnerReferenceNo;
  expect((await cancel(reference)).code).toBe('2005700');
  expect((await cancel(reference)).code).toBe('2005700');
  expect(await statusOf(paid)).toBe('05');
  expect((await world.verify(customer, paid)).code).toBe('4040400');
  const done = await world.pay(customer);
  await world.verify(customer, done);
  expect((await cancel(done.body.partnerReferenceNo)).code).toBe('4055701');
  expect((await cancel('nothing')).code).toBe('4045701');
});
