// Telling a merchant again, by hand: the same id and body, due now. Attempts that were made are
// kept and counted on.
import type { Tx } from '../base/db.ts';
import type { Context } from '../context.ts';
import type { NotificationState } from './notification.ts';
import { makeDue, makeManyDue, type NotificationName, type ResendTo } from './store.ts';

type Doors = Pick<Context, 'db' | 'clock' | 'wake'>;

export interface ResendMany {
  merchantId: string;
  /** `payment.succeeded` and the like; every type when absent. */
  type?: string;
  /** What failed for good (exhausted and undeliverable) when absent. */
  state?: NotificationState;
  /** Written at or after this time, epoch ms. */
  from?: number;
  /** and before this one. */
  to?: number;
}

const BATCH = 1000;

/**
 * Makes one notification due now, in whatever state it is. `to` says whether it goes where it was
 * written for, or to the URL that is configured now. False when the merchant has no such
 * notification. `also` is written in the same transaction.
 */
export async function resendNotification(
  ctx: Doors,
  name: NotificationName,
  to: ResendTo = 'kept',
  also: (tx: Tx) => Promise<void> = async () => undefined,
): Promise<boolean> {
  const found = await ctx.db.transaction(async (tx) => {
    const isThere = await makeDue(tx, name, to, ctx.clock.now());
    if (isThere) await also(tx);
    return isThere;
  });
  if (found) ctx.wake.now('notifications');
  return found;
}

/** Makes all of a merchant's notifications that fit due now, batch by batch; answers how many. */
export async function resendNotifications(
  ctx: Doors,
  wanted: ResendMany,
  to: ResendTo = 'kept',
): Promise<number> {
  const filter = {
    merchantId: wanted.merchantId,
    states: wanted.state === undefined ? (['exhausted', 'undeliverable'] as const) : [wanted.state],
    type: wanted.type ?? null,
    from: wanted.from ?? null,
    to: wanted.to ?? null,
  };
  let count = 0;
  for (let after: string | null = null; ;) {
    const ids: string[] = await makeManyDue(ctx.db, filter, to, ctx.clock.now(), after, BATCH);
    count += ids.length;
    if (ids.length > 0) ctx.wake.now('notifications');
    after = ids.at(-1) ?? null;
    if (ids.length < BATCH) return count;
  }
}
