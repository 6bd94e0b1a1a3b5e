// Where the money of one payment is on its way to the merchant, and what a refund takes off.
import { z } from 'zod';
import { Amount, Id } from './words.ts';

const InBatch = z.object({ batch_id: Id, day: z.iso.date(), booked: z.boolean() });

/**
 * Where the money of a payment is on its way to the merchant: `pending` until the bank's statement shows it, `reconciled`
 * until it is in a batch that is booked, then `settled`; `reversed` when two people found that the bank has not taken it.
 */
export const PaymentSettlement = z
  .object({
    state: z.enum(['pending', 'reconciled', 'settled', 'reversed']),
    /** The day of WIB on which it is settled; while it is pending, if the statement shows it in time. Null: never. */
    due_day: z.iso.date().nullable(),
    batch: InBatch.nullable(),
    /** What went back and is taken off. */
    refunds: z.array(
      z.object({ refund_id: Id, amount: Amount, due_day: z.iso.date(), batch: InBatch.nullable() }),
    ),
    /** The accounts of its split, and the default one. */
    accounts: z.array(
      z.object({
        account_id: z.string(),
        bank_name: z.string(),
        number_tail: z.string(),
        is_default: z.boolean(),
        payable: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'PaymentSettlement' });

/** Likewise of a refund that the merchant asked for and the bank has made: what is given back is taken off in a batch. */
export const RefundSettlement = z
  .object({
    state: z.enum(['pending', 'reconciled', 'settled', 'reversed']),
    due_day: z.iso.date().nullable(),
    batch: InBatch.nullable(),
  })
  .meta({ id: 'RefundSettlement' });
