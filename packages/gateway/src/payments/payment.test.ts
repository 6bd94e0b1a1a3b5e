// The payment's machine and its pure decisions.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isFinal,
  lineItemsMatch,
  nextPaymentState,
  PAYMENT_EVENTS,
  PAYMENT_STATES,
  readDetails,
  writeDetails,
  type PaymentState,
} from './payment.ts';

describe('the machine', () => {
  test.each(['succeeded', 'failed', 'expired'] as const)('%s accepts no event', (state) => {
    expect(isFinal(state)).toBe(true);
    for (const event of PAYMENT_EVENTS) expect(nextPaymentState(state, event)).toBeUndefined();
  });

  test('every state that is not final has a way to succeed and a way to end without money', () => {
    for (const state of PAYMENT_STATES.filter((one) => !isFinal(one))) {
      const reached = reachable(state);
      expect(reached).toContain('succeeded');
      expect(reached).toContain('failed');
    }
  });

  test('only a word of the bank, or what people have proved, leads from unclear to an end', () => {
    const ends = PAYMENT_EVENTS.filter((event) => {
      const next = nextPaymentState('unclear', event);
      return next !== undefined && isFinal(next);
    });
    expect(ends.toSorted()).toEqual([
      'bank_declined',
      'bank_paid',
      'otp_exhausted',
      'otp_window_closed',
      'proved_paid',
      'proved_unpaid',
    ]);
  });

  test('no event that says that nothing is known ends a payment', () => {
    for (const state of PAYMENT_STATES) {
      const next = nextPaymentState(state, 'bank_unclear');
      if (next !== undefined) expect(next).toBe('unclear');
    }
  });

  test('the database allows exactly the states of the machine', () => {
    const migration = readFileSync(
      new URL('../../migrations/0006_payments.sql', import.meta.url),
      'utf8',
    );
    const check = /state in \(([^)]*)\)/.exec(migration)?.[1] ?? '';
    expect([...check.matchAll(/'(\w+)'/g)].map((match) => match[1])).toEqual([...PAYMENT_STATES]);
  });
});

function reachable(from: PaymentState): Set<PaymentState> {
  const seen = new Set<PaymentState>([from]);
  for (const state of seen) {
    for (const event of PAYMENT_EVENTS) {
      const next = nextPaymentState(state, event);
      if (next !== undefined) seen.add(next);
    }
  }
  return seen;
}

describe('line items', () => {
  test('must sum to the amount when every line has a price and a quantity', () => {
    const items = [
      { price: 40_000n, quantity: 1n },
      { price: 25_000n, quantity: 2n },
    ];
    expect(lineItemsMatch(items, 90_000n)).toBe(true);
    expect(lineItemsMatch(items, 20_000n)).toBe(false);
  });

  test('say nothing about the amount when a line lacks a price or a quantity', () => {
    expect(lineItemsMatch([{ price: 40_000n }, { price: 1n, quantity: 1n }], 7n)).toBe(true);
    expect(lineItemsMatch([], 7n)).toBe(true);
    expect(lineItemsMatch(undefined, 7n)).toBe(true);
  });

  test('do not lose a rupiah to rounding', () => {
    const big = 2n ** 53n + 1n;
    expect(lineItemsMatch([{ price: big, quantity: 1n }], big)).toBe(true);
    expect(lineItemsMatch([{ price: big, quantity: 1n }], big - 1n)).toBe(false);
  });
});

test('details come back from their seal as they went in', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 });
  const item = fc.record(
    { name: text, price: fc.bigInt(0n, 10n ** 12n), quantity: fc.bigInt(1n, 1000n) },
    { requiredKeys: [] },
  );
  const details = fc.record(
    {
      customer: fc.record({ id: text, name: text }, { requiredKeys: ['id'] }),
      lineItems: fc.array(item, { maxLength: 5 }),
      sessionId: text,
      otpLifeMs: fc.nat(),
    },
    { requiredKeys: ['customer', 'otpLifeMs'] },
  );
  fc.assert(
    fc.property(details, (one) => {
      expect(readDetails(writeDetails(one))).toEqual(one);
    }),
  );
});
