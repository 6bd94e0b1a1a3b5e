// A step of a run: takes what is due into the batch, a page in each transaction.
import { findBankAccounts } from '../bank-accounts/store.ts';
import type { Held } from './batch.ts';
import { LEASE_MS, type Doors } from './claim.ts';
import { reckonPage } from './page.ts';
import { payeesOf } from './payees.ts';
import { collectItems, findDueItems, lockHeld, type After } from './store-batches.ts';

/** Items in one transaction: some tens of milliseconds. */
export const PAGE = 1000;

/** How a step ended: there is more behind an item, there is no more, another process has the batch, or nobody can be paid. */
export type Step = { after: After } | 'done' | 'lost' | 'no_default_account';

/**
 * Takes the page behind an item, or the first one. An item is taken and its lines are written in one commit, so that each is in
 * one batch once. What is reconciled meanwhile and would stand before that item waits for the next batch.
 */
export async function collectPage(
  { db, clock }: Doors,
  held: Held,
  after: After | null = null,
  most = PAGE,
): Promise<Step> {
  return await db.transaction(async (tx) => {
    if (!(await lockHeld(tx, held))) return 'lost';
    const payees = payeesOf(await findBankAccounts(tx, held.merchantId, null));
    if (payees === null) return 'no_default_account';
    const items = await findDueItems(tx, held, held.day, after, most);
    const last = items.at(-1);
    if (last === undefined) return 'done';
    const page = reckonPage(items, new Map(), payees);
    await collectItems(tx, held, items, page, clock.now() + LEASE_MS);
    return items.length < most ? 'done' : { after: last };
  });
}
