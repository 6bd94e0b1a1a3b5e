// Ranges of days: they begin and end at midnight in Jakarta, wherever the reader is.
import { describe, expect, test } from 'vitest';
import { agoText, lengthText, wibDay } from '../src/parts/instant.ts';
import { daysOf, instantsOf } from '../src/parts/range.ts';

// 23:30 in Jakarta on the 26th; 00:30 there on the 27th.
const LATE = Date.parse('2026-11-26T16:30:00Z');
const EARLY = Date.parse('2026-11-26T17:30:00Z');

describe('a range', () => {
  test('of today is the day in Jakarta, not the one in London', () => {
    expect(instantsOf('today', LATE)).toEqual({
      from: '2026-11-25T17:00:00.000Z',
      to: '2026-11-26T17:00:00.000Z',
    });
    expect(daysOf('today', EARLY)).toEqual({ first: '2026-11-27', last: '2026-11-27' });
    expect(wibDay(EARLY)).toBe('2026-11-27');
  });

  test.each([
    ['yesterday', '2026-11-25', '2026-11-25'],
    ['7d', '2026-11-20', '2026-11-26'],
    ['30d', '2026-10-28', '2026-11-26'],
    ['2026-02-27..2026-03-01', '2026-02-27', '2026-03-01'],
    ['2026-03-01..2026-02-27', '2026-02-27', '2026-03-01'],
  ])('%s goes from %s to %s', (range, first, last) => {
    expect(daysOf(range, LATE)).toEqual({ first, last });
  });

  test.each([undefined, '', 'tomorrow', '2026-13-01..2026-13-02', '2026-11-01'])(
    'that says %s is none',
    (range) => expect(instantsOf(range, LATE)).toEqual({}),
  );
});

test('times that are near are told from now', () => {
  expect(agoText('2026-11-26T16:29:20Z', LATE, 'en-GB')).toBe('40 seconds ago');
  expect(agoText('2026-11-26T13:20:00Z', LATE, 'id-ID')).toBe('3 jam yang lalu');
  expect(agoText('2026-11-28T17:00:00Z', LATE, 'en-GB')).toBe('in 2 days');
});

test('lengths of time are short', () => {
  expect(lengthText(840, 'en-GB')).toBe('840 ms');
  expect(lengthText(1449, 'id-ID')).toBe('1,4 s');
  expect(lengthText(200_000, 'en-GB')).toBe('3 min 20 s');
});
