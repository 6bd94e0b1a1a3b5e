// A payout moves forward only, and what it books nets to where it stands, whatever a bank says and in whatever order.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { payoutSent } from '../ledger/postings.ts';
import { journalOf, movesBy, type PayoutState, type PayoutWord } from './payout.ts';

const payout = { bank: 'cimb', account: 'SBA-0001-000000001', amount: 90_000n };
const words = fc.array(fc.constantFrom<PayoutWord>('paid', 'refused', 'returned'), {
  maxLength: 8,
});

test('whatever is said, the books end where the payout stands', () => {
  fc.assert(
    fc.property(words, (said) => {
      let state: PayoutState = 'sent';
      const balances = new Map<string, bigint>();
      const book = (transfers: { debit: string; credit: string; amount: bigint }[]): void => {
        for (const { debit, credit, amount } of transfers) {
          balances.set(debit, (balances.get(debit) ?? 0n) - amount);
          balances.set(credit, (balances.get(credit) ?? 0n) + amount);
        }
      };
      book(payoutSent('cimb', payout.account, payout.amount));
      for (const word of said) {
        const moves = movesBy(state, word);
        if (moves === 'contradiction') continue;
        for (const next of moves) {
          book(journalOf(payout, next)?.transfers ?? []);
          state = next;
        }
      }
      const left = (account: string): bigint => balances.get(account) ?? 0n;
      const isBack = state === 'refused' || state === 'returned';
      expect(left('payout_clearing:cimb')).toBe(state === 'sent' ? 90_000n : 0n);
      expect(left(`split_payable:cimb:${payout.account}`)).toBe(isBack ? 0n : -90_000n);
      expect(left('cash:cimb')).toBe(state === 'paid' ? 90_000n : 0n);
    }),
  );
});

test('the bank’s taking back of its own word is told apart from what is known', () => {
  expect(movesBy('paid', 'refused')).toBe('contradiction');
  expect(movesBy('refused', 'paid')).toBe('contradiction');
  expect(movesBy('refused', 'returned')).toBe('contradiction');
  expect(movesBy('returned', 'refused')).toBe('contradiction');
  expect(movesBy('returned', 'paid')).toEqual([]);
  expect(movesBy('sent', 'returned')).toEqual(['paid', 'returned']);
});
