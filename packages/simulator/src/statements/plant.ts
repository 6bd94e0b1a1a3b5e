// POST, GET and DELETE /sandbox/statements/{day}/differences: what the files of a day are to have wrong, until it is called
// off; a restart keeps it.
import { randomBytes } from 'node:crypto';
import type { Bank } from '../bank.ts';
import { BROKEN, DIFFERENCES, MOVEMENTS } from '../book/entries.ts';
import type { Difference, DifferenceKind, Movement } from '../book/entries.ts';
import { wibDate } from '../clock.ts';
import { objectBody, wordField } from '../sandbox/body.ts';
import type { Body } from '../sandbox/body.ts';
import { fieldRefused, SandboxRefusal } from '../sandbox/refusal.ts';
import { dayBegins, realDay } from './day.ts';

/** A difference as programs see it. */
export interface Planted {
  day: string;
  kind: DifferenceKind;
  bank_reference: string | null;
  partner_reference: string | null;
  amount: number | null;
}

const LAST_SECOND_MS = 86_399_000;
const DEFAULT_AMOUNT = 10_000n;

/**
 * Plants one. A `reference` is a bank's or a partner's; without one it is about the last line of the day. Throws a refusal
 * that names the field.
 */
export function plantDifference(bank: Bank, date: string, asked: unknown): Planted {
  const day = realDay(date);
  const body = objectBody(asked);
  if (body['broken'] !== undefined)
    return plant(bank, day, wordField(body, 'broken', BROKEN), null);
  const kind = wordField(body, 'kind', DIFFERENCES);
  if (kind === 'extra_line') return plant(bank, day, kind, extraLine(bank, day, body));
  const movement = movementOf(bank, day, textField(body, 'reference'));
  const line =
    kind === 'wrong_amount'
      ? { ...movement, amount: amountField(body) ?? movement.amount + 1n }
      : movement;
  return plant(bank, day, kind, line);
}

/** What is wrong with the files of a day, in the order of the orders. */
export function listDifferences(bank: Bank, date: string): Planted[] {
  const day = realDay(date);
  return bank.book.state.differences.filter((one) => one.day === day).map((one) => said(bank, one));
}

/** Makes the files of a day right again. */
export function clearDifferences(bank: Bank, date: string): void {
  bank.book.write({ kind: 'differences_cleared', day: realDay(date) });
}

function plant(bank: Bank, day: string, what: DifferenceKind, line: Movement | null): Planted {
  const own = what === 'extra_line' || what === 'wrong_amount' ? line : null;
  bank.book.write({
    kind: 'difference_planted',
    day,
    what,
    reference: line?.reference ?? null,
    line: own && {
      type: own.type,
      partner: own.partner,
      reference: own.reference,
      partnerReference: own.partnerReference,
      amount: String(own.amount),
      at: own.at,
    },
  });
  return said(bank, bank.book.state.differences.at(-1) as Difference);
}

function said(bank: Bank, { day, kind, reference, line }: Difference): Planted {
  const about =
    line ?? bank.book.state.movements.find((one) => one.reference === reference) ?? null;
  return {
    day,
    kind,
    bank_reference: reference,
    partner_reference: about?.partnerReference ?? null,
    amount: about === null ? null : Number(about.amount),
  };
}

function movementOf(bank: Bank, day: string, reference: string | undefined): Movement {
  const found = bank.book.state.movements.findLast(
    (one) =>
      wibDate(one.at) === day &&
      (reference === undefined ||
        one.reference === reference ||
        one.partnerReference === reference),
  );
  if (found !== undefined) return found;
  const what = reference === undefined ? 'is no movement' : `is no movement with ${reference}`;
  throw new SandboxRefusal(404, 'movement_not_found', `reference: there ${what} on ${day}`);
}

/** A line of which the book knows nothing, in the last second of the day. */
function extraLine(bank: Bank, day: string, body: Body): Movement {
  return {
    type: body['type'] === undefined ? 'DEBIT' : wordField(body, 'type', MOVEMENTS),
    partner: partnerField(bank, body),
    reference: bank.book.nextReference(),
    partnerReference: textField(body, 'reference') ?? randomBytes(16).toString('hex'),
    accountNo: '',
    amount: amountField(body) ?? DEFAULT_AMOUNT,
    at: dayBegins(day) + LAST_SECOND_MS,
  };
}

/** A partner of this bank, the first one where none is named; a stranger's Key may stand on a statement too. */
function partnerField(bank: Bank, body: Body): string {
  const named = textField(body, 'partner_key');
  if (named !== undefined) return named;
  const [first] = bank.partners.keys();
  if (first !== undefined) return first;
  throw fieldRefused('partner_key', 'must be given: this bank has no partner yet');
}

function textField(body: Body, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && /^[\x20-\x7e]{1,64}$/.test(value)) return value;
  throw fieldRefused(name, 'must be text of 1 to 64 visible characters');
}

function amountField(body: Body): bigint | undefined {
  const value = body['amount'];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0 && value < 1e12) {
    return BigInt(value);
  }
  throw fieldRefused('amount', 'must be whole rupiah from 1 to 999999999999');
}
