// Reads the fields of a SNAP request: 400ss02 when a mandatory one is missing, 400ss01 when
// one is malformed.
import { parseSnapAmount } from '@tarik/wire/amount';
import { SnapRefusal } from './answer.ts';

export type Fields = Record<string, unknown>;

/** A mandatory text of 1 to `max` characters. */
export function text(fields: Fields, name: string, max: number): string {
  const value = optionalText(fields, name, max);
  if (value === undefined) throw new SnapRefusal(400, '02', name);
  return value;
}

/** A text of 1 to `max` characters, or undefined when it is absent, null or empty. */
export function optionalText(fields: Fields, name: string, max: number): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string' || value.length > max) throw new SnapRefusal(400, '01', name);
  return value;
}

/** A mandatory amount above 0, `{"value":"10000.00","currency":"IDR"}`, in whole rupiah. */
export function amount(fields: Fields, name: string): bigint {
  const value = fields[name];
  if (value === undefined || value === null) throw new SnapRefusal(400, '02', name);
  const rupiah = parseSnapAmount(value);
  if (rupiah === undefined || rupiah === 0n) throw new SnapRefusal(400, '01', name);
  return rupiah;
}

/** An optional object; an empty one when it is absent. */
export function optionalObject(fields: Fields, name: string): Fields {
  const value = fields[name];
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw new SnapRefusal(400, '01', name);
  return value as Fields;
}

/** An http(s) URL of at most `max` characters. */
export function url(value: string, name: string): URL {
  const parsed = URL.parse(value);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) throw new SnapRefusal(400, '01', name);
  return parsed;
}
