// Cells of a file that people open in a spreadsheet: times in the zone that the head names, and no cell that is a formula.

/** WIB, where Indonesian books are kept. */
export const DEFAULT_ZONE = 'Asia/Jakarta';

/** A time as a file writes it: `2026-11-26 10:04:05` in the zone. */
export function timeIn(ms: number, zone: string): string {
  return formatIn(zone).format(ms).replace(',', '');
}

/** `Asia/Jakarta, UTC+7`. Where the zone has another offset in summer, the offset is that of `ms`. */
export function zoneWords(zone: string, ms: number): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  const offset = parts.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const short = offset
    .replace('GMT', 'UTC')
    .replace(/([+-])0(\d)/, '$1$2')
    .replace(/:00$/, '');
  return short === 'UTC' ? `${zone}, UTC+0` : `${zone}, ${short}`;
}

/** Whether the zone is one that we know. */
export function isZone(zone: string): boolean {
  try {
    formatIn(zone);
    return true;
  } catch {
    return false;
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();
/** A zone has a few names and is written in any case: what people ask for must not fill the memory. */
const MOST_FORMATS = 64;

function formatIn(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    if (formats.size >= MOST_FORMATS) formats.clear();
    formats.set(zone, format);
  }
  return format;
}
