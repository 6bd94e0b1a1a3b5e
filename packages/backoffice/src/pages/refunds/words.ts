// The words that the filters of refunds offer.
import { aSum, aText, LIST_SEARCH, oneOf, someOf } from '../../app/search.ts';

export const REFUND_STATES = ['requested', 'unclear', 'succeeded', 'failed'] as const;
export const REFUND_KINDS = ['merchant', 'late'] as const;

/** What the address of the list keeps. */
export const REFUNDS_SEARCH = {
  ...LIST_SEARCH,
  state: someOf(...REFUND_STATES),
  kind: oneOf(...REFUND_KINDS),
  bank: aText,
  least: aSum,
  most: aSum,
} as const;
