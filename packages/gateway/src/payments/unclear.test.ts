// What becomes of an unclear payment, for everything that the bank's book may say.
import { describe, expect, test } from 'vitest';
import type { Evidence } from '../banks/bank.ts';
import type { Payment } from './payment.ts';
import { decideUnclear, inquiryDelay } from './unclear.ts';

const MINUTE = 60_000;
const rules = { maxProcessingMs: 15 * MINUTE, maxTries: 3, otpLifeMs: 5 * MINUTE };
const evidence: Evidence = {
  operation: 'status',
  http: 200,
  code: '2005500',
  message: null,
  note: null,
  externalId: null,
};

function unclear(change: Partial<Payment> = {}): Payment {
  return {
    merchantId: 'm',
    paymentId: 'p',
    bank: 'cimb',
    tokenId: 't',
    state: 'unclear',
    version: 2,
    lastMove: 'x',
    amount: 1n,
    refunded: 0n,
    invoiceNumber: 'I',
    requestId: 'R',
    customerKey: Buffer.alloc(32),
    sealedDetails: Buffer.alloc(0),
    notificationUrl: null,
    bankPaymentId: null,
    reason: null,
    bankCode: null,
    otpSentAt: null,
    otpExpiresAt: null,
    otpTries: 0,
    otpResends: 0,
    inquiries: 0,
    notFoundAt: null,
    askedAt: 0,
    notified: 0,
    dueAt: 0,
    createdAt: 0,
    finishedAt: null,
    ...change,
  };
}

describe('an unclear payment', () => {
  test('succeeds when the book shows the debit', () => {
    const decision = decideUnclear(
      unclear(),
      { kind: 'paid', bankPaymentId: '001194654652', evidence },
      10,
      rules,
    );
    expect(decision).toMatchObject({
      event: 'bank_paid',
      change: { bankPaymentId: '001194654652' },
    });
  });

  test('fails when the book says failed', () => {
    const outcome = { kind: 'failed', reason: 'bank_refused', bankCode: '06', evidence } as const;
    expect(decideUnclear(unclear(), outcome, 10, rules)).toMatchObject({ event: 'bank_declined' });
  });

  test.each(['unclear', 'not_sent'] as const)('stays unclear when the inquiry is %s', (kind) => {
    const decision = decideUnclear(unclear(), { kind, why: '', evidence }, 1_000, rules);
    expect(decision).toEqual({
      kind: 'postpone',
      inquiries: 1,
      notFoundAt: null,
      dueAt: 1_000 + inquiryDelay(1),
    });
  });

  test('goes back to its OTP when the bank still waits for it', () => {
    const outcome = { kind: 'awaiting_otp', bankPaymentId: '1', evidence } as const;
    const payment = unclear({ otpTries: 1, otpSentAt: 0, otpExpiresAt: 5 * MINUTE });
    expect(decideUnclear(payment, outcome, MINUTE, rules)).toMatchObject({ event: 'otp_required' });
  });

  test('expires when the bank waits for an OTP whose time is over', () => {
    const outcome = { kind: 'awaiting_otp', bankPaymentId: '1', evidence } as const;
    const payment = unclear({ otpSentAt: 0, otpExpiresAt: 5 * MINUTE });
    const decision = decideUnclear(payment, outcome, 5 * MINUTE, rules);
    expect(decision).toMatchObject({ event: 'otp_window_closed' });
  });

  test('fails when the bank waits for an OTP and all tries are used', () => {
    const outcome = { kind: 'awaiting_otp', bankPaymentId: '1', evidence } as const;
    const payment = unclear({ otpTries: 3, otpSentAt: 0, otpExpiresAt: 5 * MINUTE });
    expect(decideUnclear(payment, outcome, MINUTE, rules)).toMatchObject({
      event: 'otp_exhausted',
    });
  });
});

describe('"not found"', () => {
  const outcome = { kind: 'not_found', evidence } as const;

  test('means nothing while the bank may still be booking', () => {
    const decision = decideUnclear(unclear({ inquiries: 3 }), outcome, 15 * MINUTE, rules);
    expect(decision).toMatchObject({ kind: 'postpone', notFoundAt: null });
  });

  test('is not believed the first time', () => {
    const decision = decideUnclear(unclear(), outcome, 16 * MINUTE, rules);
    expect(decision).toMatchObject({ notFoundAt: 16 * MINUTE, dueAt: 17 * MINUTE });
  });

  test('is not believed twice within a minute', () => {
    const payment = unclear({ notFoundAt: 16 * MINUTE });
    expect(decideUnclear(payment, outcome, 17 * MINUTE - 1, rules)).toMatchObject({
      kind: 'postpone',
      dueAt: 17 * MINUTE,
    });
  });

  test('is believed the second time, a minute later', () => {
    const payment = unclear({ notFoundAt: 16 * MINUTE });
    expect(decideUnclear(payment, outcome, 17 * MINUTE, rules)).toMatchObject({
      event: 'bank_declined',
      change: { reason: 'not_found' },
    });
  });
});

test('inquiries come after 5, 10, 20, 40 and 60 seconds, then slower, and never stop', () => {
  const seconds = Array.from({ length: 9 }, (_, n) => inquiryDelay(n) / 1000);
  expect(seconds).toEqual([5, 10, 20, 40, 60, 120, 300, 600, 1800]);
  expect(inquiryDelay(9)).toBe(3_600_000);
  expect(inquiryDelay(5_000)).toBe(86_400_000);
});
