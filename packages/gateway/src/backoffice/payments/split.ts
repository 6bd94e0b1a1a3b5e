// How a payment's net is divided: shown, tried out, and changed by two people until it is settled.
import type { z } from 'zod';
import { planSplit, type SplitPlanned } from '../../payments/change-split.ts';
import type { Payment } from '../../payments/payment.ts';
import { divide } from '../../payments/price.ts';
import { findPayment } from '../../payments/store.ts';
import { readSplit, splitJson } from '../../splits/json.ts';
import {
  isFault,
  remainderOf,
  type Split,
  type SplitFault,
  type SplitLine,
} from '../../splits/split.ts';
import { askFor } from '../approvals/ask.ts';
import type { PaymentPrice } from '../contract/payments.ts';
import {
  changePaymentSplit as shape,
  previewPaymentSplit as previewShape,
} from '../contract/splits.ts';
import { Denied } from '../denied.ts';
import { route } from '../route.ts';

/** The whole number of a line; the largest that it can be has twelve digits. */
const WHOLE = /^[1-9]\d{0,11}$/;

/** What the lines of a call would come to, by the payment's own fee. */
export const previewPaymentSplit = route(previewShape, async (call) => {
  const { ctx, params, body } = call;
  const merchant = await call.merchant();
  const payment = await findPayment(ctx.db, merchant.merchantId, params.payment_id);
  if (payment === null) throw new Denied('not_found');
  if (body.lines === null) return priceWords({ ...payment, split: null });
  const net = payment.amount - payment.fee;
  const split = await divide(ctx, merchant.merchantId, net, body.lines.map(lineOf));
  if (isFault(split)) throw worded(split);
  return priceWords({ ...payment, split });
});

/** Another split decides where money goes: somebody else looks at it first. */
export const changePaymentSplit = route(shape, async (call) => {
  const { ctx, params, body } = call;
  const merchant = await call.merchant();
  const planned = await planSplit(ctx, merchant, params.payment_id, {
    lines: body.lines === null ? null : body.lines.map(lineOf),
    instead: body.instead === null ? null : readSplit(body.instead),
  });
  if (planned === null) throw new Denied('not_found');
  if (planned.kind !== 'can') throw refused(planned);
  const { payment, split } = planned;
  return await askFor(call, merchant, {
    kind: 'split',
    subject: payment.paymentId,
    asked: {
      invoice_number: payment.invoiceNumber,
      bank: payment.bank,
      net: `${payment.amount - payment.fee}`,
      from: wordsOrNull(payment.split),
      to: wordsOrNull(split),
    },
    reason: body.reason,
    // Of two that say different things only one could be carried out.
    alone: true,
  });
});

function refused(planned: Exclude<SplitPlanned, { kind: 'can' }>): Denied {
  switch (planned.kind) {
    case 'fault':
      return worded(planned.fault);
    case 'moved':
      return new Denied('conflict');
    case 'changed':
      return new Denied('not_allowed_now', { message: 'it is divided so already' });
    case 'settled':
      return new Denied('not_allowed_now', { message: 'it is settled already' });
    case 'not_succeeded':
      return new Denied('not_allowed_now', { message: 'there is no money to divide' });
  }
}

function wordsOrNull(split: Split | null) {
  return split === null ? null : splitJson(split);
}

/** What a payment costs and how the rest is divided. */
export function priceWords({
  amount,
  fee,
  split,
}: Pick<Payment, 'amount' | 'fee' | 'split'>): z.input<typeof PaymentPrice> {
  const net = amount - fee;
  return {
    fee: `${fee}`,
    net: `${net}`,
    split: split === null ? null : splitJson(split),
    for_default_account: `${split === null ? net : remainderOf(split)}`,
  };
}

/** A line as it was sent, at this place of the list. */
export function lineOf(
  { account, type, value }: { account: string; type: SplitLine['type']; value: string },
  line: number,
): SplitLine {
  if (WHOLE.test(value)) return { account, type, value: BigInt(value) };
  throw worded({ line, part: 'value', rule: 'must be a whole number from 1 on' });
}

/** What is wrong with the lines of a body's `lines`. */
export function worded({ line, part, rule }: SplitFault): Denied {
  const field = [line === null ? 'lines' : `lines[${line}]`, part].filter((one) => one !== null);
  return new Denied('field_invalid', { field: field.join('.'), message: rule });
}
