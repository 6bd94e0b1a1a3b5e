// The words that the filters of reconciliation offer.
import { aText, LIST_SEARCH, oneOf, someOf } from '../../app/search.ts';

export const REASONS = ['missing_at_bank', 'missing_here', 'amount_differs', 'duplicate'] as const;
export const TYPES = ['debit', 'refund', 'payout', 'payout_return'] as const;
export const AGES = ['to_1', 'to_3', 'to_7', 'older'] as const;
export const EXCEPTION_STATES = ['open', 'resolved'] as const;

/** What the address of the list of differences keeps. */
export const EXCEPTIONS_SEARCH = {
  ...LIST_SEARCH,
  state: oneOf(...EXCEPTION_STATES),
  reason: someOf(...REASONS),
  type: someOf(...TYPES),
  age: oneOf(...AGES),
  bank: aText,
  day: (text: string) => /^\d{4}-\d\d-\d\d$/.test(text),
} as const;

/** What the addresses of days and of lines of nobody keep. */
export const DAYS_SEARCH = { bank: aText } as const;
export const STRAYS_SEARCH = {
  bank: aText,
  state: oneOf('open', 'found'),
  day: EXCEPTIONS_SEARCH.day,
} as const;
