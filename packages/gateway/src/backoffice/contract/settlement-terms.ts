// What is agreed with a merchant about its settlement at each bank, what other terms would move, and what two people of the
// gateway change about it.
import { z } from 'zod';
import { shape } from '../route.ts';
import { Act, Amount, Id, Instant, InWorkspace, Person, Why } from './words.ts';

const Bank = z.string().regex(/^[a-z]{1,20}$/);
const Day = z.iso.date();

export const SettlementTerms = z
  .object({
    /** From the day of success to the day of settlement. */
    working_days: z.number().int().min(0).max(30),
    /** A balance of an account below this is carried over, whole rupiah. */
    minimum: z.string().regex(/^\d{1,12}$/),
  })
  .meta({ id: 'SettlementTerms' });

/** Balances of accounts, in one sum. */
const Balances = z.object({ accounts: z.number().int(), amount: Amount });

/** What a change would do to what waits now. What a statement has shown keeps its day whatever is agreed. */
export const TermsEffect = z
  .object({
    /** Of today and of every day that would move: what was taken on it, less what was given back, and no statement has shown yet. */
    days: z.array(
      z.object({
        day: Day,
        unseen: Amount,
        /** When it is settled at the earliest; null where the holidays leave no working day. */
        before: Day.nullable(),
        after: Day.nullable(),
      }),
    ),
    /** Balances left over that would be paid out with the next batch, and stay as things are. */
    paid: Balances,
    /** Balances left over that would stay, and are paid out with the next batch as things are. */
    stays: Balances,
  })
  .meta({ id: 'TermsEffect' });

export const listTerms = shape({
  method: 'GET',
  path: '/:workspace/settlement/terms',
  summary: 'What is agreed with a merchant about its settlement, by bank, and how it has changed',
  permission: 'money.view',
  params: InWorkspace,
  answer: z.object({
    banks: z.array(
      z.object({
        bank: z.string(),
        terms: SettlementTerms,
        /** Since when it holds; null where nothing was ever agreed, and what holds for everybody does. */
        since: Instant.nullable(),
        /** A change that waits for the approval of a second person of the gateway. */
        waiting: Id.nullable(),
        /** The latest changes, newest first. */
        changes: z.array(
          z.object({
            at: Instant,
            before: SettlementTerms,
            after: SettlementTerms,
            /** Who asked for it; null where it was made from the command line. */
            made_by: Person.nullable(),
            approved_by: Person.nullable(),
            approval_id: Id.nullable(),
          }),
        ),
      }),
    ),
  }),
});

export const previewTerms = shape({
  method: 'POST',
  path: '/:workspace/settlement/terms-preview',
  summary: 'What other terms would move of what waits now; nothing is written',
  permission: 'fees.change',
  params: InWorkspace,
  body: z.object({ bank: Bank, terms: SettlementTerms }),
  answer: TermsEffect,
});

export const changeTerms = shape({
  method: 'POST',
  path: '/:workspace/settlement/terms',
  summary: 'Ask for other terms of settlement, by a second person of the gateway',
  permission: 'fees.change',
  stepUp: true,
  params: InWorkspace,
  body: z.object({ bank: Bank, terms: SettlementTerms, reason: Why }),
  answer: Act,
});
