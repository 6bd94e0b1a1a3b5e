// Answers field for field: what the guide's samples hold, in their order, and what they leave out.
import { describe, expect, test } from 'vitest';
import { PaymentResponse, StatusResponse, ValidateResponse } from '@tarik/wire/doku/messages';
import type { Bank } from '../../banks/bank.ts';
import { DEFAULT_SETTINGS, type Merchant } from '../../merchants/merchant.ts';
import { PAYMENT_STATES, type Payment, type PaymentView } from '../../payments/payment.ts';
import { REFUND_STATES, type Refund } from '../../refunds/refund.ts';
import { readCustomer, registeredWords } from './customer.ts';
import { createdWords, validatedWords } from './order.ts';
import { statusWords } from './orders-status.ts';
import { paymentStatus, refundStatus } from './states.ts';

const merchant = { settings: DEFAULT_SETTINGS } as Merchant;
const onText = { settings: { ...DEFAULT_SETTINGS, amounts: 'string' } } as Merchant;
const bank = { slug: 'cimb', name: 'CIMB Niaga', code: 'CIMB' } as Bank;
const doors = { banks: new Map([['cimb', bank]]) };

/** The guide's customer (DOKU guide 3). */
const customer = {
  id: 'DOKUxCIMB_30',
  name: 'CIMB_DIRECTDEBIT08',
  email: 'wtd@mail.com',
  phone: '6281394130621',
  id_card: '18291829918778',
  country: 'Indonesia',
  address: 'Jl. Menara Mulia',
  date_of_birth: '01-12-2000',
  additional_info: 'None',
};

function view(payment: Partial<Payment> = {}): PaymentView {
  return {
    payment: {
      bank: 'cimb',
      state: 'awaiting_otp',
      amount: 90_000n,
      invoiceNumber: 'INV_NUMBER_D009',
      requestId: 'b6a465ea-bb65-48b2-a22b-3e8fb51cf22e',
      bankPaymentId: '001194654652',
      createdAt: Date.parse('2020-08-11T08:45:42.000Z'),
      finishedAt: null,
      ...payment,
    } as Payment,
    details: {
      customer: readCustomer(customer),
      lineItems: [
        { name: 'Vitamin C', price: 40_000n, quantity: 1n },
        { name: 'Pensil Warna', price: 50_000n, quantity: 1n },
      ],
      sessionId: 'SESSION-ID-001',
      otpLifeMs: 300_000,
    },
    challenge: 'M8L5TfWSxN6orwBlpqaZi3zMuElXH3J9xERWGqtT4',
  };
}

const text = (value: unknown): string => JSON.stringify(value);

const order =
  '"order":{"invoice_number":"INV_NUMBER_D009","line_items":[' +
  '{"name":"Vitamin C","price":40000,"quantity":1},' +
  '{"name":"Pensil Warna","price":50000,"quantity":1}],"amount":90000,' +
  '"session_id":"SESSION-ID-001"}';
const token = '"token":"M8L5TfWSxN6orwBlpqaZi3zMuElXH3J9xERWGqtT4"';

test('a registration repeats the customer in the order of the guide’s sample', () => {
  expect(Object.keys(registeredWords(readCustomer(customer)))).toEqual([
    'email',
    'phone',
    'id_card',
    'country',
    'address',
    'date_of_birth',
    'additional_info',
    'id',
    'name',
  ]);
});

describe('a payment', () => {
  test('that awaits its OTP is the guide’s sample, with amounts as its tables say', () => {
    const words = createdWords(merchant, view());
    expect(text(words)).toBe(
      `{"customer":${text(customer)},${order},"payment":{${token},"status":"PENDING"}}`,
    );
    expect(PaymentResponse.safeParse(words).success).toBe(true);
  });

  test('that was validated has the bank’s id first', () => {
    const words = validatedWords(merchant, view({ state: 'succeeded' }));
    expect(text(words)).toBe(
      `{"customer":${text(customer)},${order},` +
        `"payment":{"payment_id":"001194654652",${token},"status":"SUCCESS"}}`,
    );
    expect(ValidateResponse.safeParse(words).success).toBe(true);
  });

  test('that succeeded without an OTP has the bank’s id at once', () => {
    const words = createdWords(merchant, view({ state: 'succeeded' }));
    expect(words).toMatchObject({ payment: { payment_id: '001194654652', status: 'SUCCESS' } });
  });

  test('has amounts, prices and quantities as text for a merchant who built on the samples', () => {
    expect(createdWords(onText, view())).toMatchObject({
      order: {
        amount: '90000',
        line_items: [{ price: '40000', quantity: '1' }, { price: '50000' }],
      },
    });
  });

  test('keeps twelve digits exactly', () => {
    const words = createdWords(merchant, view({ amount: 999_999_999_999n }));
    expect(text(words)).toContain('"amount":999999999999,');
  });

  test('leaves out what was not sent', () => {
    const bare = view();
    bare.details = { customer: { id: 'C' }, otpLifeMs: 1 };
    expect(text(createdWords(merchant, bare))).toBe(
      '{"customer":{"id":"C"},"order":{"invoice_number":"INV_NUMBER_D009","amount":90000},' +
        `"payment":{${token},"status":"PENDING"}}`,
    );
  });
});

