// What two people have agreed on about a merchant's terms, carried out: only in place of what they looked at. May be done again
// without harm.
import type { Tx } from '../base/db.ts';
import type { Context } from '../context.ts';
import type { Pair } from './store-batches.ts';
import { holdTerms, listAgreements, putTerms } from './store-calendar.ts';
import { DEFAULT_TERMS, type Terms } from './terms.ts';

export interface AgreedChange {
  /** What held when it was asked for. */
  from: Terms;
  to: Terms;
  /** The operator who asked for it. */
  by: string;
  /** When it was approved, epoch ms. */
  decidedAt: number;
  /** Happens in the same transaction, at its end, when it is done now. */
  also(tx: Tx): Promise<void>;
}

/**
 * Writes the terms down as `changeTerms` does. `changed` when somebody was quicker: others hold than people looked at, or they
 * were changed after the decision, so that what was done once and then changed is not done again.
 */
export async function agreeTerms(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  { merchantId, bank }: Pair,
  { from, to, by, decidedAt, also }: AgreedChange,
): Promise<'done' | 'changed'> {
  return await db.transaction(async (tx) => {
    await holdTerms(tx, merchantId);
    const agreed = (await listAgreements(tx, merchantId)).find((one) => one.bank === bank);
    const now = agreed ?? DEFAULT_TERMS;
    if (isSame(now, to)) return 'done';
    if (!isSame(now, from) || (agreed?.changedAt ?? 0) > decidedAt) return 'changed';
    await putTerms(tx, merchantId, bank, to, { by, at: clock.now() });
    await also(tx);
    return 'done';
  });
}

/** Whether two terms say the same. */
export function isSame(one: Terms, other: Terms): boolean {
  return one.workingDays === other.workingDays && one.minimum === other.minimum;
}
