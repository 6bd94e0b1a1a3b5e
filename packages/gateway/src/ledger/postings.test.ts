// Every template, for all inputs: transfers within bounds between two accounts, which add up to what was asked for.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as postings from './postings.ts';
import type { Transfer } from './postings.ts';

const BANK = 'anybank';
/** What a payment or a refund may be, and what a sum of many may be, whole rupiah. */
const amounts = fc.bigInt({ min: 1n, max: postings.MOST_IN_A_TRANSFER });
const sums = fc.bigInt({ min: 1n, max: 50n * postings.MOST_IN_A_TRANSFER });

/** Debits less credits of each account that is not 0. */
function moved(transfers: readonly Transfer[]): Record<string, bigint> {
  const sides: Record<string, bigint> = {};
  for (const { debit, credit, amount } of transfers) {
    sides[debit] = (sides[debit] ?? 0n) + amount;
    sides[credit] = (sides[credit] ?? 0n) - amount;
  }
  return Object.fromEntries(Object.entries(sides).filter(([, side]) => side !== 0n));
}

function mustBeSound(transfers: readonly Transfer[]): void {
  for (const { debit, credit, amount } of transfers) {
    expect(amount >= 1n && amount <= postings.MOST_IN_A_TRANSFER).toBe(true);
    expect(debit).not.toBe(credit);
  }
}

const receivable = postings.bankReceivable(BANK);
const cash = postings.cash(BANK);
const clearing = postings.payoutClearing(BANK);
const payable = postings.splitPayable(BANK, 'A');

/** Templates of one amount: what they make of it, and which account it comes from and goes to. */
const PLAIN: readonly [
  name: string,
  make: (amount: bigint) => Transfer[],
  to: string,
  from: string,
][] = [
  [
    'paymentSucceeded',
    (amount) => postings.paymentSucceeded(BANK, amount),
    receivable,
    postings.MERCHANT_PAYABLE,
  ],
  ['feeCharged', postings.feeCharged, postings.MERCHANT_PAYABLE, postings.FEE_REVENUE],
  [
    'refundRequested',
    postings.refundRequested,
    postings.MERCHANT_PAYABLE,
    postings.REFUND_IN_TRANSIT,
  ],
  [
    'refundSucceeded',
    (amount) => postings.refundSucceeded(BANK, amount),
    postings.REFUND_IN_TRANSIT,
    receivable,
  ],
  ['refundFailed', postings.refundFailed, postings.REFUND_IN_TRANSIT, postings.MERCHANT_PAYABLE],
  ['suspenseIn', (amount) => postings.suspenseIn(BANK, amount), receivable, postings.SUSPENSE],
  ['suspenseOut', (amount) => postings.suspenseOut(BANK, amount), postings.SUSPENSE, receivable],
];

/** Templates of a sum, which may be larger than one transfer. */
const SUMS: typeof PLAIN = [
  ['payoutSent', (sum) => postings.payoutSent(BANK, 'A', sum), payable, clearing],
  ['payoutPaid', (sum) => postings.payoutPaid(BANK, sum), clearing, cash],
  ['payoutRefused', (sum) => postings.payoutRefused(BANK, 'A', sum), clearing, payable],
  ['payoutReturned', (sum) => postings.payoutReturned(BANK, 'A', sum), cash, payable],
  [
    'refundReversed',
    (sum) => postings.refundReversed(BANK, sum),
    receivable,
    postings.MERCHANT_PAYABLE,
  ],
  [
    'lateMoneyReversed',
    (sum) => postings.lateMoneyReversed(BANK, sum),
    postings.SUSPENSE,
    receivable,
  ],
  [
    'lateReturnReversed',
    (sum) => postings.lateReturnReversed(BANK, sum),
    receivable,
    postings.SUSPENSE,
  ],
  ['payoutShort', (sum) => postings.payoutShort(BANK, 'A', sum), cash, payable],
  ['payoutAfterAll', (sum) => postings.payoutAfterAll(BANK, 'A', -sum), payable, cash],
  ['unexplainedIn', (sum) => postings.unexplainedIn(BANK, sum), cash, postings.SUSPENSE],
  ['unexplainedOut', (sum) => postings.unexplainedOut(BANK, sum), postings.SUSPENSE, cash],
  ['lossBorne', (sum) => postings.lossBorne(BANK, sum), postings.WRITE_OFF, receivable],
  [
    'lossRecovered',
    (sum) => postings.lossRecovered(BANK, sum),
    postings.cash(BANK),
    postings.WRITE_OFF,
  ],
];

