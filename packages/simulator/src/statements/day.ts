// A bank day as programs name it: a real date of Jakarta, and whether it is over.
import { SandboxRefusal, fieldRefused } from '../sandbox/refusal.ts';

/** Checks a day, `2026-11-23`. Throws a refusal that names `date`. */
export function realDay(day: string): string {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  const real = !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
  if (!real) throw fieldRefused('date', 'must be a real date, yyyy-mm-dd');
  return day;
}

/** The bank day after a day. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** The first moment of a day in Jakarta, ms since the epoch. */
export function dayBegins(day: string): number {
  return Date.parse(`${day}T00:00:00+07:00`);
}

/** 409 for a day of which something may still happen. */
export function notOver(day: string): SandboxRefusal {
  const message = `date: ${day} is not over at this bank; ?so_far=true answers what there is, without its last line`;
  return new SandboxRefusal(409, 'day_not_over', message);
}
