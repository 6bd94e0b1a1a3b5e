// `additional_info` of a payment: the merchant's own object, kept small, echoed in answers and
// notifications.
import { isSafeNumber, LosslessNumber } from 'lossless-json';
import { read } from './rule.ts';

const MAX_BYTES = 4096;
const MAX_DEPTH = 4;

/** JSON with ordinary numbers, safe to pass to `JSON.stringify`. */
export type PlainJson =
  | null
  | boolean
  | string
  | number
  | PlainJson[]
  | { [key: string]: PlainJson };

export type AdditionalInfo = { [key: string]: PlainJson };

/**
 * A free object of at most 4096 bytes and 4 levels, in plain JSON; a number that would lose a digit
 * is refused.
 */
export const additionalInfo = read<AdditionalInfo>(
  (value) => {
    const plain = toPlain(value, 1);
    if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) return undefined;
    return Buffer.byteLength(JSON.stringify(plain)) <= MAX_BYTES ? plain : undefined;
  },
  `must be an object of at most ${MAX_BYTES} bytes and ${MAX_DEPTH} levels, ` +
    'without numbers that lose digits as a 64-bit float',
  { type: 'object', additionalProperties: true },
);

/** What of a payment's `additional_info` is acted upon; the rest of it is the merchant's alone. */
export const paymentInfoShape = {
  type: 'object',
  additionalProperties: true,
  properties: {
    override_notification_url: {
      type: 'string',
      maxLength: 2048,
      description:
        "Where this payment's notification goes: the configured URL's path at another host",
    },
    settlement: {
      type: 'array',
      minItems: 1,
      maxItems: 50,
      description:
        'Divides the net amount: FIX lines first, then percentages of the whole net, each rounded down; ' +
        "the rest is for the merchant's default account",
      items: {
        type: 'object',
        required: ['bank_account_settlement_id', 'value', 'type'],
        properties: {
          bank_account_settlement_id: {
            type: 'string',
            minLength: 1,
            maxLength: 64,
            description: 'A verified bank account of the merchant; none is named twice',
          },
          value: {
            type: ['integer', 'string'],
            minimum: 1,
            maximum: 999_999_999_999,
            pattern: '^[1-9][0-9]{0,11}$',
            description: 'FIX: whole rupiah. PERCENTAGE: 1 to 100, whole',
          },
          type: { type: 'string', enum: ['PERCENTAGE', 'FIX'] },
        },
      },
    },
  },
};

function toPlain(value: unknown, depth: number): PlainJson | undefined {
  if (value instanceof LosslessNumber) return plainNumber(value.value);
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'object' || depth > MAX_DEPTH) return undefined;
  return Array.isArray(value) ? plainList(value, depth) : plainObject(value, depth);
}

function plainList(items: unknown[], depth: number): PlainJson[] | undefined {
  const plain: PlainJson[] = [];
  for (const item of items) {
    const one = toPlain(item, depth + 1);
    if (one === undefined) return undefined;
    plain.push(one);
  }
  return plain;
}

function plainObject(object: object, depth: number): AdditionalInfo | undefined {
  const plain: AdditionalInfo = {};
  for (const [key, value] of Object.entries(object)) {
    const one = key === '__proto__' ? undefined : toPlain(value, depth + 1);
    if (one === undefined) return undefined;
    plain[key] = one;
  }
  return plain;
}

// `0.10` may become 0.1, `9007199254740993` may not become its neighbour, `1e400` may not become
// infinity.
function plainNumber(lexeme: string): number | undefined {
  return isSafeNumber(lexeme) ? Number(lexeme) : undefined;
}
