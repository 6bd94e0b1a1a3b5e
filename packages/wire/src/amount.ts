// Rupiah on the two wires: whole numbers on DOKU's, text with two decimals on SNAP's; bigint in
// between.
import { LosslessNumber } from 'lossless-json';

const WHOLE_RUPIAH = /^[1-9]\d{0,11}(\.00?)?$/;
const SNAP_VALUE = /^(0|[1-9]\d{0,15})\.\d{2}$/;
const SNAP_LIMIT = 10n ** 16n;

/** An amount as SNAP BI writes it: at most 16 digits, a point and two decimals. */
export interface SnapAmount {
  value: string;
  currency: 'IDR';
}

/**
 * Reads an amount of 1 to 999,999,999,999 whole rupiah from a JSON number or text; `.0` and `.00`
 * are allowed. A number must come as the lexeme that `parseStrictJson` keeps: a JavaScript number
 * has already been through a float and is refused. Anything else gives undefined. (DOKU guide,
 * `order.amount`.)
 */
export function parseWholeRupiah(value: unknown): bigint | undefined {
  const text = value instanceof LosslessNumber ? value.value : value;
  if (typeof text !== 'string' || !WHOLE_RUPIAH.test(text)) return undefined;
  const point = text.indexOf('.');
  return BigInt(point === -1 ? text : text.slice(0, point));
}

/**
 * Writes whole rupiah as SNAP does, `10000` as `10000.00`. Throws a RangeError below 0 or above 16
 * digits.
 */
export function formatSnapAmount(rupiah: bigint): SnapAmount {
  if (rupiah < 0n || rupiah >= SNAP_LIMIT) {
    throw new RangeError('a SNAP amount must be from 0 to 9999999999999999 rupiah');
  }
  return { value: `${rupiah}.00`, currency: 'IDR' };
}

/**
 * Reads a SNAP amount in whole rupiah. Undefined unless the currency is IDR and the value is text
 * with exactly two decimals, both 0: no sen, no exponent, no sign. (SNAP BI, field type `16,2`.)
 */
export function parseSnapAmount(value: unknown): bigint | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { value: text, currency } = value as { value?: unknown; currency?: unknown };
  if (currency !== 'IDR' || typeof text !== 'string' || !SNAP_VALUE.test(text)) return undefined;
  return text.endsWith('.00') ? BigInt(text.slice(0, -3)) : undefined;
}
