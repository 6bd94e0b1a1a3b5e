// A token: a customer's account, bound once at the bank. Its type, its machine as data.
import type { Customer } from '../base/customer.ts';

export const TOKEN_STATES = [
  'pending',
  'active',
  'failed',
  'expired',
  'deleting',
  'deleted',
] as const;
export type TokenState = (typeof TOKEN_STATES)[number];

export const TOKEN_EVENTS = [
  'registration_opened',
  'bound',
  'bank_declined',
  'registration_expired',
  'deletion_asked',
  'unbound',
  'unbinding_refused',
  'bank_unclear',
  'unbinding_given_up',
] as const;
export type TokenEvent = (typeof TOKEN_EVENTS)[number];

/**
 * For each state the events that it accepts and where they lead; failed, expired and deleted accept none. A deletion that
 * the bank leaves unclear goes on, since the merchant has been told; from then on a refusal ends it as well.
 */
export const TOKEN_MACHINE: Readonly<
  Record<TokenState, Readonly<Partial<Record<TokenEvent, TokenState>>>>
> = {
  pending: {
    registration_opened: 'pending',
    bound: 'active',
    bank_declined: 'failed',
    registration_expired: 'expired',
  },
  active: { deletion_asked: 'deleting' },
  failed: {},
  expired: {},
  deleting: {
    unbound: 'deleted',
    unbinding_refused: 'active',
    bank_unclear: 'deleting',
    unbinding_given_up: 'deleted',
  },
  deleted: {},
};

/** Where an event leads from a state, or undefined when the state does not accept it. */
export function nextTokenState(state: TokenState, event: TokenEvent): TokenState | undefined {
  return TOKEN_MACHINE[state][event];
}

/** A token as its row tells it; times in epoch ms. */
export interface Token {
  merchantId: string;
  tokenId: string;
  bank: string;
  state: TokenState;
  version: number;
  lastMove: string;
  customerKey: Buffer;
  sealedDetails: Buffer;
  sealedAccess: Buffer | null;
  accountTail: string | null;
  reason: string | null;
  bankCode: string | null;
  notified: number;
  /** Looks at the bank that this state has cost so far. For `deleting`, 0 means that the merchant has not been told. */
  attempts: number;
  dueAt: number | null;
  createdAt: number;
  changedAt: number;
}

/** What rests sealed with a token. */
export interface TokenDetails {
  customer: Customer;
  accountPhone: string;
  accountEmail?: string;
  successUrl?: string;
  failedUrl?: string;
  /** The bank's page, once it has opened the registration. */
  registrationUrl?: string;
  linkId?: string;
}

/** A token with what was said about it. */
export interface TokenView {
  token: Token;
  details: TokenDetails;
}

/** When the customer's time to finish the registration is over; `lifeMs` is the bank's. */
export function registrationEnd(token: Pick<Token, 'createdAt'>, lifeMs: number): number {
  return token.createdAt + lifeMs;
}
