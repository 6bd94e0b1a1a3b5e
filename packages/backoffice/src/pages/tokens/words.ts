// The words that the filters of tokens offer.
import { aText, LIST_SEARCH, someOf } from '../../app/search.ts';

export const TOKEN_STATES = [
  'pending',
  'active',
  'failed',
  'expired',
  'deleting',
  'deleted',
] as const;

/** What the address of the list keeps. A phone number never stands there: addresses are kept in histories and logs. */
export const TOKENS_SEARCH = {
  ...LIST_SEARCH,
  state: someOf(...TOKEN_STATES),
  bank: aText,
  customer_id: aText,
} as const;
