// The words that the filters of payments offer, in the order of a payment's life.
import { aSum, aText, LIST_SEARCH, oneOf, someOf } from '../../app/search.ts';

export const PAYMENT_STATES = [
  'created',
  'awaiting_otp',
  'confirming',
  'unclear',
  'succeeded',
  'failed',
  'expired',
] as const;

export const PAYMENT_REASONS = [
  'insufficient_funds',
  'limit_exceeded',
  'account_blocked',
  'account_inactive',
  'binding_invalid',
  'not_permitted',
  'suspected_fraud',
  'otp_blocked',
  'otp_expired',
  'otp_attempts_exceeded',
  'not_found',
  'bank_refused',
  'bank_unavailable',
] as const;

/** What the address of the list keeps. */
export const PAYMENTS_SEARCH = {
  ...LIST_SEARCH,
  state: someOf(...PAYMENT_STATES),
  bank: aText,
  reason: aText,
  refunded: oneOf('none', 'part', 'all'),
  least: aSum,
  most: aSum,
  customer_id: aText,
  token_id: (text: string) => /^[0-9a-f-]{36}$/i.test(text),
} as const;
