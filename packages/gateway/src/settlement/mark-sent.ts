// Flow: a file has left for its bank, by the program or in somebody's hands: its payouts are sent, and then it is.
import type { Context } from '../context.ts';
import { markSent } from './store-files.ts';
import { findPayoutsOfFile, holdPayouts, movePayouts } from './store-payouts.ts';

/**
 * Says that a file was sent; false when that is known already. `reportAt` is when the bank is asked, epoch ms, or null. The
 * file comes last: killed in between, it is sent once more, which pays nothing twice.
 */
export async function markPayoutsSent(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  fileId: string,
  reportAt: number | null,
  actor = 'worker',
): Promise<boolean> {
  const payouts = await findPayoutsOfFile(db, fileId);
  for (const [merchantId, own] of Map.groupBy(payouts, (payout) => payout.merchantId)) {
    const ids = own.map(({ payoutId }) => payoutId);
    await db.transaction(async (tx) => {
      const moves = (await holdPayouts(tx, merchantId, ids))
        .filter(({ state }) => state === 'ready')
        .map((payout) => ({ payout, state: 'sent' as const, reason: null, evidence: null }));
      await movePayouts(tx, merchantId, moves, { actor, at: clock.now() });
    });
  }
  return await markSent(db, fileId, clock.now(), reportAt);
}