describe('check status', () => {
  const finished = {
    state: 'succeeded',
    finishedAt: Date.parse('2020-08-11T08:46:00.999Z'),
  } as const;

  test('tells a payment as DOKU’s page does', () => {
    const words = statusWords(doors, merchant, {
      view: view(finished),
      refunded: 0n,
      refund: null,
    });
    expect(text(words)).toBe(
      '{"order":{"invoice_number":"INV_NUMBER_D009","amount":90000},' +
        '"transaction":{"status":"SUCCESS","date":"2020-08-11T08:46:00Z",' +
        '"original_request_id":"b6a465ea-bb65-48b2-a22b-3e8fb51cf22e","type":"SALE"},' +
        '"service":{"id":"DIRECT_DEBIT"},"acquirer":{"id":"CIMB","name":"CIMB Niaga"},' +
        '"channel":{"id":"DIRECT_DEBIT_CIMB"},' +
        '"customer":{"id":"DOKUxCIMB_30","name":"CIMB_DIRECTDEBIT08"},' +
        '"payment":{"payment_id":"001194654652"}}',
    );
    expect(StatusResponse.safeParse(words).success).toBe(true);
  });

  test.each([
    ['created', 'PENDING'],
    ['awaiting_otp', 'PENDING'],
    ['confirming', 'PENDING'],
    ['unclear', 'PENDING'],
    ['succeeded', 'SUCCESS'],
    ['failed', 'FAILED'],
    ['expired', 'EXPIRED'],
  ] as const)('%s is %s', (state, status) => {
    const words = statusWords(doors, merchant, {
      view: view({ state }),
      refunded: 0n,
      refund: null,
    });
    expect(words).toMatchObject({ transaction: { status } });
  });

  test('says REFUNDED once everything has been given back, not before', () => {
    const status = (refunded: bigint) =>
      statusWords(doors, merchant, { view: view(finished), refunded, refund: null });
    expect(status(89_999n)).toMatchObject({ transaction: { status: 'SUCCESS' } });
    expect(status(90_000n)).toMatchObject({ transaction: { status: 'REFUNDED' } });
  });

  test('tells the refund when it was asked for by the refund’s Request-Id', () => {
    const part = { amount: 2000n, state: 'unclear' } as Refund;
    const asked = { view: view(finished), refunded: 0n, refund: part };
    expect(statusWords(doors, merchant, asked)).toMatchObject({
      transaction: { status: 'SUCCESS', type: 'PARTIAL_REFUND' },
      refund: { amount: 2000, status: 'PENDING' },
    });
    const all = { amount: 90_000n, state: 'succeeded' } as Refund;
    expect(statusWords(doors, onText, { ...asked, refunded: 90_000n, refund: all })).toMatchObject({
      transaction: { status: 'REFUNDED', type: 'FULL_REFUND' },
      refund: { amount: '90000', status: 'SUCCESS' },
    });
  });
});

test('no state is without a word, and only what is final is said to be', () => {
  const words = PAYMENT_STATES.map((state) => `${state} ${paymentStatus(state)}`);
  expect(words.filter((word) => !word.endsWith('PENDING'))).toEqual([
    'succeeded SUCCESS',
    'failed FAILED',
    'expired FAILED',
  ]);
  expect(REFUND_STATES.map(refundStatus)).toEqual(['PENDING', 'PENDING', 'SUCCESS', 'FAILED']);
});
