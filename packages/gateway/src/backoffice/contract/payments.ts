// Payments in the Back Office: the list, one payment with all that happened to it, and what can be done with it.
import { z } from 'zod';
import { PAYMENT_STATES } from '../../payments/payment.ts';
import { REFUND_STATES } from '../../refunds/refund.ts';
import { SPLIT_TYPES } from '../../splits/split.ts';
import { shape } from '../route.ts';
import { FeeTerms } from './fees.ts';
import { PaymentSettlement } from './payment-settlement.ts';
import {
  Act,
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

/** What a list of payments can be narrowed to. Amounts in whole rupiah. */
export const PaymentFilters = z.object({
  state: wordsOf(PAYMENT_STATES).optional(),
  bank: z.string().max(20).optional(),
  reason: z.string().max(64).optional(),
  refunded: z.enum(['none', 'part', 'all']).optional(),
  least: z.coerce.bigint().optional(),
  most: z.coerce.bigint().optional(),
  /** A customer's id as the merchant calls it; in one merchant's workspace only. */
  customer_id: z.string().max(128).optional(),
  token_id: Id.optional(),
});

export const PaymentRow = z
  .object({
    ...OfMerchant.shape,
    payment_id: Id,
    invoice_number: z.string(),
    request_id: z.string(),
    amount: Amount,
    refunded: Amount,
    state: z.enum(PAYMENT_STATES),
    /** Why it failed or is unclear, in the words of our catalogue. */
    reason: z.string().nullable(),
    bank: z.string(),
    bank_code: z.string().nullable(),
    bank_payment_id: z.string().nullable(),
    customer_id: z.string(),
    /** Masked for who may not see people. */
    customer_name: z.string().nullable(),
    account_tail: z.string().nullable(),
    created_at: Instant,
    finished_at: Instant.nullable(),
    /** When it is looked at again by itself. */
    due_at: Instant.nullable(),
  })
  .meta({ id: 'PaymentRow' });

export const listPayments = shape({
  method: 'GET',
  path: '/:workspace/payments',
  summary: 'Payments, newest first',
  permission: 'payments.view',
  params: InWorkspace,
  query: ListQuery.extend(PaymentFilters.shape),
  answer: pageOf(PaymentRow),
});

export const sumPayments = shape({
  method: 'GET',
  path: '/:workspace/payments/sum',
  summary: 'Count and amount of what the filters find, as far as it was looked at',
  permission: 'payments.view',
  params: InWorkspace,
  query: ListQuery.omit({ limit: true, after: true }).extend(PaymentFilters.shape),
  answer: z.object({ count: z.number().int(), amount: Amount, searched_to: Instant.nullable() }),
});

/** `zone` is the zone of the file's times, named in its head row; WIB when absent. */
export const CsvQuery = ListQuery.omit({ limit: true, after: true }).extend({
  zone: z.string().max(64).optional(),
});

export const exportPayments = shape({
  method: 'GET',
  path: '/:workspace/payments.csv',
  summary: 'Every payment that the filters find, as CSV',
  permission: 'export',
  params: InWorkspace,
  query: CsvQuery.extend(PaymentFilters.shape),
  answer: 'csv',
});

/** What is kept of the bank's word. */
export const BankWord = z
  .object({
    operation: z.string(),
    http: z.number().int().nullable(),
    code: z.string().nullable(),
    message: z.string().nullable(),
    note: z.string().nullable(),
    external_id: z.string().nullable(),
    took_ms: z.number().int().nullable(),
  })
  .meta({ id: 'BankWord' });

/** One line of what happened, oldest first; ids link it to its own page. */
export const TimelineEntry = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('move'),
      at: Instant,
      /** The machine's event, `bank_paid` … ; `made` for the first one. */
      event: z.string(),
      state: z.string(),
      actor: z.string(),
      /** Of the Back Office, where the actor is `operator`: who asked, and who approved. */
      people: z.array(z.string()),
      bank: BankWord.nullable(),
    }),
    z.object({
      kind: z.literal('journal'),
      at: Instant,
      journal_no: z.number().int(),
      template: z.string(),
    }),
    z.object({
      kind: z.literal('notification'),
      at: Instant,
      notification_id: Id,
      type: z.string(),
      attempt: z.number().int().nullable(),
      status: z.number().int().nullable(),
      error: z.string().nullable(),
      took_ms: z.number().int().nullable(),
    }),
    z.object({
      kind: z.literal('refund'),
      at: Instant,
      refund_id: Id,
      amount: Amount,
      state: z.enum(REFUND_STATES),
      /** Of the Back Office, where they had it made. */
      people: z.array(z.string()),
      bank: BankWord.nullable(),
    }),
    z.object({
      kind: z.literal('request'),
      at: Instant,
      call_id: Id,
      endpoint: z.string(),
      status: z.number().int(),
      code: z.string().nullable(),
      took_ms: z.number().int(),
    }),
    z.object({
      kind: z.literal('act'),
      at: Instant,
      act: z.string(),
      by: z.string(),
      reason: z.string().nullable(),
    }),
  ])
  .meta({ id: 'TimelineEntry' });

/** What it waits for. `next_look_at`: when we ask the bank by ourselves. */
export const Waiting = z
  .object({
    for: z.enum(['nothing', 'otp', 'bank_answer', 'evidence', 'late_money_refund']),
    since: Instant.nullable(),
    next_look_at: Instant.nullable(),
    looks: z.number().int(),
    otp_expires_at: Instant.nullable(),
    otp_tries_left: z.number().int().nullable(),
  })
  .meta({ id: 'Waiting' });

