// Who may call us: the merchant, its settings, its keys and its banks.
import type { KeyObject } from 'node:crypto';
import type { BankCredentials } from '../banks/bank.ts';
import type { Tariff } from '../fees/tariff.ts';

export interface MerchantSettings {
  /** Whether Σ price × quantity must equal the amount. */
  lineItems: 'enforce' | 'ignore';
  /** How amounts are written in answers and notifications. */
  amounts: 'number' | 'string';
  /** HTTP status of a replayed answer: 409 as DOKU documents it, or the original one. */
  replayStatus: 'conflict' | 'original';
  /** Retry schedule of notifications. */
  notificationSchedule: 'durable' | 'doku';
  /** Whether tokens becoming active, failed or deleted are notified. */
  notifyTokens: boolean;
  /** Whether refunds that end are notified. */
  notifyRefunds: boolean;
  /** Calls a second and burst; null for no limit. */
  rate: { perSecond: number; burst: number } | null;
  /** What people of the Back Office do only when a second person approves. */
  fourEyes: FourEyes;
}

export interface FourEyes {
  /** Refunds above this, whole rupiah; null: none. */
  refundAbove: bigint | null;
  /** A new Secret Key. */
  keys: boolean;
  /** Another notification URL than the one that was there, and other hosts for those of single payments. */
  notificationUrl: boolean;
  /** Other credentials at a bank than those that were there. */
  bankCredentials: boolean;
  /** Somebody new, or another role, with a say in what needs a second person. */
  team: boolean;
}

export const DEFAULT_SETTINGS: MerchantSettings = {
  lineItems: 'enforce',
  amounts: 'number',
  replayStatus: 'conflict',
  notificationSchedule: 'durable',
  notifyTokens: false,
  notifyRefunds: false,
  rate: { perSecond: 200, burst: 400 },
  fourEyes: {
    refundAbove: 5_000_000n,
    keys: true,
    notificationUrl: true,
    bankCredentials: true,
    team: true,
  },
};

export interface MerchantKey {
  keyId: string;
  /** The Secret Key as an HMAC key; never printed. */
  key: KeyObject;
  validFrom: number;
  /** Epoch ms after which it is refused, or null. */
  validUntil: number | null;
}

export interface MerchantBank {
  bank: string;
  /** An inactive bank starts nothing new; what is under way is still brought to its end with it. */
  active: boolean;
  credentials: BankCredentials;
  notificationUrl: string | null;
  /** True after the URL answered 410 Gone; nothing is sent until it is set again. */
  notificationsDisabled: boolean;
}

export interface Merchant {
  merchantId: string;
  clientId: string;
  name: string;
  status: 'active' | 'suspended';
  settings: MerchantSettings;
  /** Newest first. */
  keys: readonly MerchantKey[];
  /** Banks that were ever activated, by slug. */
  banks: ReadonlyMap<string, MerchantBank>;
  /** Hosts (with port) to which a payment may redirect its notification; empty: any public host. */
  notificationHosts: readonly string[];
  /** What its payments cost: past, in force and to come. */
  tariffs: readonly Tariff[];
}

/** The keys that are valid at an instant, newest first. */
export function validKeys(merchant: Merchant, at: number): readonly MerchantKey[] {
  return merchant.keys.filter(
    (key) => key.validFrom <= at && (key.validUntil === null || at < key.validUntil),
  );
}
