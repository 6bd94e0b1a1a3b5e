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
] as const;
export type TokenEvent = (typeof TOKEN_EVENTS)[number];

/** For each state the events that it accepts and where they lead; failed, expired and deleted accept none. */
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
  deleting: { unbound: 'deleted', unbinding_refused: 'active' },
  deleted: {},
};

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
