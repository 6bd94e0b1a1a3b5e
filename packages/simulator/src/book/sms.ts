// The SMS inbox: the last texts of each phone, and the last ones of all phones.
import type { Sms } from './entries.ts';

const KEPT_PER_PHONE = 50;
const KEPT_IN_ALL = 500;

export interface SmsInbox {
  /** Sends a text with an OTP; `what` completes "is your code …". */
  add(phone: string, otp: string, what: string, at: number): void;
  /** Newest first; of one phone (any way of writing it), or of all. */
  list(phone?: string): Sms[];
}

export function smsInbox(): SmsInbox {
  const byPhone = new Map<string, Sms[]>();
  let latest: Sms[] = [];
  return {
    add(phone, otp, what, at) {
      const warning = 'Valid for 5 minutes. Never share it.';
      const text = `CIMB Simulator: ${otp} is your code ${what}. ${warning}`;
      const sms: Sms = { phone, text, otp, at };
      const key = phoneKey(phone);
      const texts = byPhone.get(key) ?? [];
      texts.push(sms);
      if (texts.length > KEPT_PER_PHONE) texts.shift();
      byPhone.set(key, texts);
      latest.push(sms);
      if (latest.length > 2 * KEPT_IN_ALL) latest = latest.slice(-KEPT_IN_ALL);
    },
    list(phone) {
      const texts = phone === undefined ? latest.slice(-KEPT_IN_ALL) : byPhone.get(phoneKey(phone));
      return (texts ?? []).toReversed();
    },
  };
}

/** One form for the ways of writing an Indonesian number: `0812…`, `+62 812…`, `62812…`. */
export function phoneKey(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return digits.startsWith('0') ? `62${digits.slice(1)}` : digits;
}
