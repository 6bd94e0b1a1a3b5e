// Flow: an account whose payout was refused or came back is paid to again: somebody has seen to the reason.
import type { Context } from '../context.ts';
import { appendAudit } from '../operators/append-audit.ts';
import type { By } from './edit-calendar.ts';
import { findPayout, isHeld, releasePayout } from './store-payouts.ts';

/**
 * Releases the account of a payout; the next batch of the merchant pays what it is owed. False when there is no such payout,
 * or nothing to release. `dryRun` only says whether it would.
 */
export async function releaseAccount(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  merchantId: string,
  payoutId: string,
  { reason, dryRun = false, ...by }: By & { reason: string; dryRun?: boolean },
): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const payout = await findPayout(tx, merchantId, payoutId);
    if (payout === null) return false;
    if (dryRun) return await isHeld(tx, merchantId, payoutId);
    const at = clock.now();
    if (!(await releasePayout(tx, merchantId, payoutId, at))) return false;
    const after = { account: payout.account, amount: payout.amount.toString() };
    const act = 'payout.released';
    const said = { merchantId, act, subject: payoutId, reason, before: null, after };
    await appendAudit(tx, [{ ...by, ...said }], at);
    return true;
  });
}
