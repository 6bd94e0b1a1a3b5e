import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vectors } from '../../tests/conformance.ts';
import { holds, samples } from '../../tests/property.ts';
import {
  digest,
  importKey,
  sameSignature,
  signNotification,
  signRequest,
  signResponse,
  stringToSign,
} from './signature.ts';
import type { SignedKind, SignedParts, SignedPartsWithBody } from './signature.ts';

interface Vector extends Omit<SignedParts, 'clientId'> {
  id: string;
  kind: SignedKind;
  body?: string;
  digest?: string;
  stringToSign: string;
  signature: string;
}

// An independent signer that merchants install from npm; it knows the request form alone.
const jokul = createRequire(import.meta.url)('jokul-nodejs-library') as {
  getSignature(headers: Record<string, string>, body: string, key: string): Promise<string>;
};
const published = vectors<{
  clientId: string;
  key: string;
  digests: { body: string; digest: string }[];
  vectors: Vector[];
}>('doku/signatures.json');
const { clientId, key } = published;

const visible = fc.string({
  unit: fc.constantFrom(...Array.from('AZaz09-_.~/:')),
  minLength: 1,
  maxLength: 64,
});
const anyParts: fc.Arbitrary<SignedPartsWithBody> = fc.record({
  clientId: visible,
  requestId: visible,
  timestamp: visible,
  target: visible,
  body: fc.string({ unit: 'grapheme', maxLength: 256 }),
});

function sign(kind: SignedKind, parts: SignedParts, secret: Parameters<typeof signRequest>[1]) {
  if (kind === 'request') return signRequest(parts, secret);
  const whole = { ...parts, body: parts.body ?? '' };
  return kind === 'response' ? signResponse(whole, secret) : signNotification(whole, secret);
}

describe('the DOKU signature', () => {
  it.each(published.digests)('digests "$body"', ({ body, digest: expected }) => {
    expect(digest(body)).toBe(expected);
    expect(digest(Buffer.from(body))).toBe(expected);
  });

  it.each(published.vectors)('agrees with vector $id, a $kind', (vector) => {
    const parts = { ...vector, clientId };
    const digested = vector.body === undefined ? undefined : digest(vector.body);
    expect(digested).toBe(vector.digest);
    expect(stringToSign(vector.kind, parts)).toBe(vector.stringToSign);
    expect(sign(vector.kind, parts, key)).toBe(vector.signature);
    expect(sign(vector.kind, parts, importKey(key))).toBe(vector.signature);
    if (vector.body === undefined) return;
    expect(sign(vector.kind, { ...parts, body: Buffer.from(vector.body) }, key)).toBe(
      vector.signature,
    );
  });

  it('agrees with jokul-nodejs-library on any request with a body', async () => {
    for (const parts of samples(anyParts, 200)) {
      const headers = {
        'client-id': parts.clientId,
        'request-id': parts.requestId,
        'request-timestamp': parts.timestamp,
        'request-target': parts.target,
      };
      const theirs = await jokul.getSignature(headers, String(parts.body), key);
      expect(signRequest(parts, key)).toBe(theirs);
      expect(signNotification(parts, key)).toBe(theirs);
    }
  });

  it('changes with every part, the key and the kind', () => {
    holds(
      fc.property(
        anyParts,
        fc.constantFrom('clientId', 'requestId', 'timestamp', 'target', 'body'),
        (parts, name) => {
          const signature = signRequest(parts, key);
          expect(signRequest({ ...parts, [name]: `${String(parts[name])}x` }, key)).not.toBe(
            signature,
          );
          expect(signRequest(parts, `${key}x`)).not.toBe(signature);
          expect(signResponse(parts, key)).not.toBe(signature);
          expect(signRequest({ ...parts, body: undefined }, key)).not.toBe(signature);
        },
      ),
    );
  });

  it.each(['clientId', 'requestId', 'timestamp', 'target'])(
    'does not sign a %s with a line break, which could pass for another line',
    (name) => {
      const parts = { clientId: 'c', requestId: 'r', timestamp: 't', target: '/', body: '' };
      for (const value of ['a\nRequest-Id:b', 'a\rb']) {
        expect(() => signRequest({ ...parts, [name]: value }, key)).toThrow(TypeError);
      }
    },
  );
});

describe('comparing signatures', () => {
  const expected = published.vectors[0]?.signature ?? '';

  it('accepts the same text', () => {
    expect(sameSignature(expected, expected)).toBe(true);
  });

  const body = expected.slice('HMACSHA256='.length);
  it.each([
    ['nothing', ''],
    ['no prefix', body],
    ['a prefix in lower case', `hmacsha256=${body}`],
    ['the misspelt prefix of an old library', `HMACHSHA256=${body}`],
    ['no padding', expected.slice(0, -1)],
    ['hex', `HMACSHA256=${Buffer.from(body, 'base64').toString('hex')}`],
    ['the URL-safe alphabet', expected.replaceAll('+', '-').replaceAll('/', '_')],
    ['a blank after it', `${expected} `],
    ['changed spare bits, which decode to the same bytes', expected.replace('o=', 'p=')],
    ['one letter changed', expected.replace('Eg', 'Ef')],
    ['letters of the same length outside ASCII', 'é'.repeat(expected.length)],
    ['a megabyte', 'A'.repeat(1_000_000)],
  ])('refuses %s', (_, received) => {
    expect(received).not.toBe(expected);
    expect(sameSignature(expected, received)).toBe(false);
  });

  it('refuses what is no text, without an error', () => {
    for (const received of [undefined, null, 5, [expected], { length: expected.length }]) {
      expect(sameSignature(expected, received as unknown as string)).toBe(false);
    }
  });

  it('accepts nothing but the same text', () => {
    holds(
      fc.property(anyParts, fc.string({ unit: 'binary' }), (parts, received) => {
        const signature = signRequest(parts, key);
        expect(sameSignature(signature, received)).toBe(signature === received);
        expect(sameSignature(signature, Buffer.from(signature).toString())).toBe(true);
      }),
    );
  });
});
