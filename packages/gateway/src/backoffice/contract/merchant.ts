// One merchant's own affairs: its banks, keys and switches, the signature debugger, its API requests, and the figures.
import { z } from 'zod';
import { shape } from '../route.ts';
import {
  Act,
  Amount,
  Id,
  Instant,
  InstantIn,
  InWorkspace,
  ListQuery,
  OfMerchant,
  pageOf,
  Why,
} from './words.ts';

const OneBank = InWorkspace.extend({ bank: z.string().regex(/^[a-z0-9-]{2,20}$/) });
const Credential = z.string().trim().min(1).max(256);
const Url = z.string().max(2048);

const BankState = z
  .object({
    bank: z.string(),
    name: z.string(),
    state: z.enum(['never', 'active', 'inactive']),
    /** The Key, masked but for its last four characters. */
    key_hint: z.string().nullable(),
    notification_url: z.string().nullable(),
    /** True after the URL answered 410 Gone. */
    notifications_disabled: z.boolean(),
    changed_at: Instant.nullable(),
  })
  .meta({ id: 'BankState' });

export const listBanks = shape({
  method: 'GET',
  path: '/:workspace/banks',
  summary: 'Every bank that there is, and how the merchant stands with it',
  permission: 'banks.view',
  params: InWorkspace,
  answer: z.object({ rows: z.array(BankState) }),
});

export const testBank = shape({
  method: 'POST',
  path: '/:workspace/banks/:bank/test',
  summary: 'Ask the bank whether it takes this Key and Secret, or the kept ones; nothing is kept',
  permission: 'banks.configure',
  params: OneBank,
  body: z.object({ key: Credential.optional(), secret: Credential.optional() }),
  answer: z.object({
    works: z.boolean(),
    /** In our words: `credentials_refused`, `no_answer` … */
    said: z.string(),
    http: z.number().int().nullable(),
    bank_code: z.string().nullable(),
    bank_message: z.string().nullable(),
    took_ms: z.number().int(),
  }),
});

/** Refused with `credentials_refused` when the bank does not take them: nothing is changed then. */
export const activateBank = shape({
  method: 'POST',
  path: '/:workspace/banks/:bank/activation',
  summary: 'Activate a bank with its Key and Secret, which are tried first',
  permission: 'banks.configure',
  stepUp: true,
  params: OneBank,
  body: z.object({
    key: Credential,
    secret: Credential,
    notification_url: Url.nullable().optional(),
    /** Activate although the bank could not be asked (it is away); never although it refused. */
    untested: z.boolean().default(false),
    reason: Why.optional(),
  }),
  answer: Act,
});

export const deactivateBank = shape({
  method: 'POST',
  path: '/:workspace/banks/:bank/deactivation',
  summary: 'Let nothing new begin at a bank',
  permission: 'banks.configure',
  stepUp: true,
  params: OneBank,
  body: z.object({ reason: Why }),
  answer: Act,
});

export const setNotificationUrl = shape({
  method: 'PUT',
  path: '/:workspace/banks/:bank/notification-url',
  summary: 'Where notifications go; the first one at once, a change after approval',
  permission: 'banks.configure',
  stepUp: true,
  params: OneBank,
  body: z.object({ url: Url.nullable(), reason: Why.optional() }),
  answer: Act,
});

export const testNotification = shape({
  method: 'POST',
  path: '/:workspace/banks/:bank/test-notification',
  summary: 'Send a signed example to the configured URL now, and show what it answered',
  permission: 'notifications.resend',
  params: OneBank,
  body: z.object({
    type: z.enum(['payment.succeeded', 'payment.failed', 'refund.succeeded', 'token.active']),
  }),
  answer: z.object({
    url: z.string(),
    request_headers: z.array(z.tuple([z.string(), z.string()])),
    request_body: z.string(),
    status: z.number().int().nullable(),
    error: z.string().nullable(),
    answer: z.string().nullable(),
    took_ms: z.number().int(),
  }),
});

const Key = z.object({
  key_id: Id,
  valid_from: Instant,
  valid_until: Instant.nullable(),
  state: z.enum(['newest', 'ending', 'ended']),
  last_used_at: Instant.nullable(),
});