describe('a template of one amount', () => {
  test.each(PLAIN)('%s moves it in one transfer', (_name, make, to, from) => {
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(make(amount)).toEqual([{ debit: to, credit: from, amount }]);
      }),
    );
  });

  test.each(SUMS)('%s moves it in as many as it takes', (_name, make, to, from) => {
    fc.assert(
      fc.property(sums, (sum) => {
        const transfers = make(sum);
        mustBeSound(transfers);
        expect(moved(transfers)).toEqual({ [to]: sum, [from]: -sum });
      }),
    );
    expect(make(0n)).toEqual([]);
  });

  test('none is left out', () => {
    const shown = [...PLAIN, ...SUMS].map(([name]) => name);
    const others = ['statementReconciled', 'settlementBatched', 'paymentReversed'];
    const accounts = ['bankReceivable', 'cash', 'splitPayable', 'payoutClearing', 'inTransfers'];
    const functions = Object.entries(postings).filter(([, one]) => typeof one === 'function');
    expect([...shown, ...others, ...accounts].toSorted()).toEqual(
      functions.map(([name]) => name).toSorted(),
    );
  });
});

describe('a template of several amounts', () => {
  const some = fc.oneof(fc.constant(0n), sums);

  test('statementReconciled leaves cash with the difference of both', () => {
    fc.assert(
      fc.property(some, some, (taken, givenBack) => {
        const transfers = postings.statementReconciled(BANK, taken, givenBack);
        mustBeSound(transfers);
        const net = taken - givenBack;
        expect(moved(transfers)).toEqual(net === 0n ? {} : { [cash]: net, [receivable]: -net });
      }),
    );
  });

  test('settlementBatched takes from the merchant the sum of the shares, whatever their signs', () => {
    const share = fc.oneof(
      some,
      sums.map((sum) => -sum),
    );
    fc.assert(
      fc.property(fc.array(share, { maxLength: 51 }), (list) => {
        const shares = list.map((amount, n) => ({ account: `SBA-${n}`, amount }));
        const transfers = postings.settlementBatched(BANK, shares);
        mustBeSound(transfers);
        const net = list.reduce((sum, amount) => sum + amount, 0n);
        const sides = moved(transfers);
        expect(sides[postings.MERCHANT_PAYABLE] ?? 0n).toBe(net);
        for (const { account, amount } of shares) {
          expect(sides[postings.splitPayable(BANK, account)] ?? 0n).toBe(-amount);
        }
      }),
    );
  });

  test('paymentReversed undoes a payment and its fee', () => {
    fc.assert(
      fc.property(amounts, amounts, (amount, most) => {
        const fee = most < amount ? most : amount;
        const transfers = postings.paymentReversed(BANK, amount, fee);
        mustBeSound(transfers);
        const booked = [...postings.paymentSucceeded(BANK, amount), ...postings.feeCharged(fee)];
        expect(moved([...booked, ...transfers])).toEqual({});
      }),
    );
  });
});

describe('clearing accounts come back to zero', () => {
  test('refunds in transit, whichever way they end', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(amounts, fc.boolean())), (refunds) => {
        const transfers = refunds.flatMap(([amount, wentThrough]) => [
          ...postings.refundRequested(amount),
          ...(wentThrough ? postings.refundSucceeded(BANK, amount) : postings.refundFailed(amount)),
        ]);
        expect(moved(transfers)[postings.REFUND_IN_TRANSIT]).toBeUndefined();
      }),
    );
  });

  test('what the bank has taken, once its statement shows it; payouts, once they are answered', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(amounts, fc.boolean())),
        fc.array(fc.tuple(sums, fc.constantFrom('paid', 'refused', 'returned'))),
        (payments, payouts) => {
          const taken = payments.reduce((sum, [amount]) => sum + amount, 0n);
          const back = payments.reduce((sum, [amount, isBack]) => sum + (isBack ? amount : 0n), 0n);
          const transfers = [
            ...payments.flatMap(([amount, isBack]) => [
              ...postings.paymentSucceeded(BANK, amount),
              ...(isBack ? postings.refundRequested(amount) : []),
              ...(isBack ? postings.refundSucceeded(BANK, amount) : []),
            ]),
            ...postings.statementReconciled(BANK, taken, back),
            ...payouts.flatMap(([amount, end]) => [
              ...postings.payoutSent(BANK, 'A', amount),
              ...(end === 'refused'
                ? postings.payoutRefused(BANK, 'A', amount)
                : postings.payoutPaid(BANK, amount)),
              ...(end === 'returned' ? postings.payoutReturned(BANK, 'A', amount) : []),
            ]),
          ];
          const sides = moved(transfers);
          expect(sides[receivable]).toBeUndefined();
          expect(sides[clearing]).toBeUndefined();
          const paid = payouts.reduce(
            (sum, [amount, end]) => sum + (end === 'paid' ? amount : 0n),
            0n,
          );
          expect(sides[cash] ?? 0n).toBe(taken - back - paid);
        },
      ),
    );
  });
});
