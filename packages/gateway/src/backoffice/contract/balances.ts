// Balances of a merchant, why each is what it is, and the journals behind it; money in transit by its age.
import { z } from 'zod';
import { ACCOUNT_KINDS } from '../../ledger/account.ts';
import { shape } from '../route.ts';
import { CsvQuery, Journal } from './payments.ts';
import { Amount, ClientId, Id, Instant, InstantIn, InWorkspace, ListQuery } from './words.ts';

const AccountName = z.string().regex(/^[a-z_]{1,30}(:[A-Za-z0-9-]{1,40}){0,2}$/);
const Template = z.string().regex(/^[A-Za-z]{1,40}$/);

/** An account of the chart. A balance stands on the side on which the account grows: less than 0 is the other one. */
const LedgerAccount = z
  .object({
    account: z.string(),
    kind: z.enum(ACCOUNT_KINDS),
    side: z.enum(['debit', 'credit']),
    /** Whether it is 0 at rest. */
    clears: z.boolean(),
    bank: z.string().nullable(),
    /** The merchant's bank account to which it is owed. */
    bank_account: z
      .object({ account_id: z.string(), bank_name: z.string(), number_tail: z.string() })
      .nullable(),
    balance: Amount,
  })
  .meta({ id: 'LedgerAccount' });

export const listBalances = shape({
  method: 'GET',
  path: '/:workspace/balances',
  summary: 'Every account of a merchant with its balance, now or as of an instant',
  permission: 'money.view',
  params: InWorkspace,
  /** What was booked before it; now without it. */
  query: z.object({ before: InstantIn.optional() }),
  answer: z.object({
    at: Instant,
    accounts: z.array(LedgerAccount.extend({ last_moved_at: Instant.nullable() })),
    /** What the merchant is owed, in three parts; and what was taken off for refunds that the bank has not decided. */
    owed: z.object({
      total: Amount,
      payable: Amount,
      settled: Amount,
      on_its_way: Amount,
      refunds: Amount,
    }),
    /** Debits less credits of all accounts: 0, or something is broken. */
    difference: Amount,
  }),
});

const OfAccount = InWorkspace.extend({ account: AccountName });
const Period = z.object({ from: InstantIn.optional(), to: InstantIn.optional() });

export const getAccount = shape({
  method: 'GET',
  path: '/:workspace/balances/:account',
  summary:
    'Why an account holds what it does: from its opening to its closing balance, by template',
  permission: 'money.view',
  params: OfAccount,
  query: Period,
  answer: z.object({
    account: LedgerAccount,
    from: Instant.nullable(),
    to: Instant,
    opening: Amount,
    groups: z.array(
      z.object({
        template: z.string(),
        journals: z.number().int(),
        debits: Amount,
        credits: Amount,
        /** What the balance changes by. */
        change: Amount,
      }),
    ),
    closing: Amount,
  }),
});

/** What a journal is about, and where the page of that is. */
const Subject = z.object({
  kind: z.enum(['payment', 'refund', 'chunk', 'batch', 'payout', 'exception']),
  id: Id,
});

const Movement = z
  .object({
    journal_no: z.number().int(),
    template: z.string(),
    made_at: Instant,
    subject: Subject,
    debits: Amount,
    credits: Amount,
    change: Amount,
  })
  .meta({ id: 'Movement' });

export const listMovements = shape({
  method: 'GET',
  path: '/:workspace/balances/:account/movements',
  summary: 'The journals that move an account, newest first',
  permission: 'money.view',
  params: OfAccount,
  query: ListQuery.extend({ template: Template.optional() }),
  answer: z.object({ rows: z.array(Movement), next: z.string().nullable() }),
});

export const exportMovements = shape({
  method: 'GET',
  path: '/:workspace/balances/:account/movements.csv',
  summary: 'The journals that move an account as CSV, oldest hour first',
  permission: 'export',
  params: OfAccount,
  query: CsvQuery.extend({ template: Template.optional() }),
  answer: 'csv',
});

export const getJournal = shape({
  method: 'GET',
  path: '/:workspace/journals/:journal_no',
  summary: 'One journal: its transfers, what it is about, who caused it, and its link of the chain',
  permission: 'money.view',
  params: InWorkspace.extend({
    journal_no: z.coerce
      .bigint()
      .min(1n)
      .max(10n ** 15n),
  }),
  answer: z.object({
    journal: Journal,
    subject: Subject.extend({
      /** Its invoice number, bank reference or day: what people know it by. */
      name: z.string().nullable(),
    }),
    /** What of the subject has caused it, by whom; people by their names. */
    cause: z.object({
      event: z.string().nullable(),
      actor: z.string(),
      people: z.array(z.string()),
    }),
    /** SHA-256, hexadecimal: of this journal and of the one before it. */
    hash: z.string(),
    previous_hash: z.string().nullable(),
    /** Whether the hash is what the one before it and this journal come to, computed anew. */
    holds: z.boolean(),
    is_head: z.boolean(),
  }),
});

export const listMerchantBalances = shape({
  method: 'GET',
  path: '/:workspace/merchant-balances',
  summary: 'Balances of every merchant that may be seen, by kind of account; by name',
  permission: 'money.view',
  params: InWorkspace,
  query: ListQuery.pick({ limit: true, after: true }).extend({
    kind: z.enum(ACCOUNT_KINDS).optional(),
  }),
  answer: z.object({
    rows: z.array(
      z.object({
        client_id: ClientId,
        merchant_name: z.string(),
        balances: z.array(z.object({ kind: z.enum(ACCOUNT_KINDS), balance: Amount })),
      }),
    ),
    next: z.string().nullable(),
    /** Of all merchants together; null where there are too many accounts to add up while somebody waits. */
    totals: z.array(z.object({ kind: z.enum(ACCOUNT_KINDS), balance: Amount })).nullable(),
  }),
});

/** How old, in days of WIB: 0 is today. `to` null: and more. */
const Age = z.object({
  from: z.number().int(),
  to: z.number().int().nullable(),
  count: z.number().int(),
  amount: Amount,
});

export const getMoneyInTransit = shape({
  method: 'GET',
  path: '/:workspace/home/money',
  summary: 'Money on its way, by where it is and how long',
  permission: 'money.view',
  params: InWorkspace,
  query: z.object({ bank: z.string().max(20).optional() }),
  answer: z.object({
    at: Instant,
    stages: z.array(
      z.object({
        stage: z.enum([
          'unseen',
          'unseen_back',
          'unsettled',
          'payouts',
          'refunds',
          'exceptions',
          'suspense',
        ]),
        count: z.number().int(),
        amount: Amount,
        ages: z.array(Age),
        /** What of the amount has no day: money that came late, or from before the first statement. */
        ageless: Amount,
      }),
    ),
    /** What is to be settled, by the day on which it is due. */
    due: z.array(
      z.object({
        day: z.iso.date(),
        count: z.number().int(),
        amount: Amount,
        overdue: z.boolean(),
      }),
    ),
  }),
});
