// What a payment would come to when it is settled.
import { z } from 'zod';
import { shape } from '../route.ts';
import { SplitLine } from './payments.ts';
import { Amount, InWorkspace } from './words.ts';

export const previewSettlement = shape({
  method: 'POST',
  path: '/:workspace/settlement-preview',
  summary:
    'The fee of a payment, what each bank account would get of it, and when; nothing is written',
  permission: 'payments.view',
  params: InWorkspace,
  body: z.object({
    bank: z.string().regex(/^[a-z]{1,20}$/),
    amount: z.string().regex(/^[1-9]\d{0,11}$/),
    /** Null: all of the net is the default account's. */
    lines: z.array(SplitLine).min(1).max(50).nullable(),
  }),
  answer: z.object({
    fee: Amount,
    net: Amount,
    /** Null where the merchant has no default account: nothing is settled then. */
    shares: z.array(z.object({ account: z.string(), amount: Amount })).nullable(),
    /** A day of WIB, when it succeeded now and the bank's statement showed it in time. */
    due_day: z.iso.date(),
  }),
});
