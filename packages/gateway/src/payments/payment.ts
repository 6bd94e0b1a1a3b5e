// A payment: its type, its machine as data, and the pure decisions about it.
import type { Customer } from '../base/customer.ts';
import type { Split } from '../splits/split.ts';

export const PAYMENT_STATES = [
  'created',
  'awaiting_otp',
  'confirming',
  'unclear',
  'succeeded',
  'failed',
  'expired',
] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];

export const PAYMENT_EVENTS = [
  'otp_required',
  'otp_submitted',
  'otp_resend_asked',
  'otp_resent',
  'otp_wrong',
  'otp_too_old',
  'otp_exhausted',
  'otp_window_closed',
  'not_sent',
  'bank_paid',
  'bank_declined',
  'bank_unclear',
  'proved_paid',
  'proved_unpaid',
] as const;
export type PaymentEvent = (typeof PAYMENT_EVENTS)[number];

/**
 * The machine. For each state the events that it accepts and the state that each leads to; final states accept none.
 * The docs draw it from here, and `0006_payments.sql` repeats its states.
 */
export const PAYMENT_MACHINE: Readonly<
  Record<PaymentState, Readonly<Partial<Record<PaymentEvent, PaymentState>>>>
> = {
  created: {
    otp_required: 'awaiting_otp',
    bank_paid: 'succeeded',
    bank_declined: 'failed',
    bank_unclear: 'unclear',
    not_sent: 'failed',
  },
  awaiting_otp: {
    otp_submitted: 'confirming',
    otp_resend_asked: 'awaiting_otp',
    otp_resent: 'awaiting_otp',
    otp_window_closed: 'expired',
    bank_paid: 'succeeded',
    bank_declined: 'failed',
    bank_unclear: 'unclear',
  },
  confirming: {
    bank_paid: 'succeeded',
    bank_declined: 'failed',
    otp_wrong: 'awaiting_otp',
    otp_too_old: 'awaiting_otp',
    not_sent: 'awaiting_otp',
    otp_exhausted: 'failed',
    bank_unclear: 'unclear',
  },
  unclear: {
    bank_paid: 'succeeded',
    bank_declined: 'failed',
    otp_required: 'awaiting_otp',
    otp_exhausted: 'failed',
    otp_window_closed: 'expired',
    proved_paid: 'succeeded',
    proved_unpaid: 'failed',
  },
  succeeded: {},
  failed: {},
  expired: {},
};

/** Where an event leads from a state, or undefined when the state does not accept it. */
export function nextPaymentState(
  state: PaymentState,
  event: PaymentEvent,
): PaymentState | undefined {
  return PAYMENT_MACHINE[state][event];
}

/** Succeeded, failed and expired never change again. */
export function isFinal(state: PaymentState): state is 'succeeded' | 'failed' | 'expired' {
  return Object.keys(PAYMENT_MACHINE[state]).length === 0;
}

/** A payment as its row tells it. Times are epoch ms, amounts whole rupiah. */
export interface Payment {
  merchantId: string;
  paymentId: string;
  bank: string;
  tokenId: string;
  state: PaymentState;
  version: number;
  lastMove: string;
  amount: bigint;
  /** Frozen when it was created; booked when it succeeds. */
  fee: bigint;
  /** How its net is divided; null: all of it is for the default account. */
  split: Split | null;
  refunded: bigint;
  invoiceNumber: string;
  requestId: string;
  customerKey: Buffer;
  sealedDetails: Buffer;
  notificationUrl: string | null;
  bankPaymentId: string | null;
  reason: string | null;
  bankCode: string | null;
  otpSentAt: number | null;
  otpExpiresAt: number | null;
  otpTries: number;
  otpResends: number;
  inquiries: number;
  notFoundAt: number | null;
  /** When the bank was last asked to act on it. */
  askedAt: number;
  notified: number;
  dueAt: number | null;
  createdAt: number;
  finishedAt: number | null;
}

/** As sent by the merchant, for echoing; `price` in whole rupiah. */
export interface LineItem {
  name?: string;
  price?: bigint;
  quantity?: bigint;
}

/** What rests sealed with a payment: echoed in answers and notifications, needed for nothing else. */
export interface PaymentDetails {
  customer: Customer;
  lineItems?: LineItem[];
  sessionId?: string;
  additionalInfo?: Record<string, unknown>;
  /** Life of the OTP that the merchant asked for, ms; the bank's own limit wins. */
  otpLifeMs: number;
}

/** A payment with what was said about it and the reference by which the merchant continues it. */
export interface PaymentView {
  payment: Payment;
  details: PaymentDetails;
  /** The wire's `payment.token`: opaque, unguessable, good for validate and resend. */
  challenge: string;
}

/** The details as text to be sealed: amounts become strings, since JSON has no integers of that size. */
export function writeDetails(details: PaymentDetails): string {
  return JSON.stringify(details, (_key, value: unknown) =>
    typeof value === 'bigint' ? `${value}` : value,
  );
}

/** Reads what {@link writeDetails} wrote. */
export function readDetails(text: string): PaymentDetails {
  const raw = JSON.parse(text) as Omit<PaymentDetails, 'lineItems'> & {
    lineItems?: { name?: string; price?: string; quantity?: string }[];
  };
  const { lineItems, ...rest } = raw;
  if (lineItems === undefined) return rest;
  return {
    ...rest,
    lineItems: lineItems.map((item) => ({
      ...(item.name === undefined ? {} : { name: item.name }),
      ...(item.price === undefined ? {} : { price: BigInt(item.price) }),
      ...(item.quantity === undefined ? {} : { quantity: BigInt(item.quantity) }),
    })),
  };
}

/** Whether Σ price × quantity equals the amount; true when some line lacks one of the two (spec 2.4, guide D 1). */
export function lineItemsMatch(items: readonly LineItem[] | undefined, amount: bigint): boolean {
  if (items === undefined || items.length === 0) return true;
  let sum = 0n;
  for (const item of items) {
    if (item.price === undefined || item.quantity === undefined) return true;
    sum += item.price * item.quantity;
  }
  return sum === amount;
}

/** OTP tries that are left, never below zero. */
export function triesLeft(payment: Payment, maxTries: number): number {
  return Math.max(0, maxTries - payment.otpTries);
}
