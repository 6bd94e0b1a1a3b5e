// The shop's languages, and what is written the same way in both: amounts and times.
import { en } from './en.ts';
import { id } from './id.ts';

export const LANGUAGES = ['en', 'id'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Every text of the shop; Indonesian has the same keys. */
export type Words = typeof en;

export const WORDS: Readonly<Record<Language, Words>> = { en, id };

/** `Rp 98.000`, as it is written in Indonesia. */
export function rupiah(amount: bigint): string {
  return `Rp\u00a0${String(amount).replace(/\B(?=(\d{3})+$)/g, '.')}`;
}

/** A moment in Jakarta, for people. */
export function moment(ms: number, language: Language): string {
  const locale = language === 'id' ? 'id-ID' : 'en-GB';
  const text = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Asia/Jakarta',
  }).format(ms);
  return `${text} WIB`;
}

/** `•••• 0001` for `XXXXXXXX0001`. */
export function tail(accountNo: string): string {
  return `•••• ${accountNo.slice(-4)}`;
}

/** `4:59`; whole seconds. */
export function minutes(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
