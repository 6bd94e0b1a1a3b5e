// A merchant's own bank accounts, to which it is paid out: listed, added, named by a bank, and what a second person approves.
import { z } from 'zod';
import { BANK_ACCOUNT_EVENTS, BANK_ACCOUNT_STATUSES } from '../../bank-accounts/bank-account.ts';
import { DECISIONS } from '../../bank-accounts/decide.ts';
import { PAYOUT_STATES } from '../../settlement/payout.ts';
import { shape } from '../route.ts';
import { BankWord } from './payments.ts';
import {
  Act,
  Amount,
  Id,
  Instant,
  InWorkspace,
  ListQuery,
  OfMerchant,
  pageOf,
  Person,
  Why,
  wordsOf,
} from './words.ts';

const BankAccountRow = z
  .object({
    ...OfMerchant.shape,
    /** `bank_account_settlement_id` on the merchant's wire. */
    account_id: z.string(),
    bank_code: z.string(),
    bank_name: z.string(),
    number_tail: z.string(),
    /** As whoever added it calls the holder. */
    holder: z.string(),
    /** As the bank calls the holder; null until it has said so. */
    inquired_name: z.string().nullable(),
    /** Whether the two are one name; null until the bank has spoken. */
    names_agree: z.boolean().nullable(),
    status: z.enum(BANK_ACCOUNT_STATUSES),
    is_default: z.boolean(),
    created_at: Instant,
    inquired_at: Instant.nullable(),
    verified_at: Instant.nullable(),
    closed_at: Instant.nullable(),
    /** What the status and the reader's role allow now. */
    may: z.array(z.enum(['inquire', ...DECISIONS])),
  })
  .meta({ id: 'BankAccountRow' });

export const listBankAccounts = shape({
  method: 'GET',
  path: '/:workspace/bank-accounts',
  summary: "Merchants' own bank accounts, newest first, and the banks at which one can be",
  permission: 'accounts.view',
  params: InWorkspace,
  query: ListQuery.omit({ from: true, to: true }).extend({
    status: wordsOf(BANK_ACCOUNT_STATUSES).optional(),
  }),
  answer: pageOf(BankAccountRow).extend({
    banks: z.array(z.object({ code: z.string(), name: z.string() })),
  }),
});

const OneAccount = InWorkspace.extend({ account_id: z.string().regex(/^[A-Za-z0-9-]{1,64}$/) });

export const getBankAccount = shape({
  method: 'GET',
  path: '/:workspace/bank-accounts/:account_id',
  summary: 'One bank account, its history, and what it got lately',
  permission: 'accounts.view',
  params: OneAccount,
  answer: z.object({
    account: BankAccountRow,
    /** The whole number, to be compared with a document; null for who may not see people in full. */
    number: z.string().nullable(),
    history: z.array(
      z.object({
        at: Instant,
        event: z.enum(BANK_ACCOUNT_EVENTS),
        status: z.enum(BANK_ACCOUNT_STATUSES),
        is_default: z.boolean(),
        /** Who did or approved it; null where nobody was signed in. */
        by: Person.nullable(),
        approval_id: Id.nullable(),
        bank: BankWord.nullable(),
      }),
    ),
    /** What waits for a second person. */
    waiting: z.array(z.object({ approval_id: Id, what: z.enum(DECISIONS) })),
    /** The newest payouts to it; null for who may not see money. */
    payouts: z
      .array(
        z.object({
          payout_id: Id,
          batch_id: Id,
          /** The bank that pays it out. */
          bank: z.string(),
          amount: Amount,
          state: z.enum(PAYOUT_STATES),
          /** Why it was refused or came back, in the bank's words. */
          reason: z.string().nullable(),
          created_at: Instant,
          changed_at: Instant,
        }),
      )
      .nullable(),
  }),
});

const Account = z.object({ account: BankAccountRow });

export const addBankAccount = shape({
  method: 'POST',
  path: '/:workspace/bank-accounts',
  summary: 'Add a bank account; nothing is paid to it before it is verified',
  permission: 'accounts.change',
  stepUp: true,
  params: InWorkspace,
  body: z.object({
    /** Three digits, as Bank Indonesia numbers banks. */
    bank_code: z.string().max(40),
    number: z.string().max(40),
    holder: z.string().max(200),
  }),
  answer: Account,
});

export const inquireBankAccount = shape({
  method: 'POST',
  path: '/:workspace/bank-accounts/:account_id/inquiry',
  summary: 'Ask a bank whose account it is',
  permission: 'accounts.change',
  params: OneAccount,
  answer: Account,
});

export const verifyBankAccount = shape({
  method: 'POST',
  path: '/:workspace/bank-accounts/:account_id/verification',
  summary: 'Ask for an account that a bank has named to be verified, by a second person',
  permission: 'accounts.change',
  stepUp: true,
  params: OneAccount,
  body: z.object({ reason: Why }),
  answer: Act,
});

export const makeDefaultBankAccount = shape({
  method: 'POST',
  path: '/:workspace/bank-accounts/:account_id/default',
  summary: 'Ask for a verified account to be the default, by a second person',
  permission: 'accounts.change',
  stepUp: true,
  params: OneAccount,
  body: z.object({ reason: Why }),
  answer: Act,
});

export const closeBankAccount = shape({
  method: 'POST',
  path: '/:workspace/bank-accounts/:account_id/closing',
  summary: 'Close an account: at once, or by a second person where money may go to it',
  permission: 'accounts.change',
  stepUp: true,
  params: OneAccount,
  body: z.object({ reason: Why }),
  answer: Act,
});
