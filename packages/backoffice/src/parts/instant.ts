// Instants and days as people read them: in the reader's zone, and in Indonesia's western one (WIB), where the bank's day is.

export const WIB = 'Asia/Jakarta';
const DAY_MS = 86_400_000;
const WIB_MS = 7 * 3_600_000; // no daylight saving time, ever since 1964

/** `26 Nov 2026, 14:03:05`, in a zone. */
export function clockText(
  instant: string,
  locale: string,
  zone: string | undefined,
  how: 'minutes' | 'seconds' = 'minutes',
): string {
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    ...(how === 'seconds' ? { second: '2-digit' } : {}),
    hour12: false,
    ...(zone === undefined ? {} : { timeZone: zone }),
  }).format(new Date(instant));
}

/** The short name of the zone at that instant: `WIB`, `GMT+2`. */
export function zoneName(instant: string, locale: string, zone: string | undefined): string {
  const parts = new Intl.DateTimeFormat(locale === 'en-GB' ? 'en-GB' : 'id-ID', {
    timeZoneName: 'short',
    ...(zone === undefined ? {} : { timeZone: zone }),
  }).formatToParts(new Date(instant));
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'UTC';
  return { 'GMT+7': 'WIB', 'GMT+8': 'WITA', 'GMT+9': 'WIT' }[name] ?? name;
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

/** `3 minutes ago`, `in 20 seconds`. */
export function agoText(instant: string, now: number, locale: string): string {
  const seconds = Math.round((Date.parse(instant) - now) / 1000);
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const [unit, size] = STEPS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return words.format(Math.trunc(seconds / size), unit);
}

/** A length of time: `840 ms`, `1.4 s`, `3 min 20 s`. */
export function lengthText(ms: number, locale: string): string {
  const figure = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${figure.format(ms / 1000)} s`;
  const minutes = Math.floor(ms / 60_000);
  const seconds = Math.floor((ms % 60_000) / 1000);
  return seconds === 0 ? `${minutes} min` : `${minutes} min ${seconds} s`;
}

/** The day in WIB that an epoch ms lies in: `2026-11-26`. */
export function wibDay(ms: number): string {
  return new Date(ms + WIB_MS).toISOString().slice(0, 10);
}

/** When a day of WIB begins, as UTC ISO with ms. */
export function wibStart(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) - WIB_MS).toISOString();
}

/** The day some days later. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** A day as text: `26 Nov 2026`. */
export function dayText(day: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`));
}
