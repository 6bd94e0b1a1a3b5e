// The bank's statements as we have them: R1, each is the bank's file; R2, what became of each line; R3, what was booked for lines
// that were matched; R4, what succeeded is on one, or an exception says why not.
import { statementsOf, wibDayOf } from './bank-money.ts';
import type { BankBook, LineType } from './bank-book.ts';
import type { Findings } from './findings.ts';
import { bookedFor, type Rows } from './rows.ts';
import type { ExceptionRow, LineRow, SettledRows } from './settled-rows.ts';

export interface StatementJudge {
  rows: Rows;
  settled: SettledRows;
  book: BankBook;
  findings: Findings;
  atRest: boolean;
  /** The Key of each merchant at the bank, by Client-Id, where it is known. */
  partners: ReadonlyMap<string, string>;
}

/** Lines that were matched, by type and subject. */
export type Matched = Map<string, LineRow>;

/** Judges all of it; answers the lines that were matched. */
export function judgeStatements(judge: StatementJudge): Matched {
  judgeFiles(judge);
  const matched = judgeLines(judge);
  judgeChunks(judge);
  judgeMissing(judge, matched);
  return matched;
}

/** R1: line for line the bank's file, as it was when the day was over. */
function judgeFiles({ settled, book, findings, partners }: StatementJudge): void {
  const files = statementsOf(book);
  const ours = Map.groupBy(settled.lines, ({ statement }) => statement);
  const nobodys = Map.groupBy(settled.strays, ({ statement }) => statement);
  for (const { id, day } of settled.statements) {
    findings.look('R1');
    const left = new Map<string, number>();
    const count = (
      partner: string,
      line: Pick<LineRow, 'type' | 'amount'>,
      words: string,
      by: number,
    ): void => {
      const key = `${partners.size > 0 ? partner : ''} ${line.type} ${words} ${line.amount}`;
      left.set(key, (left.get(key) ?? 0) + by);
    };
    for (const one of files.get(day) ?? []) {
      count(one.partner, one, `${one.reference} ${one.ourReference}`, 1);
    }
    for (const one of ours.get(id) ?? []) {
      const partner = partners.get(one.clientId) ?? '?';
      count(partner, one, `${one.bankReference} ${one.reference}`, -1);
    }
    for (const one of nobodys.get(id) ?? []) {
      count(one.partner, one, `${one.bankReference} ${one.reference}`, -1);
    }
    for (const [line, times] of left) {
      if (times > 0) findings.wrong('R1', day, `the bank's file has "${line}", and we have not`);
      if (times < 0) findings.wrong('R1', day, `we have "${line}", and the bank's file has not`);
    }
  }
}

/** R2: every line is judged by its reference, its amount and what became of its subject, in the order of the days. */
function judgeLines(judge: StatementJudge): Matched {
  const { settled, findings, atRest } = judge;
  const matched: Matched = new Map();
  const differed = new Set<string>();
  const decided = new Set(
    settled.exceptions.flatMap(({ isDecided, statement, no }) =>
      isDecided && statement !== null ? [`${statement} ${no}`] : [],
    ),
  );
  for (const line of settled.lines) {
    const key = `${line.type} ${line.subject}`;
    if (line.status === 'pending') {
      if (atRest) findings.wrong('R2', nameOf(line), 'was never matched');
      continue;
    }
    findings.look('R2');
    const right = rightStatus(judge, line, matched.has(key), differed.has(key));
    if (line.status !== right && !decided.has(`${line.statement} ${line.no}`)) {
      findings.wrong('R2', nameOf(line), `is ${line.status}, and must be ${right}`);
    }
    if (line.status === 'amount_differs') differed.add(key);
    if (line.status !== 'matched') continue;
    if (matched.has(key)) findings.wrong('R2', nameOf(line), `matches ${key} once more`);
    else matched.set(key, line);
  }
  return matched;
}

function nameOf({ statement, no, type, reference }: LineRow): string {
  return `${type} ${reference} (line ${no} of ${statement})`;
}

