// Flow: give a customer's account back. Begin (claim, token out of use) · ask the bank · finish.
import type { Context } from '../context.ts';
import { Refusal } from '../base/refusal.ts';
import { invariant } from '../base/invariant.ts';
import { referenceOf } from '../base/reference.ts';
import type { Bank, Evidence } from '../banks/bank.ts';
import { connectionOf } from '../merchants/connection.ts';
import { once, refuse } from '../requests/once.ts';
import { KEEP_MS } from '../requests/store.ts';
import { actorOf, type Acting } from '../requests/acting.ts';
import type { Answer, Call, Reply } from '../requests/call.ts';
import { usableAccess } from './access.ts';
import { customerKeyOf } from './customer-key.ts';
import { learnTokenAndReply, replyTokenStanding, type TokenLesson } from './learn.ts';
import { pursueDeletion } from './pursue-deletion.ts';
import { beginDeletion } from './store.ts';
import type { Token, TokenView } from './token.ts';
import { endOf, givenUp } from './unbinding.ts';

export interface Deletion extends TokenView {
  /** Whether the token is gone for the merchant; false when the bank refused and it may be used again. */
  deleted: boolean;
  /** Whether the bank has said that the binding has ended. */
  confirmed: boolean;
}

export interface DeletionInput {
  bank: Bank;
  customerId: string;
  tokenId: string;
  /** People of the Back Office, where they ask for it; absent for the merchant's own program. */
  by?: Acting;
}

/**
 * Deletes a customer's active token, once per Request-Id; it cannot start a payment from the first moment. Where the
 * bank's answer is unknown the token is gone and a chore goes on asking. Refuses `token_not_found`, also for one that is
 * deleted already.
 */
export async function deleteToken(
  ctx: Context,
  call: Call<Deletion>,
  input: DeletionInput,
): Promise<Reply> {
  const { merchantId } = call.merchant;
  const begin = () =>
    beginDeletion(
      ctx.db,
      ctx.clock,
    )({
      merchantId,
      requestId: call.requestId,
      endpoint: call.endpoint,
      bodyHash: call.bodyHash,
      claimId: ctx.random.id(),
      keepUntil: ctx.clock.now() + KEEP_MS,
      tokenId: input.tokenId,
      bank: input.bank.slug,
      customerKey: customerKeyOf(ctx, merchantId, input.customerId),
      ...actorOf(input.by),
    });

  return await once(ctx, call, begin, async (begun, resumed) => {
    const { token } = begun;
    if (token === null) return await refuse(ctx, call, new Refusal('token_not_found'));
    if (resumed) return await resume(ctx, call, token);
    const lesson = await unbind(ctx, call, input.bank, token, begun.claim_id);
    return await learnTokenAndReply(ctx, call, token, lesson, (view) => wordDeletion(call, view));
  });
}

async function unbind(
  ctx: Context,
  call: Call<Deletion>,
  bank: Bank,
  token: Token,
  claimId: string,
): Promise<TokenLesson> {
  invariant(token.sealedAccess !== null, 'a token that was active has access');
  const connection = connectionOf(call.merchant, bank.slug);
  const usable = await usableAccess(ctx, bank, connection, token.tokenId, token.sealedAccess);
  if (usable.kind === 'declined') return { ...givenUp(usable), actor: 'bank' };
  if (usable.kind !== 'usable') return unclear(usable.evidence);
  const { access } = usable;
  const outcome = await bank.unbind(connection, { reference: referenceOf(claimId), access });
  const end = endOf(token, outcome);
  return end === null ? unclear(outcome.evidence) : { ...end, actor: 'bank' };
}

/** The merchant is told that the token is gone: from here on there is no way back. */
function unclear(evidence: Evidence | null): TokenLesson {
  return { event: 'bank_unclear', actor: 'bank', evidence, change: { attempts: 1 } };
}

function wordDeletion(call: Call<Deletion>, view: TokenView): Answer {
  const { state, reason } = view.token;
  return call.render({
    ...view,
    deleted: state !== 'active',
    confirmed: state === 'deleted' && reason === null,
  });
}

/** The process that began this deletion died: find out what became of it. */
async function resume(ctx: Context, call: Call<Deletion>, token: Token): Promise<Reply> {
  const now = await pursueDeletion(ctx, call.merchant, token);
  const word = (view: TokenView) => wordDeletion(call, view);
  return now.state === 'deleting'
    ? await learnTokenAndReply(ctx, call, now, unclear(null), word)
    : await replyTokenStanding(ctx, call, now, word);
}
