// The bank: everything that a call, a page or a program's request is handed.
import type { KeyObject } from 'node:crypto';
import type { Book } from './book/book.ts';
import type { BankClock } from './clock.ts';
import type { DueList } from './due.ts';
import type { FaultDesk } from './faults.ts';
import type { Partner } from './partners.ts';
import type { CallbackPlan, CallbackSender } from './snap/callback.ts';

export interface BankSettings {
  /**
   * Whether a callback (56) follows each debit, or only comes where a fault or an account asks for
   * it.
   */
  callbacks: 'never' | 'always';
}

export interface Bank {
  book: Book;
  clock: BankClock;
  partners: Map<string, Partner>;
  faults: FaultDesk;
  due: DueList;
  settings: BankSettings;
  callbacks: CallbackSender;
  /** What is to become of the callbacks of a payment, by its reference; set by a fault. */
  callbackPlans: Map<string, CallbackPlan>;
  /** Signs the callbacks. */
  privateKey: KeyObject;
  publicKeyPem: string;
  /** The gateway that is told when the clock moves. */
  gatewayUrl: string | null;
  /** When the last move of the clock is over; the next one waits for it. */
  clockMoved: Promise<void>;
  /** Whether a move is under way. */
  clockMoving: boolean;
  /** The same for each merchant whose time alone is let pass, by Client-Id. */
  aging: Map<string, Promise<void>>;
  /** Base URL of the hosted pages, known once the bank listens. */
  publicUrl: string;
}

/**
 * The path under which the bank's API and pages live, as at CIMB:
 * `/api-manager-external/{environment}`.
 */
export const BANK_PREFIX = '/api-manager-external/sandbox';

/** Lives and limits, all of bank time in ms. */
export const LIFE = {
  partnerToken: 900_000,
  customerToken: 15 * 86_400_000,
  refreshToken: 30 * 86_400_000,
  registration: 15 * 60_000,
  authCode: 10 * 60_000,
  otp: 5 * 60_000,
} as const;

/** Wrong OTPs that end a payment or a registration. */
export const MAX_WRONG_OTPS = 3;
