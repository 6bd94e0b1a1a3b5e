// Working days: the cut-off, weekends, holidays, the turn of the year, and holidays that are added and removed.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isDay,
  isWorkingDay,
  knowsYear,
  lastWorkingDay,
  plusDays,
  settlementDay,
  startOf,
  wibDay,
  wibTime,
} from './calendar.ts';
import { dueRun } from './run.ts';

const migration = readFileSync(
  path.join(import.meta.dirname, '../../migrations/0018_settlement.sql'),
  'utf8',
);
const seeded = [...migration.matchAll(/^ {2}\('(\d{4}-\d{2}-\d{2})', /gm)].map(([, day]) => day!);
const holidays = new Set(seeded);

describe('the day of WIB', () => {
  test.each([
    ['2026-11-26T16:59:59.999Z', '2026-11-26'],
    ['2026-11-26T17:00:00.000Z', '2026-11-27'],
    ['2026-12-31T16:59:59.999Z', '2026-12-31'],
    ['2026-12-31T17:00:00.000Z', '2027-01-01'],
  ])('of %s is %s', (instant, day) => {
    expect(wibDay(Date.parse(instant))).toBe(day);
  });

  test('begins at its first instant and ends before the next one does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (at) => {
        const day = wibDay(at);
        expect(startOf(day) <= at && at < startOf(plusDays(day, 1))).toBe(true);
        expect(isDay(day)).toBe(true);
        expect(wibTime(at).slice(0, 10)).toBe(day);
      }),
    );
  });

  test.each(['2026-02-30', '2026-13-01', '26-11-2026', '2026-11-26T00:00:00Z', ''])(
    'is not "%s"',
    (text) => expect(isDay(text)).toBe(false),
  );
});

describe('what succeeds', () => {
  test.each([
    ['on a Thursday', '2026-11-26', '2026-11-30'],
    ['on a Friday', '2026-11-27', '2026-12-01'],
    ['on a Saturday', '2026-11-28', '2026-12-01'],
    ['on a Sunday', '2026-11-29', '2026-12-01'],
    ['before Christmas and its joint leave', '2026-12-22', '2026-12-28'],
    ['at the end of the year', '2026-12-30', '2027-01-04'],
    ['on the last day of the year', '2026-12-31', '2027-01-06'],
    ['before Nyepi, Idulfitri and all that is between', '2026-03-16', '2026-03-25'],
  ])('%s is settled two working days later', (_, day, due) => {
    expect(settlementDay(holidays, day, 2)).toBe(due);
  });

  test('with no day to wait for is settled on the day itself, or the first on which banks work', () => {
    expect(settlementDay(holidays, '2026-11-26', 0)).toBe('2026-11-26');
    expect(settlementDay(holidays, '2026-11-28', 0)).toBe('2026-11-30');
  });

  test('is settled on a working day, as many working days later as was agreed, whatever the holidays', () => {
    const days = fc.integer({ min: 0, max: 700 }).map((n) => plusDays('2026-01-01', n));
    fc.assert(
      fc.property(
        days,
        fc.integer({ min: 0, max: 12 }),
        fc.array(days, { maxLength: 60 }),
        (day, workingDays, added) => {
          const rest = new Set([...seeded, ...added]);
          const due = settlementDay(rest, day, workingDays);
          expect(isWorkingDay(rest, due)).toBe(true);
          let between = 0;
          for (let at = day; at < due; at = plusDays(at, 1)) {
            if (isWorkingDay(rest, plusDays(at, 1))) between += 1;
          }
          // With nothing to wait for, the first working day counts where the day itself is none.
          const waited = workingDays === 0 && !isWorkingDay(rest, day) ? 1 : workingDays;
          expect(between).toBe(waited);
        },
      ),
    );
  });

  test('is settled later when a holiday is added in between, and earlier when it is removed', () => {
    const more = new Set([...seeded, '2026-11-27']);
    expect(settlementDay(more, '2026-11-26', 2)).toBe('2026-12-01');
    const less = new Set(seeded.filter((day) => day !== '2026-12-24'));
    expect(settlementDay(less, '2026-12-22', 2)).toBe('2026-12-24');
  });

  test('has no day when the calendar leaves none, and that is said', () => {
    const all = new Set(Array.from({ length: 400 }, (_, n) => plusDays('2026-01-01', n)));
    expect(() => settlementDay(all, '2026-03-01', 2)).toThrow(RangeError);
    expect(() => lastWorkingDay(all, '2026-06-01')).toThrow(RangeError);
  });
});

describe('the run', () => {
  test.each([
    ['2026-11-26T04:59:59Z', '2026-11-25'], // before noon of WIB
    ['2026-11-26T05:00:00Z', '2026-11-26'],
    ['2026-11-28T05:00:00Z', '2026-11-27'], // a Saturday
    ['2026-11-30T04:00:00Z', '2026-11-27'], // Monday morning
    ['2026-12-25T09:00:00Z', '2026-12-23'], // Christmas, after its joint leave
  ])('that is due at %s is that of %s', (instant, day) => {
    expect(dueRun(holidays, Date.parse(instant))).toBe(day);
  });
});

test('the calendar knows the holidays of 2026 and 2027, each once, and of no year after', () => {
  expect(seeded).toHaveLength(holidays.size);
  expect(seeded.filter((day) => day.startsWith('2026'))).toHaveLength(25);
  expect(knowsYear(holidays, '2027-06-01')).toBe(true);
  expect(knowsYear(holidays, '2028-06-01')).toBe(false);
});
