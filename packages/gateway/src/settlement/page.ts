// One page of a batch: items and their lines, with the sums that they add. Pure.
import { linesOf, type Line, type Payees } from './shares.ts';
import type { Split } from '../splits/split.ts';
import type { ItemKind } from './store.ts';

/** An item that is due, with its payment as it was frozen. */
export interface DueItem {
  itemId: string;
  kind: ItemKind;
  paymentId: string;
  amount: bigint;
  fee: bigint;
  paymentAmount: bigint;
  split: Split | null;
  /** Of a refund: what of its payment was batched as given back before this page. */
  batchedBefore: bigint;
}

export interface Sums {
  gross: bigint;
  fees: bigint;
  refunds: bigint;
}

export interface Page extends Sums {
  /** In the order of the items; null for a payment. */
  refundedBefore: (bigint | null)[];
  /** In the order of the items. */
  lines: Line[][];
}

/**
 * Reckons a page. `before` says what of a payment the pages before this one have reckoned as given back, where they have not
 * batched it; it goes on with every refund of the page, so that several of one payment follow one another.
 */
export function reckonPage(
  items: readonly DueItem[],
  before: Map<string, bigint>,
  payees: Payees,
): Page {
  const page: Page = { gross: 0n, fees: 0n, refunds: 0n, refundedBefore: [], lines: [] };
  for (const item of items) {
    const refundedBefore = before.get(item.paymentId) ?? item.batchedBefore;
    page.lines.push(linesOf({ ...item, refundedBefore }, payees));
    if (item.kind === 'payment') {
      page.gross += item.amount;
      page.fees += item.fee;
      page.refundedBefore.push(null);
    } else {
      page.refunds += item.amount;
      page.refundedBefore.push(refundedBefore);
      before.set(item.paymentId, refundedBefore + item.amount);
    }
  }
  return page;
}

/** What lines add to each account. */
export function sumByAccount(lines: Iterable<Line>): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { account, amount } of lines) {
    sums.set(account, (sums.get(account) ?? 0n) + amount);
  }
  return sums;
}
