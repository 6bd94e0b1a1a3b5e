// The bank's journal about what it pays out, and about what somebody has made wrong with its statements; and the lines that a day's
// statement must have had.
import type { BankBook, BankLine, BankPayout, LineType } from './bank-book.ts';
import { at, rupiah, textAt } from './json.ts';

const WIB_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;
/** The bank's word for a payout that has left before. */
const DUPLICATE = 'AM05';

/** The day of Jakarta in which an instant lies, ms. */
export function wibDayOf(instant: number): string {
  return new Date(instant + WIB_MS).toISOString().slice(0, 10);
}

/** The day after. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

/** Enters a record that is not about a customer. */
export function enterMoney(book: BankBook, kind: string, record: unknown): void {
  if (kind === 'payouts_taken') {
    const payouts = at(record, 'payouts');
    const taken = Number(at(record, 'at'));
    if (Array.isArray(payouts)) for (const one of payouts) pay(book, one, taken);
  } else if (kind === 'payout_returned') {
    bringBack(book, record);
  } else if (kind === 'difference_planted') {
    book.planted.push({
      day: textAt(record, 'day') ?? '',
      what: textAt(record, 'what') ?? '',
      reference: textAt(record, 'reference') ?? null,
      line: lineIn(at(record, 'line')),
    });
  } else {
    const day = textAt(record, 'day');
    book.planted = book.planted.filter((one) => one.day !== day);
  }
}

function pay(book: BankBook, record: unknown, taken: number): void {
  const ourReference = textAt(record, 'endToEndId') ?? '';
  const amount = rupiah(at(record, 'amount')) ?? 0n;
  const partner = textAt(record, 'partner') ?? '';
  const known = book.payouts.get(ourReference) ?? {
    ourReference,
    partner,
    accountNo: textAt(record, 'accountNo') ?? '',
    amount,
    left: 0,
    returned: 0,
    refused: 0,
    again: 0,
  };
  book.payouts.set(ourReference, known);
  const reference = textAt(record, 'reference');
  if (reference === undefined) {
    if (textAt(record, 'reason') === DUPLICATE) known.again += 1;
    else known.refused += 1;
    return;
  }
  known.left += 1;
  book.lines.push({ type: 'payout', partner, reference, ourReference, amount, at: taken });
}

function bringBack(book: BankBook, record: unknown): void {
  const ourReference = textAt(record, 'endToEndId') ?? '';
  const payout = book.payouts.get(ourReference);
  if (payout === undefined) {
    book.orphans.push(ourReference);
    return;
  }
  payout.returned += 1;
  const { partner, amount } = payout;
  const reference = textAt(record, 'reference') ?? '';
  const when = Number(at(record, 'at'));
  book.lines.push({ type: 'payout_return', partner, reference, ourReference, amount, at: when });
}

function lineIn(value: unknown): BankLine | null {
  const type = textAt(value, 'type')?.toLowerCase();
  if (type === undefined) return null;
  return {
    type: type as LineType,
    partner: textAt(value, 'partner') ?? '',
    reference: textAt(value, 'reference') ?? '',
    ourReference: textAt(value, 'partnerReference') ?? '',
    amount: rupiah(at(value, 'amount')) ?? 0n,
    at: Number(at(value, 'at')),
  };
}

/** What the bank has not on its own: how much of a payout has left and stayed away. */
export function stayedAway({ amount, left, returned }: BankPayout): bigint {
  return amount * BigInt(left - returned);
}

/** The lines that each day's statement must have, as planted. */
export function statementsOf({ lines, planted }: BankBook): Map<string, BankLine[]> {
  const days = new Map<string, BankLine[]>();
  const show = (day: string, line: BankLine): void => {
    const shown = days.get(day);
    if (shown === undefined) days.set(day, [line]);
    else shown.push(line);
  };
  const wrong = Map.groupBy(planted, ({ day, reference }) => `${day} ${reference ?? ''}`);
  for (const line of lines) {
    const day = wibDayOf(line.at);
    let shown = line;
    let times = 1;
    for (const { what, line: other } of wrong.get(`${day} ${line.reference}`) ?? []) {
      if (what === 'missing_line' || what === 'other_day') times = 0;
      if (what === 'other_day') show(dayAfter(day), line);
      if (what === 'wrong_amount' && other !== null) shown = { ...shown, amount: other.amount };
      if (what === 'duplicate') times += 1;
    }
    for (let n = 0; n < times; n += 1) show(day, shown);
  }
  for (const { day, what, line } of planted) {
    if (what === 'extra_line' && line !== null) show(day, line);
  }
  return days;
}
