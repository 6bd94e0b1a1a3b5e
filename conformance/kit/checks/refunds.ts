// Giving money back (guide, additional feature 3): whole, in part, several times, and too much.
import { randomUUID } from 'node:crypto';
import { from, type Group, type Need } from '../check.ts';
import { at, mustAnswer, mustBe, mustEqual, mustRefuse } from '../expect.ts';
import { newInvoice, type Kit } from '../kit.ts';
import { REFUNDED, mustHaveNoOther, mustHaveShape, mustRepeat } from '../shapes.ts';

const guide = from('guide', 'guide, Additional Features 3, Refund');
const docs = from('documented', 'DOKU docs, Refund');
const tarik = from('tarik', 'spec: ours');

const call: readonly Need[] = ['pay', 'refund', 'customer', 'otp'];

async function refunded(kit: Kit) {
  const payment = await kit.paid();
  const answer = await kit.refund(payment, { amount: 200, reason: 'Cancel Order' });
  return { payment, answer };
}

async function mustSucceed(kit: Kit, ...[payment, refund]: Parameters<Kit['refund']>): Promise<void> {
  const answer = await kit.refund(payment, refund);
  mustAnswer(answer, 201);
  mustEqual('refund.status', at(answer.json, 'refund.status'), 'SUCCESS');
}

export const refunds: Group = {
  name: 'refunds',
  title: 'Refunds',
  checks: [
    guide('refunds.status', 'a refund is answered 201', call, async (kit) =>
      mustAnswer((await refunded(kit)).answer, 201),
    ),
    guide('refunds.fields', 'the answer has the fields of the guide', call, async (kit) =>
      mustHaveShape((await refunded(kit)).answer.json, REFUNDED),
    ),
    guide('refunds.echo', 'invoice, original_request_id, amount and reason come back as sent', call, async (kit) => {
      const { payment, answer } = await refunded(kit);
      const request = {
        order: { invoice_number: payment.invoice },
        payment: { original_request_id: payment.requestId },
        refund: { amount: 200, reason: 'Cancel Order' },
      };
      mustRepeat(answer.json, request, [
        'order.invoice_number',
        'payment.original_request_id',
        'refund.amount',
        'refund.reason',
      ]);
    }),
    guide('refunds.success', 'refund.status is SUCCESS', call, async (kit) =>
      mustEqual('refund.status', at((await refunded(kit)).answer.json, 'refund.status'), 'SUCCESS'),
    ),
    tarik('refunds.payment-id', "payment.payment_id is the payment's, as in the sample", call, async (kit) => {
      const payment = await kit.pending();
      const { json } = await kit.validate(payment);
      const { json: refund } = await kit.refund(payment, { amount: 100 });
      mustEqual('payment.payment_id', at(refund, 'payment.payment_id'), at(json, 'payment.payment_id'));
    }),
    tarik('refunds.no-other', 'the answer has no other fields', call, async (kit) =>
      mustHaveNoOther((await refunded(kit)).answer.json, REFUNDED),
    ),
    guide('refunds.text-amount', 'refund.amount may be in quotes, as in the sample', call, async (kit) =>
      mustSucceed(kit, await kit.paid(), { amount: '200', reason: 'Cancel Order' }),
    ),
    guide('refunds.no-reason', 'refund.reason may be left out', call, async (kit) =>
      mustSucceed(kit, await kit.paid(), { amount: 200 }),
    ),
    docs('refunds.full', 'the whole amount can be given back', call, async (kit) => {
      const payment = await kit.paid();
      await mustSucceed(kit, payment, { amount: payment.amount });
    }),
    docs('refunds.parts', 'several parts can be given back, up to the whole', call, async (kit) => {
      const payment = await kit.paid();
      for (const amount of [300, 300, 400]) await mustSucceed(kit, payment, { amount });
    }),
    docs('refunds.too-much', 'more than was paid is refused', call, async (kit) => {
      const payment = await kit.paid();
      mustRefuse(await kit.refund(payment, { amount: payment.amount + 1 }));
    }),
    tarik('refunds.too-much-code', 'more than is left is 400 refund_amount_exceeded', call, async (kit) => {
      const payment = await kit.paid();
      await mustSucceed(kit, payment, { amount: 600 });
      mustRefuse(await kit.refund(payment, { amount: 401 }), 400, 'refund_amount_exceeded');
    }),
    tarik('refunds.at-once', 'refunds at once never come to more than was paid', call, async (kit) => {
      const payment = await kit.paid();
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => kit.refund(payment, { amount: 400 })),
      );
      const made = answers.filter(({ json }) => at(json, 'refund.status') === 'SUCCESS').length;
      mustBe(made > 0 && made <= 2, 'one or two refunds of 400 out of 1000', made);
    }),
    tarik('refunds.wrong-pair', 'invoice and original_request_id of two payments are refused with 404', call, async (kit) => {
      const [one, two] = [await kit.paid(), await kit.paid()];
      const mixed = { ...one, invoice: two.invoice };
      mustRefuse(await kit.refund(mixed, { amount: 100 }), 404, 'payment_not_found');
    }),
    guide('refunds.unknown', 'a payment that nobody knows cannot be refunded', ['refund'], async (kit) => {
      const body = {
        order: { invoice_number: newInvoice() },
        payment: { original_request_id: randomUUID() },
        refund: { amount: 100 },
      };
      mustRefuse(await kit.post('refund', body));
    }),
    tarik('refunds.pending', 'a payment that is pending is 400 payment_not_refundable', ['pay', 'refund', 'customer'], async (kit) =>
      mustRefuse(await kit.refund(await kit.pending(), { amount: 100 }), 400, 'payment_not_refundable'),
    ),
    guide('refunds.needs-id', 'without original_request_id it is refused', call, async (kit) => {
      const { invoice } = await kit.paid();
      const body = { order: { invoice_number: invoice }, payment: {}, refund: { amount: 100 } };
      mustRefuse(await kit.post('refund', body));
    }),
    guide('refunds.refused', 'what the bank refuses is answered 201 with FAILED and a message', [...call, 'registration', 'accounts'], async (kit) => {
      const payment = await kit.paid({}, 'no_refund');
      const answer = await kit.refund(payment, { amount: 100 });
      mustAnswer(answer, 201);
      mustEqual('refund.status', at(answer.json, 'refund.status'), 'FAILED');
      kit.writeOff(payment);
      mustBe(Boolean(at(answer.json, 'refund.message')), 'a refund.message', at(answer.json, 'refund.message'));
    }),
  ],
};
