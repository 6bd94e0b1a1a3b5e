// The setting that sends a callback after every debit.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOTIFY_PATH, startWorld } from '../../tests/world.ts';
import type { World } from '../../tests/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ settings: { callbacks: 'always' } });
});
afterAll(() => world.close());

test('with callbacks: always, one follows each debit, with or without an OTP', async () => {
  const withOtp = await world.customer('800000000001');
  const without = await world.customer('800000000003');
  const paid = await world.pay(withOtp);
  await world.verify(withOtp, paid);
  const direct = await world.pay(without);
  const heard = await world.hears(2, NOTIFY_PATH);
  const references = heard.map(({ body }) => JSON.parse(body).originalPartnerReferenceNo);
  expect(new Set(references)).toEqual(
    new Set([paid.body.partnerReferenceNo, direct.body.partnerReferenceNo]),
  );
});

test('a slow debit is called back too', async () => {
  world.heard.length = 0;
  const customer = await world.customer('800000000003');
  await world.sandbox('POST', '/sandbox/faults', {
    operation: 'pay',
    fault: 'in_progress',
    after_ms: 10_000,
  });
  await world.pay(customer, { partnerReferenceNo: 'slow' });
  world.time.now += 10_000;
  await world.status('slow');
  const [callback] = await world.hears(1, NOTIFY_PATH);
  expect(JSON.parse(callback!.body)).toMatchObject({
    originalPartnerReferenceNo: 'slow',
    latestTransactionStatus: '00',
  });
});
