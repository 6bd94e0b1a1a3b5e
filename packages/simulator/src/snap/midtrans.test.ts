// A SNAP client that we did not write, midtrans-client, against the root paths, unmodified but
// for its base URL.
import { createRequire } from 'node:module';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOTIFY_PATH, PARTNER, startWorld } from '../../tests/world.ts';
import type { World } from '../../tests/world.ts';

type Answer = Record<string, unknown>;
interface SnapBiCall {
  withBody(body: unknown): SnapBiCall;
  withTransactionHeader(headers: Record<string, string>): SnapBiCall;
  withNotificationPayload(body: unknown): SnapBiCall;
  withSignature(signature: string): SnapBiCall;
  withTimeStamp(timestamp: string): SnapBiCall;
  withNotificationUrlPath(path: string): SnapBiCall;
  createPayment(externalId: string): Promise<Answer>;
  getStatus(externalId: string): Promise<Answer>;
  refund(externalId: string): Promise<Answer>;
  cancel(externalId: string): Promise<Answer>;
  isWebhookNotificationVerified(): boolean;
}
const require = createRequire(import.meta.url);
const { SnapBi, SnapBiConfig } = require('midtrans-client') as {
  SnapBi: { directDebit(): SnapBiCall; notification(): SnapBiCall };
  SnapBiConfig: Record<string, unknown>;
};

let world: World;
beforeAll(async () => {
  world = await startWorld();
  Object.assign(SnapBiConfig, {
    SNAP_BI_SANDBOX_BASE_URL: world.simulator.url,
    isProduction: false,
    snapBiClientId: PARTNER.key,
    snapBiPartnerId: PARTNER.key,
    snapBiClientSecret: PARTNER.secret,
    snapBiPrivateKey: PARTNER.privateKey,
    snapBiPublicKey: world.simulator.publicKey,
    snapBiChannelId: '',
  });
});
afterAll(() => world.close());

const idr = (value: string) => ({ value, currency: 'IDR' });
const pay = (reference: string) =>
  SnapBi.directDebit()
    .withBody({
      partnerReferenceNo: reference,
      chargeToken: '',
      merchantId: 'M001',
      urlParam: [{ url: world.partnerUrl + NOTIFY_PATH, type: 'PAY_NOTIFY', isDeeplink: 'N' }],
      amount: idr('1500.00'),
      payOptionDetails: [{ payMethod: 'CIMB', payOption: 'DEBIT', transAmount: idr('1500.00') }],
    })
    .createPayment(randomUUID());
const original = (reference: string) => ({
  originalPartnerReferenceNo: reference,
  originalExternalId: randomUUID(),
  serviceCode: '54',
});

test('it pays from the partner’s test account, asks, and refunds', async () => {
  const paid = await pay('mt-1');
  expect(paid).toMatchObject({ responseCode: '2005400', partnerReferenceNo: 'mt-1' });
  const status = await SnapBi.directDebit().withBody(original('mt-1')).getStatus(randomUUID());
  expect(status).toMatchObject({
    responseCode: '2005500',
    latestTransactionStatus: '00',
    originalReferenceNo: paid['referenceNo'],
  });
  const refund = { ...original('mt-1'), partnerRefundNo: 'mt-r1', refundAmount: idr('500.00') };
  expect(await SnapBi.directDebit().withBody(refund).refund(randomUUID())).toMatchObject({
    responseCode: '2005800',
    partnerRefundNo: 'mt-r1',
  });
  const cancel = await SnapBi.directDebit().withBody(original('mt-1')).cancel(randomUUID());
  expect(cancel['responseCode']).toBe('4055701');
  const [debit] = await world.book();
  expect(debit).toMatchObject({ type: 'DEBIT', amount: 1500, partner_reference: 'mt-1' });
  expect(debit.account_no).toMatch(/^899\d{9}$/);
});

test('it pays for a customer, named by header or by field, and cancels', async () => {
  const customer = await world.customer('800000000001');
  const body = { partnerReferenceNo: 'mt-2', amount: idr('700.00') };
  const byHeader = await SnapBi.directDebit()
    .withTransactionHeader({ 'Authorization-Customer': `Bearer ${customer.token}` })
    .withBody(body)
    .createPayment(randomUUID());
  expect(byHeader).toMatchObject({
    responseCode: '2005400',
    additionalInfo: { otpStatus: 'YES' },
  });
  const byToken = await SnapBi.directDebit()
    .withBody({ ...body, partnerReferenceNo: 'mt-3', bankCardToken: customer.token })
    .createPayment(randomUUID());
  expect(byToken).toMatchObject({ additionalInfo: { otpStatus: 'YES' } });
  const cancelled = await SnapBi.directDebit().withBody(original('mt-3')).cancel(randomUUID());
  expect(cancelled['responseCode']).toBe('2005700');
});

test('an external id used twice is a conflict for it too', async () => {
  const externalId = randomUUID();
  const ask = () => SnapBi.directDebit().withBody(original('mt-1')).getStatus(externalId);
  expect((await ask())['responseCode']).toBe('2005500');
  expect((await ask())['responseCode']).toBe('4095500');
});

test('it verifies the bank’s callbacks with the bank’s public key', async () => {
  const order = { operation: 'pay', fault: 'callback_early' };
  await world.sandbox('POST', '/sandbox/faults', order);
  world.heard.length = 0;
  await pay('mt-4');
  const [callback] = world.heard;
  const verified = SnapBi.notification()
    .withNotificationPayload(JSON.parse(callback!.body))
    .withSignature(String(callback!.headers['x-signature']))
    .withTimeStamp(String(callback!.headers['x-timestamp']))
    .withNotificationUrlPath(NOTIFY_PATH)
    .isWebhookNotificationVerified();
  expect(verified).toBe(true);
});

test('below the bank’s prefix a payment without a customer is refused', async () => {
  const reply = await world.pay({ token: '' } as never);
  expect(reply.code).toBe('4005402');
});
