// The words of a model run's bank: its rules, the calls that it takes, the faults on order, and what its book holds.
import type { Bank, BankCallback, BankPolicy } from '../../packages/gateway/src/banks/bank.ts';
import type { Life } from './doors.ts';

const MINUTE = 60_000;
/** As late as the bank may act, less what a call of ours may take to leave us, ms. */
export const IN_TIME_MS = 15 * MINUTE - 35_000;

/** After the last "not found" that we wait for, and before the look that follows a final no, ms. */
export const MUCH_LATER_MS = 45 * MINUTE;

/** What a bank may do so late that it breaks its own promise, and we must still find out. */
export const MAY_BE_LATE: ReadonlySet<string> = new Set(['pay', 'verifyOtp']);

export const FAR_OFF = 4_000_000_000_000;

export const POLICY: BankPolicy = {
  otp: {
    lifeMs: 5 * MINUTE,
    resendWithinMs: 2.5 * MINUTE,
    resendPauseMs: MINUTE / 2,
    maxResends: 3,
    maxTries: 3,
  },
  registrationLifeMs: 15 * MINUTE,
  maxProcessingMs: 15 * MINUTE,
  refundWindowMs: 90 * 24 * 60 * MINUTE,
};

export const OPERATIONS = [
  'bind',
  'grantAccess',
  'account',
  'pay',
  'verifyOtp',
  'resendOtp',
  'inquire',
  'refund',
  'inquireRefund',
  'unbind',
] as const;
export type Operation = (typeof OPERATIONS)[number];

/**
 * `not_sent`: nothing left us. `lost_before`: it never arrives. `lost_after`: it is done and the answer is lost. `later`:
 * no answer, and it is done up to the bank's longest time afterwards. `much_later`: so much later that we may have said no
 * by then. `refuse`: the bank says no.
 */
export const FAULTS = [
  'not_sent',
  'lost_before',
  'lost_after',
  'later',
  'much_later',
  'refuse',
] as const;
export type Fault = (typeof FAULTS)[number];

export type Account = 'free' | 'otp' | 'empty';

export interface BookPayment {
  reference: string;
  account: Account;
  amount: bigint;
  invoice: string;
  state: 'awaiting_otp' | 'paid' | 'failed';
  otp: string;
  otpUntil: number;
  wrong: number;
  /** Tries that have arrived. */
  tries: number;
  /** The OTP with which it was paid. */
  paidBy: string | null;
}

export interface BookRefund {
  reference: string;
  payment: string;
  amount: bigint;
  tag: string;
}

export interface TrueBank {
  payments: Map<string, BookPayment>;
  refunds: Map<string, BookRefund>;
  /** Whether an account is bound, by link. */
  links: Map<string, boolean>;
  /** Callbacks that the bank has written, each of which may arrive any number of times. */
  callbacks: BankCallback[];
  /** What the gateway has done to the bank that nobody may do. */
  outrages: string[];
  /** Faults for the next calls of each operation. */
  order(operation: Operation, fault: Fault): void;
  forget(): void;
  /** What a payment or token of the merchant had to bear: amounts and references that a fault has touched. */
  touched: Set<string>;
  /** Amounts of the payments for which the bank has broken its promise to act in time. */
  brokenFor: Set<string>;
  /** The bank as one process of the gateway reaches it. */
  seenBy(life: Life): Bank;
}
