// Words that several calls share: customers, line items and amounts, as merchants write them and as
// the wire does.
import { refuse } from './settings.ts';

/** Whole rupiah, from 1 to 999,999,999,999: `90_000` or `90_000n`. Never a fraction. */
export type Rupiah = bigint | number;

/** What every result has beside its own fields. */
export interface Answered {
  /** The Request-Id under which the call was made. Keep it: a refund and a repeat need it. */
  requestId: string;
  /** Whether this is the kept answer to an earlier call with the same Request-Id. */
  replayed: boolean;
  /** The whole answer, parsed, in the wire's own words. */
  raw: unknown;
}

/** A customer of the merchant, by the merchant's own id. */
export interface NamedCustomer {
  id: string;
  name?: string | undefined;
}

export interface Customer extends NamedCustomer {
  email?: string | undefined;
  phone?: string | undefined;
  address?: string | undefined;
  country?: string | undefined;
  /** Number of the identity card. */
  idCard?: string | undefined;
  /** `dd-MM-yyyy` */
  dateOfBirth?: string | undefined;
  additionalInfo?: string | undefined;
}

export interface LineItem {
  name?: string | undefined;
  price?: Rupiah | undefined;
  quantity?: bigint | number | undefined;
}

const MOST_RUPIAH = 999_999_999_999n;

/**
 * The argument as an object. Throws an `InputError` for anything else.
 * @internal
 */
export function record(field: string, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refuse(field, 'must be an object');
  }
  return value as Record<string, unknown>;
}

/**
 * Text that must be there.
 * @internal
 */
export function text(field: string, value: unknown): string {
  const given = optionalText(field, value);
  if (given === undefined || given === '') throw refuse(field, 'must be text, not empty');
  return given;
}

/**
 * Text that may be left out.
 * @internal
 */
export function optionalText(field: string, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw refuse(field, 'must be text');
  if (!value.isWellFormed()) throw refuse(field, 'must not hold half of a surrogate pair');
  return value;
}

/**
 * Whole rupiah as a number for JSON, exact because it was checked as a bigint.
 * @internal
 */
export function rupiah(field: string, value: unknown, least = 1n): number {
  const whole = typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof whole !== 'bigint' || whole < least || whole > MOST_RUPIAH) {
    throw refuse(
      field,
      `must be whole rupiah from ${least} to ${MOST_RUPIAH}, as a bigint or an integer number`,
    );
  }
  return Number(whole);
}

/**
 * The customer in the wire's words.
 * @internal
 */
export function customerWords(value: unknown): Record<string, unknown> {
  const customer = record('customer', value);
  const words: Record<string, unknown> = { id: text('customer.id', customer['id']) };
  for (const [ours, theirs] of CUSTOMER) {
    const given = optionalText(`customer.${ours}`, customer[ours]);
    if (given !== undefined) words[theirs] = given;
  }
  return words;
}

/**
 * A customer where the wire wants no more than id and name.
 * @internal
 */
export function namedWords(value: unknown): Record<string, unknown> {
  const { id, name } = customerWords(value);
  return { id, ...(name === undefined ? {} : { name }) };
}

/**
 * The line items in the wire's words.
 * @internal
 */
export function itemWords(value: unknown): unknown {
  if (!Array.isArray(value)) throw refuse('lineItems', 'must be a list');
  return value.map((entry: unknown, n) => {
    const field = `lineItems[${n}]`;
    const item = record(field, entry);
    const name = optionalText(`${field}.name`, item['name']);
    return {
      ...(name === undefined ? {} : { name }),
      ...(item['price'] === undefined
        ? {}
        : { price: rupiah(`${field}.price`, item['price'], 0n) }),
      ...(item['quantity'] === undefined
        ? {}
        : { quantity: rupiah(`${field}.quantity`, item['quantity'], 0n) }),
    };
  });
}

const CUSTOMER = [
  ['name', 'name'],
  ['email', 'email'],
  ['phone', 'phone'],
  ['address', 'address'],
  ['country', 'country'],
  ['idCard', 'id_card'],
  ['dateOfBirth', 'date_of_birth'],
  ['additionalInfo', 'additional_info'],
] as const;
