// The bank's book against ours: M5 to M14 without the ledger's own sums, and the drift in rupiah.
import type { BankBook, BankPayment } from './bank-book.ts';
import type { Findings } from './findings.ts';
import { requestKey, type PaymentRow, type RefundRow, type Rows } from './rows.ts';

const MOST = 999_999_999_999n;
const CLOSED: ReadonlySet<string> = new Set(['failed', 'expired']);

export interface Money {
  /** Σ |bank − ledger| over every reference, whole rupiah. */
  drift: bigint;
  doubleDebits: number;
}

/**
 * Judges what the bank did against what we wrote. `atRest` false: the bank may be ahead of the snapshot, so that only
 * what we claim beyond it is judged.
 */
export function judgeMoney(rows: Rows, book: BankBook, findings: Findings, atRest: boolean): Money {
  const doubleDebits = judgeDebits(rows, book, findings, atRest);
  let drift = 0n;
  for (const row of rows.payments.values()) {
    drift += judgePayment(row, book.payments.get(row.ref), findings, atRest);
    judgeRefunded(row, rows.refundsOfPayment.get(row.ref) ?? [], findings);
  }
  for (const row of rows.refunds.values()) drift += judgeRefund(row, book, findings, atRest);
  if (atRest) drift += judgeStrangers(rows, book, findings);
  return { drift, doubleDebits };
}

/** M7: at most one debit per reference and per Request-Id, and one reference of the bank's per Request-Id. */
function judgeDebits(rows: Rows, book: BankBook, findings: Findings, atRest: boolean): number {
  let doubles = 0;
  const opened = new Map<string, { references: number; debits: number }>();
  for (const payment of book.payments.values()) {
    findings.look('M7');
    if (payment.debits > 1) {
      doubles += payment.debits - 1;
      findings.wrong('M7', payment.ourReference, `was debited ${payment.debits} times`);
    } else if (payment.openings > 1) {
      findings.wrong('M7', payment.ourReference, `was opened ${payment.openings} times`);
    }
    const row = rows.payments.get(payment.ourReference);
    if (row === undefined) continue;
    if (payment.clientId !== row.clientId) {
      findings.wrong('M7', row.ref, `is ${payment.clientId}'s at the bank, ${row.clientId}'s here`);
    }
    const key = requestKey(row.clientId, row.requestId);
    const sum = opened.get(key) ?? { references: 0, debits: 0 };
    opened.set(key, sum);
    sum.references += 1;
    sum.debits += Math.min(payment.debits, 1);
  }
  for (const [key, { references, debits }] of opened) {
    if (debits > 1) {
      doubles += debits - 1;
      findings.wrong('M7', named(key), `was debited under ${debits} references`);
    } else if (references > 1) {
      findings.wrong('M7', named(key), `was opened under ${references} references`);
    }
  }
  if (atRest) for (const orphan of book.orphans) findings.wrong('M7', orphan, 'was never opened');
  return doubles;
}

function named(key: string): string {
  return key.replace('\n', ' ');
}

/** M5, M8, M9, M10, M12 and M14 for one payment; answers its drift. */
function judgePayment(
  row: PaymentRow,
  bank: BankPayment | undefined,
  findings: Findings,
  atRest: boolean,
): bigint {
  const debited = bank?.debited ?? 0n;
  findings.look('M5');
  if (row.amount < 1n || row.amount > MOST) {
    findings.wrong('M5', row.ref, `is of ${row.amount} rupiah`);
  }
  if (bank !== undefined && bank.refunded > bank.debited) {
    findings.wrong('M6', row.ref, `the bank took ${bank.debited} and gave ${bank.refunded} back`);
  }
  if (bank !== undefined) {
    findings.look('M10');
    if (bank.amount !== row.amount) {
      findings.wrong('M10', row.ref, `asked ${row.amount}, the bank was asked ${bank.amount}`);
    }
  }
  if (row.state === 'succeeded') {
    findings.look('M8');
    if (debited === 0n) findings.wrong('M8', row.ref, 'is succeeded and was never debited');
    findings.look('M10');
    if (row.booked !== row.amount) {
      findings.wrong('M10', row.ref, `is of ${row.amount}, booked are ${row.booked}`);
    }
    if (row.charged !== row.fee) {
      findings.wrong('M10', row.ref, `costs ${row.fee}, booked are ${row.charged}`);
    }
  } else if (row.booked !== 0n || row.charged !== 0n) {
    findings.wrong('M8', row.ref, `is ${row.state}, booked are ${row.booked} and ${row.charged}`);
  }
  judgeLate(row, bank, findings, atRest);
  const ours = row.booked + row.suspended;
  findings.look('M14');
  const gap = ours > debited ? ours - debited : atRest ? debited - ours : 0n;
  if (gap > 0n) findings.wrong('M14', row.ref, `the bank took ${debited}, the ledger says ${ours}`);
  return gap;
}

