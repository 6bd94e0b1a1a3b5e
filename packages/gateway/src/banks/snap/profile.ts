// What differs from one SNAP bank to the next, as data; and what a SNAP bank is built from.
import type { KeyObject } from 'node:crypto';
import { SERVICE } from '@tarik/wire/snap/codes';
import type { Clock } from '../../base/clock.ts';
import type { Random } from '../../base/random.ts';
import type { BankPolicy, DeclineReason } from '../bank.ts';
import type { HttpDoor } from '../http.ts';
import type { StatementProfile } from '../statement-profile.ts';

/** Our words for the calls to a bank, each with its SNAP service code. */
export const OPERATIONS = {
  token: SERVICE.token,
  customer_token: SERVICE.customerToken,
  bind: SERVICE.bind,
  account: SERVICE.inquiry,
  unbind: SERVICE.unbind,
  pay: SERVICE.pay,
  verify_otp: SERVICE.verifyOtp,
  resend_otp: SERVICE.otp,
  inquire: SERVICE.status,
  refund: SERVICE.refund,
  beneficiary: SERVICE.beneficiary,
} as const;
export type Operation = keyof typeof OPERATIONS;

export interface SnapProfile {
  slug: string;
  name: string;
  code: string;
  /** Below the base URL. */
  paths: Readonly<Record<Operation, string>>;
  /** For everything that one operation takes, its token included; ms. */
  timeouts: Readonly<Record<Operation, number>>;
  /** CHANNEL-ID: five digits that the bank gives its partners. */
  channelId: string;
  /** X-DEVICE-ID of calls for a customer. */
  deviceId: string;
  policy: BankPolicy;
  statements: StatementProfile | null;
  /** Our reason for a refusal, from the operation and the bank's seven-digit code. */
  reasonFor(operation: Operation, bankCode: string): DeclineReason;
}

/** One call to a bank, for metrics and logs: no body, no reference, no secret. */
export interface CallSeen {
  bank: string;
  operation: Operation;
  /** HTTP status; null when no answer came. */
  http: number | null;
  /** The bank's response code; null when there was none. */
  code: string | null;
  /** What we made of it: `done`, `declined`, `unclear`, `not_sent`, … */
  result: string;
  durationMs: number;
}

export type CallObserver = (seen: CallSeen) => void;

export interface SnapSettings {
  clock: Clock;
  random: Random;
  http: HttpDoor;
  /**
   * With the bank's path prefix, without a slash at the end: the prefix is part of what is signed.
   */
  baseUrl: string;
  /** The bank signs its answers; one without a good signature is not believed. */
  signedAnswers: boolean;
  /** The gateway's own RSA key (PEM), which signs token calls. */
  privateKey: string;
  /** The bank's RSA key (PEM), which verifies callbacks. */
  bankPublicKey: string;
  observer: CallObserver;
}

/** A bank's profile and settings made ready: URL taken apart, keys imported. */
export interface SnapLine {
  profile: SnapProfile;
  settings: SnapSettings;
  origin: string;
  /** The base URL's path, before every path of the profile. */
  prefix: string;
  privateKey: KeyObject;
  bankPublicKey: KeyObject;
}
