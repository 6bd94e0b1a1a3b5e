import { describe, expect, it } from 'vitest';
import { answerText } from './answer.ts';

const kept = (text: string) => answerText(Buffer.from(text));

describe('what is kept of an answer', () => {
  it('is the text as it came, when there is nothing to hide', () => {
    expect(kept('{"status":"ok",\n\t"order":"INV-2026-42"}')).toBe(
      '{"status":"ok",\n\t"order":"INV-2026-42"}',
    );
  });

  it.each([
    ['Authorization: Bearer eyJhbGciOi.x.y', 'eyJ'],
    ['{"secret_key":"SK-live-1234"}', 'SK-live'],
    ["password = 'hunter2'", 'hunter2'],
    ['api-key=abcdef&x=1', 'abcdef'],
    ['Set-Cookie: sid=31337', '31337'],
    ['{"otp": "123456"}', '123456'],
    ['mail budi.santoso+x@contoh.co.id now', 'budi'],
    ['phone +62 812-3456-7890.', '3456'],
    ['card 4111 1111 1111 1111', '4111'],
    ['{"account":800000000001}', '800000000001'],
  ])('hides what must not rest in the clear: %s', (text, secret) => {
    expect(kept(text)).not.toContain(secret);
    expect(kept(text)).toMatch(/\[(redacted|email|number)\]/);
  });

  it('is 8 KB at the most, also when each byte becomes three', () => {
    for (const byte of [0x61, 0xff]) {
      const text = answerText(Buffer.alloc(70_000, byte));
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(8192);
      expect(text.length).toBeGreaterThan(2000);
    }
  });

  it('has no characters that PostgreSQL refuses or a terminal obeys', () => {
    expect(kept('a\u0000b\u001b[31mc\u202ed\r\ne')).toBe('ab[31mcd\ne');
    expect(answerText(Buffer.from([0xc3, 0x28, 0xed, 0xa0, 0x80]))).not.toMatch(/[\ud800-\udfff]/);
  });

  it.each(['a', '1', '1 ', 'a@', 'a.', 'token', 'bearer ', 'otp="', '+', 'a@b.'])(
    'costs little, whatever a stranger repeats: %j',
    (piece) => {
      const body = Buffer.from(piece.repeat(64 * 1024));
      const began = process.cpuUsage();
      answerText(body);
      const { user } = process.cpuUsage(began);
      expect(user).toBeLessThan(5_000_000); // µs; a backtracking pattern takes minutes
    },
  );
});
