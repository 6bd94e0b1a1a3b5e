// A payout: money on its way to one bank account of a merchant. Its states, and what a bank's word does to it. Pure.
import {
  payoutPaid,
  payoutRefused,
  payoutReturned,
  type Template,
  type Transfer,
} from '../ledger/postings.ts';

export const PAYOUT_STATES = ['ready', 'sent', 'paid', 'refused', 'returned'] as const;
export type PayoutState = (typeof PAYOUT_STATES)[number];

/** What a bank can say of a payout: the money has arrived, was refused before it left, or came back afterwards. */
export type PayoutWord = 'paid' | 'refused' | 'returned';

export interface Payout {
  merchantId: string;
  payoutId: string;
  batchId: string;
  bank: string;
  account: string;
  amount: bigint;
  state: PayoutState;
  version: number;
  fileId: string | null;
  /** Why it was refused or came back, in the bank's words. */
  reason: string | null;
}

/**
 * The states through which a word leads, in order; none when it is known already. Forward only: `contradiction` where the
 * bank takes back what it has said, which is for people and for the statement to explain.
 */
export function movesBy(state: PayoutState, word: PayoutWord): PayoutState[] | 'contradiction' {
  switch (state) {
    case 'ready':
    case 'sent':
      return word === 'returned' ? ['paid', 'returned'] : [word];
    case 'paid':
      if (word === 'refused') return 'contradiction';
      return word === 'returned' ? ['returned'] : [];
    case 'returned':
      return word === 'refused' ? 'contradiction' : [];
    case 'refused':
      return word === 'refused' ? [] : 'contradiction';
  }
}

/** What a payout books when it comes to a state; null where nothing moves. */
export function journalOf(
  { bank, account, amount }: Pick<Payout, 'bank' | 'account' | 'amount'>,
  state: PayoutState,
): { template: Template; transfers: Transfer[] } | null {
  switch (state) {
    case 'paid':
      return { template: 'payoutPaid', transfers: payoutPaid(bank, amount) };
    case 'refused':
      return { template: 'payoutRefused', transfers: payoutRefused(bank, account, amount) };
    case 'returned':
      return { template: 'payoutReturned', transfers: payoutReturned(bank, account, amount) };
    case 'ready':
    case 'sent':
      return null; // booked as sent when it was ordered
  }
}