export const Journal = z
  .object({
    journal_no: z.number().int(),
    template: z.string(),
    made_at: Instant,
    lines: z.array(z.object({ debit: z.string(), credit: z.string(), amount: Amount })),
  })
  .meta({ id: 'Journal' });

/** Whether something can be done now, and if not, why: a word that the page explains. */
const May = z.object({ may: z.boolean(), why_not: z.string().nullable() });

export const NotificationBrief = z
  .object({
    notification_id: Id,
    type: z.string(),
    state: z.enum(['pending', 'delivered', 'exhausted', 'undeliverable']),
    attempts: z.number().int(),
    last_status: z.number().int().nullable(),
    last_error: z.string().nullable(),
    created_at: Instant,
    due_at: Instant.nullable(),
  })
  .meta({ id: 'NotificationBrief' });

export const RefundBrief = z
  .object({
    refund_id: Id,
    kind: z.enum(['merchant', 'late']),
    amount: Amount,
    state: z.enum(REFUND_STATES),
    request_id: z.string().nullable(),
    created_at: Instant,
    finished_at: Instant.nullable(),
  })
  .meta({ id: 'RefundBrief' });

export const SplitLine = z.object({
  /** The settlement id of a bank account. */
  account: z.string().min(1).max(64),
  type: z.enum(SPLIT_TYPES),
  /** FIX: whole rupiah. PERCENTAGE: 1 to 100. */
  value: Amount,
});

/** How a net is divided; what its lines leave is for the default account. */
export const Split = z
  .object({
    net: Amount,
    lines: z.array(SplitLine.extend({ amount: Amount })).max(50),
  })
  .meta({ id: 'Split' });

/** What a payment costs its merchant, and who gets the rest. */
export const PaymentPrice = z
  .object({
    fee: Amount,
    net: Amount,
    split: Split.nullable(),
    for_default_account: Amount,
  })
  .meta({ id: 'PaymentPrice' });

export const getPayment = shape({
  method: 'GET',
  path: '/:workspace/payments/:payment_id',
  summary: 'One payment and all that happened to it',
  permission: 'payments.view',
  params: InWorkspace.extend({ payment_id: Id }),
  answer: z.object({
    payment: PaymentRow,
    token: z.object({ token_id: Id, state: z.string(), account_tail: z.string().nullable() }),
    customer: z.record(z.string(), z.unknown()),
    line_items: z.array(
      z.object({
        name: z.string().nullable(),
        price: Amount.nullable(),
        quantity: Amount.nullable(),
      }),
    ),
    additional_info: z.unknown(),
    price: PaymentPrice,
    /** Null while there is nothing to settle, and for who may not see it. */
    settlement: PaymentSettlement.nullable(),
    /** By which the fee was reckoned; null where none was agreed, and for who may not see money. */
    tariff: z.object({ fee_id: Id, terms: FeeTerms, valid_from: Instant }).nullable(),
    waiting: Waiting,
    timeline: z.array(TimelineEntry),
    journals: z.array(Journal),
    notifications: z.array(NotificationBrief),
    refunds: z.array(RefundBrief),
    approvals: z.array(z.object({ approval_id: Id, kind: z.string(), state: z.string() })),
    actions: z.object({
      refund: May.extend({ most: Amount, needs_approval_above: Amount.nullable() }),
      inquire: May,
      resolve: May,
      split: May,
    }),
    /** The row as it is kept, redacted, for who wants to read JSON. */
    raw: z.record(z.string(), z.unknown()),
  }),
});

const OnePayment = InWorkspace.extend({ payment_id: Id });

export const refundPayment = shape({
  method: 'POST',
  path: '/:workspace/payments/:payment_id/refunds',
  summary: 'Refund a payment, wholly or in part; above the limit it needs approval',
  permission: 'payments.refund',
  stepUp: true,
  params: OnePayment,
  body: z.object({
    amount: Amount,
    reason: Why,
    /** Chosen by the page when its form opens: sent twice it refunds once. */
    request_id: z.string().regex(/^[\x21-\x7E]{1,128}$/),
  }),
  answer: z.discriminatedUnion('result', [
    z.object({ result: z.literal('done'), refund: RefundBrief }),
    z.object({ result: z.literal('approval'), approval_id: Id }),
  ]),
});

export const inquirePayment = shape({
  method: 'POST',
  path: '/:workspace/payments/:payment_id/inquiries',
  summary: 'Ask the bank now what became of a payment',
  permission: 'payments.inquire',
  params: OnePayment,
  answer: z.object({
    state: z.enum(PAYMENT_STATES),
    /** What the bank said, in our words. */
    said: z.string(),
    changed: z.boolean(),
  }),
});

/** An unclear payment ended by hand: by evidence, by two people. */
export const resolvePayment = shape({
  method: 'POST',
  path: '/:workspace/payments/:payment_id/resolution',
  summary: 'Ask for an unclear payment to be ended by hand, with evidence',
  permission: 'payments.resolve',
  stepUp: true,
  params: OnePayment,
  body: z.object({
    state: z.enum(['succeeded', 'failed']),
    evidence: z.object({
      source: z.enum(['bank_statement', 'bank_letter', 'bank_call', 'bank_portal']),
      /** The bank's reference, ticket or statement line. */
      reference: z.string().trim().min(3).max(128),
      /** The day that the evidence speaks of. */
      day: z.iso.date(),
      note: z.string().max(1000).optional(),
    }),
    reason: Why,
  }),
  answer: Act,
});