function rightStatus(
  { rows, settled }: StatementJudge,
  line: LineRow,
  isSeen: boolean,
  hasDiffered: boolean,
): string {
  const { type, subject, amount } = line;
  const id = subject ?? '';
  const payment = type === 'debit' ? rows.payments.get(id) : undefined;
  const refund = type === 'refund' ? rows.refunds.get(id) : undefined;
  const payout = type.startsWith('payout') ? settled.payouts.get(id) : undefined;
  const found = payment ?? refund ?? payout;
  if (found === undefined || found.clientId !== line.clientId) return 'missing_here';
  if (isSeen) return 'duplicate';
  if (payout !== undefined) {
    if (payout.paidAt === null) return 'missing_here';
    if (hasDiffered) return 'duplicate';
    if (amount !== payout.amount) return 'amount_differs';
    return type === 'payout' || payout.state === 'returned' ? 'matched' : 'missing_here';
  }
  if (amount !== found.amount) return 'amount_differs';
  const stands = found.state === 'succeeded' || (payment?.lateMoney ?? null) !== null;
  return stands ? 'matched' : 'missing_here';
}

/** R3: a chunk has taken and given back what its lines say, and so does its journal. */
function judgeChunks({ rows, settled, findings }: StatementJudge): void {
  const lines = Map.groupBy(
    settled.lines.filter(({ status }) => status === 'matched'),
    ({ chunk }) => chunk ?? '',
  );
  for (const chunk of settled.chunks.values()) {
    findings.look('R3');
    const { ref, bank, taken, givenBack, statement } = chunk;
    const own = lines.get(ref) ?? [];
    lines.delete(ref);
    const [debits, refunds] = [sumOf(own, 'debit'), sumOf(own, 'refund')];
    // What people have decided about has no line of that amount, or none at all.
    if (statement !== null && (debits !== taken || refunds !== givenBack)) {
      const detail = `lines of ${debits} and ${refunds} are counted as ${taken} and ${givenBack}`;
      findings.wrong('R3', ref, detail);
    }
    const booked = bookedFor(rows, 'statementReconciled', ref);
    const isIn = booked.get(`cash:${bank}>bank_receivable:${bank}`) ?? 0n;
    const isOut = booked.get(`bank_receivable:${bank}>cash:${bank}`) ?? 0n;
    if (isIn !== taken || isOut !== givenBack) {
      const detail = `shows ${taken} taken and ${givenBack} given back, booked are ${isIn} and ${isOut}`;
      findings.wrong('R3', ref, detail);
    }
  }
  for (const [chunk, own] of lines) {
    findings.wrong(
      'R3',
      chunk,
      `${own.length} lines are matched in it, and there is no such chunk`,
    );
  }
}

function sumOf(lines: readonly LineRow[], type: LineType): bigint {
  return lines.reduce((sum, line) => (line.type === type ? sum + line.amount : sum), 0n);
}

/** R4: what came to its end on a day that was looked through is on a statement, or an exception names it. */
function judgeMissing({ rows, settled, findings }: StatementJudge, matched: Matched): void {
  const judged = new Set(settled.statements.filter((one) => one.isJudged).map(({ day }) => day));
  const excepted = new Set(
    settled.exceptions
      .filter(({ reason }) => reason === 'missing_at_bank' || reason === 'amount_differs')
      .map(({ type, subject }) => `${type} ${subject}`),
  );
  const look = (type: LineType, ref: string, ended: number | null): void => {
    if (ended === null || !judged.has(wibDayOf(ended))) return;
    findings.look('R4');
    const key = `${type} ${ref}`;
    if (matched.has(key) || excepted.has(key)) return;
    findings.wrong(
      'R4',
      ref,
      `a ${type} of ${wibDayOf(ended)} is on no statement, and nobody says so`,
    );
  };
  for (const { ref, state, finishedAt, lateFoundAt } of rows.payments.values()) {
    look('debit', ref, state === 'succeeded' ? finishedAt : lateFoundAt);
  }
  for (const { ref, state, finishedAt } of rows.refunds.values()) {
    if (state === 'succeeded') look('refund', ref, finishedAt);
  }
  for (const { ref, paidAt } of settled.payouts.values()) look('payout', ref, paidAt);
}

/** The exception of a line. */
export function exceptionsByLine(settled: SettledRows): Map<string, ExceptionRow[]> {
  return Map.groupBy(settled.exceptions, ({ statement, no }) => `${statement} ${no}`);
}
