import fc from 'fast-check';
import { LosslessNumber, stringify } from 'lossless-json';
import { describe, expect, it } from 'vitest';
import { vectors } from '../tests/conformance.ts';
import { holds } from '../tests/property.ts';
import { JsonRefused, parseStrictJson, stringifyJson } from './json.ts';

interface Body {
  about: string;
  text?: string;
  hex?: string;
}

const { accepted, refused } = vectors<{ accepted: Body[]; refused: Body[] }>('doku/json.json');
const bytes = (body: Body) =>
  body.hex === undefined ? Buffer.from(body.text ?? '') : Buffer.from(body.hex, 'hex');
const parse = (text: string) => parseStrictJson(Buffer.from(text));

/**
 * The reason for which the body is refused; undefined when it is not. Any other error is thrown.
 */
function reason(body: Uint8Array): string | undefined {
  try {
    parseStrictJson(body);
    return undefined;
  } catch (error) {
    if (error instanceof JsonRefused) return error.reason;
    throw error;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** JSON.parse, with numbers kept as the text that was sent. */
function parseKeeping(text: string): unknown {
  const keep = (_key: string, value: unknown, context: { source?: string }) =>
    typeof value === 'number' ? new LosslessNumber(context.source ?? '') : value;
  return JSON.parse(text, keep as (key: string, value: unknown) => unknown);
}

describe('strict JSON', () => {
  it.each(accepted)('accepts $about', (body) => {
    const text = bytes(body).toString();
    expect(parseStrictJson(bytes(body))).toEqual(parseKeeping(text));
  });

  it.each(refused)('refuses $about', (body) => {
    expect(reason(bytes(body))).toBeTypeOf('string');
  });

  it('keeps the text of numbers', () => {
    expect(parse('[1e400,9007199254740993,20000.00,-0]')).toEqual(
      ['1e400', '9007199254740993', '20000.00', '-0'].map((text) => new LosslessNumber(text)),
    );
  });

  it('takes 10,000 keys and not one more', () => {
    const withKeys = (count: number) =>
      Buffer.from(JSON.stringify(Array.from({ length: count }, () => ({ a: 1 }))));
    expect(reason(withKeys(10_000))).toBeUndefined();
    expect(reason(withKeys(10_001))).toBe('the body has more than 10000 keys');
  });

  it('refuses 200,000 open brackets without a stack overflow', () => {
    expect(reason(Buffer.from('['.repeat(200_000)))).toBe(
      'the body is nested deeper than 16 levels',
    );
  });

  it('quotes nothing of the body in its reason', () => {
    for (const text of ['{"otp":"123456","otp":"123456"}', '{"otp":123456x}', '"123456']) {
      expect(reason(Buffer.from(text))).not.toContain('123456');
    }
  });

  it('reads back whatever JSON.stringify writes, unless a rule of ours forbids it', () => {
    holds(
      fc.property(fc.json({ maxDepth: 8, stringUnit: 'binary' }), (text) => {
        const why = reason(Buffer.from(text));
        expect(why).not.toBe('the body is not valid JSON');
        const again = why === undefined ? stringify(parse(text)) : text;
        expect(JSON.parse(again ?? '')).toEqual(JSON.parse(text));
      }),
      1_000,
    );
  });

  it('refuses what JSON.parse refuses', () => {
    const unit = fc.constantFrom(
      ...Array.from('{}[]:,"\\u0019dDaAeE+-. \n'),
      'true',
      'null',
      '"a":',
    );
    holds(
      fc.property(fc.string({ unit, maxLength: 24 }), (text) => {
        fc.pre(!isJson(text));
        expect(reason(Buffer.from(text))).toBeTypeOf('string');
      }),
      5_000,
    );
  });

  it('refuses a repeated key at any depth, however it is spelled', () => {
    const key = fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme-ascii' });
    const depth = fc.integer({ min: 0, max: 14 });
    holds(
      fc.property(key, depth, fc.boolean(), (name, levels, escape) => {
        const plain = JSON.stringify(name);
        const code = (name.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
        const again = escape ? `"\\u${code}${JSON.stringify(name.slice(1)).slice(1)}` : plain;
        const text = `${'['.repeat(levels)}{${plain}:1,${again}:1}${']'.repeat(levels)}`;
        expect(reason(Buffer.from(text))).toBe('the body has the same key twice in one object');
      }),
    );
  });

  it('answers every row of bytes with a value or a reason', () => {
    holds(
      fc.property(fc.uint8Array({ maxLength: 64 }), (body) => {
        expect(reason(body) ?? 'a value').not.toBe('');
      }),
      2_000,
    );
  });
});

describe('writing JSON', () => {
  it('is JSON.stringify', () => {
    expect(stringifyJson({ a: [1, 'x', null], b: undefined })).toBe('{"a":[1,"x",null]}');
  });

  it.each([1n, { amount: 1n }, undefined, () => 1])(
    'throws for what JSON cannot hold: %s',
    (value) => {
      expect(() => stringifyJson(value)).toThrow(TypeError);
    },
  );
});
