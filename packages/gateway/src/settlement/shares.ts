// Whose account gets what of one item: a payment by its frozen split, a refund line by line as the split was. Pure.
import { invariant } from '../base/invariant.ts';
import type { Share } from '../ledger/postings.ts';
import { reverse, sharesOf, type Split } from '../splits/split.ts';
import type { ItemKind } from './store.ts';

/** A part of an item; negative where it comes back from the account. */
export interface Line {
  account: string;
  amount: bigint;
  /** The account that it was meant for and that may not be paid to. */
  insteadOf: string | null;
}

/** Which of a merchant's accounts may be paid to, and which one gets what is nobody else's. */
export interface Payees {
  byDefault: string;
  /** Verified accounts, the default one among them. */
  payable: ReadonlySet<string>;
}

/** What is to be settled of an item. */
export interface Settled {
  kind: ItemKind;
  amount: bigint;
  fee: bigint;
  /** As it was frozen with the payment; null: all of it is the default account's. */
  split: Split | null;
  /** Amount of the payment, and what of it had been batched as given back before this refund. */
  paymentAmount: bigint;
  refundedBefore: bigint;
}

const NO_SPLIT: Pick<Split, 'lines'> = { lines: [] };

/** What an item adds to what the merchant is paid, whole rupiah. A refund does not give its fee back. */
export function netOf({ kind, amount, fee }: Pick<Settled, 'kind' | 'amount' | 'fee'>): bigint {
  return kind === 'payment' ? amount - fee : -amount;
}

/** The lines of an item, which sum to its net: one at least, also where that is nothing. */
export function linesOf(item: Settled, payees: Payees): Line[] {
  const shares = item.kind === 'payment' ? paidTo(item, payees) : takenFrom(item, payees);
  const some = shares.filter(({ amount }) => amount !== 0n);
  if (some.length === 0) return [{ account: payees.byDefault, amount: 0n, insteadOf: null }];
  return some.map(({ account, amount }) =>
    payees.payable.has(account)
      ? { account, amount, insteadOf: null }
      : { account: payees.byDefault, amount, insteadOf: account },
  );
}

function paidTo(item: Settled, { byDefault }: Payees): Share[] {
  const net = netOf(item);
  if (item.split === null) return [{ account: byDefault, amount: net }];
  invariant(item.split.net === net, 'a split was frozen for the net of its payment');
  return sharesOf(item.split, byDefault);
}

function takenFrom(item: Settled, { byDefault }: Payees): Share[] {
  const { paymentAmount, refundedBefore, amount } = item;
  const split = item.split ?? NO_SPLIT;
  const taken = reverse(paymentAmount, split, refundedBefore, amount, byDefault);
  return taken.map((share) => ({ account: share.account, amount: -share.amount }));
}
