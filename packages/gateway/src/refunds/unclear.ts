// What to do about a refund whose outcome is not known, decided from what the bank's book says. Pure.
import type { Evidence, RefundInquiryOutcome } from '../banks/bank.ts';
import { inquiryDelay } from '../banks/inquiry-schedule.ts';
import type { Refund, RefundEvent } from './refund.ts';

const SECOND = 1000;

/** Two answers of "not found" count only when they are this far apart, ms. */
const ABSENCE_MS = 60 * SECOND;

interface Postponed {
  inquiries: number;
  notFoundAt: number | null;
  dueAt: number;
}

export type RefundDecision =
  | { kind: 'move'; event: RefundEvent; change: Partial<Refund>; evidence: Evidence }
  /** The bank surely does not have it: the same reference may be sent once more. */
  | { kind: 'send_again'; evidence: Evidence }
  /** `alarm`: the bank gave back another amount than we asked for; somebody must look. */
  | ({ kind: 'postpone'; alarm: boolean } & Postponed);

/**
 * Decides about an unclear refund. Only an explicit word of the bank ends it. "Not found" ends nothing: said twice, a
 * minute apart, and later than the bank's longest processing time after we last asked, it allows to ask again.
 */
export function decideUnclearRefund(
  refund: Refund,
  outcome: RefundInquiryOutcome,
  now: number,
  maxProcessingMs: number,
): RefundDecision {
  switch (outcome.kind) {
    case 'refunded': {
      if (outcome.amount !== refund.amount) return postpone(refund, now, refund.notFoundAt, true);
      const change = { bankRefundId: outcome.bankRefundId };
      return { kind: 'move', event: 'bank_refunded', change, evidence: outcome.evidence };
    }
    case 'failed': {
      const { reason, bankCode, evidence } = outcome;
      return { kind: 'move', event: 'bank_declined', change: { reason, bankCode }, evidence };
    }
    case 'not_found':
      return notFound(refund, outcome.evidence, now, maxProcessingMs);
    case 'not_sent':
    case 'unclear':
      return postpone(refund, now, refund.notFoundAt);
  }
}

function notFound(
  refund: Refund,
  evidence: Evidence,
  now: number,
  maxProcessingMs: number,
): RefundDecision {
  const certainFrom = refund.askedAt + maxProcessingMs;
  if (now <= certainFrom) {
    const later = postpone(refund, now, null);
    return { ...later, dueAt: Math.min(later.dueAt, certainFrom + SECOND) };
  }
  const first = refund.notFoundAt;
  if (first === null) return { ...postpone(refund, now, now), dueAt: now + ABSENCE_MS };
  if (now < first + ABSENCE_MS) {
    return { ...postpone(refund, now, first), dueAt: first + ABSENCE_MS };
  }
  return { kind: 'send_again', evidence };
}

function postpone(
  refund: Refund,
  now: number,
  notFoundAt: number | null,
  alarm = false,
): Extract<RefundDecision, { kind: 'postpone' }> {
  const inquiries = Math.min(refund.inquiries + 1, 10_000);
  return { kind: 'postpone', alarm, inquiries, notFoundAt, dueAt: now + inquiryDelay(inquiries) };
}
