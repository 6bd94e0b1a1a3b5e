import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PaymentNotification } from '@tarik/sdk';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { receiveNotification } from '../actions/receive-notification.ts';
import type { Kept } from '../kept.ts';
import { openLive } from '../live.ts';
import { openShopTime } from '../shop-time.ts';
import { openOrderBook } from './order-book.ts';
import { refundableOf, stateOf, type Order } from './order.ts';

const ORDER: Order = {
  invoice: 'TT-1',
  visitorId: 'C-1',
  at: 0,
  lines: [{ sku: 'gayo', quantity: 2, price: 98_000n }],
  amount: 196_000n,
  tokenId: 'T-1',
  accountNo: 'XXXXXXXX0001',
  requestId: 'R-1',
  code: undefined,
  call: 'sent',
  known: undefined,
  verdict: undefined,
  reason: undefined,
  paidAt: undefined,
  paymentId: undefined,
  refunds: [],
};

const back = (amount: bigint, status: 'PENDING' | 'SUCCESS' | 'FAILED') => ({
  requestId: `R-${status}`,
  amount,
  status,
  at: 0,
});

describe('an order', () => {
  const STATES: readonly [what: string, change: Partial<Order>, state: string][] = [
    ['was sent and nothing came back', {}, 'unclear'],
    ['has a call without an end', { call: 'unclear' }, 'unclear'],
    ['waits for the code', { call: 'code' }, 'code'],
    ['was answered with a yes, but not notified', { call: 'done' }, 'confirming'],
    ['was notified as paid', { known: { status: 'SUCCESS', sequence: 1 } }, 'paid'],
    ['was declined', { call: 'done', verdict: 'FAILED' }, 'failed'],
    ['has a code that ran out', { verdict: 'EXPIRED' }, 'expired'],
    [
      'was declined to our ears, but notified as paid',
      { verdict: 'FAILED', known: { status: 'SUCCESS', sequence: 2 } },
      'paid',
    ],
    [
      'has a refund that nobody has answered',
      { verdict: 'SUCCESS', refunds: [back(1000n, 'PENDING'), back(5n, 'FAILED')] },
      'paid',
    ],
    [
      'was given back in part',
      { verdict: 'SUCCESS', refunds: [back(1000n, 'SUCCESS')] },
      'partly_refunded',
    ],
    [
      'was given back wholly',
      { verdict: 'SUCCESS', refunds: [back(196_000n, 'SUCCESS')] },
      'refunded',
    ],
  ];
  test.for(STATES)('that %s: %s', ([, change, state]) => {
    expect(stateOf({ ...ORDER, ...change })).toBe(state);
  });

  test('can be refunded by what is neither given back nor asked for', () => {
    const refunds = [back(1000n, 'SUCCESS'), back(2000n, 'PENDING'), back(4000n, 'FAILED')];
    expect(refundableOf({ ...ORDER, refunds })).toBe(193_000n);
  });
});

describe('a notification', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tarik-shop-orders-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  function news(change: Partial<PaymentNotification>): PaymentNotification {
    return {
      kind: 'payment',
      type: 'payment.succeeded',
      status: 'SUCCESS',
      id: 'N-1',
      sequence: 1,
      invoiceNumber: 'TT-1',
      amount: 196_000n,
      originalRequestId: 'R-1',
      paymentId: '0001',
      reason: undefined,
      customer: undefined,
      raw: {},
      ...change,
    };
  }

  test('turns the order, goes forward only, and is there after a restart', () => {
    const orders = openOrderBook(folder, openLive());
    const kept = { orders, time: openShopTime(undefined) } as Kept;
    orders.add(ORDER);
    receiveNotification(kept, news({ sequence: 2 }));
    expect(orders.get('TT-1')).toMatchObject({ paymentId: '0001', known: { sequence: 2 } });
    const once = orders.get('TT-1');
    receiveNotification(kept, news({ type: 'payment.failed', status: 'FAILED', sequence: 1 }));
    receiveNotification(kept, news({ sequence: 2 }));
    expect(orders.get('TT-1'), 'older news and a repeat').toBe(once);
    receiveNotification(kept, news({ originalRequestId: 'R-of-somebody' }));
    const again = openOrderBook(folder, openLive());
    expect(again.ofRequest('R-1')).toEqual(JSON.parse(JSON.stringify(once, digits), revived));
    expect(stateOf(again.get('TT-1')!)).toBe('paid');
  });

  /** What the file leaves of an order: fields that are undefined are gone. */
  const digits = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}` : value);
  const revived = (name: string, value: unknown) =>
    name === 'amount' || name === 'price' ? BigInt(value as string) : value;
});