export const listKeys = shape({
  method: 'GET',
  path: '/:workspace/keys',
  summary: "A merchant's Client-Id and its keys, without the keys themselves",
  permission: 'keys.view',
  params: InWorkspace,
  answer: z.object({ client_id: z.string(), keys: z.array(Key) }),
});

export const rotateKey = shape({
  method: 'POST',
  path: '/:workspace/keys',
  summary: 'A new Secret Key beside the old one; shown once, to the one who asked',
  permission: 'keys.rotate',
  stepUp: true,
  params: InWorkspace,
  body: z.object({ overlap_hours: z.number().int().min(0).max(720), reason: Why }),
  answer: z.discriminatedUnion('result', [
    z.object({ result: z.literal('done'), secret: z.string(), old_until: Instant }),
    z.object({ result: z.literal('approval'), approval_id: Id }),
  ]),
});

export const endKey = shape({
  method: 'POST',
  path: '/:workspace/keys/:key_id/end',
  summary: 'End an old key at once',
  permission: 'keys.rotate',
  stepUp: true,
  params: InWorkspace.extend({ key_id: Id }),
  body: z.object({ reason: Why }),
  answer: null,
});

export const Settings = z
  .object({
    line_items: z.enum(['enforce', 'ignore']),
    amounts: z.enum(['number', 'string']),
    replay_status: z.enum(['conflict', 'original']),
    notification_schedule: z.enum(['durable', 'doku']),
    notify_tokens: z.boolean(),
    notify_refunds: z.boolean(),
    notification_hosts: z.array(z.string().max(260)).max(50),
    rate: z
      .object({ per_second: z.number().int().positive(), burst: z.number().int().positive() })
      .nullable(),
    four_eyes: z.object({
      /** Refunds above this need approval; null: none does. */
      refund_above: Amount.nullable(),
      keys: z.boolean(),
      notification_url: z.boolean(),
      bank_credentials: z.boolean(),
      team: z.boolean(),
    }),
  })
  .meta({ id: 'Settings' });

export const getSettings = shape({
  method: 'GET',
  path: '/:workspace/settings',
  summary: "A merchant's switches",
  permission: 'banks.view',
  params: InWorkspace,
  answer: Settings,
});

export const changeSettings = shape({
  method: 'PUT',
  path: '/:workspace/settings',
  summary: "Change some of a merchant's switches; weaker four eyes and other hosts need approval",
  permission: 'settings.change',
  stepUp: true,
  params: InWorkspace,
  body: Settings.partial().extend({ reason: Why.optional() }),
  answer: Act,
});

/** Paste a request as it was sent; the answer names the first line that differs. */
export const debugSignature = shape({
  method: 'POST',
  path: '/:workspace/signature',
  summary: 'Compare a pasted request with what its signature should have been',
  permission: 'keys.view',
  params: InWorkspace,
  body: z.object({
    method: z.enum(['GET', 'POST']),
    /** The path as it was called. */
    target: z.string().max(2048),
    client_id: z.string().max(256),
    request_id: z.string().max(512),
    timestamp: z.string().max(64),
    signature: z.string().max(512),
    body: z.string().max(65_536),
    /** The string that the merchant's program signed, when it can print it. */
    signed_string: z.string().max(8192).optional(),
  }),
  answer: z.object({
    right: z.boolean(),
    /** Which key it was right for. */
    key_id: Id.nullable(),
    string_to_sign: z.string(),
    digest: z.string().nullable(),
    /** What is wrong, in order: the first is where to begin. */
    findings: z.array(
      z.object({
        code: z.string(),
        line: z.number().int().nullable(),
        expected: z.string().nullable(),
        given: z.string().nullable(),
      }),
    ),
  }),
});

const CallRow = z
  .object({
    ...OfMerchant.shape,
    call_id: Id,
    at: Instant,
    method: z.string(),
    path: z.string(),
    request_id: z.string().nullable(),
    status: z.number().int(),
    code: z.string().nullable(),
    signature: z.enum(['right', 'wrong', 'unknown']),
    replayed: z.boolean(),
    took_ms: z.number().int(),
    address: z.string().nullable(),
  })
  .meta({ id: 'CallRow' });

