// Notifications as the gateway words them, and the reducer that only goes forward.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  applyNotification,
  subjectOf,
  Tarik,
  type Known,
  type Notification,
} from '../src/index.ts';

const tarik = new Tarik({ clientId: 'MCH-1', secretKey: 'SK-1', baseUrl: 'http://127.0.0.1:9' });
const PATH = { path: '/told' };

function read(body: object): Notification {
  const text = JSON.stringify(body);
  return tarik.notifications.verify(text, tarik.notifications.testHeaders(text, PATH), PATH);
}

const payment = {
  transaction: { status: 'SUCCESS', original_request_id: 'R-1' },
  order: { invoice_number: 'INV-1', amount: 90_000 },
};
const event = (sequence: number, type: string) => ({
  event: { id: `E-${sequence}`, sequence, type },
});

describe('a notification is read', () => {
  test('of a payment, with what is optional left undefined', () => {
    expect(read({ ...payment, ...event(3, 'payment.succeeded'), added_later: true })).toMatchObject(
      {
        kind: 'payment',
        id: 'E-3',
        sequence: 3,
        amount: 90_000n,
        paymentId: undefined,
        customer: undefined,
      },
    );
  });

  test("of a payment by an implementation that counts nothing: its id is the header's", () => {
    const failed = { ...payment, transaction: { ...payment.transaction, status: 'FAILED' } };
    const text = JSON.stringify(failed);
    const headers = tarik.notifications.testHeaders(text, { ...PATH, requestId: 'N-1' });
    expect(tarik.notifications.verify(text, headers, PATH)).toMatchObject({
      id: 'N-1',
      sequence: undefined,
      type: 'payment.failed',
    });
  });

  test('of a refund', () => {
    const refund = {
      ...payment,
      order: { invoice_number: 'INV-1' },
      refund: { request_id: 'R-2', amount: '2000', status: 'SUCCESS' },
      ...event(1, 'refund.succeeded'),
    };
    const told = read(refund);
    expect(told).toMatchObject({ kind: 'refund', amount: 2_000n, originalRequestId: 'R-1' });
    expect(subjectOf(told)).toBe('refund:R-2');
  });

  test('of a token', () => {
    const token = {
      customer: { id: 'C-1', name: 'Robby' },
      debit_card: { token_id: 'T-1', account_no: 'XXXXXXXX0001', status: 'DELETED' },
      ...event(2, 'token.deleted'),
    };
    const told = read(token);
    expect(told).toMatchObject({ kind: 'token', status: 'DELETED', customer: { name: 'Robby' } });
    expect(subjectOf(told)).toBe('token:T-1');
  });
});

describe('the reducer', () => {
  const told = (sequence: number): Notification =>
    read({
      ...payment,
      transaction: { ...payment.transaction, status: sequence % 2 === 0 ? 'SUCCESS' : 'FAILED' },
      ...event(sequence, 'payment.x'),
    });

  test('ends at the highest sequence, in whatever order and however often news comes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (sequences) => {
        const end = sequences.map(told).reduce<Known | undefined>(applyNotification, undefined);
        const highest = Math.max(...sequences);
        expect(end).toEqual({ sequence: highest, status: told(highest).status });
      }),
    );
  });

  test('gives back what was known when there is nothing to do', () => {
    const known = applyNotification(undefined, told(2));
    expect(applyNotification(known, told(2))).toBe(known);
    expect(applyNotification(known, told(1))).toBe(known);
    expect(applyNotification(known, told(3))).toEqual({ status: 'FAILED', sequence: 3 });
  });
});
