// Asking where a payment stands (DOKU, "Check Status"): by invoice number and by Request-Id.
import { randomUUID } from 'node:crypto';
import { from, type Group, type Need } from '../check.ts';
import { at, mustAnswer, mustEqual, mustMatch, mustRefuse, wholeAt } from '../expect.ts';
import { STATUS, mustHaveNoOther, mustHaveShape } from '../shapes.ts';

const docs = from('documented', 'DOKU docs, Check Status (non-SNAP)');
const tarik = from('tarik', 'spec: ours');

const call: readonly Need[] = ['pay', 'status', 'customer'];
const paid: readonly Need[] = [...call, 'validate', 'otp'];

export const status: Group = {
  name: 'status',
  title: 'Check status',
  checks: [
    docs('status.by-invoice', 'a payment is found by its invoice number', call, async (kit) => {
      const payment = await kit.pending();
      const answer = await kit.status(payment.invoice);
      mustAnswer(answer, 200);
      mustEqual('order.invoice_number', at(answer.json, 'order.invoice_number'), payment.invoice);
    }),
    docs('status.by-request-id', 'a payment is found by its Request-Id', call, async (kit) => {
      const payment = await kit.pending();
      const answer = await kit.status(payment.requestId);
      mustAnswer(answer, 200);
      mustEqual('order.invoice_number', at(answer.json, 'order.invoice_number'), payment.invoice);
    }),
    docs('status.fields', 'the answer has the fields of the page', call, async (kit) =>
      mustHaveShape((await kit.status((await kit.pending()).invoice)).json, STATUS),
    ),
    docs('status.channel', 'service and channel are those of direct debit', call, async (kit) => {
      const { json } = await kit.status((await kit.pending()).invoice);
      mustEqual('service.id', at(json, 'service.id'), 'DIRECT_DEBIT');
      mustEqual('channel.id', at(json, 'channel.id'), `DIRECT_DEBIT_${kit.bank.toUpperCase()}`);
    }),
    docs('status.original', "transaction.original_request_id is the payment call's Request-Id", call, async (kit) => {
      const payment = await kit.pending();
      const { json } = await kit.status(payment.invoice);
      mustEqual('transaction.original_request_id', at(json, 'transaction.original_request_id'), payment.requestId);
    }),
    docs('status.date', 'transaction.date is a moment in UTC', call, async (kit) => {
      const { json } = await kit.status((await kit.pending()).invoice);
      mustMatch('transaction.date', at(json, 'transaction.date'), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
    }),
    docs('status.pending', 'a payment that waits for its OTP is PENDING', call, async (kit) =>
      mustEqual('transaction.status', await kit.stateOf(await kit.pending()), 'PENDING'),
    ),
    docs('status.success', 'a payment that was paid is SUCCESS', paid, async (kit) =>
      mustEqual('transaction.status', await kit.stateOf(await kit.paid()), 'SUCCESS'),
    ),
    tarik('status.failed', 'a payment with three wrong OTPs is FAILED', paid, async (kit) => {
      const payment = await kit.pending();
      for (let n = 0; n < 3; n += 1) await kit.validate(payment, kit.wrongOtp);
      mustEqual('transaction.status', await kit.stateOf(payment), 'FAILED');
    }),
    tarik('status.part', 'a payment of which a part was given back is still SUCCESS', [...paid, 'refund'], async (kit) => {
      const payment = await kit.paid();
      await kit.refund(payment, { amount: 100 });
      mustEqual('transaction.status', await kit.stateOf(payment), 'SUCCESS');
    }),
    docs('status.refunded', 'a payment that was wholly given back is REFUNDED', [...paid, 'refund'], async (kit) => {
      const payment = await kit.paid();
      await kit.refund(payment, { amount: payment.amount });
      mustEqual('transaction.status', await kit.stateOf(payment), 'REFUNDED');
    }),
    docs('status.refund', "a refund is found by its own call's Request-Id", [...paid, 'refund'], async (kit) => {
      const payment = await kit.paid();
      const { requestId } = await kit.refund(payment, { amount: payment.amount });
      const answer = await kit.status(requestId);
      mustAnswer(answer, 200);
      mustEqual('refund.amount', wholeAt(answer.json, 'refund.amount'), payment.amount);
      mustEqual('transaction.status', at(answer.json, 'transaction.status'), 'REFUNDED');
    }),
    docs('status.unknown', 'what nobody knows is 404', ['status'], async (kit) =>
      mustRefuse(await kit.status(randomUUID()), 404),
    ),
    tarik('status.unknown-code', 'what nobody knows has the code transaction_not_found', ['status'], async (kit) =>
      mustRefuse(await kit.status(randomUUID()), 404, 'transaction_not_found'),
    ),
    tarik('status.no-other', 'beside them are customer, payment, additional_info and refund alone', paid, async (kit) => {
      const { json } = await kit.status((await kit.paid()).invoice);
      mustHaveNoOther(json, STATUS, ['customer', 'payment', 'additional_info', 'refund']);
    }),
    tarik('status.expired', 'a payment whose OTP never came is EXPIRED', [...call, 'clock'], async (kit) => {
      const payment = await kit.pending();
      await kit.wait(5 * 60 + 6);
      const state = await kit.until(() => kit.stateOf(payment), (one) => one !== 'PENDING');
      mustEqual('transaction.status', state, 'EXPIRED');
    }),
  ],
};
