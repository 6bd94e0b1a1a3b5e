// The bodies of notifications, field for field and in order.
import { describe, expect, test } from 'vitest';
import { NotificationBody } from '@tarik/wire/doku/messages';
import type { Bank } from '../../banks/bank.ts';
import { DEFAULT_SETTINGS, type Merchant } from '../../merchants/merchant.ts';
import type { PaymentNews } from '../../notifications/renderer.ts';
import { dokuRenderer } from './notification.ts';

const head = {
  merchant: { settings: DEFAULT_SETTINGS } as Merchant,
  bank: { slug: 'cimb', name: 'CIMB Niaga', code: 'CIMB' } as Bank,
  notificationId: '0197c2a4-7b1e-7000-8000-000000000001',
  sequence: 1,
  at: Date.parse('2020-08-11T08:45:40.900Z'),
};

const paid: PaymentNews = {
  ...head,
  state: 'succeeded',
  requestId: 'b6a465ea-bb65-48b2-a22b-3e8fb51cf22e',
  invoiceNumber: 'INV_NUMBER_D005',
  amount: 999_999_999_999n,
  customer: { id: 'C-1', name: 'Robby' },
  bankPaymentId: '001194654652',
  reason: null,
  additionalInfo: { message: 'hello' },
};

const renderer = dokuRenderer();

describe('a payment', () => {
  test('that succeeded is told with everything that is known', () => {
    const { type, body } = renderer.payment(paid);
    expect(type).toBe('payment.succeeded');
    expect(body.toString()).toBe(
      '{"service":{"id":"DIRECT_DEBIT"},"acquirer":{"id":"CIMB"},' +
        '"channel":{"id":"DIRECT_DEBIT_CIMB"},"transaction":{"status":"SUCCESS",' +
        '"date":"2020-08-11T08:45:40Z",' +
        '"original_request_id":"b6a465ea-bb65-48b2-a22b-3e8fb51cf22e"},' +
        '"order":{"invoice_number":"INV_NUMBER_D005","amount":999999999999},' +
        '"customer":{"id":"C-1","name":"Robby"},"payment":{"payment_id":"001194654652"},' +
        '"additional_info":{"message":"hello"},"event":{' +
        '"id":"0197c2a4-7b1e-7000-8000-000000000001","sequence":1,"type":"payment.succeeded"}}',
    );
    expect(NotificationBody.safeParse(JSON.parse(body.toString())).success).toBe(true);
  });

  test.each([
    ['failed', 'insufficient_funds', 'insufficient_funds'],
    ['expired', null, 'expired'],
  ] as const)('that %s is FAILED, with a reason', (state, reason, told) => {
    const news = { ...paid, state, reason, bankPaymentId: null, additionalInfo: undefined };
    const { type, body } = renderer.payment(news);
    const json = JSON.parse(body.toString()) as Record<string, any>;
    expect(type).toBe(`payment.${state}`);
    expect(json['transaction']).toMatchObject({ status: 'FAILED', reason: told });
    expect(json).not.toHaveProperty('payment');
    expect(json).not.toHaveProperty('additional_info');
  });

  test('has its amount as text for a merchant who wants that', () => {
    const merchant = { settings: { ...DEFAULT_SETTINGS, amounts: 'string' } } as Merchant;
    const { body } = renderer.payment({ ...paid, merchant, amount: 90_000n });
    expect(JSON.parse(body.toString())).toMatchObject({ order: { amount: '90000' } });
  });
});

test('a refund is told with what was given back and the request that asked for it', () => {
  const { type, body } = renderer.refund({
    ...head,
    sequence: 2,
    state: 'succeeded',
    requestId: 'r-2',
    originalRequestId: 'r-1',
    invoiceNumber: 'INV-1',
    amount: 2000n,
    refundReason: 'Cancel Order',
    bankPaymentId: '001194654652',
  });
  expect(type).toBe('refund.succeeded');
  expect(JSON.parse(body.toString())).toMatchObject({
    transaction: { status: 'SUCCESS', original_request_id: 'r-1', type: 'REFUND' },
    order: { invoice_number: 'INV-1' },
    refund: { request_id: 'r-2', amount: 2000, reason: 'Cancel Order', status: 'SUCCESS' },
    event: { sequence: 2, type: 'refund.succeeded' },
  });
});

test.each([
  ['active', 'SUCCESS'],
  ['failed', 'FAILED'],
  ['expired', 'FAILED'],
  ['deleted', 'DELETED'],
] as const)('a token that is %s shows no more of the account than its tail', (state, status) => {
  const { type, body } = renderer.token({
    ...head,
    state,
    tokenId: '287a7383-6d2d-6119-90af-fce3b1affc3a',
    accountTail: state === 'active' ? '2800' : null,
    customer: { id: 'C-1' },
  });
  const json = JSON.parse(body.toString()) as Record<string, any>;
  expect(type).toBe(`token.${state}`);
  expect(json['debit_card']).toEqual({
    token_id: '287a73836d2d611990affce3b1affc3a',
    ...(state === 'active' ? { account_no: 'XXXXXXXX2800' } : {}),
    status,
  });
});
