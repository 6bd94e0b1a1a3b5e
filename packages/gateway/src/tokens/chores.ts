// Flow: the tokens that are due. Registrations whose time is over or whose account was not seen yet, and deletions whose
// outcome is not known.
import { logPutOff } from '../base/log.ts';
import type { Context } from '../context.ts';
import { invariant } from '../base/invariant.ts';
import { completeBinding, expireRegistration } from './confirm.ts';
import { pursueDeletion } from './pursue-deletion.ts';
import { claimDueTokens } from './store.ts';
import type { Token } from './token.ts';

/** Longer than a look at the bank takes, ms; then another process may look. */
const LEASE_MS = 45_000;

/** Tokens looked at in one round, and looks under way at once. */
const ROUND = 32;

/** Looks at every token that is due; answers how many there were. */
export async function settleDueTokens(ctx: Context): Promise<number> {
  const now = ctx.clock.now();
  const due = await claimDueTokens(ctx.db, now, now + LEASE_MS, ROUND);
  await Promise.all(
    due.map((token) => lookAt(ctx, token).catch((error) => report(ctx, token, error))),
  );
  return due.length;
}

async function lookAt(ctx: Context, token: Token): Promise<void> {
  const merchant = await ctx.merchants.byId(token.merchantId);
  const bank = ctx.banks.get(token.bank);
  invariant(merchant !== null && bank !== undefined, 'a token has its merchant and its bank');
  if (token.state === 'deleting') await pursueDeletion(ctx, merchant, token);
  else if (token.sealedAccess !== null) await completeBinding(ctx, merchant, bank, token);
  else await expireRegistration(ctx, merchant, token);
}

function report(ctx: Context, { merchantId, tokenId }: Token, error: unknown): void {
  logPutOff(ctx.log, 'a due token could not be looked at', { merchantId, tokenId }, error);
}
