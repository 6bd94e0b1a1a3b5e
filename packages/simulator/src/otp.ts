// One-time passwords: made, and compared.
import { randomInt } from 'node:crypto';

/** Accepted for every payment and registration that waits for an OTP. */
export const ALWAYS_RIGHT = '999999';
/** Accepted for none. */
export const NEVER_RIGHT = '000000';

/** Six random digits; never one of the two fixed codes. */
export function newOtp(): string {
  return String(randomInt(1, 999_999)).padStart(6, '0');
}

/** Whether the text has the form of an OTP. */
export function isOtp(text: string): boolean {
  return /^\d{6}$/.test(text);
}

/** Whether the OTP is the one that was sent, or the one that always fits. */
export function otpFits(given: string, sent: string): boolean {
  return given !== NEVER_RIGHT && (given === sent || given === ALWAYS_RIGHT);
}
