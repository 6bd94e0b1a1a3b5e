// The range of a list or a chart, as its word in the address: a preset, or two days of WIB, both included.
import { dayAfter, wibDay, wibStart } from './instant.ts';

export const PRESETS = ['today', 'yesterday', '7d', '30d', '90d'] as const;

export interface Days {
  first: string;
  /** Included. */
  last: string;
}

/** The days that a range means today; undefined for no range or a word that is none. */
export function daysOf(range: string | undefined, now: number): Days | undefined {
  const today = wibDay(now);
  if (range === 'today') return { first: today, last: today };
  if (range === 'yesterday') return { first: dayAfter(today, -1), last: dayAfter(today, -1) };
  if (range === '7d') return { first: dayAfter(today, -6), last: today };
  if (range === '30d') return { first: dayAfter(today, -29), last: today };
  if (range === '90d') return { first: dayAfter(today, -89), last: today };
  const [, first, last] = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/.exec(range ?? '') ?? [];
  if (first === undefined || last === undefined) return undefined;
  if (Number.isNaN(Date.parse(first)) || Number.isNaN(Date.parse(last))) return undefined;
  return first <= last ? { first, last } : { first: last, last: first };
}

/** The range as the API asks for it: at or after `from`, before `to`. Empty for no range. */
export function instantsOf(
  range: string | undefined,
  now: number,
): { from: string; to: string } | Record<string, never> {
  const days = daysOf(range, now);
  return days ? { from: wibStart(days.first), to: wibStart(dayAfter(days.last, 1)) } : {};
}
