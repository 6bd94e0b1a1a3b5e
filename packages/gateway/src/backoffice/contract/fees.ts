// What a merchant's payments cost: its tariffs at each bank, what an amount would cost, and what two people of the gateway
// change about it.
import { z } from 'zod';
import { shape } from '../route.ts';
import { Act, Amount, Id, Instant, InstantIn, InWorkspace, Person, Why } from './words.ts';

const Whole = z.string().regex(/^\d{1,12}$/);
const Slug = z.string().regex(/^[a-z]{1,20}$/);

/** What a tariff says of an amount. */
export const FeeTerms = z
  .object({
    /** Whole rupiah of each payment. */
    fixed: Whole,
    /** 1/100 of a percent of the amount. */
    basis_points: z.number().int().min(0).max(10_000),
    minimum: Whole,
    maximum: Whole.nullable(),
  })
  .meta({ id: 'FeeTerms' });

/** How a tariff stands: `replaced` when another one took its place before it began. */
export const TARIFF_STANDINGS = ['past', 'in_force', 'to_come', 'replaced', 'withdrawn'] as const;

const TariffRow = z
  .object({
    fee_id: Id,
    bank: z.string(),
    terms: FeeTerms,
    valid_from: Instant,
    /** When the next one begins; null while there is none. */
    until: Instant.nullable(),
    standing: z.enum(TARIFF_STANDINGS),
    made_at: Instant,
    /** Who asked for it; null where it was made from the command line. */
    made_by: Person.nullable(),
    approved_by: Person.nullable(),
    approval_id: Id.nullable(),
    withdrawn_at: Instant.nullable(),
  })
  .meta({ id: 'TariffRow' });

export const listFees = shape({
  method: 'GET',
  path: '/:workspace/fees',
  summary: "A merchant's tariffs by bank: past, in force and to come",
  permission: 'money.view',
  params: InWorkspace,
  answer: z.object({
    banks: z.array(
      z.object({
        bank: z.string(),
        /** The one that begins last comes first. */
        tariffs: z.array(TariffRow),
        /** A change that waits for the approval of a second person of the gateway. */
        waiting: Id.nullable(),
      }),
    ),
  }),
});

export const previewFee = shape({
  method: 'POST',
  path: '/:workspace/fee-preview',
  summary: 'What amounts cost by the tariff in force, and by other terms; nothing is written',
  permission: 'money.view',
  params: InWorkspace,
  body: z.object({
    bank: Slug,
    amounts: z
      .array(z.string().regex(/^[1-9]\d{0,11}$/))
      .min(1)
      .max(20),
    /** By what is in force then; now when absent. */
    at: InstantIn.optional(),
    terms: FeeTerms.nullable(),
  }),
  answer: z.object({
    rows: z.array(
      z.object({
        amount: Amount,
        /** By the tariff in force; 0 where there is none. */
        fee: Amount,
        /** By the other terms; null where none were given. */
        other: Amount.nullable(),
      }),
    ),
  }),
});

export const changeFee = shape({
  method: 'POST',
  path: '/:workspace/fees',
  summary: 'Ask for another tariff from an instant on, by a second person of the gateway',
  permission: 'fees.change',
  stepUp: true,
  params: InWorkspace,
  body: z.object({
    bank: Slug,
    terms: FeeTerms,
    /** Ahead of now, and of whoever approves it. */
    valid_from: InstantIn,
    reason: Why,
  }),
  answer: Act,
});

export const withdrawFee = shape({
  method: 'POST',
  path: '/:workspace/fees/:fee_id/withdrawal',
  summary: 'Ask for a tariff to come to be withdrawn, by a second person of the gateway',
  permission: 'fees.change',
  stepUp: true,
  params: InWorkspace.extend({ fee_id: Id }),
  body: z.object({ reason: Why }),
  answer: Act,
});
