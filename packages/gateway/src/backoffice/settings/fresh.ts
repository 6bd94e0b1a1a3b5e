// What a change is judged by: the merchant as it stands in the database now, and who was quicker.
import type { Merchant } from '../../merchants/merchant.ts';
import { ChangedMeanwhile, NotDone } from '../../merchants/not-done.ts';
import type { Asked } from '../asked.ts';
import { Denied } from '../denied.ts';

/** The merchant of the workspace, read anew: what another process changed a moment ago is seen. */
export async function freshMerchant({ ctx, scope, merchant }: Asked): Promise<Merchant> {
  ctx.merchants.forget(scope.workspace);
  return await merchant();
}

/** Words what a change throws. */
export async function judged<T>(change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (error instanceof ChangedMeanwhile) throw new Denied('conflict');
    if (error instanceof NotDone) throw new Denied('not_allowed_now', { message: error.message });
    throw error;
  }
}
