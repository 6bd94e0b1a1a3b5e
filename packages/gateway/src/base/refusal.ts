// Our own "no": the closed list of reasons for which a call is refused. Each edge maps every one of them to its wire.

/** Reasons, noun first. `burns` decides whether the refusal is the Request-Id's answer for ever. */
export const REFUSALS = {
  header_missing: { burns: false },
  header_malformed: { burns: false },
  timestamp_malformed: { burns: false },
  timestamp_out_of_window: { burns: false },
  client_unknown: { burns: false },
  signature_wrong: { burns: false },
  merchant_suspended: { burns: false },
  body_unreadable: { burns: false },
  query_not_allowed: { burns: false },
  field_invalid: { burns: false },
  amount_mismatch: { burns: false },
  route_unknown: { burns: false },
  method_not_allowed: { burns: false },
  media_type_unsupported: { burns: false },
  body_too_large: { burns: false },
  request_timeout: { burns: false },
  rate_exceeded: { burns: false },
  overloaded: { burns: false },
  database_unavailable: { burns: false },
  bank_unavailable: { burns: false },
  request_id_reused: { burns: false },
  request_running: { burns: false },
  channel_inactive: { burns: false },
  token_not_found: { burns: true },
  registration_declined: { burns: true },
  invoice_taken: { burns: true },
  payment_declined: { burns: true },
  payment_not_found: { burns: true },
  payment_final: { burns: true },
  payment_busy: { burns: false },
  otp_wrong: { burns: true },
  otp_expired: { burns: true },
  otp_attempts_exceeded: { burns: true },
  resend_too_soon: { burns: false },
  resend_exhausted: { burns: false },
  resend_window_closed: { burns: true },
  transaction_not_found: { burns: false },
  refund_amount_exceeded: { burns: true },
  payment_not_refundable: { burns: true },
  refund_window_closed: { burns: true },
  internal: { burns: false },
} as const satisfies Record<string, { burns: boolean }>;

export type RefusalCode = keyof typeof REFUSALS;

/** What the edge needs to word a refusal; all of it is safe to show to the merchant. */
export interface RefusalDetail {
  /** Path of the offending field, in the caller's own words: `order.amount`. */
  field?: string;
  /** The rule that the field broke, as a clause: `must be a whole amount of rupiah`. */
  rule?: string;
  /** Header name, for the header refusals. */
  header?: string;
  /** OTP tries that are left. */
  triesLeft?: number;
  /** The bank's reason, in our words. */
  reason?: string;
  /** The bank's own response code. */
  bankCode?: string;
  /** State that a payment is already in. */
  state?: string;
  /** When to come back, in whole seconds. */
  retryAfterSeconds?: number;
  /** Methods that the route allows. */
  allow?: string;
}

export class Refusal extends Error {
  override name = 'Refusal';
  readonly code: RefusalCode;
  readonly detail: RefusalDetail;

  constructor(code: RefusalCode, detail: RefusalDetail = {}) {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}
