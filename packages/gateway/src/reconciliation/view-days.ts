// A bank's days as people look at them: the statement of each against our books, what differs, and how far the day is. Who works for
// one merchant is shown that merchant's part.
import type { Tx } from '../base/db.ts';
import type { LineType } from '../banks/statement-profile.ts';
import { plusDays, wibDay } from '../settlement/calendar.ts';
import { EXCEPTION_REASONS, type ExceptionReason } from './exception.ts';
import {
  countDiffering,
  countStrays,
  findClosed,
  findConnectedSince,
  findFirstDay,
  findFirstPayment,
  findRefusedFiles,
  findStatements,
  type Closed,
  type Differing,
  type RefusedFile,
  type ShownStatement,
  type Whose,
} from './store-days-view.ts';
import { noSums, type Sums } from './statement.ts';

/**
 * `none`: no statement is owed, since there was no business yet. `missing`: one is owed and not here. `loaded`: it is being matched.
 * `matched`: what is missing on it is looked for when the next one is here. `judged`: it may be closed. `closed`: sealed.
 */
export const DAY_STATES = ['none', 'missing', 'loaded', 'matched', 'judged', 'closed'] as const;
export type DayState = (typeof DAY_STATES)[number];

export interface DayView {
  day: string;
  state: DayState;
  /** Null: none has come, or none that was good. Its lines and sums are those of whose day it is. */
  statement: ShownStatement | null;
  /** What the statement says, by type. */
  shown: Sums;
  /** What our books have of that: what the lines speak of, and what is missing on it. */
  ours: Sums;
  /** Lines that are matched; null while some wait. */
  matched: number | null;
  open: Record<ExceptionReason, number>;
  resolved: number;
  /** Lines of partners that are nobody here; 0 where one merchant's part is looked at, as the files are. */
  strays: number;
  /** Files that were not taken. */
  refused: readonly RefusedFile[];
  closed: Closed | null;
}

/** The days from one to another, both included. */
export async function viewDays(on: Tx, whose: Whose, from: string, to: string): Promise<DayView[]> {
  const { bank, merchantId } = whose;
  const owedFrom = await findOwedFrom(on, whose);
  const statements = await findStatements(on, whose, from, to);
  const differing = await countDiffering(on, whose, from, to);
  const strays = merchantId === null ? await countStrays(on, bank, from, to) : [];
  const refused = merchantId === null ? await findRefusedFiles(on, bank, from, to) : [];
  const closed = await findClosed(on, bank, from, to);
  const days: DayView[] = [];
  for (let day = from; day <= to; day = plusDays(day, 1)) {
    const ofDay = <R extends { day: string }>(rows: readonly R[]): R[] =>
      rows.filter((row) => row.day === day);
    const [statement = null] = ofDay(statements);
    const [seal = null] = ofDay(closed);
    const tried = ofDay(refused);
    const isOwed = (owedFrom !== null && day >= owedFrom) || tried.length > 0;
    days.push({
      day,
      state: stateOf(statement, seal, isOwed),
      statement,
      refused: tried,
      closed: seal,
      ...compared(statement, ofDay(differing), ofDay(strays)),
    });
  }
  return days;
}

/**
 * The first day of which a statement is owed: that of the first one that ever came, or of the first payment; of a merchant not
 * before it was at the bank. Null while there was no business.
 */
export async function findOwedFrom(on: Tx, whose: Whose): Promise<string | null> {
  const first = await findFirstDay(on, whose.bank);
  if (whose.merchantId === null) return first ?? dayOf(await findFirstPayment(on, whose));
  const since = dayOf(await findConnectedSince(on, whose.bank, whose.merchantId));
  if (since === null) return null;
  if (first === null) return dayOf(await findFirstPayment(on, whose));
  return since > first ? since : first;
}

function dayOf(at: number | null): string | null {
  return at === null ? null : wibDay(at);
}

function stateOf(
  statement: ShownStatement | null,
  closed: Closed | null,
  isOwed: boolean,
): DayState {
  if (closed !== null) return 'closed';
  if (statement === null) return isOwed ? 'missing' : 'none';
  if (statement.state === 'loaded') return 'loaded';
  return statement.judged_at === null ? 'matched' : 'judged';
}

type Comparison = Pick<DayView, 'shown' | 'ours' | 'matched' | 'open' | 'resolved' | 'strays'>;

/** Our side follows from the bank's and from what differs: every other line has our amount. */
function compared(
  statement: ShownStatement | null,
  differing: readonly Differing[],
  strays: readonly { type: LineType; count: number; amount: bigint }[],
): Comparison {
  const shown = sumsOf(statement);
  const ours = { ...shown };
  const open = Object.fromEntries(
    EXCEPTION_REASONS.map((reason) => [reason, 0]),
  ) as Comparison['open'];
  let resolved = 0;
  let unmatched = 0;
  for (const { type, reason, state, count, amount, expected } of differing) {
    const isOurs = reason === 'amount_differs' || reason === 'missing_at_bank';
    ours[type] += (isOurs ? expected : 0n) - amount;
    if (state === 'open') open[reason] += count;
    else resolved += count;
    if (reason !== 'missing_at_bank') unmatched += count;
  }
  for (const { type, count, amount } of strays) {
    ours[type] -= amount;
    unmatched += count;
  }
  const lines = statement?.lines ?? 0;
  const isWaiting = statement === null || statement.waiting > 0;
  return {
    shown,
    ours: isWaiting ? shown : ours,
    matched: isWaiting ? null : lines - unmatched,
    open,
    resolved,
    strays: strays.reduce((sum, { count }) => sum + count, 0),
  };
}

function sumsOf(statement: ShownStatement | null): Sums {
  if (statement === null) return noSums();
  return {
    debit: statement.debits,
    refund: statement.refunds,
    payout: statement.payouts,
    payout_return: statement.payout_returns,
  };
}
