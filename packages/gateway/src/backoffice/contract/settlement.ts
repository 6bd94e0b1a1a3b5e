// What is settled and when: previews, what comes next, the calendar of the banks, and a run by hand.
import { z } from 'zod';
import { HOLIDAY_KINDS } from '../../settlement/store-calendar.ts';
import { shape } from '../route.ts';
import { SplitLine } from './payments.ts';
import { Amount, Id, Instant, InWorkspace, OfMerchant, Why } from './words.ts';

/** A day of WIB. */
const Day = z.iso.date();
const Bank = z.string().regex(/^[a-z]{1,20}$/);

export const previewSettlement = shape({
  method: 'POST',
  path: '/:workspace/settlement-preview',
  summary:
    'The fee of a payment, what each bank account would get of it, and when; nothing is written',
  permission: 'payments.view',
  params: InWorkspace,
  body: z.object({
    bank: Bank,
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
    due_day: Day,
  }),
});

/** What payments and refunds come to that are settled together. */
export const Sums = z.object({
  items: z.number().int(),
  gross: Amount,
  fees: Amount,
  refunds: Amount,
  net: Amount,
});

/** An account as people tell it from others. */
export const AccountWords = z.object({
  account: z.string(),
  bank_name: z.string().nullable(),
  number_tail: z.string().nullable(),
});

const UNPAID = ['negative', 'below_minimum', 'held', 'next_batch'] as const;

export const listUpcoming = shape({
  method: 'GET',
  path: '/:workspace/settlement/upcoming',
  summary: 'What waits to be settled, for each merchant and bank, and why something stays',
  permission: 'money.view',
  params: InWorkspace,
  query: z.object({
    limit: z.coerce.number().int().min(1).max(100).default(50),
    after: z.string().max(400).optional(),
  }),
  answer: z.object({
    today: Day,
    /** When the workers settle next. */
    next_run: z.object({ day: Day, at: Instant }),
    rows: z.array(
      z.object({
        ...OfMerchant.shape,
        bank: z.string(),
        working_days: z.number().int(),
        minimum: Amount,
        /** Taken by the bank, less what it gave back, that no statement has shown yet. */
        unseen: Amount,
        /** Reconciled and in no batch, by the day on which it is due. */
        due: z.array(Sums.extend({ day: Day })),
        /** Nothing of this merchant is settled for this reason. */
        stopped_by: z.enum(['no_default_account']).nullable(),
        /** A batch that is being made just now. */
        collecting: z.object({ batch_id: Id, day: Day }).nullable(),
        /** What accounts were owed by earlier batches and were not paid, and why. */
        carried: z.array(AccountWords.extend({ balance: Amount, why: z.enum(UNPAID) })),
      }),
    ),
    next: z.string().nullable(),
  }),
});

export const getCalendar = shape({
  method: 'GET',
  path: '/:workspace/settlement/calendar',
  summary: 'A month of the banks: working days, holidays, and the day on which each is settled',
  permission: 'money.view',
  params: InWorkspace,
  query: z.object({
    /** The present one of WIB when absent. */
    month: z
      .string()
      .regex(/^20\d\d-(0[1-9]|1[0-2])$/)
      .optional(),
    /** By what was agreed with the merchant for this bank. */
    bank: Bank.optional(),
  }),
  answer: z.object({
    month: z.string(),
    today: Day,
    /** From the day of success to the day of settlement, as `settled_on` was reckoned. */
    working_days: z.number().int(),
    /** False where only weekends are known of the year. */
    knows_year: z.boolean(),
    days: z.array(
      z.object({
        day: Day,
        working: z.boolean(),
        holiday: z
          .object({
            name: z.string(),
            kind: z.enum(HOLIDAY_KINDS),
            /** Calculated, not decreed. */
            provisional: z.boolean(),
          })
          .nullable(),
        /** When payments of this day are settled; null where the holidays leave no working day. */
        settled_on: Day.nullable(),
      }),
    ),
  }),
});

export const putHoliday = shape({
  method: 'PUT',
  path: '/:workspace/settlement/holidays/:day',
  summary: 'Add a holiday of the banks, or say it otherwise; what waits is moved to its new day',
  permission: 'settlement.operate',
  stepUp: true,
  params: InWorkspace.extend({ day: Day }),
  body: z.object({
    name: z.string().trim().min(1).max(120),
    kind: z.enum(HOLIDAY_KINDS),
    provisional: z.boolean(),
    reason: Why,
  }),
  answer: null,
});

export const removeHoliday = shape({
  method: 'POST',
  path: '/:workspace/settlement/holidays/:day/removal',
  summary: 'Take a holiday out; what waits is moved to its new day',
  permission: 'settlement.operate',
  stepUp: true,
  params: InWorkspace.extend({ day: Day }),
  body: z.object({ reason: Why }),
  answer: null,
});

const Position = AccountWords.extend({
  carried: Amount,
  share: Amount,
  payout: Amount.nullable(),
  unpaid: z.enum(['nothing', 'negative', 'below_minimum', 'held']).nullable(),
});

export const foreseeSettlement = shape({
  method: 'POST',
  path: '/:workspace/settlement/foresight',
  summary: 'What a run of a day would book now; nothing is written',
  permission: 'settlement.operate',
  params: InWorkspace,
  body: z.object({ day: Day }),
  answer: z.object({
    rows: z.array(
      Sums.extend({
        ...OfMerchant.shape,
        bank: z.string(),
        day: Day,
        /** Null where the merchant has no default account: nothing is settled then. */
        accounts: z.array(Position).nullable(),
      }),
    ),
    /** False where there was more than could be reckoned in time. */
    complete: z.boolean(),
  }),
});

export const runSettlement = shape({
  method: 'POST',
  path: '/:workspace/settlement/runs',
  summary: 'Settle a day now, instead of waiting for the workers; twice does it once',
  permission: 'settlement.operate',
  stepUp: true,
  params: InWorkspace,
  body: z.object({ day: Day, reason: Why }),
  answer: z.object({
    batches: z.array(
      z.object({ ...OfMerchant.shape, batch_id: Id, bank: z.string(), day: Day, paid: Amount }),
    ),
    /** False where there may be more to do: ask again. */
    complete: z.boolean(),
  }),
});
