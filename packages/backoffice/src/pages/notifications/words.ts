// The words that the filters of notifications offer.
import { LIST_SEARCH, oneOf, someOf } from '../../app/search.ts';

export const NOTIFICATION_STATES = ['pending', 'delivered', 'exhausted', 'undeliverable'] as const;

export const NOTIFICATION_TYPES = [
  'payment.succeeded',
  'payment.failed',
  'payment.expired',
  'refund.succeeded',
  'refund.failed',
  'token.active',
  'token.failed',
  'token.expired',
  'token.deleted',
] as const;

/** What the address of the list keeps. */
export const NOTIFICATIONS_SEARCH = {
  ...LIST_SEARCH,
  state: someOf(...NOTIFICATION_STATES),
  type: oneOf(...NOTIFICATION_TYPES),
} as const;
