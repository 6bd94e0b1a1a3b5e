// What the bank's days have come to: statements, differences, settlement and payouts, judged one after the other.
import type { BankBook } from './bank-book.ts';
import { judgeClosedDays } from './closed-days.ts';
import { judgeExceptions } from './exceptions.ts';
import type { Findings } from './findings.ts';
import { judgeUnasked, type Balances } from './ledger.ts';
import { judgePayouts } from './payouts.ts';
import type { Rows } from './rows.ts';
import { readSettled } from './settled-rows.ts';
import { judgeSettlement } from './settlement.ts';
import type { Snapshot } from './snapshot.ts';
import { judgeStatements } from './statements.ts';
import type { Evidence, Figures } from './types.ts';

type DayFigures = Pick<
  Figures,
  | 'statements'
  | 'daysClosed'
  | 'differencesPlanted'
  | 'differencesReported'
  | 'batches'
  | 'payoutsMade'
  | 'doublePayouts'
> & {
  /** Σ |bank − books| of payouts, whole rupiah. */
  drift: bigint;
};

/** Judges the bank's days; answers their figures. */
export async function judgeDays(
  snapshot: Snapshot,
  { merchants, closedDays = [], atRest }: Evidence,
  {
    rows,
    book,
    balances,
    findings,
  }: { rows: Rows; book: BankBook; balances: Balances; findings: Findings },
): Promise<DayFigures> {
  const partners = new Map(
    merchants.flatMap(({ clientId, partnerKey }) =>
      partnerKey === undefined ? [] : [[clientId, partnerKey] as const],
    ),
  );
  const settled = await readSettled(snapshot);
  const judge = { rows, settled, book, findings, atRest, partners };
  const matched = judgeStatements(judge);
  const { planted, reported } = judgeExceptions(judge, matched);
  judgeSettlement({ rows, settled, matched, balances, findings });
  const paidOut = judgePayouts(judge);
  const daysClosed = await judgeClosedDays(snapshot, closedDays, findings);
  judgeUnasked(rows, findings);
  const batches = [...settled.batches.values()].filter(({ isBooked }) => isBooked).length;
  return {
    statements: settled.statements.length,
    daysClosed,
    differencesPlanted: planted,
    differencesReported: reported,
    batches,
    payoutsMade: paidOut.made,
    doublePayouts: paidOut.doubles,
    drift: paidOut.drift,
  };
}
