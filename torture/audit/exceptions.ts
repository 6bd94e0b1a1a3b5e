// Differences with the bank, R5: each line that is not matched has its exception and each exception its reason, what lies in suspense
// for it is booked, and what was planted was reported.
import { statementsOf, wibDayOf } from './bank-money.ts';
import type { BankLine, LineType, Planted } from './bank-book.ts';
import { bookedFor } from './rows.ts';
import type { ExceptionRow, LineRow, SettledRows } from './settled-rows.ts';
import { exceptionsByLine, type Matched, type StatementJudge } from './statements.ts';

export interface Reported {
  /** Differences that somebody has planted and that are due to be reported, and those that were. */
  planted: number;
  reported: number;
}

const COMES_IN: Readonly<Record<LineType, bigint>> = {
  debit: 1n,
  refund: -1n,
  payout: -1n,
  payout_return: 1n,
};

/** Judges every exception and every line that should have one. */
export function judgeExceptions(judge: StatementJudge, matched: Matched): Reported {
  const { settled, findings } = judge;
  const byLine = exceptionsByLine(settled);
  const odd = new Map<string, LineRow>();
  for (const line of settled.lines) {
    if (line.status === 'pending' || line.status === 'matched') continue;
    findings.look('R5');
    const key = `${line.statement} ${line.no}`;
    odd.set(key, line);
    const own = byLine.get(key) ?? [];
    if (own.length !== 1) {
      const detail = `is ${line.status}, and ${own.length} exceptions say so`;
      findings.wrong('R5', `line ${line.no} of ${line.statement}`, detail);
    }
  }
  for (const one of settled.exceptions) {
    findings.look('R5');
    judgeReason(judge, one, odd, matched);
    judgeBooked(judge, one);
  }
  return report(judge);
}

function judgeReason(
  { rows, settled, findings }: StatementJudge,
  one: ExceptionRow,
  odd: ReadonlyMap<string, LineRow>,
  matched: Matched,
): void {
  const wrong = (detail: string): void => findings.wrong('R5', one.ref, detail);
  if (one.resolution !== null && one.resolution !== 'bank_corrected' && !one.isDecided) {
    wrong(`was resolved as ${one.resolution} by fewer than two people`);
  }
  if (one.reason === 'missing_at_bank') {
    const subject = one.subject ?? '';
    const stands =
      rows.payments.get(subject)?.state === 'succeeded' ||
      (rows.payments.get(subject)?.lateMoney ?? null) !== null ||
      rows.refunds.get(subject)?.state === 'succeeded' ||
      (settled.payouts.get(subject)?.paidAt ?? null) !== null;
    if (!stands) wrong(`${one.type} ${subject} is called missing and never succeeded`);
    if (one.isOpen && matched.has(`${one.type} ${subject}`)) {
      wrong(`${one.type} ${subject} is called missing and is on a statement`);
    }
    return;
  }
  if (one.isDecided || one.resolution !== null) return;
  const line = odd.get(`${one.statement} ${one.no}`);
  if (line === undefined || line.status !== one.reason) {
    wrong(`says ${one.reason}, and its line is ${line?.status ?? 'matched or away'}`);
  } else if (line.amount !== one.amount || line.type !== one.type) {
    wrong(`is of ${one.type} ${one.amount}, its line of ${line.type} ${line.amount}`);
  } else if (one.booked !== dueFor(one)) {
    wrong(`puts ${one.booked} into suspense, and must ${dueFor(one)}`);
  }
}

/** Money that nothing explains: all of the line; of a payout, which books what was ordered, the difference. */
function dueFor({ type, reason, amount, expected }: ExceptionRow): bigint {
  const isPart = reason === 'amount_differs' && type.startsWith('payout');
  return COMES_IN[type] * ((amount ?? 0n) - (isPart ? (expected ?? 0n) : 0n));
}

/** What it put into suspense is booked once, and taken out once when it is resolved. */
function judgeBooked({ rows, settled, findings }: StatementJudge, one: ExceptionRow): void {
  const { ref, booked, isOpen } = one;
  const sum = (template: string): bigint =>
    [...bookedFor(rows, template, ref).values()].reduce((total, amount) => total + amount, 0n);
  const [isIn, isOut] = [sum('unexplainedIn'), sum('unexplainedOut')];
  const size = booked < 0n ? -booked : booked;
  const [first, back] = booked < 0n ? [isOut, isIn] : [isIn, isOut];
  if (first !== size || back !== (isOpen ? 0n : size)) {
    findings.wrong('R5', ref, `of ${booked} in suspense, booked are ${isIn} in and ${isOut} out`);
  }
  const chunk = settled.chunks.get(ref);
  const came: CameTo = {
    loss: sum('lossBorne'),
    reversed: REVERSALS.reduce((total, template) => total + sum(template), 0n),
    owed: sum('payoutShort'),
    explained: (chunk?.taken ?? 0n) + (chunk?.givenBack ?? 0n),
  };
  const { loss, reversed, owed, explained } = came;
  if (
    isOpen
      ? loss + reversed + owed + explained !== 0n
      : one.isDecided && !isWhole(settled, one, came)
  ) {
    const detail = `borne are ${loss}, reversed ${reversed}, owed again ${owed}`;
    findings.wrong('R5', ref, `${one.resolution ?? 'open'}, ${detail}`);
  }
}

