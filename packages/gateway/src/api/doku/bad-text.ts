// Finds the field whose text no database or screen should get: U+0000, half a surrogate pair, bidirectional controls.
import { Refusal } from '../../base/refusal.ts';

// One text may not hide another: the characters with which a reader could be shown something else than what is stored.
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const MAX_DEPTH = 16;

/** The refusal that names the first field with such text; null when there is none or the body is no JSON at all. */
export function badText(body: Buffer): Refusal | null {
  let json: unknown;
  try {
    json = JSON.parse(body.toString());
  } catch {
    return null;
  }
  const field = find(json, '', 0);
  if (field === null) return null;
  const rule = 'must not contain U+0000, half of a surrogate pair or bidirectional controls';
  return new Refusal('field_invalid', { field: field === '' ? 'body' : field, rule });
}

function find(value: unknown, path: string, depth: number): string | null {
  if (typeof value === 'string') return isBad(value) ? path : null;
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return null;
  for (const [key, inner] of Object.entries(value)) {
    if (isBad(key)) return path;
    const found = find(inner, below(path, key, Array.isArray(value)), depth + 1);
    if (found !== null) return found;
  }
  return null;
}

function below(path: string, key: string, inList: boolean): string {
  if (inList) return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}

function isBad(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed() || BIDI.test(text);
}
