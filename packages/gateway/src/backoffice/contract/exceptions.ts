// Differences between banks' statements and our books in the Back Office: the queue, one with both its sides, and how it ends.
import { z } from 'zod';
import { LINE_TYPES } from '../../banks/statement-profile.ts';
import { EXCEPTION_REASONS, RESOLUTIONS } from '../../reconciliation/exception.ts';
import { LINE_STATUSES } from '../../reconciliation/statement.ts';
import { WHY_NOT, type WhyNot } from '../../reconciliation/why-not.ts';
import { shape } from '../route.ts';
import { Journal, TimelineEntry } from './payments.ts';
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

/** A day of WIB, as the bank counts days. */
const Day = z.iso.date();

const Bank = z.string().regex(/^[a-z]{1,20}$/);

const ExceptionFilters = z.object({
  state: z.enum(['open', 'resolved']).optional(),
  reason: wordsOf(EXCEPTION_REASONS).optional(),
  type: wordsOf(LINE_TYPES).optional(),
  bank: Bank.optional(),
  day: Day.optional(),
  /** How long it has been open, in whole days; of open ones. */
  age: z.enum(['to_1', 'to_3', 'to_7', 'older']).optional(),
  /** A payment, refund or payout. */
  subject_id: Id.optional(),
});

const ExceptionRow = z
  .object({
    ...OfMerchant.shape,
    exception_id: Id,
    bank: Bank,
    day: Day,
    reason: z.enum(EXCEPTION_REASONS),
    state: z.enum(['open', 'resolved']),
    type: z.enum(LINE_TYPES),
    subject: z.object({ kind: z.enum(['payment', 'refund', 'payout']), id: Id }).nullable(),
    /** What the bank's line says; null where there is none. */
    amount: Amount.nullable(),
    /** What we say. */
    expected: Amount.nullable(),
    /** What the bank shows more than we have, or less. */
    difference: Amount,
    /** What of it lies in suspense: more than 0 came in, less than 0 went out. */
    in_suspense: Amount,
    opened_at: Instant,
    resolved_at: Instant.nullable(),
    resolution: z.enum(RESOLUTIONS).nullable(),
  })
  .meta({ id: 'ExceptionRow' });

export const listExceptions = shape({
  method: 'GET',
  path: '/:workspace/exceptions',
  summary: "Differences between banks' statements and our books, newest first",
  permission: 'money.view',
  params: InWorkspace,
  query: ListQuery.extend(ExceptionFilters.shape),
  answer: pageOf(ExceptionRow),
});

export const exportExceptions = shape({
  method: 'GET',
  path: '/:workspace/exceptions.csv',
  summary: 'Every difference that the filters find, as CSV',
  permission: 'export',
  params: InWorkspace,
  query: ListQuery.omit({ limit: true, after: true })
    .extend({ zone: z.string().max(64).optional() })
    .extend(ExceptionFilters.shape),
  answer: 'csv',
});

export const ageExceptions = shape({
  method: 'GET',
  path: '/:workspace/exceptions/ages',
  summary: 'How long open differences have waited: how many, and the rupiah that differ',
  permission: 'money.view',
  params: InWorkspace,
  query: z.object({ bank: Bank.optional() }),
  answer: z.object({
    rows: z.array(
      z.object({
        age: z.enum(['to_1', 'to_3', 'to_7', 'older']),
        count: z.number().int(),
        rupiah: Amount,
      }),
    ),
    /** Whether there are more than were counted. */
    more: z.boolean(),
  }),
});

const Line = z
  .object({
    day: Day,
    line: z.number().int(),
    type: z.enum(LINE_TYPES),
    at: Instant,
    bank_reference: z.string(),
    reference: z.string(),
    amount: Amount,
    status: z.enum(LINE_STATUSES),
  })
  .meta({ id: 'StatementLine' });

