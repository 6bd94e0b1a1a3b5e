// Tokens, refunds and notifications in the Back Office: lists, pages, and what can be done.
import { z } from 'zod';
import { NOTIFICATION_STATES } from '../../notifications/notification.ts';
import { REFUND_STATES } from '../../refunds/refund.ts';
import { TOKEN_STATES } from '../../tokens/token.ts';
import { shape } from '../route.ts';
import { RefundSettlement } from './payment-settlement.ts';
import {
  type BankWord,
  CsvQuery,
  Journal,
  NotificationBrief,
  PaymentRow,
  TimelineEntry,
  Waiting,
} from './payments.ts';
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

const TokenFilters = z.object({
  state: wordsOf(TOKEN_STATES).optional(),
  bank: z.string().max(20).optional(),
  customer_id: z.string().max(128).optional(),
  phone: z.string().max(20).optional(),
});

const TokenRow = z
  .object({
    ...OfMerchant.shape,
    token_id: Id,
    /** As the merchant knows it. */
    token_word: z.string().nullable(),
    state: z.enum(TOKEN_STATES),
    bank: z.string(),
    customer_id: z.string(),
    customer_name: z.string().nullable(),
    account_tail: z.string().nullable(),
    reason: z.string().nullable(),
    created_at: Instant,
    changed_at: Instant,
  })
  .meta({ id: 'TokenRow' });

export const listTokens = shape({
  method: 'GET',
  path: '/:workspace/tokens',
  summary: 'Tokens, newest first',
  permission: 'payments.view',
  params: InWorkspace,
  query: ListQuery.extend(TokenFilters.shape),
  answer: pageOf(TokenRow),
});

export const exportTokens = shape({
  method: 'GET',
  path: '/:workspace/tokens.csv',
  summary: 'Every token that the filters find, as CSV',
  permission: 'export',
  params: InWorkspace,
  query: CsvQuery.extend(TokenFilters.shape),
  answer: 'csv',
});

const OneToken = InWorkspace.extend({ token_id: Id });

export const getToken = shape({
  method: 'GET',
  path: '/:workspace/tokens/:token_id',
  summary: 'One token, its history and its newest payments',
  permission: 'payments.view',
  params: OneToken,
  answer: z.object({
    token: TokenRow,
    customer: z.record(z.string(), z.unknown()),
    waiting: Waiting,
    timeline: z.array(TimelineEntry),
    notifications: z.array(NotificationBrief),
    payments: z.array(PaymentRow),
    actions: z.object({ delete: z.object({ may: z.boolean(), why_not: z.string().nullable() }) }),
    raw: z.record(z.string(), z.unknown()),
  }),
});

export const deleteToken = shape({
  method: 'POST',
  path: '/:workspace/tokens/:token_id/deletion',
  summary: 'Unbind an account at the bank',
  permission: 'tokens.delete',
  stepUp: true,
  params: OneToken,
  body: z.object({ reason: Why }),
  answer: z.object({ state: z.enum(TOKEN_STATES) }),
});

const RefundFilters = z.object({
  state: wordsOf(REFUND_STATES).optional(),
  kind: z.enum(['merchant', 'late']).optional(),
  bank: z.string().max(20).optional(),
  least: z.coerce.bigint().optional(),
  most: z.coerce.bigint().optional(),
});

const RefundRow = z
  .object({
    ...OfMerchant.shape,
    refund_id: Id,
    payment_id: Id,
    invoice_number: z.string(),
    kind: z.enum(['merchant', 'late']),
    state: z.enum(REFUND_STATES),
    amount: Amount,
    request_id: z.string().nullable(),
    bank: z.string(),
    bank_code: z.string().nullable(),
    bank_refund_id: z.string().nullable(),
    reason: z.string().nullable(),
    created_at: Instant,
    finished_at: Instant.nullable(),
    due_at: Instant.nullable(),
  })
  .meta({ id: 'RefundRow' });

export const listRefunds = shape({
  method: 'GET',
  path: '/:workspace/refunds',
  summary: 'Refunds, newest first',
  permission: 'payments.view',
  params: InWorkspace,
  query: ListQuery.extend(RefundFilters.shape),
  answer: pageOf(RefundRow),
});

export const exportRefunds = shape({
  method: 'GET',
  path: '/:workspace/refunds.csv',
  summary: 'Every refund that the filters find, as CSV',
  permission: 'export',
  params: InWorkspace,
  query: CsvQuery.extend(RefundFilters.shape),
  answer: 'csv',
});

export const getRefund = shape({
  method: 'GET',
  path: '/:workspace/refunds/:refund_id',
  summary: 'One refund and all that happened to it',
  permission: 'payments.view',
  params: InWorkspace.extend({ refund_id: Id }),
  answer: z.object({
    refund: RefundRow,
    payment: PaymentRow,
    /** The merchant's words for it. */
    refund_reason: z.string().nullable(),
    /** Who asked for it in the Back Office; null where the merchant's program did. */
    asked_by: z.string().nullable(),
    /** Null where nothing is taken off for it, and for who may not see money. */
    settlement: RefundSettlement.nullable(),
    waiting: Waiting,
    timeline: z.array(TimelineEntry),
    journals: z.array(Journal),
    notifications: z.array(NotificationBrief),
    raw: z.record(z.string(), z.unknown()),
  }),
});

