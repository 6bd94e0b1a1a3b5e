// What to do about a payment whose outcome is not known, decided from what the bank's book says. Pure.
import type { DeclineReason, Evidence, InquiryOutcome } from '../banks/bank.ts';
import { inquiryDelay } from '../banks/inquiry-schedule.ts';
import type { Payment, PaymentEvent } from './payment.ts';

export { inquiryDelay };

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Two answers of "not found" count only when they are this far apart, ms. */
const ABSENCE_MS = 60 * SECOND;

/** After a final no that rests on silence, the bank's book is read once more, ms later. */
export const AFTERCARE_MS = HOUR;

export type Decision =
  | { kind: 'move'; event: PaymentEvent; change: Partial<Payment>; evidence: Evidence }
  | { kind: 'postpone'; inquiries: number; notFoundAt: number | null; dueAt: number };

/** How long a bank may take, and how often an OTP may be tried. */
export interface UnclearRules {
  /** From when we have written that we ask, ms: what the call takes to leave us is in it. */
  maxProcessingMs: number;
  maxTries: number;
  otpLifeMs: number;
}

/**
 * Decides about an unclear payment. `now` is when the book was asked, not when its answer came: what the bank did in
 * between is not in it. Only an explicit word of the bank ends it. "Not found" is such a word only when it
 * was said twice, a minute apart, and later than the bank's longest processing time after we last asked it to act.
 */
export function decideUnclear(
  payment: Payment,
  outcome: InquiryOutcome,
  now: number,
  rules: UnclearRules,
): Decision {
  switch (outcome.kind) {
    case 'paid':
      return {
        kind: 'move',
        event: 'bank_paid',
        change: { bankPaymentId: outcome.bankPaymentId ?? payment.bankPaymentId },
        evidence: outcome.evidence,
      };
    case 'failed':
      return declined(outcome.reason, outcome.bankCode, outcome.evidence);
    case 'awaiting_otp':
      return awaitingOtp(payment, outcome.bankPaymentId, outcome.evidence, now, rules);
    case 'not_found':
      return notFound(payment, outcome.evidence, now, rules);
    case 'not_sent':
    case 'unclear':
      return postpone(payment, now, payment.notFoundAt);
  }
}

/**
 * Decides about a payment whose OTP did not come in time. Where no OTP was ever carried to the bank no money can have
 * moved, and one look at the book is enough, even one in vain. Where one was, the bank may still be at work on it: then
 * only its own word that nothing moved closes the window. `now` is when the book was asked.
 */
export function decideOtpWindow(
  payment: Payment,
  outcome: InquiryOutcome,
  now: number,
  rules: UnclearRules,
): Extract<Decision, { kind: 'move' }> {
  const { evidence } = outcome;
  if (outcome.kind === 'paid') {
    const change = { bankPaymentId: outcome.bankPaymentId ?? payment.bankPaymentId };
    return { kind: 'move', event: 'bank_paid', change, evidence };
  }
  const closed =
    outcome.kind === 'failed' ||
    (outcome.kind === 'awaiting_otp' && !mayStillMove(payment, now, rules)) ||
    (payment.otpTries === 0 && !saysSomethingElse(outcome));
  return closed
    ? { kind: 'move', event: 'otp_window_closed', change: { reason: 'otp_expired' }, evidence }
    : { kind: 'move', event: 'bank_unclear', change: {}, evidence };
}

/** Whether an OTP that was carried to the bank may still come to its end there. */
function mayStillMove(payment: Payment, now: number, rules: UnclearRules): boolean {
  return payment.otpTries > 0 && now <= payment.askedAt + rules.maxProcessingMs;
}

/** The bank answered, but not that nothing moved: paying, pending, or not to be believed. */
function saysSomethingElse(outcome: InquiryOutcome): boolean {
  return outcome.kind === 'unclear' && outcome.evidence.code !== null;
}

function declined(reason: DeclineReason, bankCode: string, evidence: Evidence): Decision {
  return { kind: 'move', event: 'bank_declined', change: { reason, bankCode }, evidence };
}

function awaitingOtp(
  payment: Payment,
  bankPaymentId: string | null,
  evidence: Evidence,
  now: number,
  rules: UnclearRules,
): Decision {
  const known = { bankPaymentId: bankPaymentId ?? payment.bankPaymentId };
  const sentAt = payment.otpSentAt ?? payment.askedAt;
  const expiresAt = payment.otpExpiresAt ?? payment.askedAt + rules.otpLifeMs;
  const isExhausted = payment.otpTries >= rules.maxTries;
  if ((isExhausted || now >= expiresAt) && mayStillMove(payment, now, rules)) {
    const later = postpone(payment, now, null);
    const certainFrom = payment.askedAt + rules.maxProcessingMs;
    return { ...later, dueAt: Math.min(later.dueAt, certainFrom + SECOND) };
  }
  if (isExhausted) {
    const change = { ...known, reason: 'otp_attempts_exceeded' };
    return { kind: 'move', event: 'otp_exhausted', change, evidence };
  }
  if (now >= expiresAt) {
    const change = { ...known, reason: 'otp_expired' };
    return { kind: 'move', event: 'otp_window_closed', change, evidence };
  }
  const change = { ...known, otpSentAt: sentAt, otpExpiresAt: expiresAt };
  return { kind: 'move', event: 'otp_required', change, evidence };
}

function notFound(
  payment: Payment,
  evidence: Evidence,
  now: number,
  rules: UnclearRules,
): Decision {
  const certainFrom = payment.askedAt + rules.maxProcessingMs;
  if (now <= certainFrom) {
    const later = postpone(payment, now, null);
    return { ...later, dueAt: Math.min(later.dueAt, certainFrom + SECOND) };
  }
  if (payment.notFoundAt === null) {
    return { ...postpone(payment, now, now), dueAt: now + ABSENCE_MS };
  }
  if (now < payment.notFoundAt + ABSENCE_MS) {
    return {
      ...postpone(payment, now, payment.notFoundAt),
      dueAt: payment.notFoundAt + ABSENCE_MS,
    };
  }
  return declined('not_found', evidence.code ?? '', evidence);
}

function postpone(
  payment: Payment,
  now: number,
  notFoundAt: number | null,
): Extract<Decision, { kind: 'postpone' }> {
  return {
    kind: 'postpone',
    inquiries: Math.min(payment.inquiries + 1, 10_000),
    notFoundAt,
    dueAt: now + inquiryDelay(payment.inquiries + 1),
  };
}
