// How the net of a payment is divided otherwise: tried out, and asked for.
import { z } from 'zod';
import { shape } from '../route.ts';
import { PaymentPrice, Split, SplitLine } from './payments.ts';
import { Act, Id, InWorkspace, Why } from './words.ts';

const OnePayment = InWorkspace.extend({ payment_id: Id });

export const previewPaymentSplit = shape({
  method: 'POST',
  path: '/:workspace/payments/:payment_id/split-preview',
  summary: 'What other lines of a split would come to for a payment; nothing is written',
  permission: 'splits.change',
  params: OnePayment,
  body: z.object({ lines: z.array(SplitLine).min(1).max(50).nullable() }),
  answer: PaymentPrice,
});

/** Until any of it is settled. */
export const changePaymentSplit = shape({
  method: 'PUT',
  path: '/:workspace/payments/:payment_id/split',
  summary: "Ask for a payment's net to be divided otherwise, by a second person",
  permission: 'splits.change',
  stepUp: true,
  params: OnePayment,
  body: z.object({
    /** Null: all of it is for the default account. */
    lines: z.array(SplitLine).min(1).max(50).nullable(),
    /** As it was when this was decided: whoever was quicker stands. */
    instead: Split.nullable(),
    reason: Why,
  }),
  answer: Act,
});
