// Each account with a behaviour of its own, at registration, payment, refund and unbinding.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NOTIFY_PATH, startWorld } from '../tests/world.ts';
import type { Customer, Reply, World } from '../tests/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const statusOf = async (reference: string) => (await world.status(reference)).body;
const types = async () => (await world.book()).map(({ type }) => type);
const OTP = { additionalInfo: { otpStatus: 'YES' } };

/** Pays with a reference that is known even when the answer says nothing. */
async function payFrom(
  accountNo: string,
): Promise<{ paid: Reply; reference: string; customer: Customer }> {
  const customer = await world.customer(accountNo);
  const reference = `ref-${accountNo}`;
  const paid = await world.pay(customer, { partnerReferenceNo: reference });
  return { paid, reference, customer };
}

test('…0001 and any other number ask for an OTP and pay', async () => {
  for (const accountNo of ['800000000001', '314159265358']) {
    const { paid, customer } = await payFrom(accountNo);
    expect(paid.body).toMatchObject(OTP);
    expect((await world.verify(customer, paid)).code).toBe('2000400');
  }
  expect(await types()).toEqual(['DEBIT', 'DEBIT']);
});

test('…0002 has no money', async () => {
  const { paid, reference, customer } = await payFrom('800000000002');
  expect(paid.code).toBe('4035414');
  expect(await statusOf(reference)).toMatchObject({
    latestTransactionStatus: '06',
    originalResponseCode: '4035414',
  });
  // The same question gets the same answer.
  const again = await world.pay(customer, { partnerReferenceNo: reference });
  expect(again.code).toBe('4035414');
  expect(await types()).toEqual([]);
});

test('…0003 pays at once, without an OTP', async () => {
  const { paid, reference } = await payFrom('800000000003');
  expect(paid.body).toMatchObject({
    responseCode: '2005400',
    additionalInfo: { otpStatus: 'NO' },
  });
  expect((await statusOf(reference)).latestTransactionStatus).toBe('00');
  expect(await types()).toEqual(['DEBIT']);
});

test('…0004 debits and answers 504', async () => {
  const { paid, reference } = await payFrom('800000000004');
  expect(paid).toMatchObject({ status: 504, code: '5045400', signed: true });
  expect((await statusOf(reference)).latestTransactionStatus).toBe('00');
  expect(await types()).toEqual(['DEBIT']);
});

test('…0005 answers 504 and has failed', async () => {
  const { paid, reference } = await payFrom('800000000005');
  expect(paid).toMatchObject({ status: 504, code: '5045400' });
  expect((await statusOf(reference)).latestTransactionStatus).toBe('06');
  expect(await types()).toEqual([]);
});

test('…0006 answers after five seconds, then goes on as usual', async () => {
  const started = performance.now();
  const { paid, customer } = await payFrom('800000000006');
  expect(performance.now() - started).toBeGreaterThan(4900);
  expect(paid.body).toMatchObject(OTP);
  expect((await world.verify(customer, paid)).code).toBe('2000400');
});

test('…0007 is blocked', async () => {
  const { paid, reference } = await payFrom('800000000007');
  expect(paid).toMatchObject({ status: 403, code: '4035407', message: 'Card Blocked' });
  expect((await statusOf(reference)).latestTransactionStatus).toBe('06');
});

test('…0008 pays, but refunds are refused', async () => {
  const { paid, reference, customer } = await payFrom('800000000008');
  await world.verify(customer, paid);
  expect((await world.refund(reference, '1.00')).code).toBe('4055801');
  expect(await types()).toEqual(['DEBIT']);
});

test('…0009 pays, but stays bound', async () => {
  const { paid, customer } = await payFrom('800000000009');
  expect((await world.verify(customer, paid)).code).toBe('2000400');
  const unbound = await world.call(
    '/registration-account-unbinding',
    { partnerReferenceNo: 'U', merchantId: 'MCH-1', linkId: customer.linkId },
    { customer: customer.token },
  );
  expect(unbound.code).toBe('4050901');
  expect((await world.pay(customer)).code).toBe('2005400');
});

test('…0010 cannot be registered', async () => {
  const bound = await world.bind();
  const id = bound.body.redirectUrl.split('/').at(-1);
  const completed = await world.sandbox('POST', `/sandbox/registrations/${id}/complete`, {
    account_no: '800000000010',
  });
  expect(completed.body.status).toBe('FAILED');
  const back = new URL(world.heard.at(-1)!.path, world.partnerUrl);
  expect(back.searchParams.get('status')).toBe('FAILED');
  expect(back.searchParams.get('reason')).toBe('account_not_eligible');
  expect(back.searchParams.get('authCode')).toBeNull();
});

test('…0011 has called back twice before the verification is answered', async () => {
  const { paid, customer } = await payFrom('800000000011');
  expect(paid.body).toMatchObject(OTP);
  const verified = await world.verify(customer, paid);
  // No waiting here: they were there first.
  const callbacks = world.heard.filter(({ path }) => path === NOTIFY_PATH);
  expect(callbacks).toHaveLength(2);
  expect(JSON.parse(callbacks[0]!.body)).toMatchObject({
    originalPartnerReferenceNo: paid.body.partnerReferenceNo,
    latestTransactionStatus: '00',
  });
  expect(verified.code).toBe('2000400');
});
