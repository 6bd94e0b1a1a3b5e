// Every unpleasant outcome of a payment, forced. Each test has a merchant of its own, so that all of them may run at once.
import { ACCOUNTS, joinSandbox, OTP, type TestMerchant } from '@tarik/sdk/testing';
import { Tarik } from '@tarik/sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openOrders } from '../src/orders.ts';

let sandbox: Awaited<ReturnType<typeof joinSandbox>>;
let merchant: TestMerchant;
let orders: ReturnType<typeof openOrders>;

beforeAll(async () => {
  sandbox = await joinSandbox();
});

afterAll(() => sandbox.stop());

beforeEach(async () => {
  merchant = await sandbox.merchant();
  orders = openOrders(new Tarik(merchant.credentials));
  await merchant.forwardTo(orders.notifications);
});

/** A customer with this account at the bank puts 90,000 rupiah into the cart and pays. */
async function buy(account: string) {
  const bound = await merchant.bind({ account });
  return { bound, order: await orders.create({ ...bound, amount: 90_000 }) };
}

describe('an order', () => {
  test('is paid with the OTP, and shipped when the notification comes', async () => {
    const { bound, order } = await buy(ACCOUNTS.pays);
    expect(order.status).toBe('awaiting_otp');
    await orders.confirm(order, await merchant.otp(bound));
    await merchant.notification({ invoiceNumber: order.invoiceNumber });
    expect(order).toMatchObject({ status: 'paid', shipped: 1 });
  });

  test('fails when the account has no money, and says why', async () => {
    const { order } = await buy(ACCOUNTS.insufficientFunds);
    if (order.status === 'awaiting_otp') await orders.confirm(order, OTP.alwaysRight);
    expect(order).toMatchObject({
      status: 'failed',
      message: 'Your bank declined: insufficient_funds',
    });
  });

  test('stays pending when the bank times out, and is paid when it turns out to have debited', async () => {
    const { order } = await buy(ACCOUNTS.paysWithoutOtp);
    expect(order.status).toBe('paid');

    await merchant.fault({ operation: 'verify', fault: 'timeout_after' });
    const { bound, order: unclear } = await buy(ACCOUNTS.pays);
    await orders.confirm(unclear, await merchant.otp(bound));
    expect(unclear).toMatchObject({ status: 'pending', shipped: 0 });
    await merchant.advance({ minutes: 10 });
    await merchant.notification({ type: 'payment.succeeded', ...of(unclear) });
    expect(unclear).toMatchObject({ status: 'paid', shipped: 1 });
  });

  test('ends after three wrong OTPs', async () => {
    const { order } = await buy(ACCOUNTS.pays);
    await orders.confirm(order, OTP.neverRight);
    expect(order).toMatchObject({ status: 'awaiting_otp', message: 'Wrong code, 2 tries left' });
    await orders.confirm(order, OTP.neverRight);
    await orders.confirm(order, OTP.neverRight);
    await merchant.notification({ type: 'payment.failed', ...of(order) });
    expect(order).toMatchObject({ status: 'failed', shipped: 0 });
  });

  test('ends when the OTP comes too late', async () => {
    const { order } = await buy(ACCOUNTS.pays);
    await merchant.advance({ minutes: 15 });
    await merchant.notification({ type: 'payment.expired', ...of(order) });
    expect(order).toMatchObject({ status: 'failed', shipped: 0 });
  });

  test('is refunded', async () => {
    const { order } = await buy(ACCOUNTS.paysWithoutOtp);
    expect((await orders.refund(order)).status).toBe('refunded');
    const { status } = await merchant.tarik.payments.status(of(order));
    expect(status).toBe('REFUNDED');
  });
});

describe('a notification', () => {
  test('that comes twice, or late, ships nothing again', async () => {
    const { order } = await buy(ACCOUNTS.paysWithoutOtp);
    await merchant.notification(of(order));
    await merchant.resendNotifications(of(order));
    await merchant.notification(of(order));
    expect(merchant.notifications).toHaveLength(2);
    expect(order).toMatchObject({ status: 'paid', shipped: 1 });

    // An older one says FAILED: signed as the gateway would, and overtaken on its way.
    const body = JSON.parse(String(merchant.deliveries[0]?.rawBody)) as Record<string, object>;
    body['transaction'] = { ...body['transaction'], status: 'FAILED' };
    body['event'] = { ...body['event'], id: 'older', sequence: 0, type: 'payment.failed' };
    const text = JSON.stringify(body);
    const headers = merchant.tarik.notifications.testHeaders(text, { path: '/notifications' });
    const url = 'http://shop.example/notifications';
    const answer = await orders.notifications(
      new Request(url, { method: 'POST', headers, body: text }),
    );
    expect(answer.status).toBe(200);
    expect(order.status).toBe('paid');
  });

  test('that we could not take is sent again until we can', async () => {
    merchant.answerNotifications([500]);
    const { order } = await buy(ACCOUNTS.paysWithoutOtp);
    await merchant.notification(of(order));
    expect(order.shipped).toBe(0);
    await merchant.advance({ minutes: 1 });
    await merchant.notification(of(order));
    expect(order).toMatchObject({ status: 'paid', shipped: 1 });
    expect(merchant.deliveries.map((one) => one.status)).toEqual([500, 200]);
  });

  test('that is not the gateway’s is not believed', async () => {
    const { order } = await buy(ACCOUNTS.pays);
    const forged = new Request('http://shop.example/notifications', {
      method: 'POST',
      body: JSON.stringify({
        transaction: { status: 'SUCCESS', original_request_id: order.requestId },
        order: { invoice_number: order.invoiceNumber, amount: 90_000 },
      }),
    });
    expect((await orders.notifications(forged)).status).toBe(401);
    expect(order.status).toBe('awaiting_otp');
  });
});

function of({ invoiceNumber }: { invoiceNumber: string }): { invoiceNumber: string } {
  return { invoiceNumber };
}
