// Every unpleasant outcome of a monthly charge, forced. Each test has a merchant and a server of its own.
const { once } = require('node:events');
const { Tarik, RefundError } = require('@tarik/sdk');
const { ACCOUNTS, joinSandbox } = require('@tarik/sdk/testing');
const { openSubscriptions } = require('../src/subscriptions.js');

let sandbox;
let merchant;
let shop;
let url;

beforeAll(async () => {
  sandbox = await joinSandbox();
});

afterAll(() => sandbox.stop());

beforeEach(async () => {
  merchant = await sandbox.merchant();
  shop = openSubscriptions(new Tarik(merchant.credentials));
  shop.server.listen(0, '127.0.0.1');
  await once(shop.server, 'listening');
  url = `http://127.0.0.1:${shop.server.address().port}/webhooks/tarik`;
  // The gateway signs the path of this URL from now on; what it sends reaches the server unchanged.
  await merchant.forwardTo(url);
});

afterEach(() => {
  shop.server.close();
  shop.server.closeAllConnections();
});

async function subscriber(account) {
  const bound = await merchant.bind({ account });
  return { ...bound, amount: 49_000, months: 0 };
}

test('a month is charged without the customer, and added when the notification comes', async () => {
  const subscription = await subscriber(ACCOUNTS.paysWithoutOtp);
  const charge = await shop.charge(subscription);
  expect(charge.status).toBe('paid');
  await merchant.notification({ invoiceNumber: charge.invoiceNumber });
  expect(subscription.months).toBe(1);
});

test('a blocked account is declined, and no month added', async () => {
  const subscription = await subscriber(ACCOUNTS.blocked);
  const charge = await shop.charge(subscription);
  expect(charge).toMatchObject({ status: 'declined', reason: 'account_blocked' });
  await merchant.notification({ type: 'payment.failed', invoiceNumber: charge.invoiceNumber });
  expect(subscription.months).toBe(0);
});

test('a bank that timed out and has debited: unclear first, a month later on', async () => {
  const subscription = await subscriber(ACCOUNTS.unclearDebited);
  const charge = await shop.charge(subscription);
  expect(charge.status).toBe('unclear');
  await merchant.advance({ minutes: 10 });
  await merchant.notification({ type: 'payment.succeeded', invoiceNumber: charge.invoiceNumber });
  expect([charge.status, subscription.months]).toEqual(['paid', 1]);
});

test('a bank that timed out and has not debited: unclear first, then declined', async () => {
  const subscription = await subscriber(ACCOUNTS.unclearNotDebited);
  const charge = await shop.charge(subscription);
  expect(charge.status).toBe('unclear');
  await merchant.advance({ days: 1 });
  await merchant.notification({ type: 'payment.failed', invoiceNumber: charge.invoiceNumber });
  expect([charge.status, subscription.months]).toEqual(['declined', 0]);
});

test('a month is not added twice by a notification that comes twice', async () => {
  const subscription = await subscriber(ACCOUNTS.paysWithoutOtp);
  const { invoiceNumber } = await shop.charge(subscription);
  await merchant.notification({ invoiceNumber });
  await merchant.resendNotifications({ invoiceNumber });
  await merchant.notification({ invoiceNumber });
  expect(merchant.deliveries.map((one) => one.status)).toEqual([200, 200]);
  expect(subscription.months).toBe(1);
});

test('a month is not lost when our server was down', async () => {
  merchant.answerNotifications([503, 503]);
  const subscription = await subscriber(ACCOUNTS.paysWithoutOtp);
  const { invoiceNumber } = await shop.charge(subscription);
  await merchant.notification({ invoiceNumber });
  await merchant.advance({ minutes: 1 });
  await merchant.notification({ invoiceNumber });
  expect(subscription.months).toBe(0);
  await merchant.advance({ minutes: 5 });
  await merchant.notification({ invoiceNumber });
  expect(subscription.months).toBe(1);
});

test('a month is given back, and only once', async () => {
  const charge = await shop.charge(await subscriber(ACCOUNTS.paysWithoutOtp));
  expect(await shop.giveBack(charge)).toMatchObject({ status: 'SUCCESS', amount: 49_000n });
  await expect(shop.giveBack(charge)).rejects.toThrow(RefundError);
});

test('what is not signed by the gateway is answered 401 and changes nothing', async () => {
  const subscription = await subscriber(ACCOUNTS.unclearDebited);
  const { invoiceNumber } = await shop.charge(subscription);
  const body = JSON.stringify({ order: { invoice_number: invoiceNumber } });
  expect((await fetch(url, { method: 'POST', body })).status).toBe(401);
  expect(subscription.months).toBe(0);
});
