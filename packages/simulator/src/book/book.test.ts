// A restart: the bank knows after it what it knew before, also when it was killed in the
// middle of a line.
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startWorld } from '../../tests/world.ts';
import type { World } from '../../tests/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld({ settings: { fsync: true } });
});
afterEach(() => world.close());

test('payments, refunds, links, tokens, texts, balances and the clock survive', async () => {
  const customer = await world.customer('800000000001');
  const paid = await world.pay(customer);
  await world.verify(customer, paid);
  const reference = paid.body.partnerReferenceNo;
  await world.refund(reference, '2500.00', 'R-1');
  const waiting = await world.pay(customer);
  const otp = await world.lastOtp();
  await world.verify(customer, waiting, otp === '111111' ? '222222' : '111111');
  const open = await world.bind();
  await world.sandbox('POST', '/sandbox/clock', { advance_seconds: 60 });
  const read = async () => [
    await world.book(),
    (await world.sandbox('GET', '/sandbox/sms')).body,
    (await world.sandbox('GET', '/sandbox/clock')).body,
    (await world.status(reference)).body,
    (await world.status(waiting.body.partnerReferenceNo)).body,
    (await world.sandbox('GET', '/accounts')).body,
    world.simulator.publicKey,
  ];
  const before = await read();
  await world.restart();
  expect(await read()).toEqual(before);

  // The tokens still open the door, the OTP still fits, the tries still count.
  expect((await world.verify(customer, waiting, '000000')).code).toBe('4040415');
  expect((await world.verify(customer, waiting, otp)).code).toBe('2000400');
  expect((await world.refund(reference, '2500.00', 'R-1')).code).toBe('2005800');
  expect((await world.refund(reference, '7501.00', 'R-2')).code).toBe('4045813');
  const id = open.body.redirectUrl.split('/').at(-1);
  const path = `/sandbox/registrations/${id}/complete`;
  const completed = await world.sandbox('POST', path, { account_no: '123456789012' });
  expect(completed.body.status).toBe('SUCCESS');
});

test('references are never given twice, not even after a restart', async () => {
  const customer = await world.customer('800000000001');
  const references = new Set<string>();
  for (let n = 0; n < 3; n++) {
    references.add((await world.pay(customer)).body.referenceNo);
    await world.restart();
  }
  expect(references.size).toBe(3);
});

test('the external id of a payment is remembered for the day', async () => {
  const customer = await world.customer('800000000001');
  const once = { externalId: 'x-1' };
  expect((await world.pay(customer, {}, once)).code).toBe('2005400');
  await world.restart();
  expect((await world.pay(customer, {}, once)).code).toBe('4095400');
});

test('a payment without an OTP is one line: torn, it never was', async () => {
  const customer = await world.customer('800000000003');
  await world.pay(customer, { partnerReferenceNo: 'whole' });
  await world.simulator.close();
  const torn = '[{"kind":"payment_opened","reference":"000000000001"},{"kind":"debi';
  await appendFile(join(world.folder, 'journal.jsonl'), torn);
  await world.restart();
  expect((await world.book()).map((row) => row.partner_reference)).toEqual(['whole']);
  expect((await world.status('whole')).body.latestTransactionStatus).toBe('00');
});
