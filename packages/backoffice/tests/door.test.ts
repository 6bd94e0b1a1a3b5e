// Where signing in leads: never to another site, whatever stands in the address.
import { describe, expect, test } from 'vitest';
import { doorFor, safeReturn } from '../src/app/door.ts';
import { aSum, oneOf, readSearch, searchOf, someOf, writeSearch } from '../src/app/search.ts';

const ORIGIN = 'https://pay.example';

describe('the way back after signing in', () => {
  test('is the page that was wanted', () => {
    const wanted = '/MCH-1/payments?state=failed,expired&range=7d';
    expect(safeReturn(wanted, ORIGIN)).toBe(wanted);
  });

  test.each([
    undefined,
    '',
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    ' //evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'MCH-1/payments',
    '/%5cevil.example\\',
    '/sign-in?to=/sign-in',
  ])('is the first page where the address says %j', (to) => {
    expect(safeReturn(to, ORIGIN)).toBe('/');
  });
});

test('each 401 has its door; other refusals have none', () => {
  expect(doorFor('signed_out')).toBe('/sign-in');
  expect(doorFor('totp_required')).toBe('/sign-in/code');
  expect(doorFor('enrolment_required')).toBe('/sign-in/enrolment');
  expect(doorFor('forbidden')).toBeUndefined();
});

describe('what stands in an address', () => {
  const search = searchOf({ state: someOf('failed', 'expired'), least: aSum, of: oneOf('a') });

  test('is kept where it keeps its rule, and dropped where not', () => {
    expect(search({ state: 'failed,expired', least: '5000', other: 'x' })).toEqual({
      state: 'failed,expired',
      least: '5000',
    });
    expect(search({ state: 'failed,<script>', least: '1e9', of: 7 })).toEqual({});
  });

  test('comes back as it was written', () => {
    const kept = { state: 'failed,expired', q: 'a b&c=d%+?#', range: '2026-11-01..2026-11-02' };
    expect(readSearch(writeSearch(kept))).toEqual(kept);
    expect(writeSearch({ a: undefined, b: '' })).toBe('');
  });
});
