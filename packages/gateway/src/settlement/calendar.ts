// Working days of Indonesian banks and what falls due on them. Pure: the holidays are data that is handed in.

/** A day of WIB as `2026-03-18`; days compare as texts. */
export type Day = string;

/** Days besides Saturdays and Sundays on which banks do not settle. */
export type Holidays = ReadonlySet<Day>;

const DAY_MS = 86_400_000;
/** WIB is UTC+7 all year: Indonesia has no summer time. */
const WIB_MS = 7 * 3_600_000;
/** So many days in a row without a working day are a mistake in the data, not a calendar. */
const LONGEST_REST = 60;

/** The day of WIB in which an instant lies, epoch ms. The cut-off is its end: 23:59:59.999 still belongs to it. */
export function wibDay(at: number): Day {
  return new Date(at + WIB_MS).toISOString().slice(0, 10);
}

/** When a day of WIB begins, epoch ms. */
export function startOf(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) - WIB_MS;
}

/** Whether a text is a day that there is: `2026-02-30` is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The day so many days later, or earlier. */
export function plusDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whether banks settle on this day. */
export function isWorkingDay(holidays: Holidays, day: Day): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidays.has(day);
}

/**
 * The day on which something that succeeded on `day` is settled: so many working days later. What succeeds while banks rest
 * counts from there as from any day; with no working day to wait for, it is the first one from `day` on. Throws a RangeError
 * when the holidays leave no working day.
 */
export function settlementDay(holidays: Holidays, day: Day, workingDays: number): Day {
  let due = day;
  let left = workingDays;
  for (let rest = 0; left > 0 || !isWorkingDay(holidays, due); rest += 1) {
    if (rest > LONGEST_REST)
      throw new RangeError(`no working day within ${LONGEST_REST} days of ${due}`);
    due = plusDays(due, 1);
    if (!isWorkingDay(holidays, due)) continue;
    left -= 1;
    rest = 0;
  }
  return due;
}

/** The latest working day up to this one. Throws a RangeError when the holidays leave none. */
export function lastWorkingDay(holidays: Holidays, day: Day): Day {
  for (let back = 0; back <= LONGEST_REST; back += 1) {
    const before = plusDays(day, -back);
    if (isWorkingDay(holidays, before)) return before;
  }
  throw new RangeError(`no working day within ${LONGEST_REST} days before ${day}`);
}

/** Whether anybody has said which days of this year are holidays; without, only weekends are known. */
export function knowsYear(holidays: Holidays, day: Day): boolean {
  const year = day.slice(0, 4);
  for (const holiday of holidays) if (holiday.startsWith(year)) return true;
  return false;
}

/** An instant as WIB writes it, to the second, with its offset: `2026-11-26T12:00:00+07:00`. */
export function wibTime(at: number): string {
  return `${new Date(at + WIB_MS).toISOString().slice(0, 19)}+07:00`;
}
