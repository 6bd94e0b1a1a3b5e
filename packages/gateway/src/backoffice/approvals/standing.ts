// The merchant of a request as it stands when the request is carried out.
import type { Context } from '../../context.ts';
import type { Merchant, MerchantBank } from '../../merchants/merchant.ts';
import { NotDone } from '../../merchants/not-done.ts';

/** Read anew. Throws {@link NotDone} when there is no such merchant. */
export async function merchantNow(ctx: Context, merchantId: string): Promise<Merchant> {
  const known = await ctx.merchants.byId(merchantId);
  if (known === null) throw new NotDone('there is no such merchant');
  ctx.merchants.forget(known.clientId);
  return (await ctx.merchants.byId(merchantId)) ?? known;
}

/** Its bank. Throws {@link NotDone} when it was never activated. */
export function bankNow(merchant: Merchant, bank: string): MerchantBank {
  const known = merchant.banks.get(bank);
  if (known === undefined) throw new NotDone('the bank was never activated');
  return known;
}