export const listCalls = shape({
  method: 'GET',
  path: '/:workspace/requests',
  summary: 'Calls of the API, newest first',
  permission: 'requests.view',
  params: InWorkspace,
  query: ListQuery.extend({
    outcome: z.enum(['ok', 'refused', 'failed']).optional(),
    code: z.string().max(64).optional(),
    endpoint: z.string().max(128).optional(),
    signature: z.enum(['right', 'wrong', 'unknown']).optional(),
    request_id: z.string().max(128).optional(),
  }),
  answer: pageOf(CallRow),
});

const OneCall = InWorkspace.extend({ call_id: Id });

export const getCall = shape({
  method: 'GET',
  path: '/:workspace/requests/:call_id',
  summary: 'One call with its masked bodies and the verdict on its signature',
  permission: 'requests.view',
  params: OneCall,
  answer: z.object({
    call: CallRow,
    message: z.string().nullable(),
    field: z.string().nullable(),
    /** For a wrong signature: what the gateway signed. */
    string_to_sign: z.string().nullable(),
    request: z.unknown(),
    answer: z.unknown(),
    /** The page of the payment, token or refund that it made or was about. */
    subject: z.object({ kind: z.string(), id: z.string() }).nullable(),
    curl: z.string(),
  }),
});

export const replayCall = shape({
  method: 'POST',
  path: '/:workspace/requests/:call_id/replay',
  summary: 'Send a call again under a new Request-Id; in a sandbox only',
  permission: 'requests.replay',
  params: OneCall,
  answer: z.object({ status: z.number().int(), request_id: z.string(), answer: z.unknown() }),
});

/** Points of a chart; the buckets are hours up to three days, days of WIB beyond. */
const Bucket = z.object({
  at: Instant,
  succeeded: z.number().int(),
  failed: z.number().int(),
  expired: z.number().int(),
  open: z.number().int(),
  /** Of those that succeeded. */
  amount: Amount,
});

export const getHome = shape({
  method: 'GET',
  path: '/:workspace/home',
  summary:
    "The picture of a range: volume, success, failures, what is unclear, notifications, the bank's latency",
  permission: 'figures.view',
  params: InWorkspace,
  query: z.object({ from: InstantIn, to: InstantIn, bank: z.string().max(20).optional() }),
  answer: z.object({
    bucket: z.enum(['hour', 'day']),
    buckets: z.array(Bucket),
    total: z.object({
      payments: z.number().int(),
      succeeded: z.number().int(),
      failed: z.number().int(),
      expired: z.number().int(),
      /** Of those that succeeded. */
      amount: Amount,
      /** What was given back of the range's payments, whenever. */
      refunded: Amount,
      refunds: z.number().int(),
    }),
    /** The same figures of the range of equal length before. */
    before: z.object({
      payments: z.number().int(),
      succeeded: z.number().int(),
      failed: z.number().int(),
      expired: z.number().int(),
      amount: Amount,
    }),
    reasons: z.array(z.object({ reason: z.string(), count: z.number().int() })),
    /** Now, whatever the range. */
    unclear: z.object({
      count: z.number().int(),
      /** True where more are unclear than are counted. */
      more: z.boolean(),
      amount: Amount,
      ages: z.array(
        z.object({ up_to_s: z.number().int().nullable(), count: z.number().int(), amount: Amount }),
      ),
      oldest: z.array(
        z.object({ client_id: z.string(), payment_id: Id, amount: Amount, since: Instant }),
      ),
    }),
    /** Of those that were written in the range; pending and due: now, whatever the range, counted up to 10,000. */
    notifications: z.object({
      delivered: z.number().int(),
      pending: z.number().int(),
      exhausted: z.number().int(),
      undeliverable: z.number().int(),
      oldest_due_at: Instant.nullable(),
    }),
    latency: z.array(
      z.object({
        at: Instant,
        operation: z.string(),
        calls: z.number().int(),
        p50_ms: z.number().int(),
        p95_ms: z.number().int(),
      }),
    ),
    waiting_approvals: z.number().int(),
    /** Until when the worker has counted; what was made since is counted live, up to 20,000 payments. */
    figures_to: Instant.nullable(),
  }),
});
