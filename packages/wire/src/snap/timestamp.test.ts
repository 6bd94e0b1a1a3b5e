import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vectors } from '../../tests/conformance.ts';
import { holds } from '../../tests/property.ts';
import { formatSnapTimestamp, parseSnapTimestamp } from './timestamp.ts';

interface Time {
  text: string;
  iso: string;
}

const times = vectors<{ written: Time[]; accepted: Time[]; refused: string[] }>(
  'snap/timestamps.json',
);

describe('X-TIMESTAMP', () => {
  it.each(times.written)('$iso is written as $text', ({ text, iso }) => {
    expect(formatSnapTimestamp(Date.parse(iso))).toBe(text);
  });

  it.each(times.accepted)('$text is read', ({ text, iso }) => {
    expect(parseSnapTimestamp(text)).toBe(Date.parse(iso));
  });

  it.each(times.refused)('%j is not read', (text) => {
    expect(parseSnapTimestamp(text)).toBeUndefined();
  });

  it('comes back to the second from what was written', () => {
    holds(
      fc.property(fc.integer({ min: 0, max: 253_402_000_000 }), (seconds) => {
        expect(parseSnapTimestamp(formatSnapTimestamp(seconds * 1000))).toBe(seconds * 1000);
      }),
    );
  });
});
