// What becomes of an unclear payment, for everything that the bank's book may say.
import { describe, expect, test } from 'vitest';
import type { Evidence } from '../banks/bank.ts';
import type { Payment } from './payment.ts';
import { decideOtpWindow, decideUnclear, inquiryDelay } from './unclear.ts';

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
    fee: 0n,
    split: null,
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

  test('stays unclear while an OTP that was carried may still come to its end', () => {
    const outcome = { kind: 'awaiting_otp', bankPaymentId: '1', evidence } as const;
    const late = unclear({ otpTries: 1, otpSentAt: 0, otpExpiresAt: 5 * MINUTE, inquiries: 7 });
    expect(decideUnclear(late, outcome, 14 * MINUTE, rules)).toMatchObject({
      kind: 'postpone',
      dueAt: 15 * MINUTE + 1000,
    });
    const used = unclear({ otpTries: 3, otpSentAt: 0, otpExpiresAt: 5 * MINUTE });
    expect(decideUnclear(used, outcome, MINUTE, rules)).toMatchObject({ kind: 'postpone' });
  });

  test('fails when the bank still waits for an OTP then and all tries are used', () => {
    const outcome = { kind: 'awaiting_otp', bankPaymentId: '1', evidence } as const;
    const payment = unclear({ otpTries: 3, otpSentAt: 0, otpExpiresAt: 5 * MINUTE });
    expect(decideUnclear(payment, outcome, 16 * MINUTE, rules)).toMatchObject({
      event: 'otp_exhausted',
    });
  });
});

describe('an OTP window that is over', () => {
  const waits = { state: 'awaiting_otp', otpSentAt: 0, otpExpiresAt: 5 * MINUTE } as const;
  const SAYS = {
    failed: { kind: 'failed', reason: 'bank_refused', bankCode: '06', evidence },
    waiting: { kind: 'awaiting_otp', bankPaymentId: '1', evidence },
    unknown: { kind: 'not_found', evidence },
    nothing: { kind: 'unclear', why: '', evidence: { ...evidence, code: null } },
    pending: { kind: 'unclear', why: '', evidence },
    unasked: { kind: 'not_sent', why: '', evidence: { ...evidence, code: null } },
  } as const;
  const decide = (tries: number, says: keyof typeof SAYS, at = 6 * MINUTE) =>
    decideOtpWindow(unclear({ ...waits, otpTries: tries }), SAYS[says], at, rules).event;

  test('is a success when the book shows the debit', () => {
    const paid = { kind: 'paid', bankPaymentId: '1', evidence } as const;
    const payment = unclear({ ...waits, otpTries: 1 });
    expect(decideOtpWindow(payment, paid, 6 * MINUTE, rules)).toMatchObject({ event: 'bank_paid' });
  });

  test.each(['failed', 'waiting', 'unknown', 'nothing', 'unasked'] as const)(
    'closes without an OTP ever carried when the bank says: %s',
    (says) => expect(decide(0, says)).toBe('otp_window_closed'),
  );

  test.each(['waiting', 'unknown', 'nothing', 'pending', 'unasked'] as const)(
    'stays open to doubt after an OTP was carried when the bank says: %s',
    (says) => expect(decide(1, says)).toBe('bank_unclear'),
  );

  test('closes after an OTP was carried when the bank says that nothing moved', () => {
    expect(decide(1, 'failed')).toBe('otp_window_closed');
    expect(decide(1, 'waiting', 16 * MINUTE)).toBe('otp_window_closed');
  });

  test('stays open to doubt while the bank is at work', () => {
    expect(decide(0, 'pending')).toBe('bank_unclear');
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
