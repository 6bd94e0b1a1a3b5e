// Notifications: that they come, what they say, and how they are signed (DOKU, "HTTP Notification").
import { setTimeout as sleep } from 'node:timers/promises';
import { Absence, Difference, from, type Group, type Need } from '../check.ts';
import { at, mustBe, mustEqual, mustMatch, wholeAt } from '../expect.ts';
import { NOTIFIED, mustHaveShape } from '../shapes.ts';

const docs = from('documented', 'DOKU docs, HTTP Notification (non-SNAP)');
const tarik = from('tarik', 'spec: ours');
const standard = from('tarik', 'spec: ours; Standard Webhooks 1.0');

const paid: readonly Need[] = ['pay', 'validate', 'customer', 'otp', 'news'];

/** How long a second notification is waited for that must not come, ms. */
const QUIET_MS = 1500;

export const notifications: Group = {
  name: 'notifications',
  title: 'Notifications',
  checks: [
    docs('notifications.success', 'a payment that succeeded is notified', paid, async (kit) => {
      const [heard] = await kit.news(await kit.paid());
      if (heard === undefined) throw new Difference('a notification', `none within ${kit.patience} s`);
      mustEqual('transaction.status', at(heard.body, 'transaction.status'), 'SUCCESS');
    }),
    docs('notifications.signature', "it is signed for the path of the merchant's URL", paid, async (kit) =>
      mustEqual('a right signature', (await kit.told()).heard.verified, true),
    ),
    docs('notifications.headers', 'it carries Client-Id, Request-Id and Request-Timestamp', paid, async (kit) => {
      const { headers } = (await kit.told()).heard;
      mustEqual('Client-Id', headers['client-id'], kit.client.clientId);
      mustMatch('Request-Id', headers['request-id'], /^[\x21-\x7e]{1,128}$/);
      mustMatch('Request-Timestamp', headers['request-timestamp'], /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    }),
    docs('notifications.fields', 'its body has the fields that all services share', paid, async (kit) =>
      mustHaveShape((await kit.told()).heard.body, NOTIFIED),
    ),
    docs('notifications.channel', 'service, acquirer and channel are those of direct debit', paid, async (kit) => {
      const { body } = (await kit.told()).heard;
      const bank = kit.bank.toUpperCase();
      mustEqual('service.id', at(body, 'service.id'), 'DIRECT_DEBIT');
      mustEqual('acquirer.id', at(body, 'acquirer.id'), bank);
      mustEqual('channel.id', at(body, 'channel.id'), `DIRECT_DEBIT_${bank}`);
    }),
    docs('notifications.order', 'invoice and amount are those of the payment', paid, async (kit) => {
      const { payment, heard } = await kit.told();
      mustEqual('order.invoice_number', at(heard.body, 'order.invoice_number'), payment.invoice);
      mustEqual('order.amount', wholeAt(heard.body, 'order.amount'), payment.amount);
    }),
    docs('notifications.date', 'transaction.date is a moment in UTC', paid, async (kit) => {
      const date = at((await kit.told()).heard.body, 'transaction.date');
      mustMatch('transaction.date', date, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
    }),
    docs('notifications.additional-info', "the payment's additional_info comes along", paid, async (kit) => {
      const message = at((await kit.told()).heard.body, 'additional_info.message');
      mustEqual('additional_info.message', message, 'kit');
    }),
    tarik('notifications.once', 'it does not come twice when it was acknowledged', paid, async (kit) => {
      const payment = await kit.paid();
      await kit.news(payment);
      await sleep(QUIET_MS);
      mustEqual('notifications', (await kit.news(payment)).length, 1);
    }),
    docs('notifications.failed', 'a payment that failed is notified', paid, async (kit) => {
      const payment = await kit.pending();
      for (let n = 0; n < 3; n += 1) await kit.validate(payment, kit.wrongOtp);
      const [heard] = await kit.news(payment);
      if (heard === undefined) throw new Difference('a notification', `none within ${kit.patience} s`);
      mustEqual('transaction.status', at(heard.body, 'transaction.status'), 'FAILED');
    }),
    tarik('notifications.payment', 'it names the payment_id of the validation, and the customer', paid, async (kit) => {
      const { payment, heard } = await kit.told();
      const status = await kit.status(payment.requestId);
      mustEqual('payment.payment_id', at(heard.body, 'payment.payment_id'), at(status.json, 'payment.payment_id'));
      mustEqual('customer.id', at(heard.body, 'customer.id'), payment.bound.customerId);
    }),
    tarik('notifications.event', 'event counts the news of a payment and names their type', paid, async (kit) => {
      const { body } = (await kit.told()).heard;
      if (at(body, 'event') === undefined) throw new Absence('no event in the body');
      mustEqual('event.sequence', at(body, 'event.sequence'), 1);
      mustEqual('event.type', at(body, 'event.type'), 'payment.succeeded');
    }),
    standard('notifications.webhook', 'the headers of Standard Webhooks ride along', paid, async (kit) => {
      const { headers } = (await kit.told()).heard;
      if (headers['webhook-id'] === undefined) throw new Absence('no webhook-id header');
      mustEqual('webhook-id', headers['webhook-id'], headers['request-id']);
      mustMatch('webhook-timestamp', headers['webhook-timestamp'], /^\d{10}$/);
      mustBe(headers['webhook-signature']?.startsWith('v1,') === true, 'v1, …', headers['webhook-signature']);
    }),
  ],
};
