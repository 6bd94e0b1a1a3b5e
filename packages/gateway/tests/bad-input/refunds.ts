// Rows 79 to 86 of the catalogue of bad input: refunds.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Told } from '../raw-call.ts';
import { BANK, paymentBody } from '../world.ts';
import {
  changed,
  naming,
  withLexeme,
  type Case,
  type Paid,
  type Row,
  type Stage,
} from './stage.ts';

const invalid = [400, 'invalid_parameter'] as const;
const exceeded = [400, 'refund_amount_exceeded'] as const;
const notFound = [404, 'payment_not_found'] as const;
const notRefundable = [400, 'payment_not_refundable'] as const;
const ACCOUNT = '800000000003';

function refundBody(
  paid: Pick<Paid, 'invoiceNumber' | 'requestId'>,
  refund: Record<string, unknown> = {},
) {
  return {
    order: { invoice_number: paid.invoiceNumber },
    payment: { original_request_id: paid.requestId },
    refund: { amount: 1000, reason: 'Cancel Order', ...refund },
  };
}

function refund(
  stage: Stage,
  paid: Pick<Paid, 'invoiceNumber' | 'requestId'>,
  more: Record<string, unknown> = {},
): Promise<Told> {
  return stage.post('payment-refund', refundBody(paid, more));
}

const works: Pick<Case, 'leaves' | 'asks'> = { leaves: 'work', asks: ['refund'] };

