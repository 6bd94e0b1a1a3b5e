// Flow: the accounts that a customer has bound at a bank.
import type { Context } from '../context.ts';
import type { Bank } from '../banks/bank.ts';
import { keep, once } from '../requests/once.ts';
import { claimRequest, KEEP_MS } from '../requests/store.ts';
import type { Call, Reply } from '../requests/call.ts';
import { customerKeyOf } from './customer-key.ts';
import { findActiveTokens } from './store.ts';
import type { TokenView } from './token.ts';
import { viewOf } from './view.ts';

/** More than any customer has; an answer stays small whatever a merchant does. */
const MOST = 100;

/**
 * Lists a customer's active tokens at a bank, oldest first, at most 100; none for an unknown customer. A repeat of the
 * Request-Id gets the list as it was.
 */
export async function listTokens(
  ctx: Context,
  call: Call<TokenView[]>,
  input: { bank: Bank; customerId: string },
): Promise<Reply> {
  const { merchantId } = call.merchant;
  const claimId = ctx.random.id();
  const begin = () => {
    const at = ctx.clock.now();
    return claimRequest(ctx.db, {
      merchantId,
      requestId: call.requestId,
      endpoint: call.endpoint,
      bodyHash: call.bodyHash,
      claimId,
      keepUntil: at + KEEP_MS,
      at,
    });
  };
  // Looking changes nothing, so that a call whose process died is simply run again.
  return await once(ctx, call, begin, async () => {
    const customerKey = customerKeyOf(ctx, merchantId, input.customerId);
    const tokens = await findActiveTokens(ctx.db, merchantId, input.bank.slug, customerKey, MOST);
    return await keep(ctx, call, call.render(tokens.map((token) => viewOf(ctx, token))));
  });
}
