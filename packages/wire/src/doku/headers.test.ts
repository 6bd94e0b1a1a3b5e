import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vectors } from '../../tests/conformance.ts';
import { holds } from '../../tests/property.ts';
import { formatTimestamp, isClientId, isRequestId, parseRequestTimestamp } from './headers.ts';

const times = vectors<{ accepted: { text: string; iso: string }[]; refused: string[] }>(
  'doku/timestamps.json',
);

describe('Request-Timestamp', () => {
  it.each(times.accepted)('$text is read', ({ text, iso }) => {
    expect(parseRequestTimestamp(text)).toBe(Date.parse(iso));
  });

  it.each(times.refused)('%j is not read', (text) => {
    expect(parseRequestTimestamp(text)).toBeUndefined();
  });

  it('is written in whole seconds', () => {
    expect(formatTimestamp(Date.parse('2020-08-11T08:45:42.999Z'))).toBe('2020-08-11T08:45:42Z');
  });

  it('comes back to the second from what was written', () => {
    holds(
      fc.property(fc.integer({ min: 0, max: 253_402_300_799 }), (seconds) => {
        expect(parseRequestTimestamp(formatTimestamp(seconds * 1000))).toBe(seconds * 1000);
      }),
    );
  });
});

describe('Request-Id', () => {
  it.each(['1', '672118bb-9963-43ce-93b2-26d4fd0732a3', '!"#%&/()=?~', 'x'.repeat(128)])(
    'may be %s',
    (text) => {
      expect(isRequestId(text)).toBe(true);
    },
  );

  it.each([
    '',
    'x'.repeat(129),
    'a b',
    'a\nb',
    'a\n',
    'a\tb',
    'a\u0000',
    'a\u007f',
    'café',
    'a, b',
  ])('may not be %j', (text) => {
    expect(isRequestId(text)).toBe(false);
  });
});

describe('Client-Id', () => {
  it.each(['MCH-0001-10791114622547', 'BRN-0201_x.y', 'x'.repeat(64)])('may be %s', (text) => {
    expect(isClientId(text)).toBe(true);
  });

  it.each(['', 'x'.repeat(65), 'a b', 'a/b', 'a\n', 'é', "a'b", 'a:b'])('may not be %j', (text) => {
    expect(isClientId(text)).toBe(false);
  });
});
