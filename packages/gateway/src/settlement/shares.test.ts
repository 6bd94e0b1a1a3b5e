// Shares are exact: whatever the split, the refunds and their order, lines sum to the net and a payment that is given back whole
// leaves no account with anything but the fee.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isFault, splitNet, type Split } from '../splits/split.ts';
import { reckonPage, sumByAccount, type DueItem } from './page.ts';
import { movesOf, positionsOf } from './payable.ts';
import { linesOf, netOf, type Line, type Payees } from './shares.ts';

const DEFAULT = 'SBA-0001-000000001';
const accounts = [1, 2, 3, 4].map((n) => `SBA-0001-00000000${n}`);
const payees: Payees = { byDefault: DEFAULT, payable: new Set(accounts) };

interface Case {
  amount: bigint;
  fee: bigint;
  split: Split | null;
  refunds: bigint[];
}

const cases: fc.Arbitrary<Case> = fc
  .record({
    amount: fc.bigInt({ min: 1n, max: 999_999_999_999n }),
    fee: fc.bigInt({ min: 0n, max: 100n }),
    percents: fc.array(fc.bigInt({ min: 1n, max: 25n }), { maxLength: 4 }),
    cuts: fc.array(fc.bigInt({ min: 1n, max: 999_999_999_999n }), { maxLength: 6 }),
  })
  .map(({ amount, fee: percent, percents, cuts }) => {
    const fee = (amount * percent) / 100n;
    const lines = percents.map((value, n) => ({
      account: accounts[n]!,
      type: 'PERCENTAGE' as const,
      value,
    }));
    const split = lines.length === 0 ? null : splitNet(amount - fee, lines);
    if (split !== null && isFault(split)) throw new Error(split.rule);
    return { amount, fee, split, refunds: partsOf(amount, cuts) };
  });

/** Refunds that come to all of it, of any sizes. */
function partsOf(amount: bigint, cuts: readonly bigint[]): bigint[] {
  const at = [...new Set([0n, ...cuts.map((cut) => cut % amount), amount])].toSorted((a, b) =>
    a < b ? -1 : 1,
  );
  return at.slice(1).map((end, n) => end - at[n]!);
}

const itemOf = (of: Case, kind: 'payment' | 'refund', amount: bigint, n = 0): DueItem => ({
  itemId: `${kind}-${n}`,
  kind,
  paymentId: 'payment-0',
  amount,
  fee: kind === 'payment' ? of.fee : 0n,
  paymentAmount: of.amount,
  batchedBefore: 0n,
  split: of.split,
});

const sum = (lines: Iterable<{ amount: bigint }>): bigint =>
  [...lines].reduce((total, { amount }) => total + amount, 0n);

test('the lines of an item sum to its net, and none is of nothing unless all of it is', () => {
  fc.assert(
    fc.property(cases, (one) => {
      for (const item of [itemOf(one, 'payment', one.amount), itemOf(one, 'refund', one.amount)]) {
        const lines = linesOf({ ...item, refundedBefore: 0n }, payees);
        expect(sum(lines)).toBe(netOf(item));
        expect(lines.length === 1 || lines.every(({ amount }) => amount !== 0n)).toBe(true);
      }
    }),
  );
});

test('a payment given back whole, in any parts and pages, leaves the default account with the fee to bear', () => {
  fc.assert(
    fc.property(cases, fc.integer({ min: 1, max: 4 }), (one, pageSize) => {
      const items = [
        itemOf(one, 'payment', one.amount),
        ...one.refunds.map((refund, n) => itemOf(one, 'refund', refund, n)),
      ];
      const before = new Map<string, bigint>();
      const foreseen: Line[] = [];
      const settled: Line[] = [];
      for (let n = 0; n < items.length; n += pageSize) {
        const page = items.slice(n, n + pageSize);
        foreseen.push(...reckonPage(page, before, payees).lines.flat());
        // What is settled is batched page by page, and read again from there.
        const batchedBefore = items
          .slice(0, n)
          .reduce((sum, { kind, amount }) => (kind === 'refund' ? sum + amount : sum), 0n);
        const read = page.map((item) => ({ ...item, batchedBefore }));
        settled.push(...reckonPage(read, new Map(), payees).lines.flat());
      }
      expect(settled).toEqual(foreseen);
      const left = sumByAccount(settled);
      expect(left.get(DEFAULT) ?? 0n).toBe(-one.fee);
      for (const account of accounts.slice(1)) expect(left.get(account) ?? 0n).toBe(0n);
    }),
  );
});

test('the share of an account that may not be paid to is the default account’s, and the line says so', () => {
  const split = splitNet(90_000n, [
    { account: accounts[1]!, type: 'FIX', value: 10_000n },
    { account: accounts[2]!, type: 'PERCENTAGE', value: 50n },
  ]) as Split;
  const item = { ...itemOf({ amount: 90_000n, fee: 0n, split, refunds: [] }, 'payment', 90_000n) };
  const payable = new Set([DEFAULT, accounts[1]!]);
  expect(linesOf({ ...item, refundedBefore: 0n }, { byDefault: DEFAULT, payable })).toEqual([
    { account: accounts[1], amount: 10_000n, insteadOf: null },
    { account: DEFAULT, amount: 45_000n, insteadOf: accounts[2] },
    { account: DEFAULT, amount: 35_000n, insteadOf: null },
  ]);
});

test('balances are paid, carried or moved on, and never lost', () => {
  const balance = fc.bigInt({ min: -1_000_000n, max: 1_000_000n });
  const balances = fc.dictionary(fc.constantFrom(...accounts, 'SBA-gone'), balance);
  fc.assert(
    fc.property(
      balances,
      balances,
      fc.bigInt({ min: 0n, max: 500_000n }),
      (one, other, minimum) => {
        const carried = new Map(Object.entries(one));
        const shares = new Map(Object.entries(other));
        const moves = movesOf({ carried, shares }, payees);
        expect(sum(moves)).toBe(0n);
        for (const [account, amount] of sumByAccount(moves)) {
          shares.set(account, (shares.get(account) ?? 0n) + amount);
        }
        const positions = positionsOf({ carried, shares }, new Set([accounts[3]!]), minimum);
        for (const { account, carried: before, share, payout, unpaid } of positions) {
          const after = before + share;
          expect(payout === null).toBe(unpaid !== null);
          if (payout !== null)
            expect(payout === after && after > 0n && after >= minimum).toBe(true);
          if (account === accounts[3]) expect(payout).toBeNull();
          if (account === 'SBA-gone') expect(after).toBe(0n);
        }
        const all = sum([...carried.values(), ...shares.values()].map((amount) => ({ amount })));
        expect(positions.reduce((total, p) => total + p.carried + p.share, 0n)).toBe(all);
      },
    ),
  );
});

test('a payout is no more than a statement can show in one line; the rest is carried', () => {
  const most = 999_999_999_999n;
  const shares = new Map([
    [accounts[1]!, most],
    [accounts[2]!, most + 1n],
  ]);
  const positions = positionsOf({ carried: new Map(), shares }, new Set(), 0n);
  expect(positions.map(({ payout }) => payout)).toEqual([most, most]);
});