const NotificationFilters = z.object({
  state: wordsOf(NOTIFICATION_STATES).optional(),
  type: z.string().max(40).optional(),
});

const NotificationRow = NotificationBrief.extend({
  ...OfMerchant.shape,
  /** `payments`, `refunds` or `tokens`, and the id of its page. */
  about: z.enum(['payments', 'refunds', 'tokens']),
  subject_id: Id,
  url: z.string(),
  sequence: z.number().int(),
  done_at: Instant.nullable(),
}).meta({ id: 'NotificationRow' });

export const listNotifications = shape({
  method: 'GET',
  path: '/:workspace/notifications',
  summary: 'Notifications, newest first',
  permission: 'payments.view',
  params: InWorkspace,
  query: ListQuery.extend(NotificationFilters.shape),
  answer: pageOf(NotificationRow),
});

const OneNotification = InWorkspace.extend({ notification_id: Id });

export const getNotification = shape({
  method: 'GET',
  path: '/:workspace/notifications/:notification_id',
  summary: 'One notification with every attempt and its answer',
  permission: 'payments.view',
  params: OneNotification,
  answer: z.object({
    notification: NotificationRow,
    /** The body that is sent, people masked for who may not see them. */
    body: z.string(),
    attempts: z.array(
      z.object({
        attempt: z.number().int(),
        at: Instant,
        status: z.number().int().nullable(),
        error: z.string().nullable(),
        answer: z.string().nullable(),
        took_ms: z.number().int(),
      }),
    ),
    /** Where it would go now; null when nothing is configured. */
    configured_url: z.string().nullable(),
    url_disabled: z.boolean(),
  }),
});

export const resendOne = shape({
  method: 'POST',
  path: '/:workspace/notifications/:notification_id/resend',
  summary: 'Send a notification again',
  permission: 'notifications.resend',
  params: OneNotification,
  body: z.object({ to_configured_url: z.boolean().default(false) }),
  answer: null,
});

export const resendMany = shape({
  method: 'POST',
  path: '/:workspace/notifications/resend',
  summary: 'Send again whatever the filters find; in one merchant only',
  permission: 'notifications.resend',
  stepUp: true,
  params: InWorkspace,
  body: z.object({
    state: z.enum(['exhausted', 'undeliverable']).optional(),
    type: z.string().max(40).optional(),
    from: z.string().optional(),
    to: z.string().optional(),
    to_configured_url: z.boolean().default(false),
  }),
  answer: z.object({ resent: z.number().int() }),
});

/** One search box: an invoice, a Request-Id, an id, a bank's reference, a customer's id, a phone number. */
export const search = shape({
  method: 'GET',
  path: '/:workspace/search',
  summary: 'Whatever has exactly this reference',
  permission: 'payments.view',
  params: InWorkspace,
  query: z.object({ q: z.string().trim().min(3).max(128) }),
  answer: z.object({
    hits: z
      .array(
        z.object({
          ...OfMerchant.shape,
          kind: z.enum(['payments', 'tokens', 'refunds', 'notifications', 'requests']),
          id: z.string(),
          /** Which reference it was found by. */
          by: z.enum([
            'invoice_number',
            'request_id',
            'id',
            'bank_reference',
            'customer_id',
            'phone',
          ]),
          title: z.string(),
          state: z.string().nullable(),
          amount: Amount.nullable(),
          at: Instant,
        }),
      )
      .max(50),
  }),
});

/** Server-sent events. Each `data:` line is one of these. */
export const LiveEvent = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('payment'),
      client_id: z.string(),
      payment_id: Id,
      state: z.string(),
      version: z.number().int(),
      at: Instant,
    }),
    z.object({
      kind: z.literal('refund'),
      client_id: z.string(),
      refund_id: Id,
      payment_id: Id,
      state: z.string(),
      version: z.number().int(),
      at: Instant,
    }),
    z.object({
      kind: z.literal('token'),
      client_id: z.string(),
      token_id: Id,
      state: z.string(),
      version: z.number().int(),
      at: Instant,
    }),
    z.object({
      kind: z.literal('notification'),
      client_id: z.string(),
      notification_id: Id,
      state: z.string(),
      attempts: z.number().int(),
      at: Instant,
    }),
    z.object({
      kind: z.literal('approval'),
      /** Null where it is about people of the gateway. */
      client_id: z.string().nullable(),
      approval_id: Id,
      state: z.string(),
    }),
  ])
  .meta({ id: 'LiveEvent' });

export const live = shape({
  method: 'GET',
  path: '/:workspace/live',
  summary: 'What changes, as it changes (server-sent events)',
  permission: 'payments.view',
  params: InWorkspace,
  answer: 'events',
});

export type BankWordOut = z.input<typeof BankWord>;
