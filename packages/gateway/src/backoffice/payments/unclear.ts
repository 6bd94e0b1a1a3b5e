// What people do about a payment whose outcome is not known: ask the bank now, or ask for it to be ended by hand.
import { findPayment } from '../../payments/store.ts';
import { lookNow } from '../../payments/settle-unclear.ts';
import { askFor } from '../approvals/ask.ts';
import {
  inquirePayment as inquireShape,
  resolvePayment as resolveShape,
} from '../contract/payments.ts';
import { Denied } from '../denied.ts';
import { route } from '../route.ts';
import { writeNote } from './note.ts';

export const inquirePayment = route(inquireShape, async (call) => {
  const { ctx, params } = call;
  const merchant = await call.merchant();
  const payment = await findPayment(ctx.db, merchant.merchantId, params.payment_id);
  if (payment === null) throw new Denied('not_found');
  const { state } = payment;
  if (state !== 'unclear' && state !== 'created' && state !== 'confirming') {
    throw new Denied('not_allowed_now');
  }
  await writeNote(ctx, call.note('payment.inquired', payment.paymentId));
  const looked = await lookNow(ctx, payment);
  if (looked === null) throw new Denied('conflict', { message: 'it is being looked at just now' });
  const { state: now } = looked.payment;
  return { state: now, said: looked.said ?? 'moved', changed: now !== state };
});

export const resolvePayment = route(resolveShape, async (call) => {
  const { ctx, params, body } = call;
  const merchant = await call.merchant();
  const payment = await findPayment(ctx.db, merchant.merchantId, params.payment_id);
  if (payment === null) throw new Denied('not_found');
  if (payment.state !== 'unclear') throw new Denied('not_allowed_now');
  const { invoiceNumber: invoice_number, amount, version } = payment;
  return await askFor(call, merchant, {
    kind: 'resolve_payment',
    subject: payment.paymentId,
    asked: {
      state: body.state,
      evidence: body.evidence,
      invoice_number,
      amount: `${amount}`,
      version,
    },
    reason: body.reason,
    // A payment ends once, in one state: two requests that say different things are a matter for people.
    alone: true,
  });
});
