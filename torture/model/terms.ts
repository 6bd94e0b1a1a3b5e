// The words of the reference model: what was asked, what was heard, and what is held of payments, refunds and tokens.

export type PaymentWorld = 'none' | 'pending' | 'succeeded' | 'failed' | 'expired';
export type RefundWorld = 'none' | 'pending' | 'succeeded' | 'failed';

/** One body under one Request-Id, however often it is sent. */
export interface Asked {
  requestId: string;
  endpoint: string;
  body: string;
  /** What the body is about: amount of a payment, tag of a refund, token id, … */
  about: string;
}

/** One sending of it. */
export interface Sending {
  asked: Asked;
  startedAt: number;
  /** Business time at which it began, ms. */
  startedMs: number;
  /** What its model knew for certain when it began. */
  known: Known;
}

/** What came back. `code` is the wire's error code, or null for a result. */
export interface Heard {
  status: number;
  code: string | null;
  /** The refusal's own name; null when the wire alone is known, as in a replay. */
  refusal: string | null;
  text: string;
  replayed: boolean;
  /** Whether the call ran into its own time limit. */
  slow: boolean;
}

/** What is certain about the subject of a call before it begins; whatever answers later must agree. */
export interface Known {
  payment: PaymentWorld | null;
  /** Whether the payment is there for certain. */
  exists: boolean;
  /** How many other payments had the invoice, if all of them had failed for certain; else null. */
  deadRivals: number | null;
  tokenGone: boolean;
  tokenActive: boolean;
  /** Of the payment to be refunded, what has been given back or is being given back for certain. */
  standing: bigint;
}

export interface ModelPayment {
  amount: bigint;
  requestId: string;
  invoice: string;
  tokenId: string;
  startedAt: number;
  startedMs: number;
  worlds: Set<PaymentWorld>;
  challenge: string | null;
}

export interface ModelRefund {
  tag: string;
  requestId: string;
  payment: ModelPayment;
  amount: bigint;
  startedAt: number;
  worlds: Set<RefundWorld>;
  /** Whether an answer ever counted it as standing. */
  accepted: boolean;
}

export interface ModelToken {
  tokenId: string;
  customerId: string;
  account: 'free' | 'otp' | 'empty';
  active: boolean;
  deletionStartedAt: number | null;
  /** Whether the merchant was told that it is gone. */
  gone: boolean;
}

export interface Reference {
  payments: ModelPayment[];
  refunds: ModelRefund[];
  tokens: ModelToken[];
  asked: Asked[];
  /** What contradicts; empty is the promise. */
  findings: string[];
  /** True once a process has died or the database was away: some answers are then allowed that no quiet run gives. */
  disturbed: boolean;
  begin(asked: Asked, tick: number, nowMs: number): Sending;
  hear(sending: Sending, heard: Heard, nowMs: number): void;
  /** A notification's body, as the merchant received it. */
  notified(body: string): void;
  status(payment: ModelPayment, known: PaymentWorld | null, status: string): void;
  certain(payment: ModelPayment): PaymentWorld | null;
  paymentOf(requestId: string): ModelPayment | undefined;
}

/** What a notification's body says, as far as the model reads it. */
export interface News {
  event: { id: string };
  order: { invoice_number: string; amount?: unknown };
  transaction: { status: string; original_request_id: string };
  refund?: { request_id: string; status: string };
}
