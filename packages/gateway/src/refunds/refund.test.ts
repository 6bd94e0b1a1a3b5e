// The refund's machine, and what becomes of an unclear refund for everything that the bank's book may say.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { evidence, NOT_SENT, UNCLEAR } from '../../tests/flow-context.ts';
import {
  isFinalRefund,
  nextRefundState,
  REFUND_EVENTS,
  REFUND_STATES,
  type Refund,
} from './refund.ts';
import { decideUnclearRefund } from './unclear.ts';

describe('the machine', () => {
  test.each(['succeeded', 'failed'] as const)('%s accepts no event', (state) => {
    expect(isFinalRefund(state)).toBe(true);
    for (const event of REFUND_EVENTS) expect(nextRefundState(state, event)).toBeUndefined();
  });

  test('only a word of the bank leads from unclear to an end', () => {
    const ends = REFUND_EVENTS.filter((event) => {
      const next = nextRefundState('unclear', event);
      return next !== undefined && isFinalRefund(next);
    });
    expect(ends).toEqual(['bank_refunded', 'bank_declined']);
  });

  test('the database allows exactly the states of the machine', () => {
    const file = new URL('../../migrations/0007_refunds.sql', import.meta.url);
    const check = /state in \(([^)]*)\)/.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
    expect([...check.matchAll(/'(\w+)'/g)].map((match) => match[1])).toEqual([...REFUND_STATES]);
  });
});

describe('an unclear refund', () => {
  const MINUTE = 60_000;
  const LIMIT = 15 * MINUTE;
  const ASKED = 1_000_000;
  const absent = { kind: 'not_found', evidence: evidence('2005500') } as const;

  function unclear(change: Partial<Refund> = {}): Refund {
    return {
      merchantId: 'm',
      refundId: 'r',
      paymentId: 'p',
      kind: 'merchant',
      state: 'unclear',
      version: 2,
      lastMove: 'x',
      amount: 70n,
      requestId: 'R',
      sealedReason: null,
      bankRefundId: null,
      reason: null,
      bankCode: null,
      inquiries: 0,
      notFoundAt: null,
      askedAt: ASKED,
      dueAt: ASKED,
      createdAt: ASKED,
      finishedAt: null,
      ...change,
    };
  }

  const decide = (
    refund: Refund,
    outcome: Parameters<typeof decideUnclearRefund>[1],
    after: number,
  ) => decideUnclearRefund(refund, outcome, ASKED + after, LIMIT);

  test('has succeeded when the bank has it with our amount', () => {
    const found = {
      kind: 'refunded',
      bankRefundId: '7',
      amount: 70n,
      evidence: evidence(),
    } as const;
    expect(decide(unclear(), found, 0)).toMatchObject({
      kind: 'move',
      event: 'bank_refunded',
      change: { bankRefundId: '7' },
    });
  });

  test('stays unclear with an alarm when the bank has it with another amount', () => {
    const found = {
      kind: 'refunded',
      bankRefundId: '7',
      amount: 69n,
      evidence: evidence(),
    } as const;
    expect(decide(unclear(), found, 0)).toMatchObject({ kind: 'postpone', alarm: true });
  });

  test('has failed when the bank says so', () => {
    const failed = {
      kind: 'failed',
      reason: 'refund_refused',
      bankCode: '06',
      evidence: evidence(),
    } as const;
    expect(decide(unclear(), failed, 0)).toMatchObject({ kind: 'move', event: 'bank_declined' });
  });

  test.each([
    ['nothing was sent', NOT_SENT],
    ['no answer came', UNCLEAR],
  ])('is asked about again, more slowly, when %s', (_name, outcome) => {
    const waits = [0, 1, 4, 50].map((inquiries) => {
      const decision = decide(unclear({ inquiries }), outcome, 0);
      return decision.kind === 'postpone' ? (decision.dueAt - ASKED) / 1000 : decision.kind;
    });
    expect(waits).toEqual([10, 20, 120, 86_400]);
  });

  test('that is absent may only be slow while the bank may still be at it', () => {
    for (const after of [0, LIMIT - 1, LIMIT]) {
      expect(decide(unclear({ notFoundAt: ASKED }), absent, after)).toMatchObject({
        kind: 'postpone',
        notFoundAt: null,
      });
    }
    expect(decide(unclear({ inquiries: 8 }), absent, LIMIT - MINUTE)).toMatchObject({
      dueAt: ASKED + LIMIT + 1000,
    });
  });

  test('that is absent twice, a minute apart and after that time, is sent again', () => {
    const late = LIMIT + 1;
    expect(decide(unclear(), absent, late)).toMatchObject({
      kind: 'postpone',
      notFoundAt: ASKED + late,
      dueAt: ASKED + late + MINUTE,
    });
    const once = unclear({ notFoundAt: ASKED + late });
    expect(decide(once, absent, late + MINUTE - 1)).toMatchObject({
      kind: 'postpone',
      dueAt: ASKED + late + MINUTE,
    });
    expect(decide(once, absent, late + MINUTE)).toMatchObject({ kind: 'send_again' });
  });
});
