// What a customer can do with a registration: give an account, give the OTP, ask for another,
// give up. Pages and programs share it.
import { randomBytes } from 'node:crypto';
import { accountOf, isAccountNo } from '../accounts.ts';
import { BANK_PREFIX, LIFE, MAX_WRONG_OTPS } from '../bank.ts';
import type { Bank } from '../bank.ts';
import type { Registration } from '../book/entries.ts';
import { newOtp, otpFits } from '../otp.ts';

export type RegistrationStatus = Registration['state'] | 'expired';

/** OTPs that one registration may send in all. */
const MAX_OTPS = 5;

/** The path of a registration's page, as at CIMB. */
export function registrationPath(id: string): string {
  return `${BANK_PREFIX}/direct-debit-web/register/${id}`;
}

/** Where a registration stands at `now`, bank time in ms: its link lives 15 minutes. */
export function registrationStatus(registration: Registration, now: number): RegistrationStatus {
  const { state, expiresAt } = registration;
  if (state === 'succeeded' || state === 'failed') return state;
  return expiresAt <= now ? 'expired' : state;
}

/** Whether the customer can still do something. */
export function isOpen(registration: Registration, now: number): boolean {
  const status = registrationStatus(registration, now);
  return status === 'opened' || status === 'otp_sent';
}

export type AccountVerdict = 'otp_sent' | 'malformed' | 'not_eligible';

/** Takes the account number; sends an OTP to the phone when the account is eligible. */
export function giveAccount(
  bank: Bank,
  registration: Registration,
  accountNo: string,
  phone: string = registration.phone,
): AccountVerdict {
  if (!isAccountNo(accountNo)) return 'malformed';
  if (accountOf(accountNo).registration === 'refused') return 'not_eligible';
  sendOtp(bank, registration, accountNo, phone);
  return 'otp_sent';
}

/** Sends another OTP for the account given before; false when no more may be sent. */
export function resendOtp(bank: Bank, registration: Registration): boolean {
  const { accountNo, otpsSent, phone } = registration;
  if (accountNo === null || otpsSent >= MAX_OTPS) return false;
  sendOtp(bank, registration, accountNo, phone);
  return true;
}

export type OtpVerdict = 'accepted' | 'wrong' | 'too_old' | 'exhausted';

/** Takes the OTP. The right one binds the account; the third wrong one ends the registration. */
export function giveOtp(bank: Bank, registration: Registration, otp: string): OtpVerdict {
  const { id } = registration;
  const at = bank.clock.now();
  if (registration.otpExpiresAt <= at) return 'too_old';
  if (!otpFits(otp, registration.otp)) {
    bank.book.write({ kind: 'registration_otp_wrong', id });
    if (registration.wrongOtps < MAX_WRONG_OTPS) return 'wrong';
    giveUp(bank, registration, 'otp_attempts_exceeded');
    return 'exhausted';
  }
  const authCode = randomBytes(32).toString('base64url');
  const authCodeExpiresAt = at + LIFE.authCode;
  bank.book.write({ kind: 'registration_succeeded', id, authCode, at, authCodeExpiresAt });
  return 'accepted';
}

/** Tries that are left before the registration ends. */
export function triesLeft(registration: Registration): number {
  return Math.max(MAX_WRONG_OTPS - registration.wrongOtps, 0);
}

/** Ends a registration without success. */
export function giveUp(bank: Bank, registration: Registration, reason: string): void {
  const { id } = registration;
  bank.book.write({ kind: 'registration_failed', id, reason, at: bank.clock.now() });
}

/** Where the customer goes back to the partner: its redirect URL with the result. */
export function returnUrl(registration: Registration): string {
  const url = new URL(registration.redirectUrl);
  if (registration.state === 'succeeded') {
    url.searchParams.set('status', 'SUCCESS');
    url.searchParams.set('authCode', registration.authCode ?? '');
  } else {
    url.searchParams.set('status', 'FAILED');
    url.searchParams.set('reason', registration.reason ?? 'expired');
  }
  return url.href;
}

function sendOtp(bank: Bank, registration: Registration, accountNo: string, phone: string): void {
  const { id } = registration;
  const at = bank.clock.now();
  const otp = newOtp();
  const expiresAt = at + LIFE.otp;
  bank.book.write({ kind: 'registration_otp_sent', id, accountNo, phone, otp, at, expiresAt });
}
