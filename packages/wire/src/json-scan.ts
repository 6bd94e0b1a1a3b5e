// One pass over JSON text, before it is parsed, for what a JSON parser lets through: depth, number
// of keys, repeated and dangerous keys, and characters that hide something. Syntax is left to the
// parser.
import { JsonRefused } from './json-refused.ts';

const MAX_DEPTH = 16;
const MAX_KEYS = 10_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;
const SMALL_U = 0x75;
const FIRST_BIDI = 0x061c;

// The keys of each open object; null stands for an open array.
type Frame = Set<string> | null;

/** Throws {@link JsonRefused} for the first fault. For text that is no JSON it may find none. */
export function refuseAmbiguity(text: string): void {
  const open: Frame[] = [];
  let keys = 0;
  let keyIsNext = false;
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case QUOTE: {
        const end = endOfString(text, i + 1);
        const frame = open.at(-1);
        if (keyIsNext && frame) {
          if (++keys > MAX_KEYS) throw new JsonRefused(`the body has more than ${MAX_KEYS} keys`);
          takeKey(frame, keyText(text, i + 1, end));
          keyIsNext = false;
        }
        i = end;
        break;
      }
      case OPEN_BRACE:
        open.push(new Set());
        refuseDepth(open.length);
        keyIsNext = true;
        break;
      case OPEN_BRACKET:
        open.push(null);
        refuseDepth(open.length);
        keyIsNext = false;
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        open.pop();
        keyIsNext = false;
        break;
      case COMMA:
        keyIsNext = open.length > 0 && open.at(-1) !== null;
        break;
      default:
    }
  }
}

function refuseDepth(depth: number): void {
  if (depth > MAX_DEPTH)
    throw new JsonRefused(`the body is nested deeper than ${MAX_DEPTH} levels`);
}

function takeKey(seen: Set<string>, key: string): void {
  if (key === '__proto__' || key === 'constructor' || key === 'prototype') {
    throw new JsonRefused(`the body must not have a key ${key}`);
  }
  if (seen.has(key)) throw new JsonRefused('the body has the same key twice in one object');
  seen.add(key);
}

// A key may be spelled with escapes: "\u0061" is the key a.
function keyText(text: string, start: number, end: number): string {
  const raw = text.slice(start, end);
  if (!raw.includes('\\')) return raw;
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return raw;
  }
}

// Returns the position of the closing quote, or the end of the text.
function endOfString(text: string, start: number): number {
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) return i;
    if (code >= FIRST_BIDI) {
      refuseBidi(code);
    } else if (code === BACKSLASH) {
      i = text.charCodeAt(i + 1) === SMALL_U ? endOfEscape(text, i) : i + 1;
    }
  }
  return text.length;
}

// Checks the character written as \uXXXX at `start`; returns the position of its last digit.
function endOfEscape(text: string, start: number): number {
  const code = hex(text, start + 2);
  if (code === 0) throw new JsonRefused('text must not contain the character U+0000');
  refuseBidi(code);
  if (code >= 0xd800 && code <= 0xdbff) {
    const low = text.startsWith('\\u', start + 6) ? hex(text, start + 8) : 0;
    if (low >= 0xdc00 && low <= 0xdfff) return start + 11;
  }
  if (code >= 0xd800 && code <= 0xdfff) {
    throw new JsonRefused('text must not contain half of a surrogate pair');
  }
  return start + 5;
}

// Not hexadecimal: NaN, which matches no range above; the parser will refuse the escape.
function hex(text: string, start: number): number {
  return Number.parseInt(text.slice(start, start + 4), 16);
}

// The characters of the Unicode property Bidi_Control: they make text read otherwise than it is
// stored.
function refuseBidi(code: number): void {
  if (code < FIRST_BIDI) return;
  if (
    code === FIRST_BIDI ||
    code === 0x200e ||
    code === 0x200f ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069)
  ) {
    throw new JsonRefused('text must not contain bidirectional control characters');
  }
}