const REVERSALS = ['paymentReversed', 'refundReversed', 'lateMoneyReversed', 'lateReturnReversed'];

/** What a resolution has booked, whole rupiah. */
interface CameTo {
  loss: bigint;
  reversed: bigint;
  owed: bigint;
  explained: bigint;
}

/** What people decide must come to all of what was missing, or was shown wrongly, and nothing is taken back beside that. */
function isWhole(settled: SettledRows, one: ExceptionRow, came: CameTo): boolean {
  const { loss, reversed, owed, explained } = came;
  const all = one.expected ?? 0n;
  const isMissing = one.reason === 'missing_at_bank';
  switch (one.resolution) {
    case 'loss_borne':
      return !isMissing || loss + explained === all;
    case 'payment_reversed':
    case 'refund_reversed':
      // A reversed payment gives its fee back beside the amount.
      return isBookedElsewhere(settled, one) ? reversed === 0n : reversed >= all;
    case 'owed_again':
      return isMissing
        ? settled.payouts.get(one.subject ?? '')?.state === 'returned'
        : owed === one.booked;
    default:
      return reversed + owed + loss === 0n;
  }
}

/** Whether another one of the same subject was resolved, and this with it. */
function isBookedElsewhere({ exceptions }: SettledRows, { explainedBy, subject }: ExceptionRow) {
  return exceptions.some(({ ref, subject: other }) => ref === explainedBy && other === subject);
}

/** Every difference that was planted on a day that is matched, or looked through where a line is missing, has its exception. */
function report(judge: StatementJudge): Reported {
  const { settled, book, findings } = judge;
  const all: Reported = { planted: 0, reported: 0 };
  const seen: Seen = { files: statementsOf(book), words: wordsOf(judge) };
  const days = new Map(settled.statements.map((one) => [one.day, one]));
  const movements = new Map(
    book.lines.map((line) => [`${wibDayOf(line.at)} ${line.reference}`, line]),
  );
  for (const planted of book.planted) {
    const day = days.get(planted.day);
    if (day?.isMatched !== true || planted.reference === null) continue;
    const wanted = wantedFor(judge, planted, movements, seen);
    if (wanted === null) continue;
    findings.look('R5');
    all.planted += 1;
    if (wanted(day.id)) all.reported += 1;
    else
      findings.wrong(
        'R5',
        `${planted.day} ${planted.reference}`,
        `${planted.what} was planted and never reported`,
      );
  }
  return all;
}

type IsReported = (statement: string) => boolean;

interface Seen {
  files: ReadonlyMap<string, BankLine[]>;
  /** What was said of which line of a statement, by the bank's reference. */
  words: ReadonlySet<string>;
}

function wordsOf({ settled }: StatementJudge): Set<string> {
  const lines = new Map(settled.lines.map((line) => [`${line.statement} ${line.no}`, line]));
  const said = settled.exceptions.map(({ reason, statement, no }) => {
    const line = lines.get(`${statement} ${no}`);
    return `${reason} ${statement} ${line?.bankReference ?? ''}`;
  });
  const strays = settled.strays.map((one) => `missing_here ${one.statement} ${one.bankReference}`);
  return new Set([...said, ...strays]);
}

/** How a planted difference must have been reported; null where there is nothing to report, or not yet. */
function wantedFor(
  { settled, rows }: StatementJudge,
  { day, what, reference }: Planted,
  movements: ReadonlyMap<string, BankLine>,
  { files, words }: Seen,
): IsReported | null {
  const of =
    (reason: string): IsReported =>
    (statement) =>
      words.has(`${reason} ${statement} ${reference}`);
  const shown = (files.get(day) ?? []).filter((one) => one.reference === reference);
  if (what === 'wrong_amount') return shown.length === 1 ? of('amount_differs') : null;
  if (what === 'duplicate') return shown.length === 2 ? of('duplicate') : null;
  if (what === 'extra_line') return of('missing_here');
  const movement = movements.get(`${day} ${reference}`);
  if (what !== 'missing_line' || movement === undefined || shown.length > 0) return null;
  // It is missed on the day on which it came to its end here.
  const { type, ourReference } = movement;
  const payment = rows.payments.get(ourReference);
  const ended =
    type === 'debit'
      ? (payment?.lateFoundAt ?? payment?.finishedAt)
      : type === 'refund'
        ? rows.refunds.get(ourReference)?.finishedAt
        : settled.payouts.get(ourReference)?.paidAt;
  const isJudged =
    ended != null && settled.statements.some((one) => one.isJudged && one.day === wibDayOf(ended));
  if (!isJudged || type === 'payout_return') return null;
  return () =>
    settled.exceptions.some(
      (one) =>
        one.reason === 'missing_at_bank' && one.type === type && one.subject === ourReference,
    );
}
