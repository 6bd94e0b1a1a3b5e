// JSON as both wires may send it: strict, lossless in numbers, and free of what could mean two
// things.
import { parse } from 'lossless-json';
import type { LosslessNumber } from 'lossless-json';
import { refuseAmbiguity } from './json-scan.ts';
import { JsonRefused } from './json-refused.ts';

export { JsonRefused } from './json-refused.ts';

/** A parsed JSON value; a number is still the text that was sent. */
export type JsonValue =
  | null
  | boolean
  | string
  | LosslessNumber
  | JsonValue[]
  | { [key: string]: JsonValue };

/**
 * Parses the bytes of one JSON value. Numbers stay lossless (`LosslessNumber`), so that `1e5`,
 * `2^53+1` and `20000.01` are seen as sent. Throws {@link JsonRefused} for bytes that are not
 * UTF-8, a byte order mark, a syntax error, trailing text, a repeated key, a key `__proto__`,
 * `constructor` or `prototype`, nesting deeper than 16, more than 10,000 keys, and in text: U+0000,
 * half a surrogate pair, bidirectional control characters.
 */
export function parseStrictJson(bytes: Uint8Array): JsonValue {
  const text = decode(bytes);
  refuseAmbiguity(text);
  try {
    return parse(text) as JsonValue;
  } catch {
    // The parser's own message quotes the text, which may hold somebody's name or OTP.
    throw new JsonRefused('the body is not valid JSON');
  }
}

/** `JSON.stringify`. Throws a TypeError for a bigint, which JSON cannot hold, and for undefined. */
export function stringifyJson(value: unknown): string {
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw new TypeError('the value has no JSON form');
  return text;
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    throw new JsonRefused('the body must not begin with a byte order mark');
  }
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new JsonRefused('the body must be UTF-8');
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
