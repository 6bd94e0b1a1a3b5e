// What was settled: batches, their lines, and the statement of a merchant and a day.
import { z } from 'zod';
import { PAYOUT_STATES } from '../../settlement/payout.ts';
import { shape } from '../route.ts';
import { AccountWords, Sums } from './settlement.ts';
import { Amount, ClientId, Id, Instant, InWorkspace, OfMerchant, pageOf } from './words.ts';

const Day = z.iso.date();

export const BatchRow = z
  .object({
    ...OfMerchant.shape,
    batch_id: Id,
    bank: z.string(),
    /** A day of WIB. */
    day: Day,
    state: z.enum(['collecting', 'booked']),
    ...Sums.shape,
    began_at: Instant,
    booked_at: Instant.nullable(),
    /** What was ordered to be paid out, and how its payouts stand. */
    ordered: Amount,
    payout_states: z.array(z.enum(PAYOUT_STATES)),
  })
  .meta({ id: 'BatchRow' });

export const listBatches = shape({
  method: 'GET',
  path: '/:workspace/settlement/batches',
  summary: 'Batches, latest day first',
  permission: 'money.view',
  params: InWorkspace,
  query: z.object({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    after: z.string().max(400).optional(),
    bank: z.string().max(20).optional(),
    day: Day.optional(),
    state: z.enum(['collecting', 'booked']).optional(),
    /** One merchant of all. */
    client_id: ClientId.optional(),
  }),
  answer: pageOf(BatchRow),
});

/** What a batch came to for one account: carried + share − payout = balance. */
const BatchAccount = AccountWords.extend({
  carried: Amount,
  share: Amount,
  balance: Amount,
  payout: z
    .object({
      payout_id: Id,
      amount: Amount,
      state: z.enum(PAYOUT_STATES),
      reason: z.string().nullable(),
    })
    .nullable(),
});

const OneBatch = InWorkspace.extend({ batch_id: Id });

export const getBatch = shape({
  method: 'GET',
  path: '/:workspace/settlement/batches/:batch_id',
  summary: 'One batch: its totals, and what became of each account',
  permission: 'money.view',
  params: OneBatch,
  answer: z.object({ batch: BatchRow, accounts: z.array(BatchAccount) }),
});

const LineRow = z
  .object({
    /** Null for a balance that was moved from one account to another. */
    kind: z.enum(['payment', 'refund']).nullable(),
    item_id: Id,
    line_no: z.number().int(),
    payment_id: Id.nullable(),
    invoice_number: z.string().nullable(),
    succeeded_at: Instant.nullable(),
    /** Of the whole payment or refund; it stands in its first line alone, so that the column adds up. */
    amount: Amount.nullable(),
    fee: Amount.nullable(),
    account: z.string(),
    share: Amount,
    /** The account that it was meant for and that could not be paid to. */
    instead_of: z.string().nullable(),
  })
  .meta({ id: 'SettlementLineRow' });

export const listBatchLines = shape({
  method: 'GET',
  path: '/:workspace/settlement/batches/:batch_id/lines',
  summary: 'The lines of a batch, oldest first',
  permission: 'money.view',
  params: OneBatch,
  query: z.object({
    limit: z.coerce.number().int().min(1).max(500).default(50),
    after: z.string().max(400).optional(),
  }),
  answer: pageOf(LineRow),
});

/** `zone` is the zone of the file's times, named in its head row; WIB when absent. */
const InZone = z.object({ zone: z.string().max(64).optional() });

export const exportBatchLines = shape({
  method: 'GET',
  path: '/:workspace/settlement/batches/:batch_id/lines.csv',
  summary: 'The lines of a batch, as CSV',
  permission: 'export',
  params: OneBatch,
  query: InZone,
  answer: 'csv',
});

export const getStatement = shape({
  method: 'GET',
  path: '/:workspace/settlement/statement',
  summary: 'What was settled with a merchant on a day, to be printed',
  permission: 'money.view',
  params: InWorkspace,
  /** The latest day on which something was settled, when absent. */
  query: z.object({ day: Day.optional() }),
  answer: z.object({
    ...OfMerchant.shape,
    day: Day,
    /** Of every day and time in it. */
    zone: z.string(),
    made_at: Instant,
    batches: z.array(z.object({ batch: BatchRow, accounts: z.array(BatchAccount) })),
    /** The days before and after it on which something was settled. */
    before: Day.nullable(),
    next: Day.nullable(),
  }),
});

export const exportStatement = shape({
  method: 'GET',
  path: '/:workspace/settlement/statement.csv',
  summary: 'What was settled with a merchant on a day, line by line, as CSV',
  permission: 'export',
  params: InWorkspace,
  query: InZone.extend({ day: Day.optional() }),
  answer: 'csv',
});
