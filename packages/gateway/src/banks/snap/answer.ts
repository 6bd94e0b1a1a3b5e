// Reading a bank's answer: strict JSON or nothing, what it names, and what of it may be kept as
// evidence.
import { parseSnapAmount } from '@tarik/wire/amount';
import { JsonRefused, parseStrictJson } from '@tarik/wire/json';
import type { JsonValue } from '@tarik/wire/json';
import { parseResponseCode } from '@tarik/wire/snap/codes';
import type { ResponseCode } from '@tarik/wire/snap/codes';
import type { Exchange } from '../http.ts';
import type { Match } from './classify.ts';

export type Fields = Readonly<Record<string, JsonValue>>;

/** The body of an answer, read as far as it can be believed. */
export interface SnapBody {
  /** Empty when the body is not one strict JSON object. */
  fields: Fields;
  code: ResponseCode | undefined;
  /** The seven digits as they came; null when there are none. */
  responseCode: string | null;
  /** The bank's message, shortened and without long numbers; null when there is none. */
  message: string | null;
}

/** What an answer must name to be ours: texts and amounts by field. */
export interface Expected {
  texts?: Readonly<Record<string, string>>;
  amounts?: Readonly<Record<string, bigint>>;
}

const NOTHING: SnapBody = { fields: {}, code: undefined, responseCode: null, message: null };

/** Reads the body of an exchange; of one without an answer it reads nothing. */
export function readBody(exchange: Exchange): SnapBody {
  if (!exchange.sent || exchange.lost !== null) return NOTHING;
  const fields = objectIn(exchange.body);
  if (fields === undefined) return NOTHING;
  const text = fields['responseCode'];
  const code = parseResponseCode(text);
  const message = fields['responseMessage'];
  return {
    fields,
    code,
    responseCode: code !== undefined && typeof text === 'string' ? text : null,
    message: typeof message === 'string' ? presentable(message) : null,
  };
}

/** The one strict JSON object that the bytes are, or undefined. */
export function objectIn(bytes: Uint8Array): Fields | undefined {
  try {
    const value = parseStrictJson(bytes);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    // A lossless number is an object too, but not a plain one.
    return isObject && Object.getPrototypeOf(value) === Object.prototype
      ? (value as Fields)
      : undefined;
  } catch (error) {
    if (error instanceof JsonRefused) return undefined;
    throw error;
  }
}

/** Whether the texts that we expect are there and equal. */
export function matchTexts(fields: Fields, expected: Expected['texts'] = {}): Match {
  return worst(
    Object.entries(expected).map(([name, text]) => {
      const found = fields[name];
      if (found === undefined || found === null) return 'absent';
      return found === text ? 'same' : 'other';
    }),
  );
}

/**
 * Whether the amounts that we expect are there and equal; one that cannot be read is another one.
 */
export function matchAmounts(fields: Fields, expected: Expected['amounts'] = {}): Match {
  return worst(
    Object.entries(expected).map(([name, amount]) => {
      const found = fields[name];
      if (found === undefined || found === null) return 'absent';
      return parseSnapAmount(found) === amount ? 'same' : 'other';
    }),
  );
}

/** A header that came exactly once, or undefined. */
export function onlyHeader(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  name: string,
): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

function worst(matches: readonly Match[]): Match {
  if (matches.length === 0) return 'not_asked';
  if (matches.includes('other')) return 'other';
  return matches.includes('absent') ? 'absent' : 'same';
}

// Banks put field values into messages; a run of digits may be an account or a phone number.
function presentable(message: string): string {
  return message
    .replaceAll(/[^\x20-\x7e]/g, ' ')
    .replaceAll(/\d{5,}/g, '…')
    .slice(0, 150);
}