/** M9 and M12: money that came after a final no is in suspense and goes back. */
function judgeLate(
  row: PaymentRow,
  bank: BankPayment | undefined,
  findings: Findings,
  atRest: boolean,
): void {
  if (row.lateMoney !== null) {
    findings.look('M12');
    if (row.suspended !== row.lateMoney) {
      findings.wrong('M12', row.ref, `late are ${row.lateMoney}, in suspense ${row.suspended}`);
    }
    if (!CLOSED.has(row.state)) {
      findings.wrong('M12', row.ref, `has late money and is ${row.state}`);
    }
  } else if (row.suspended !== 0n) {
    findings.wrong('M12', row.ref, `${row.suspended} in suspense without a case`);
  }
  if (!atRest || !CLOSED.has(row.state)) return;
  findings.look('M9');
  if (bank === undefined || bank.debits === 0) return;
  if (row.lateMoney === null) {
    findings.wrong('M9', row.ref, `is ${row.state}, and the bank has kept ${bank.debited}`);
  }
}

/** M6: what went back and what is on its way never exceed what was taken. */
function judgeRefunded(row: PaymentRow, refunds: readonly RefundRow[], findings: Findings): void {
  if (refunds.length === 0 && row.refunded === 0n) return;
  findings.look('M6');
  const sum = refunds
    .filter((one) => one.kind === 'merchant' && one.state !== 'failed' && !one.isReversed)
    .reduce((total, { amount }) => total + amount, 0n);
  if (sum > row.amount) findings.wrong('M6', row.ref, `of ${row.amount} gives back ${sum}`);
  if (sum !== row.refunded) {
    findings.wrong('M6', row.ref, `says ${row.refunded} are given back, its refunds say ${sum}`);
  }
}

/** M11, M13 and M14 for one refund; answers its drift. */
function judgeRefund(row: RefundRow, book: BankBook, findings: Findings, atRest: boolean): bigint {
  const bank = book.refunds.get(row.ref);
  const given = bank?.amount ?? 0n;
  const ours = row.booked + row.returned;
  findings.look('M11');
  if (bank !== undefined && bank.times > 1) {
    findings.wrong('M11', row.ref, `was given back ${bank.times} times`);
  } else if (bank !== undefined && bank.amount !== row.amount) {
    findings.wrong('M11', row.ref, `asked ${row.amount}, the bank gave ${bank.amount}`);
  }
  if (bank !== undefined && bank.paymentReference !== row.paymentRef) {
    findings.wrong('M11', row.ref, `the bank gave it back on ${bank.paymentReference}`);
  }
  if (row.state === 'succeeded' && bank === undefined) {
    findings.wrong('M11', row.ref, 'is succeeded, and the bank gave nothing back');
  }
  if (row.state === 'failed' && bank !== undefined && atRest) {
    findings.wrong('M11', row.ref, `is failed, and the bank gave ${bank.amount} back`);
  }
  const due = row.state === 'succeeded' ? row.amount : 0n;
  const [asLate, asOwn] = row.kind === 'late' ? [due, 0n] : [0n, due];
  if (row.returned !== asLate || row.booked !== asOwn) {
    findings.wrong('M11', row.ref, `is ${row.state} of ${row.amount}, booked are ${ours}`);
  }
  judgeTransit(row, findings);
  findings.look('M14');
  const gap = ours > given ? ours - given : atRest ? given - ours : 0n;
  if (gap > 0n) findings.wrong('M14', row.ref, `the bank gave ${given}, the ledger says ${ours}`);
  return gap;
}

/** M13: what a merchant asked for is in transit until it is decided, and not a moment longer. */
function judgeTransit(row: RefundRow, findings: Findings): void {
  findings.look('M13');
  const asked = row.kind === 'merchant' ? row.amount : 0n;
  const lost = row.state === 'failed' ? asked : 0n;
  if (row.requested !== asked || row.givenUp !== lost) {
    const booked = `booked are ${row.requested} on the way and ${row.givenUp} back`;
    findings.wrong('M13', row.ref, `is a ${row.state} refund of ${row.amount}, ${booked}`);
  }
}

/** What the bank has under references that we do not know; and, at rest, suspense that nobody works on. */
function judgeStrangers(rows: Rows, book: BankBook, findings: Findings): bigint {
  let drift = 0n;
  for (const bank of book.payments.values()) {
    if (rows.payments.has(bank.ourReference)) continue;
    findings.wrong('M8', bank.ourReference, `the bank took ${bank.debited} for nothing of ours`);
    drift += bank.debited;
  }
  for (const bank of book.refunds.values()) {
    if (rows.refunds.has(bank.ourReference)) continue;
    findings.wrong('M11', bank.ourReference, `the bank gave ${bank.amount} for nothing of ours`);
    drift += bank.amount;
  }
  for (const row of rows.payments.values()) {
    if (row.lateMoney === null) continue;
    findings.look('M13');
    const back = rows.refundsOfPayment.get(row.ref)?.find(({ kind }) => kind === 'late');
    // Where the bank takes nothing back, the case stays open for somebody by name.
    if (back?.state === 'succeeded' || back?.state === 'failed') continue;
    findings.wrong('M13', row.ref, `${row.lateMoney} rests in suspense`);
  }
  return drift;
}
