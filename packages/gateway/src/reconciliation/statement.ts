// A bank's statement: its file, its lines, and what can become of a line.
import type { LineType } from '../banks/statement-profile.ts';

/**
 * `loaded`: read whole, not matched yet. `matched`: every line has come to something. `sealed`: its day is closed.
 * `refused`: the file broke a rule, and nothing of it is here.
 */
export const STATEMENT_STATES = ['loaded', 'matched', 'sealed', 'refused'] as const;
export type StatementState = (typeof STATEMENT_STATES)[number];

export const LINE_STATUSES = [
  'pending',
  'matched',
  'missing_here',
  'amount_differs',
  'duplicate',
  'explained',
] as const;
export type LineStatus = (typeof LINE_STATUSES)[number];

/** A line as the file has it: whole rupiah, epoch ms. */
export interface StatementLine {
  lineNo: number;
  partner: string;
  type: LineType;
  bankReference: string;
  reference: string;
  amount: bigint;
  at: number;
}

export type Sums = Record<LineType, bigint>;

export interface FileSums {
  lines: number;
  sums: Sums;
}

export function noSums(): Sums {
  return { debit: 0n, refund: 0n, payout: 0n, payout_return: 0n };
}

/** Whether money came in by a line of this type: +1, or went out: -1. */
export const DIRECTION: Readonly<Record<LineType, 1n | -1n>> = {
  debit: 1n,
  refund: -1n,
  payout: -1n,
  payout_return: 1n,
};
