// How a customer is looked up without storing who they are.
import type { Context } from '../context.ts';

/** Fingerprint of a merchant's customer id; the same customer of another merchant has another one. */
export function customerKeyOf(
  ctx: Pick<Context, 'sealer'>,
  merchantId: string,
  customerId: string,
): Buffer {
  return ctx.sealer.blindIndex('customer', merchantId, customerId);
}
