// How a payment's net is divided, shown and changed by hand until it is settled.
import type { z } from 'zod';
import { changeSplit } from '../../payments/change-split.ts';
import type { Payment } from '../../payments/payment.ts';
import { readSplit, splitJson } from '../../splits/json.ts';
import { remainderOf, type SplitFault, type SplitLine } from '../../splits/split.ts';
import { changePaymentSplit as shape, type PaymentPrice } from '../contract/payments.ts';
import { Denied } from '../denied.ts';
import { route } from '../route.ts';

/** The whole number of a line; the largest that it can be has twelve digits. */
const WHOLE = /^[1-9]\d{0,11}$/;

export const changePaymentSplit = route(shape, async (call) => {
  const { ctx, params, body } = call;
  const merchant = await call.merchant();
  const { operatorId, by, role, address, reason } = call.note('', '', { reason: body.reason });
  const changed = await changeSplit(ctx, merchant, params.payment_id, {
    lines: body.lines === null ? null : body.lines.map(lineOf),
    instead: body.instead === null ? null : readSplit(body.instead),
    by: { operatorId, by, role, address, reason },
  });
  if (changed === null) throw new Denied('not_found');
  switch (changed.kind) {
    case 'changed':
      return priceWords(changed.payment);
    case 'fault':
      throw worded(changed.fault);
    case 'moved':
      throw new Denied('conflict');
    case 'not_succeeded':
    case 'settled':
      throw new Denied('not_allowed_now');
  }
});

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
