// The fields of the merchant's requests: what each may hold, and the rule that its sender reads
// when it does not. Lengths are the widest that the guide gives for the field on any endpoint.
import { LosslessNumber } from 'lossless-json';
import type { z } from 'zod';
import { parseWholeRupiah } from '../amount.ts';
import { checked, read } from './rule.ts';

const CONTROL = /[\p{Cc}\u2028\u2029]/u;
const VISIBLE_ASCII = /^[\x21-\x7e]+$/;
const EMAIL = /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[^\s@<>(),;:".]+$/;
const COUNTRY = /^[\p{L}\p{M}][\p{L}\p{M} .,'’()-]+$/u;
const DATE = /^(\d{2})-(\d{2})-(\d{4})$/;
const TOKEN_ID = /^[A-Za-z0-9._:~+=-]{1,128}$/;
const OTP = /^[0-9]{6}$/;
const DIGITS = /^[1-9][0-9]*$/;
const WHOLE = /^(0|[1-9]\d{0,11})(\.00?)?$/;
const MINUTES_OF_A_YEAR = 525_600n;
const DAY_MS = 86_400_000;

const WHOLE_SHAPE = {
  type: ['integer', 'string'],
  minimum: 1,
  maximum: 999_999_999_999,
  pattern: '^(0|[1-9][0-9]{0,11})([.]00?)?$',
};

/** Text of `min` to `max` characters, none of them a control character or a line break. */
export function text(min: number, max: number): z.ZodString {
  const length = min === 0 ? `at most ${max}` : `${min} to ${max}`;
  const rule = `must be text of ${length} characters without control characters`;
  return checked(
    (value) => value.length >= min && value.length <= max && !CONTROL.test(value),
    rule,
    { minLength: min, maxLength: max },
  );
}

/** An e-mail address of at most 64 characters, by its look. */
export const email = checked(
  (value) => value.length <= 64 && EMAIL.test(value) && !CONTROL.test(value),
  'must be an e-mail address of at most 64 characters',
  { format: 'email', maxLength: 64 },
);

/** A country's code or name. The guide's own sample is a name, `Indonesia`. */
export const country = checked(
  (value) => value.length >= 2 && value.length <= 60 && COUNTRY.test(value),
  'must be a country code or name of 2 to 60 letters',
  { minLength: 2, maxLength: 60 },
);

/**
 * A date of birth, `dd-MM-yyyy`: a day that the calendar has and that has begun somewhere on earth.
 */
export const dateOfBirth = checked(
  isPastDay,
  'must be a real date in the past, written dd-MM-yyyy',
  { pattern: '^\\d{2}-\\d{2}-\\d{4}$' },
);

/**
 * Where the customer's browser goes after registration. Which hosts are allowed is the server's to
 * say.
 */
export const returnUrl = checked(
  isWebAddress,
  'must be an absolute http or https URL of at most 2048 ASCII characters without user name',
  { format: 'uri', maxLength: 2048 },
);

/** A token of a bound account, `token_id`. */
export const tokenId = checked(
  (value) => TOKEN_ID.test(value),
  'must be a token id of 1 to 128 letters, digits and . _ : ~ + = -',
  { minLength: 1, maxLength: 128 },
);

/** An OTP: text, so that leading zeros stay. */
export const otp = checked((value) => OTP.test(value), 'must be text of exactly 6 digits', {
  pattern: '^[0-9]{6}$',
});

/** A phone number in digits, calling code first, as text or as a JSON integer; read as text. */
export function phone(max: number) {
  return read(
    (value) => {
      const digits = value instanceof LosslessNumber ? value.value : value;
      const good = typeof digits === 'string' && digits.length <= max && DIGITS.test(digits);
      return good ? digits : undefined;
    },
    `must be a phone number of at most ${max} digits that begins with the calling code, ` +
      'like 6281122334455, without + and leading 0',
    { type: ['string', 'integer'], pattern: '^[1-9][0-9]*$', maxLength: max },
  );
}

/** The Request-Id of an earlier call. Libraries that count send it as a number. */
export const earlierRequestId = read(
  (value) => {
    const id = value instanceof LosslessNumber ? value.value : value;
    return typeof id === 'string' && id.length <= 128 && VISIBLE_ASCII.test(id) ? id : undefined;
  },
  'must be the Request-Id of the payment call, 1 to 128 visible ASCII characters',
  { type: ['string', 'integer'], minLength: 1, maxLength: 128 },
);

/** Whole rupiah that move, 1 to 999999999999. */
export const amount = read(
  parseWholeRupiah,
  'must be a whole rupiah amount from 1 to 999999999999',
  WHOLE_SHAPE,
);

/** The price of one piece; a gift costs 0. */
export const price = read(parseWhole, 'must be a whole rupiah amount from 0 to 999999999999', {
  ...WHOLE_SHAPE,
  minimum: 0,
});

/** A number of pieces. */
export const quantity = read(
  parseWholeRupiah,
  'must be a whole number from 1 to 999999999999',
  WHOLE_SHAPE,
);

/** How long an OTP should live, in minutes. The guide's sample, 360010, is long but accepted. */
export const otpMinutes = read(
  (value) => {
    const minutes = parseWholeRupiah(value);
    return minutes !== undefined && minutes <= MINUTES_OF_A_YEAR ? minutes : undefined;
  },
  `must be a whole number of minutes from 1 to ${MINUTES_OF_A_YEAR}`,
  { ...WHOLE_SHAPE, maximum: Number(MINUTES_OF_A_YEAR) },
);

function parseWhole(value: unknown): bigint | undefined {
  const lexeme = value instanceof LosslessNumber ? value.value : value;
  if (typeof lexeme !== 'string' || !WHOLE.test(lexeme)) return undefined;
  return BigInt(lexeme.split('.', 1)[0] ?? '');
}

// The one place of this package that reads the clock; a day is allowed as soon as it begins at
// UTC+14.
function isPastDay(value: string): boolean {
  const [, day, month, year] = DATE.exec(value) ?? [];
  if (year === undefined) return false;
  const iso = `${year}-${month}-${day}`;
  const ms = Date.parse(`${iso}T00:00:00Z`);
  if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(iso)) return false;
  return ms < Date.now() + DAY_MS;
}

// ASCII alone, because the URL ends in a Location header; the parser would drop line breaks and
// read a backslash as a slash, so both are refused before it is asked.
function isWebAddress(value: string): boolean {
  if (value.length > 2048 || !VISIBLE_ASCII.test(value) || value.includes('\\')) return false;
  const authority = /^https?:\/\/([^/?#]+)/i.exec(value)?.[1];
  return authority !== undefined && !authority.includes('@') && URL.canParse(value);
}
