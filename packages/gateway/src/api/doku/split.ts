// `additional_info.settlement` of a payment (DOKU, "Split Settlement"): who shares its net, read and priced.
import { Refusal } from '../../base/refusal.ts';
import type { Context } from '../../context.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import { plainPrice, splitPrice, type Price } from '../../payments/price.ts';
import { MOST_LINES, type SplitFault, type SplitLine } from '../../splits/split.ts';

const LIST = 'additional_info.settlement';
const FIELDS: Readonly<Record<keyof SplitLine, string>> = {
  account: 'bank_account_settlement_id',
  type: 'type',
  value: 'value',
};

const LIST_RULE = `must be a list of 1 to ${MOST_LINES} lines`;
const VALUE_RULES: Readonly<Record<SplitLine['type'], string>> = {
  FIX: 'must be a whole rupiah amount from 1 to 999999999999',
  PERCENTAGE: 'must be a whole percentage from 1 to 100',
};
const WHOLE = /^[1-9]\d{0,11}$/;
const VISIBLE_ASCII = /^[\x21-\x7e]{1,64}$/;

type Doors = Pick<Context, 'db' | 'clock'>;

/** The price of a payment, or the refusal that names what is wrong with its split. */
export async function priceOf(
  doors: Doors,
  merchant: Merchant,
  bank: string,
  amount: bigint,
  additionalInfo: Record<string, unknown> | undefined,
): Promise<Price | Refusal> {
  const wish = additionalInfo?.['settlement'];
  if (wish === undefined || wish === null) return plainPrice(doors, merchant, bank, amount);
  const lines = readLines(wish);
  if (lines instanceof Refusal) return lines;
  const price = await splitPrice(doors, merchant, bank, amount, lines);
  return 'rule' in price ? worded(price) : price;
}

function readLines(wish: unknown): SplitLine[] | Refusal {
  if (!Array.isArray(wish) || wish.length === 0 || wish.length > MOST_LINES) {
    return broken(LIST, LIST_RULE);
  }
  const lines: SplitLine[] = [];
  for (const [place, one] of (wish as unknown[]).entries()) {
    const line = readLine(one, place);
    if ('rule' in line) return worded(line);
    lines.push(line);
  }
  return lines;
}

function readLine(one: unknown, place: number): SplitLine | SplitFault {
  const fault = (part: keyof SplitLine | null, rule: string) => ({ line: place, part, rule });
  if (typeof one !== 'object' || one === null || Array.isArray(one)) {
    return fault(null, 'must be an object');
  }
  const { bank_account_settlement_id: account, type, value } = one as Record<string, unknown>;
  if (account === undefined) return fault('account', 'is required');
  if (typeof account !== 'string' || !VISIBLE_ASCII.test(account)) {
    return fault('account', 'must be the settlement id of a bank account, like SBA-0001-123456789');
  }
  if (type === undefined) return fault('type', 'is required');
  if (type !== 'PERCENTAGE' && type !== 'FIX') {
    return fault('type', 'must be PERCENTAGE or FIX, in capitals');
  }
  if (value === undefined) return fault('value', 'is required');
  const whole = readWhole(value);
  if (whole === null || (type === 'PERCENTAGE' && whole > 100n)) {
    return fault('value', VALUE_RULES[type]);
  }
  return { account, type, value: whole };
}

/** A whole number from 1 on, as JSON's or in digits; null for anything else. */
function readWhole(value: unknown): bigint | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && WHOLE.test(text) ? BigInt(text) : null;
}

function worded({ line, part, rule }: SplitFault): Refusal {
  if (line === null) return broken(LIST, rule);
  const place = `${LIST}[${line}]`;
  return broken(part === null ? place : `${place}.${FIELDS[part]}`, rule);
}

function broken(field: string, rule: string): Refusal {
  return new Refusal('field_invalid', { field, rule });
}
