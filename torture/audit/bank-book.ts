// The bank's side, read from its journal alone: what was opened, debited and given back, which OTPs went out, what was paid out.
import { enterMoney } from './bank-money.ts';
import { eachLine } from './lines.ts';
import { at, parsed, rupiah, textAt } from './json.ts';

/** All that the bank knows under one reference of ours. */
export interface BankPayment {
  ourReference: string;
  partner: string;
  /** Whose payment it is, as the call said. */
  clientId: string;
  amount: bigint;
  accountNo: string;
  /** Openings under this reference; more than one is a fault of its own. */
  openings: number;
  debits: number;
  debited: bigint;
  debitedAt: number | null;
  otpsSent: number;
  /** When the newest OTP ends, bank time in ms. */
  otpExpiresAt: number | null;
  wrongOtps: number;
  refunded: bigint;
}

export interface BankRefund {
  ourReference: string;
  paymentReference: string;
  amount: bigint;
  times: number;
}

/** A payout as the bank has it under one reference of ours. */
export interface BankPayout {
  ourReference: string;
  partner: string;
  accountNo: string;
  amount: bigint;
  /** How often money left for it, came back, and was refused; and how often it was refused since it had left before. */
  left: number;
  returned: number;
  refused: number;
  again: number;
}

export const LINE_TYPES = ['debit', 'refund', 'payout', 'payout_return'] as const;
export type LineType = (typeof LINE_TYPES)[number];

/** A movement, as a statement shows it. */
export interface BankLine {
  type: LineType;
  partner: string;
  reference: string;
  ourReference: string;
  amount: bigint;
  /** Bank time, ms. */
  at: number;
}

/** What somebody has ordered to be wrong with the statement of a day. */
export interface Planted {
  day: string;
  what: string;
  /** The bank's reference of the movement; null for a file that is broken as a whole. */
  reference: string | null;
  /** The line that was added, or the amount that was changed. */
  line: BankLine | null;
}

export interface BankBook {
  payments: Map<string, BankPayment>;
  refunds: Map<string, BankRefund>;
  payouts: Map<string, BankPayout>;
  /** Every movement, in order. */
  lines: BankLine[];
  planted: Planted[];
  otps: Set<string>;
  accounts: Set<string>;
  phones: Set<string>;
  /** Partners whose time was let pass alone: the times of their records are not to be compared. */
  aged: Set<string>;
  /** Debits and refunds of payments that the journal never opened. */
  orphans: string[];
  /** How far business time is ahead of the wall, ms, at the wall times at which it was known. */
  offsets: { wall: number; offset: number }[];
}

export async function readBankBook(journal: string): Promise<BankBook> {
  const book: BankBook = {
    payments: new Map(),
    refunds: new Map(),
    payouts: new Map(),
    lines: [],
    planted: [],
    otps: new Set(),
    accounts: new Set(),
    phones: new Set(),
    aged: new Set(),
    orphans: [],
    offsets: [],
  };
  const byBank = new Map<string, BankPayment>();
  let offset = 0;
  await eachLine(journal, ({ text }) => {
    const records = parsed(text);
    if (!Array.isArray(records)) return;
    for (const record of records) {
      const kind = textAt(record, 'kind');
      const when = at(record, 'at');
      if (kind === 'clock_moved') offset = Number(at(record, 'offsetMs'));
      else enter(book, byBank, kind, record);
      if (typeof when === 'number' && book.offsets.at(-1)?.offset !== offset) {
        book.offsets.push({ wall: when - offset, offset });
      }
    }
  });
  return book;
}

/** At most how much business time lies between two moments of the wall, ms. */
export function businessMsBetween(book: BankBook, from: number, to: number): number {
  // A move is known only by the next record: up to that, the clock may or may not have moved.
  const before = book.offsets.findLast(({ wall }) => wall <= from)?.offset ?? 0;
  const after = book.offsets.find(({ wall }) => wall > to) ?? book.offsets.at(-1);
  return to - from + Math.max(0, (after?.offset ?? 0) - before);
}

function enter(
  book: BankBook,
  byBank: Map<string, BankPayment>,
  kind: string | undefined,
  record: unknown,
): void {
  const text = (name: string): string => textAt(record, name) ?? '';
  const payment = byBank.get(text('reference'));
  switch (kind) {
    case 'payment_opened': {
      const opened = openedIn(book, record);
      byBank.set(text('reference'), opened);
      book.accounts.add(opened.accountNo);
      return;
    }
    case 'payment_otp_sent':
      book.otps.add(text('otp'));
      book.phones.add(text('phone'));
      if (payment === undefined) return;
      payment.otpsSent += 1;
      payment.otpExpiresAt = Number(at(record, 'expiresAt'));
      return;
    case 'payment_otp_wrong':
      if (payment !== undefined) payment.wrongOtps += 1;
      return;
    case 'debited':
      if (payment === undefined) {
        book.orphans.push(text('reference'));
        return;
      }
      payment.debits += 1;
      payment.debited += payment.amount;
      payment.debitedAt = Number(at(record, 'at'));
      book.lines.push({
        type: 'debit',
        partner: payment.partner,
        reference: text('reference'),
        ourReference: payment.ourReference,
        amount: payment.amount,
        at: payment.debitedAt,
      });
      return;
    case 'refunded':
      refund(book, payment, record);
      return;
    case 'payouts_taken':
    case 'payout_returned':
    case 'difference_planted':
    case 'differences_cleared':
      enterMoney(book, kind, record);
      return;
    case 'registration_opened':
      book.phones.add(text('phone'));
      return;
    case 'registration_otp_sent':
      book.otps.add(text('otp'));
      book.phones.add(text('phone'));
      book.accounts.add(text('accountNo'));
      return;
    case 'partner_aged':
      book.aged.add(text('partner'));
      return;
    default:
  }
}

function openedIn(book: BankBook, record: unknown): BankPayment {
  const ourReference = textAt(record, 'partnerReference') ?? '';
  const known = book.payments.get(ourReference);
  if (known !== undefined) {
    known.openings += 1;
    return known;
  }
  const opened: BankPayment = {
    ourReference,
    partner: textAt(record, 'partner') ?? '',
    clientId: textAt(record, 'merchantId') ?? '',
    amount: rupiah(at(record, 'amount')) ?? 0n,
    accountNo: textAt(record, 'accountNo') ?? '',
    openings: 1,
    debits: 0,
    debited: 0n,
    debitedAt: null,
    otpsSent: 0,
    otpExpiresAt: null,
    wrongOtps: 0,
    refunded: 0n,
  };
  book.payments.set(ourReference, opened);
  return opened;
}

function refund(book: BankBook, payment: BankPayment | undefined, record: unknown): void {
  const ourReference = textAt(record, 'partnerRefundNo') ?? '';
  if (payment === undefined) {
    book.orphans.push(ourReference);
    return;
  }
  const amount = rupiah(at(record, 'amount')) ?? 0n;
  payment.refunded += amount;
  book.lines.push({
    type: 'refund',
    partner: payment.partner,
    reference: textAt(record, 'refundNo') ?? '',
    ourReference,
    amount,
    at: Number(at(record, 'at')),
  });
  const known = book.refunds.get(ourReference);
  if (known === undefined) {
    const paymentReference = payment.ourReference;
    book.refunds.set(ourReference, { ourReference, paymentReference, amount, times: 1 });
  } else {
    known.times += 1;
    known.amount += amount;
  }
}
