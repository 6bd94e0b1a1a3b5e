// Payouts to the merchants' bank accounts, and the files by which a bank is told of them.
import { z } from 'zod';
import { PAYOUT_STATES } from '../../settlement/payout.ts';
import { shape } from '../route.ts';
import { AccountWords } from './settlement.ts';
import {
  Amount,
  Id,
  Instant,
  InWorkspace,
  ListQuery,
  OfMerchant,
  pageOf,
  Why,
  wordsOf,
} from './words.ts';

const PayoutRow = z
  .object({
    ...OfMerchant.shape,
    payout_id: Id,
    /** By which the bank knows it. */
    reference: z.string(),
    batch_id: Id,
    /** The day of WIB that was settled. */
    day: z.iso.date(),
    bank: z.string(),
    ...AccountWords.shape,
    amount: Amount,
    state: z.enum(PAYOUT_STATES),
    /** Why it was refused or came back, in the bank's words. */
    reason: z.string().nullable(),
    file_id: Id.nullable(),
    /** Its account gets nothing until somebody releases it. */
    held: z.boolean(),
    created_at: Instant,
    changed_at: Instant,
  })
  .meta({ id: 'PayoutRow' });

export const listPayouts = shape({
  method: 'GET',
  path: '/:workspace/settlement/payouts',
  summary: 'Payouts, newest first',
  permission: 'money.view',
  params: InWorkspace,
  query: ListQuery.extend({
    state: wordsOf(PAYOUT_STATES).optional(),
    bank: z.string().max(20).optional(),
    /** Accounts that get nothing until somebody releases them. */
    held: z.enum(['yes']).optional(),
  }),
  answer: pageOf(PayoutRow),
});

const OnePayout = InWorkspace.extend({ payout_id: Id });

const FileRow = z
  .object({
    file_id: Id,
    bank: z.string(),
    /** The day on which the bank is to pay. */
    day: z.iso.date(),
    message_id: z.string(),
    state: z.enum(['ready', 'sent', 'refused']),
    payouts: z.number().int(),
    amount: Amount,
    reason: z.string().nullable(),
    created_at: Instant,
    sent_at: Instant.nullable(),
    /** Where the bank has refused all of it: the accounts that get nothing until they are released, by the bank's reason. */
    held: z.array(
      z.object({
        /** Empty where the bank gave none. */
        reason: z.string(),
        payouts: z.number().int(),
        amount: Amount,
        /** Of which a statement says otherwise: they are not released. */
        disputed: z.number().int(),
      }),
    ),
  })
  .meta({ id: 'PayoutFileRow' });

export const getPayout = shape({
  method: 'GET',
  path: '/:workspace/settlement/payouts/:payout_id',
  summary: 'One payout, its file and all that happened to it',
  permission: 'money.view',
  params: OnePayout,
  answer: z.object({
    payout: PayoutRow,
    file: FileRow.pick({ message_id: true, day: true, state: true, sent_at: true }).nullable(),
    events: z.array(
      z.object({
        at: Instant,
        state: z.enum(PAYOUT_STATES),
        actor: z.string(),
        reason: z.string().nullable(),
      }),
    ),
  }),
});

export const releasePayout = shape({
  method: 'POST',
  path: '/:workspace/settlement/payouts/:payout_id/release',
  summary: 'Let an account be paid to again whose payout was refused or came back',
  permission: 'settlement.operate',
  stepUp: true,
  params: OnePayout,
  body: z.object({ reason: Why }),
  answer: null,
});

export const listPayoutFiles = shape({
  method: 'GET',
  path: '/:workspace/settlement/payout-files',
  summary: 'Files of payouts for banks, newest first',
  permission: 'settlement.operate',
  params: InWorkspace,
  query: ListQuery.pick({ limit: true, after: true }),
  answer: z.object({
    rows: z.array(FileRow),
    next: z.string().nullable(),
    /** Whether payouts are ready that are in no file yet. */
    unfiled: z.boolean(),
  }),
});

export const makePayoutFiles = shape({
  method: 'POST',
  path: '/:workspace/settlement/payout-files',
  summary: 'Put every payout that is ready into a file for its bank',
  permission: 'settlement.operate',
  stepUp: true,
  params: InWorkspace,
  body: z.object({ reason: Why }),
  answer: z.object({ files: z.array(FileRow.omit({ held: true })) }),
});

const OneFile = InWorkspace.extend({ file: Id });

export const takePayoutFile = shape({
  method: 'POST',
  path: '/:workspace/settlement/payout-files/:file/content',
  summary: 'The file itself (pain.001), with account numbers, to be carried to the bank',
  permission: 'settlement.operate',
  stepUp: true,
  params: OneFile,
  answer: z.object({ name: z.string(), content: z.string() }),
});

export const markPayoutFileSent = shape({
  method: 'POST',
  path: '/:workspace/settlement/payout-files/:file/sent',
  summary: 'Say that a file was handed to the bank',
  permission: 'settlement.operate',
  stepUp: true,
  params: OneFile,
  body: z.object({ reason: Why }),
  answer: null,
});

export const releasePayoutFile = shape({
  method: 'POST',
  path: '/:workspace/settlement/payout-files/:file/release',
  summary: 'Let every account be paid to again that a wholly refused file holds for one reason',
  permission: 'settlement.operate',
  stepUp: true,
  params: OneFile,
  body: z.object({
    reason: Why,
    /** In the bank's words; needed where it gave several. */
    held_for: z.string().max(300).optional(),
  }),
  answer: z.object({ released: z.number().int() }),
});

export const readPayoutResults = shape({
  method: 'POST',
  path: '/:workspace/settlement/payout-results',
  summary: "Read the bank's report (pain.002) about a file of payouts, or say what it would change",
  permission: 'settlement.operate',
  stepUp: true,
  mostBytes: 1_048_576,
  params: InWorkspace,
  body: z.object({
    report: z.string().min(1),
    dry_run: z.boolean(),
    /** Not asked for by a dry run. */
    reason: Why.optional(),
  }),
  answer: z.object({
    file_id: Id,
    message_id: z.string(),
    paid: z.number().int(),
    refused: z.number().int(),
    returned: z.number().int(),
    /** Said before. */
    known: z.number().int(),
    /** Not decided yet. */
    open: z.number().int(),
    /** References of which the bank takes back what it has said: nothing was changed. */
    contradictions: z.array(z.string()),
  }),
});
