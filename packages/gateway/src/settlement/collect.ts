// A step of a run: takes what is due into the batch, a page in each transaction.
import { findBankAccounts } from '../bank-accounts/store.ts';
import type { Held } from './batch.ts';
import { LEASE_MS, type Doors } from './claim.ts';
import { reckonPage, type DueItem } from './page.ts';
import { payeesOf } from './payees.ts';
import { collectItems, findBatchedRefunds, findDueItems, lockHeld } from './store-batches.ts';

/** Items in one transaction: some tens of milliseconds. */
export const PAGE = 1000;

/** How a step ended: there is more, there is no more, another process has the batch, or nobody can be paid. */
export type Step = 'more' | 'done' | 'lost' | 'no_default_account';

/** Takes the next page. An item is taken and its lines are written in one commit, so that each is in one batch once. */
export async function collectPage({ db, clock }: Doors, held: Held): Promise<Step> {
  return await db.transaction(async (tx) => {
    if (!(await lockHeld(tx, held))) return 'lost';
    const payees = payeesOf(await findBankAccounts(tx, held.merchantId, null));
    if (payees === null) return 'no_default_account';
    const items = await findDueItems(tx, held, held.day, null, PAGE);
    if (items.length === 0) return 'done';
    const before = await findBatchedRefunds(tx, held.merchantId, refundedOf(items));
    const page = reckonPage(items, before, payees);
    await collectItems(tx, held, items, page, clock.now() + LEASE_MS);
    return items.length < PAGE ? 'done' : 'more';
  });
}

/** Payments of which something goes back, each once. */
export function refundedOf(items: readonly DueItem[]): string[] {
  const refunds = items.filter(({ kind }) => kind === 'refund');
  return [...new Set(refunds.map(({ paymentId }) => paymentId))];
}
