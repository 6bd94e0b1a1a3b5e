// The whole of a customer's story at the bank, over HTTP.
import { once } from 'node:events';
import net from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld } from '../tests/world.ts';
import type { World } from '../tests/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

test('a customer binds an account, pays with the OTP of the SMS, and is refunded', async () => {
  const customer = await world.customer('800000000001');
  const paid = await world.pay(customer);
  expect(paid).toMatchObject({ status: 200, code: '2005400', signed: true });
  expect(paid.body).toMatchObject({
    referenceNo: expect.stringMatching(/^\d{12}$/),
    amount: { value: '10000.00', currency: 'IDR' },
    additionalInfo: { otpStatus: 'YES' },
  });
  const reference = paid.body.partnerReferenceNo;
  expect(await world.book()).toEqual([]);
  expect((await world.status(reference)).body.latestTransactionStatus).toBe('01');

  const verified = await world.verify(customer, paid, await world.lastOtp());
  expect(verified).toMatchObject({ status: 200, code: '2000400', signed: true });
  const status = await world.status(reference);
  expect(status.body).toMatchObject({
    responseCode: '2005500',
    originalReferenceNo: paid.body.referenceNo,
    latestTransactionStatus: '00',
    transAmount: { value: '10000.00', currency: 'IDR' },
    refundHistory: [],
  });

  const refunded = await world.refund(reference, '4000.00', 'R-1');
  expect(refunded).toMatchObject({ status: 200, code: '2005800', signed: true });
  expect((await world.status(reference)).body.refundHistory).toMatchObject([
    { partnerRefundNo: 'R-1', refundAmount: { value: '4000.00' }, refundStatus: '00' },
  ]);
  expect(await world.book()).toEqual([
    {
      type: 'DEBIT',
      reference: paid.body.referenceNo,
      partner_reference: reference,
      account_no: '800000000001',
      amount: 10000,
      at: expect.any(String),
    },
    {
      type: 'REFUND',
      reference: refunded.body.refundNo,
      partner_reference: 'R-1',
      account_no: '800000000001',
      amount: 4000,
      at: expect.any(String),
    },
  ]);
});

test('a call whose body does not come to its end is given up', async () => {
  const socket = net.connect(Number(new URL(world.simulator.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  const head = 'POST /sandbox/faults HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
  socket.write(`${head}Content-Length: 5\r\n\r\n{}`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 408 /);
  socket.destroy();
});
