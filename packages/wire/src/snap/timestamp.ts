// X-TIMESTAMP of SNAP BI: we write one form, and read every ISO 8601 form that real clients send.

const FORM = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
const WIB_MS = 7 * 3_600_000;

/**
 * Writes milliseconds since the epoch in Jakarta time, `2020-12-21T14:36:11+07:00`, without a
 * fraction.
 */
export function formatSnapTimestamp(ms: number): string {
  return `${new Date(ms + WIB_MS).toISOString().slice(0, 19)}+07:00`;
}

/**
 * Reads a date and time with an optional fraction and a zone `Z`, `+hh:mm` or `-hh:mm` (`-00:00`
 * too) as milliseconds since the epoch. Undefined for another form and for no real moment.
 */
export function parseSnapTimestamp(text: string): number | undefined {
  const [, local, fraction = '', zone] = FORM.exec(text) ?? [];
  if (local === undefined || zone === undefined) return undefined;
  const seconds = Date.parse(`${local}Z`);
  if (Number.isNaN(seconds) || !new Date(seconds).toISOString().startsWith(local)) return undefined;
  const offset = offsetMs(zone);
  if (offset === undefined) return undefined;
  return seconds + Number(fraction.slice(1, 4).padEnd(3, '0')) - offset;
}

function offsetMs(zone: string): number | undefined {
  if (zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
