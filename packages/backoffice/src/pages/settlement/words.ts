// The words that the filters of settlement offer, and what the addresses of its pages keep.
import { aText, LIST_SEARCH, oneOf, someOf } from '../../app/search.ts';

export const BATCH_STATES = ['collecting', 'booked'] as const;
export const PAYOUT_STATES = ['ready', 'sent', 'paid', 'refused', 'returned'] as const;

const aDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);

export const BATCHES_SEARCH = {
  cols: LIST_SEARCH.cols,
  density: LIST_SEARCH.density,
  bank: aText,
  day: aDay,
  state: oneOf(...BATCH_STATES),
  client_id: aText,
} as const;

export const PAYOUTS_SEARCH = {
  ...LIST_SEARCH,
  bank: aText,
  state: someOf(...PAYOUT_STATES),
  held: oneOf('yes'),
} as const;

export const CALENDAR_SEARCH = {
  month: (text: string) => /^20\d\d-(0[1-9]|1[0-2])$/.test(text),
  bank: aText,
} as const;

export const STATEMENT_SEARCH = { day: aDay } as const;
