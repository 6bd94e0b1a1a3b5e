// Reconciliation in the Back Office: a bank's days, its statement files, and lines of nobody.
import { z } from 'zod';
import { LINE_TYPES } from '../../banks/statement-profile.ts';
import { NOT_CLOSED, type NotClosed } from '../../reconciliation/close-day.ts';
import { DAY_STATES } from '../../reconciliation/view-days.ts';
import { shape } from '../route.ts';
import { Amount, ClientId, Id, Instant, InWorkspace, Why } from './words.ts';

const Bank = z.string().regex(/^[a-z]{1,20}$/);
/** A day of WIB, as the bank counts days. */
const Day = z.iso.date();
const Flag = z.enum(['true', 'false']).transform((word) => word === 'true');

const Sums = z.object({ debit: Amount, refund: Amount, payout: Amount, payout_return: Amount });

const DayRow = z
  .object({
    day: Day,
    state: z.enum(DAY_STATES),
    /** Lines of the statement; of the merchant's own in its workspace. Null without a statement. */
    lines: z.number().int().nullable(),
    /** Null while some wait to be matched. */
    matched: z.number().int().nullable(),
    /** What the statement says and what our books have of it, by type; null while lines wait, or without a statement. */
    sums: z.object({ bank: Sums, ours: Sums }).nullable(),
    open: z.object({
      missing_at_bank: z.number().int(),
      missing_here: z.number().int(),
      amount_differs: z.number().int(),
      duplicate: z.number().int(),
    }),
    resolved: z.number().int(),
    /** Lines of partners that are nobody here; null in the workspace of one merchant. */
    strays: z.number().int().nullable(),
    /** Files that were not taken; null in the workspace of one merchant. */
    refused: z.number().int().nullable(),
    imported_at: Instant.nullable(),
    closed_at: Instant.nullable(),
  })
  .meta({ id: 'DayRow' });

export const listDays = shape({
  method: 'GET',
  path: '/:workspace/reconciliation/days',
  summary: "A bank's days, the latest first: each one's statement against our books",
  permission: 'money.view',
  params: InWorkspace,
  query: z.object({
    /** The first bank that gives statements, when absent. */
    bank: Bank.optional(),
    /** Days before this one; up to yesterday when absent. */
    before: Day.optional(),
    limit: z.coerce.number().int().min(1).max(62).default(14),
  }),
  answer: z.object({
    bank: Bank,
    /** Banks that give statements. */
    banks: z.array(Bank),
    /** The first day of which a statement is owed; null while there was no business. */
    first: Day.nullable(),
    rows: z.array(DayRow),
    /** The `before` of the next page. */
    next: Day.nullable(),
  }),
});

export const getDay = shape({
  method: 'GET',
  path: '/:workspace/reconciliation/days/:bank/:day',
  summary: 'One day of a bank: its statement against our books, what differs, its seal',
  permission: 'money.view',
  params: InWorkspace.extend({ bank: Bank, day: Day }),
  answer: z.object({
    bank: Bank,
    day: DayRow,
    statement: z
      .object({
        statement_id: Id,
        imported_at: Instant,
        matched_at: Instant.nullable(),
        /** When what is missing on it was looked for. */
        judged_at: Instant.nullable(),
        /** Merchants whose lines are not matched yet. */
        waiting: z.number().int(),
      })
      .nullable(),
    /** The file itself, which is all merchants'; null in the workspace of one. */
    file: z.object({ sha256: z.string(), imported_by: z.string() }).nullable(),
    /** Files that were not taken, the latest first; empty in the workspace of one merchant. */
    refused: z.array(z.object({ reason: z.string(), by: z.string(), at: Instant })),
    /** Null while the day is open. */
    seal: z
      .object({
        closed_at: Instant,
        /** Over the heads of all ledgers. */
        heads_hash: z.string(),
        /** Null in the workspace of one merchant, as the next. */
        closed_by: z.string().nullable(),
        open_exceptions: z.number().int().nullable(),
        /** The head of this merchant's own ledger at that moment. */
        head: z.object({ journal_no: z.number().int(), hash: z.string() }).nullable(),
      })
      .nullable(),
    close: z.object({
      may: z.boolean(),
      why_not: z
        .enum([
          ...(Object.keys(NOT_CLOSED) as [NotClosed, ...NotClosed[]]),
          'forbidden',
          'choose_all',
        ])
        .nullable(),
      /** The day that is to be closed before it. */
      next: Day.nullable(),
    }),
  }),
});

export const closeDay = shape({
  method: 'POST',
  path: '/reconciliation/days/:bank/:day/closing',
  summary: "Close a bank's day: it is sealed with the heads of all ledgers",
  permission: 'settlement.operate',
  stepUp: true,
  params: z.object({ bank: Bank, day: Day }),
  body: z.object({ reason: Why }),
  answer: z.object({
    heads_hash: z.string(),
    open_exceptions: z.number().int(),
    merchants: z.number().int(),
  }),
});

/** A file of more bytes is for the command line. */
export const MOST_UPLOADED = 32 * 1024 * 1024;

export const importStatement = shape({
  method: 'POST',
  path: '/reconciliation/statements',
  summary: "Take a bank's statement in, or only judge it; the body is the file as it is",
  permission: 'settlement.operate',
  stepUp: true,
  query: z.object({ bank: Bank, day: Day, dry_run: Flag.default(true) }),
  body: 'file',
  answer: z.discriminatedUnion('result', [
    z.object({
      /** `good`: it was judged and not kept. */
      result: z.enum(['good', 'kept']),
      lines: z.number().int(),
      merchants: z.number().int(),
      strays: z.number().int(),
      sums: Sums,
    }),
    z.object({
      result: z.literal('refused'),
      /** The rule that it breaks, a sentence. */
      rule: z.string(),
      line: z.number().int().nullable(),
      /** Its name, or the number of the character or field. */
      column: z.string().nullable(),
    }),
  ]),
});

const Stray = z
  .object({
    statement_id: Id,
    line: z.number().int(),
    day: Day,
    /** As the bank names whose it is. */
    partner: z.string(),
    type: z.enum(LINE_TYPES),
    bank_reference: z.string(),
    reference: z.string(),
    amount: Amount,
    at: Instant,
    reason: z.enum(['unknown_partner', 'shared_partner']),
    /** The merchant whose it turned out to be. */
    found: z.object({ client_id: ClientId, merchant_name: z.string(), at: Instant }).nullable(),
  })
  .meta({ id: 'StrayRow' });

export const listStrays = shape({
  method: 'GET',
  path: '/reconciliation/strays',
  summary: "Lines of a bank's statements that are no merchant's, the newest day first",
  permission: 'money.view',
  query: z.object({
    bank: Bank.optional(),
    state: z.enum(['open', 'found']).default('open'),
    day: Day.optional(),
    after: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  answer: z.object({ bank: Bank, rows: z.array(Stray), next: z.string().nullable() }),
});

export const assignPartner = shape({
  method: 'POST',
  path: '/reconciliation/partners',
  summary: 'Say what a bank calls, or once called, a merchant: its lines find it then',
  permission: 'settlement.operate',
  stepUp: true,
  body: z.object({
    bank: Bank,
    partner: z.string().regex(/^(?=.*\S)[\x20-\x7E]{1,64}$/),
    client_id: ClientId,
    reason: Why,
  }),
  answer: null,
});
