// A merchant's bank account, to which its money is paid out: the type and its machine as data. Pure.
import type { Place } from '../base/secrets.ts';

export const BANK_ACCOUNT_STATUSES = ['new', 'inquired', 'verified', 'refused', 'closed'] as const;
export type BankAccountStatus = (typeof BANK_ACCOUNT_STATUSES)[number];

export const BANK_ACCOUNT_EVENTS = [
  'added',
  'named',
  'bank_refused',
  'verified',
  'made_default',
  'no_longer_default',
  'closed',
] as const;
export type BankAccountEvent = (typeof BANK_ACCOUNT_EVENTS)[number];

/**
 * For each status the events that it accepts and where they lead. Money goes to `verified` accounts alone: the bank has
 * named the holder (`inquired`), and a second person has looked at it. `refused`: the bank has no such account.
 */
export const BANK_ACCOUNT_MACHINE: Readonly<
  Record<BankAccountStatus, Readonly<Partial<Record<BankAccountEvent, BankAccountStatus>>>>
> = {
  new: { named: 'inquired', bank_refused: 'refused', closed: 'closed' },
  inquired: {
    named: 'inquired',
    bank_refused: 'refused',
    verified: 'verified',
    closed: 'closed',
  },
  verified: { made_default: 'verified', no_longer_default: 'verified', closed: 'closed' },
  refused: { named: 'inquired', bank_refused: 'refused', closed: 'closed' },
  closed: {},
};

/** Where an event leads from a status, or undefined when the status does not accept it. */
export function nextStatus(
  status: BankAccountStatus,
  event: BankAccountEvent,
): BankAccountStatus | undefined {
  return BANK_ACCOUNT_MACHINE[status][event];
}

/** An account as its row tells it; times in epoch ms. */
export interface BankAccount {
  merchantId: string;
  /** `SBA-0001-123456789`: `bank_account_settlement_id` on the merchant's wire. */
  accountId: string;
  /** Three digits, as Bank Indonesia numbers banks. */
  bankCode: string;
  bankName: string;
  /** The last four digits of the number. */
  numberTail: string;
  status: BankAccountStatus;
  /** Whether it gets what no split gives to another account; one of a merchant's at the most. */
  isDefault: boolean;
  version: number;
  createdBy: string | null;
  createdAt: number;
  inquiredAt: number | null;
  verifiedAt: number | null;
  closedAt: number | null;
  /** Opened by `openBankAccount`. */
  sealedDetails: Buffer;
}

/** What rests sealed. */
export interface BankAccountDetails {
  number: string;
  /** As whoever added the account calls its holder. */
  holder: string;
  /** As the bank calls the holder; null until it was asked. */
  inquiredName: string | null;
}

/** Where the details of an account are sealed. */
export function detailsPlace(merchantId: string, row: string): Place {
  return { table: 'bank_accounts', column: 'sealed_details', merchantId, row };
}

/** Whether two ways of writing a holder's name are the same name: without regard to case, signs and order. */
export function namesAgree(one: string, other: string): boolean {
  const words = (name: string): string =>
    name
      .toUpperCase()
      .replaceAll(/[^A-Z0-9 ]/g, ' ')
      .split(' ')
      .filter((word) => word !== '' && word !== 'PT' && word !== 'CV' && word !== 'TBK')
      .toSorted()
      .join(' ');
  const said = words(one);
  return said !== '' && said === words(other);
}
