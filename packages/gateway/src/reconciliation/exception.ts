// A difference between the bank's statement and our books: why it is one, and how it may be resolved. Types and data.
import type { LineType } from '../banks/statement-profile.ts';

/**
 * `missing_at_bank`: it succeeded here and no statement shows it. `missing_here`: a line of which nothing here has succeeded.
 * `amount_differs`: our reference, another amount. `duplicate`: a second line of what a line has shown already.
 */
export const EXCEPTION_REASONS = [
  'missing_at_bank',
  'missing_here',
  'amount_differs',
  'duplicate',
] as const;
export type ExceptionReason = (typeof EXCEPTION_REASONS)[number];

/** By whom and by what a difference ends; see `docs/reconciliation.md`. */
export const RESOLUTIONS = [
  'bank_corrected',
  'payment_reversed',
  'refund_reversed',
  'owed_again',
  'booked_to_account',
  'returned_to_bank',
  'loss_borne',
  'loss_recovered',
  'matched_by_hand',
] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

export interface ExceptionRow {
  merchant_id: string;
  exception_id: string;
  bank: string;
  day: string;
  reason: ExceptionReason;
  state: 'open' | 'resolved';
  type: LineType;
  statement_id: string | null;
  line_no: number | null;
  subject_kind: 'payment' | 'refund' | 'payout' | null;
  subject_id: string | null;
  /** What the bank's line says. */
  amount: bigint | null;
  /** What we say. */
  expected: bigint | null;
  /** What of it lies in suspense: more than 0 came in, less than 0 went out. */
  booked: bigint;
  opened_at: number;
  resolved_at: number | null;
  resolution: Resolution | null;
  resolved_day: string | null;
  explained_by: string | null;
  evidence: unknown;
  asked_by: string | null;
  approved_by: string | null;
  approval_id: string | null;
}

/** A difference in rupiah as the bank sees it: more than 0 where it shows more than we have. */
export function differenceOf({
  reason,
  amount,
  expected,
}: Pick<ExceptionRow, 'reason' | 'amount' | 'expected'>): bigint {
  const isOurs = reason === 'amount_differs' || reason === 'missing_at_bank';
  return (amount ?? 0n) - (isOurs ? (expected ?? 0n) : 0n);
}