export const REFUNDS: readonly Row[] = [
  {
    n: 79,
    says: 'refund of 0, negative, fraction, letters, more than was paid, more than is left',
    async cases(stage) {
      const paid = await stage.pay(ACCOUNT);
      const partly = await stage.pay(ACCOUNT);
      await refund(stage, partly, { amount: 50_000 });
      const lexemes = ['0', '-1', '0.5', '1e3', '"x"', 'null', '1000000000000'];
      return [
        ...lexemes.map((lexeme): Case => ({
          what: lexeme,
          send: () =>
            stage.call(`${BANK}/payment-refund`, {
              body: withLexeme(refundBody(paid), 'refund.amount', lexeme),
            }),
          answer: invalid,
          check: naming('refund.amount'),
        })),
        {
          what: 'more than was paid',
          send: () => refund(stage, paid, { amount: 90_001 }),
          answer: exceeded,
          leaves: 'answer',
        },
        {
          what: 'more than is left',
          send: () => refund(stage, partly, { amount: 40_001 }),
          answer: exceeded,
          leaves: 'answer',
        },
      ];
    },
  },
  {
    n: 80,
    says: 'refund of a payment that is pending, failed, unknown, another merchant’s',
    async cases(stage) {
      const pending = await stage.pay('800000000001');
      const failed = await stage.pay('800000000002');
      const bound = await stage.world.token(stage.world.two, ACCOUNT);
      const theirs = paymentBody(bound);
      const made = await stage.world.two.post(`${BANK}/payment`, theirs);
      const other = {
        invoiceNumber: theirs['order'].invoice_number as string,
        requestId: made.requestId,
      };
      const unknown = { invoiceNumber: 'INV-none', requestId: randomUUID() };
      return [
        {
          what: 'pending',
          send: () => refund(stage, pending),
          answer: notRefundable,
          leaves: 'answer',
        },
        {
          what: 'failed',
          send: () => refund(stage, failed),
          answer: notRefundable,
          leaves: 'answer',
        },
        { what: 'unknown', send: () => refund(stage, unknown), answer: notFound, leaves: 'answer' },
        {
          what: 'another merchant’s',
          send: () => refund(stage, other),
          answer: notFound,
          leaves: 'answer',
        },
      ];
    },
  },
  {
    n: 81,
    says: 'invoice number and original_request_id of two payments',
    async cases(stage) {
      const first = await stage.pay(ACCOUNT);
      const { invoiceNumber } = await stage.pay(ACCOUNT);
      const { requestId } = first;
      return [
        {
          what: 'crossed',
          send: () => refund(stage, { invoiceNumber, requestId }),
          answer: notFound,
          leaves: 'answer',
        },
      ];
    },
  },
  {
    n: 82,
    says: 'original_request_id as a number is text; an object is not',
    async cases(stage) {
      const bound = await stage.world.token(stage.world.one, ACCOUNT);
      const body = paymentBody(bound);
      const requestId = `${Date.now()}`;
      await stage.post('payment', body, { requestId });
      const asked = refundBody({
        invoiceNumber: body['order'].invoice_number as string,
        requestId,
      });
      return [
        {
          what: 'a number',
          send: () =>
            stage.call(`${BANK}/payment-refund`, {
              body: withLexeme(asked, 'payment.original_request_id', requestId),
            }),
          answer: [201],
          check: ({ json }) => expect(json.payment.original_request_id).toBe(requestId),
          ...works,
        },
        ...[{}, [], null, '', 'a b'].map((value): Case => ({
          what: JSON.stringify(value),
          send: () =>
            stage.post('payment-refund', changed(asked, 'payment.original_request_id', value)),
          answer: invalid,
          check: naming('payment.original_request_id'),
        })),
      ];
    },
  },
  {
    n: 83,
    says: 'two refunds at once that come to more than was paid',
    async cases(stage) {
      const paid = await stage.pay(ACCOUNT);
      return [
        {
          what: 'the one that is refused',
          async send() {
            const both = await Promise.all(
              [1, 2].map(() => refund(stage, paid, { amount: 60_000 })),
            );
            const [first, second] = both.toSorted((a, b) => a.status - b.status);
            expect([first?.status, second?.status]).toEqual([201, 400]);
            return second as Told;
          },
          answer: exceeded,
          ...works,
        },
      ];
    },
  },
  {
    n: 84,
    says: 'reason of 10 KB; odd ones are kept as they are',
    async cases(stage) {
      const paid = await stage.pay(ACCOUNT);
      return [
        {
          what: '10 KB',
          send: () => refund(stage, paid, { reason: 'x'.repeat(10_240) }),
          answer: invalid,
          check: naming('refund.reason'),
        },
        ...['=cmd()|x', '<script>alert(1)</script>', '@SUM(A1)'].map((reason): Case => ({
          what: reason,
          send: () => refund(stage, paid, { reason }),
          answer: [201],
          check: ({ json }) => expect(json.refund.reason).toBe(reason),
          ...works,
        })),
      ];
    },
  },
  {
    n: 85,
    says: 'the bank answers 504 to a refund: PENDING, never FAILED',
    async cases(stage) {
      const faults = ['timeout_before', 'timeout_after'];
      const paid = await Promise.all(faults.map(() => stage.pay(ACCOUNT)));
      return faults.map((fault, n) => ({
        what: fault,
        async send() {
          await stage.misbehave('refund', fault);
          return await refund(stage, paid[n] as Paid);
        },
        answer: [201],
        check: ({ json }) => expect(json.refund.status).toBe('PENDING'),
        ...works,
      }));
    },
  },
  {
    n: 86,
    says: 'refund that the bank refuses, or after its time limit',
    async cases(stage) {
      const refused = await stage.pay('800000000008');
      await stage.post('payment/validate', { payment: { token: refused.token, otp: '999999' } });
      const old = await stage.pay(ACCOUNT);
      return [
        {
          what: 'refused',
          send: () => refund(stage, refused),
          answer: [201],
          check: ({ json }) => {
            expect(json.refund.status).toBe('FAILED');
            expect(json.refund.message).toContain('refuse');
          },
          ...works,
        },
        {
          what: 'after 91 days',
          send() {
            stage.world.advance(91 * 86_400);
            return refund(stage, old);
          },
          answer: notRefundable,
          leaves: 'answer',
        },
      ];
    },
  },
];
