// The book in memory: what the journal's records add up to, and how to look things up in it.
import { accountOf } from '../accounts.ts';
import { wibDay } from '../clock.ts';
import type {
  CustomerToken,
  Difference,
  Link,
  Movement,
  PartnerToken,
  Payment,
  Payout,
  PayoutFile,
  Refund,
  Registration,
} from './entries.ts';
import type { CallDeferred, PartnerRegistered } from './records.ts';
import { smsInbox } from './sms.ts';
import type { SmsInbox } from './sms.ts';

/** What one partner has done, by the partner's own references. */
export interface PartnerBook {
  payments: Map<string, Payment>;
  refunds: Map<string, { payment: Payment; refund: Refund }>;
  registrations: Map<string, Registration>;
  /** The X-EXTERNAL-IDs of one bank day. */
  externalIds: Set<string>;
  externalIdsDay: number;
}

export interface BookState {
  offsetMs: number;
  /** By how much time was let pass for one merchant alone, in ms, by Client-Id. */
  agedMs: Map<string, number>;
  /** The partners that were registered while the bank was open, by Key. */
  registered: Map<string, PartnerRegistered>;
  /** The highest reference given out: the next one is the number after it. */
  lastReference: number;
  payments: Map<string, Payment>;
  registrations: Map<string, Registration>;
  authCodes: Map<string, Registration>;
  links: Map<string, Link>;
  partnerTokens: Map<string, PartnerToken>;
  customerTokens: Map<string, CustomerToken>;
  refreshTokens: Map<string, CustomerToken>;
  balances: Map<string, bigint>;
  movements: Movement[];
  /** Payout files by their MsgId. */
  payoutFiles: Map<string, PayoutFile>;
  /** Payouts that left, by EndToEndId: none leaves twice. */
  payouts: Map<string, Payout>;
  differences: Difference[];
  sms: SmsInbox;
  deferred: Map<string, CallDeferred>;
  partners: Map<string, PartnerBook>;
}

export function emptyState(): BookState {
  return {
    offsetMs: 0,
    agedMs: new Map(),
    registered: new Map(),
    lastReference: 1_194_654_651,
    payments: new Map(),
    registrations: new Map(),
    authCodes: new Map(),
    links: new Map(),
    partnerTokens: new Map(),
    customerTokens: new Map(),
    refreshTokens: new Map(),
    balances: new Map(),
    movements: [],
    payoutFiles: new Map(),
    payouts: new Map(),
    differences: [],
    sms: smsInbox(),
    deferred: new Map(),
    partners: new Map(),
  };
}

/** What one partner has done; an empty book for a partner that has done nothing. */
export function partnerBook(state: BookState, partner: string): PartnerBook {
  const known = state.partners.get(partner);
  if (known !== undefined) return known;
  const opened: PartnerBook = {
    payments: new Map(),
    refunds: new Map(),
    registrations: new Map(),
    externalIds: new Set(),
    externalIdsDay: 0,
  };
  state.partners.set(partner, opened);
  return opened;
}

/** Rupiah on an account now. */
export function balanceOf(state: BookState, accountNo: string): bigint {
  return state.balances.get(accountNo) ?? accountOf(accountNo).openingBalance;
}

/** Notes an X-EXTERNAL-ID of the bank day of `at`; false when it was already used on that day. */
export function useExternalId(book: PartnerBook, externalId: string, at: number): boolean {
  const day = wibDay(at);
  if (book.externalIdsDay !== day) {
    book.externalIds.clear();
    book.externalIdsDay = day;
  }
  if (book.externalIds.has(externalId)) return false;
  book.externalIds.add(externalId);
  return true;
}

/** Notes that a reference is given out: the next ones are above it. */
export function takeReference(state: BookState, reference: string): void {
  state.lastReference = Math.max(state.lastReference, Number(reference));
}
