// How far time is moved: seconds, or words for them.
import { refuse } from '../settings.ts';

/** `{ minutes: 15 }`, `{ days: 3 }`, or both added up; a plain number is seconds. */
export type Duration =
  | number
  | { days?: number; hours?: number; minutes?: number; seconds?: number };

const SECONDS = { days: 86_400, hours: 3600, minutes: 60, seconds: 1 } as const;

/** The duration in seconds. Throws an `InputError` for one that is not ahead: time only goes forward. */
export function secondsOf(duration: Duration): number {
  const seconds = typeof duration === 'number' ? duration : added(duration);
  if (Number.isFinite(seconds) && seconds > 0) return seconds;
  throw refuse(
    'duration',
    'must be seconds, or { days, hours, minutes, seconds }, more than 0: time only goes forward',
  );
}

function added(duration: unknown): number {
  if (typeof duration !== 'object' || duration === null) return Number.NaN;
  return Object.entries(duration).reduce((sum, [unit, count]: [string, unknown]) => {
    const known = Object.hasOwn(SECONDS, unit) && typeof count === 'number';
    return known ? sum + count * SECONDS[unit as keyof typeof SECONDS] : Number.NaN;
  }, 0);
}