const Candidate = z.object({
  exception_id: Id,
  reason: z.enum(EXCEPTION_REASONS),
  type: z.enum(LINE_TYPES),
  day: Day,
  amount: Amount.nullable(),
  expected: Amount.nullable(),
  in_suspense: Amount,
  /** The ways in which it can make it come out to the rupiah: with others of them, or alone. */
  ways: z.array(z.enum(RESOLUTIONS)),
  /** Those in which it does alone. */
  fits: z.array(z.enum(RESOLUTIONS)),
  /** Named as one that explains it, or for its subject, which the line is. */
  for: z.enum(['others', 'subject']),
  subject_id: Id.nullable(),
});

export const getException = shape({
  method: 'GET',
  path: '/:workspace/exceptions/:exception_id',
  summary: 'One difference: what the bank shows, what we know, and how it may end',
  permission: 'money.view',
  params: InWorkspace.extend({ exception_id: Id }),
  answer: z.object({
    exception: ExceptionRow,
    /** The bank's line; null where it shows none. */
    line: Line.nullable(),
    /** Lines that have shown the same subject. */
    shown_by: z.array(Line),
    /** What we know; null where nothing here has that reference. */
    ours: z
      .object({
        kind: z.enum(['payment', 'refund', 'payout']),
        id: Id,
        state: z.string(),
        amount: Amount,
        invoice_number: z.string().nullable(),
        /** Of a payout, the bank account that it is for. */
        account: z.string().nullable(),
        bank_reference: z.string().nullable(),
        created_at: Instant,
        finished_at: Instant.nullable(),
        /** What happened to it, oldest first: what the bank answered then. */
        timeline: z.array(TimelineEntry),
        journals: z.array(Journal),
      })
      .nullable(),
    /** What the difference itself has booked. */
    journals: z.array(Journal),
    resolutions: z.array(
      z.object({
        resolution: z.enum(RESOLUTIONS),
        may: z.boolean(),
        /** A word of the reasons, or `choose_merchant`, `forbidden`, `approval_pending`. */
        why_not: z
          .enum([
            ...(Object.keys(WHY_NOT) as [WhyNot, ...WhyNot[]]),
            'choose_merchant',
            'forbidden',
            'approval_pending',
            'none_to_name',
          ])
          .nullable(),
        /** What has to be named beside the evidence. */
        needs: z.enum(['others', 'subject']).nullable(),
        /** What the others that are named must have put into suspense together; less than 0 where it must have gone out. */
        wanted: Amount.nullable(),
        left_over: Amount.nullable(),
      }),
    ),
    /** Open ones that may explain it. */
    candidates: z.array(Candidate),
    asked: z.array(
      z.object({
        approval_id: Id,
        state: z.string(),
        resolution: z.enum(RESOLUTIONS).nullable(),
        reason: z.string(),
        asked_by: Person,
        asked_at: Instant,
        decided_by: Person.nullable(),
        decided_at: Instant.nullable(),
        decision_reason: z.string().nullable(),
        outcome: z.string().nullable(),
      }),
    ),
    resolved: z
      .object({
        resolution: z.enum(RESOLUTIONS),
        at: Instant,
        day: Day.nullable(),
        /** The one whose resolution settled this too. */
        explained_by: Id.nullable(),
        asked_by: Person.nullable(),
        approved_by: Person.nullable(),
        approval_id: Id.nullable(),
        evidence: z.record(z.string(), z.unknown()).nullable(),
      })
      .nullable(),
  }),
});

export const resolveException = shape({
  method: 'POST',
  path: '/:workspace/exceptions/:exception_id/resolution',
  summary: 'Ask for a difference to be resolved, with evidence, by a second person',
  permission: 'exceptions.resolve',
  stepUp: true,
  params: InWorkspace.extend({ exception_id: Id }),
  body: z.object({
    resolution: z.enum(RESOLUTIONS),
    evidence: z.object({
      source: z.enum(['bank_statement', 'bank_letter', 'bank_call', 'bank_portal']),
      /** The bank's reference, ticket or statement line. */
      reference: z.string().trim().min(3).max(128),
      /** The day that the evidence speaks of. */
      day: z.iso.date(),
    }),
    /** Other open differences that explain it. */
    others: z.array(Id).max(50).default([]),
    /** The payment, refund or payout that the line is, where it is matched by hand. */
    subject_id: Id.nullable().default(null),
    /** What was seen, in words. */
    reason: Why,
  }),
  answer: Act,
});
