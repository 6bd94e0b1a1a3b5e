// What a batch leaves to be paid out: balances of the merchant's accounts after it, and which of them are paid. Pure.
import { MOST_IN_A_TRANSFER } from '../ledger/postings.ts';
import type { Line, Payees } from './shares.ts';

export interface Position {
  account: string;
  /** What the account was owed before the batch; negative when it owed. */
  carried: bigint;
  /** What the batch adds. */
  share: bigint;
  /** What is paid out, as much as one movement may be; or null: why not, is said by {@link Unpaid}. */
  payout: bigint | null;
  unpaid: Unpaid | null;
}

/** Why a balance stays: nothing or less than nothing, less than was agreed, or the last payout came back. */
export type Unpaid = 'nothing' | 'negative' | 'below_minimum' | 'held';

export interface Balances {
  /** `split_payable` of each account before the batch. */
  carried: ReadonlyMap<string, bigint>;
  /** What the batch's lines add to each. */
  shares: ReadonlyMap<string, bigint>;
}

/**
 * Lines by which the balances of accounts that may no longer be paid to go to the default account, so that no money stays
 * where nobody can get at it. They sum to nothing. What is in dispute with the bank stays (`staying`).
 */
export function movesOf(
  { carried, shares }: Balances,
  payees: Payees,
  staying: ReadonlySet<string> = new Set(),
): Line[] {
  const accounts = new Set([...carried.keys(), ...shares.keys()]);
  return [...accounts].toSorted().flatMap((account): Line[] => {
    const balance = (carried.get(account) ?? 0n) + (shares.get(account) ?? 0n);
    if (payees.payable.has(account) || staying.has(account) || balance === 0n) return [];
    return [
      { account, amount: -balance, insteadOf: null },
      { account: payees.byDefault, amount: balance, insteadOf: account },
    ];
  });
}

/** Every account that had, gets or loses something, in order, and what becomes of its balance. */
export function positionsOf(
  { carried, shares }: Balances,
  held: ReadonlySet<string>,
  minimum: bigint,
): Position[] {
  const accounts = [...new Set([...carried.keys(), ...shares.keys()])].toSorted();
  return accounts
    .map((account) => ({
      account,
      carried: carried.get(account) ?? 0n,
      share: shares.get(account) ?? 0n,
    }))
    .filter((one) => one.carried !== 0n || one.share !== 0n)
    .map((one) => {
      const balance = one.carried + one.share;
      const unpaid = whyUnpaid(balance, minimum, held.has(one.account));
      return { ...one, payout: unpaid === null ? atMost(balance) : null, unpaid };
    });
}

/** No statement could show more in one line; the rest is carried. */
function atMost(balance: bigint): bigint {
  return balance < MOST_IN_A_TRANSFER ? balance : MOST_IN_A_TRANSFER;
}

/** Why a balance would not be paid out; null where it would. */
export function whyUnpaid(balance: bigint, minimum: bigint, isHeld: boolean): Unpaid | null {
  if (balance === 0n) return 'nothing';
  if (balance < 0n) return 'negative';
  if (isHeld) return 'held';
  return balance < minimum ? 'below_minimum' : null;
}
