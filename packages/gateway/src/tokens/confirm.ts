// Flow: the bank sends the customer back from its page. What the browser brings is traded for access to the account; only
// what the bank itself then says makes the token active.
import type { Context } from '../context.ts';
import { invariant } from '../base/invariant.ts';
import { referenceOf } from '../base/reference.ts';
import type { AccountOutcome, Bank } from '../banks/bank.ts';
import { connectionOf } from '../merchants/connection.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { openAccess, sealAccess } from './access.ts';
import { learnToken, type TokenLesson } from './learn.ts';
import { findToken, keepAccess, leaseToken, postponeToken } from './store.ts';
import { registrationEnd, type Token, type TokenView } from './token.ts';
import { nextLook } from './unbinding.ts';
import { viewOf } from './view.ts';

/** Longer than the trade and the look at the account take, ms; then a repeated return may go on. */
const LEASE_MS = 45_000;

/** What the bank puts into the address of the customer's return. */
export interface ReturnQuery {
  state?: string;
  status?: string;
  authCode?: string;
}

const returns = new Map<string, Promise<Token>>();

/**
 * Finishes a registration when its customer comes back, and answers with where the token stands; null when the return
 * belongs to no registration at this bank. A repeated return changes nothing, and one at the same time joins the first.
 */
export async function confirmRegistration(
  ctx: Context,
  bank: Bank,
  query: ReturnQuery,
): Promise<TokenView | null> {
  const [merchantId, tokenId] = ctx.sealer.uncoverIds('registration', query.state ?? '') ?? [];
  if (merchantId === undefined || tokenId === undefined) return null;
  const token = await findToken(ctx.db, merchantId, tokenId);
  if (token === null || token.bank !== bank.slug) return null;
  if (token.state !== 'pending') return viewOf(ctx, token);
  const merchant = await ctx.merchants.byId(merchantId);
  invariant(merchant !== null, 'a token has its merchant');
  let settled = returns.get(tokenId);
  if (settled === undefined) {
    settled = settle(ctx, merchant, bank, token, query).finally(() => returns.delete(tokenId));
    returns.set(tokenId, settled);
  }
  return viewOf(ctx, await settled);
}

async function settle(
  ctx: Context,
  merchant: Merchant,
  bank: Bank,
  found: Token,
  query: ReturnQuery,
): Promise<Token> {
  const now = ctx.clock.now();
  if (now >= registrationEnd(found, bank.policy.registrationLifeMs)) {
    return await expireRegistration(ctx, merchant, found);
  }
  if (query.status === 'FAILED') {
    const change = { reason: 'registration_refused' };
    const lesson = { event: 'bank_declined', actor: 'customer', evidence: null, change } as const;
    return (await learnToken(ctx, merchant, found, lesson)).token;
  }
  if (query.status !== 'SUCCESS' || !query.authCode) return found;
  // A code is good once: two who trade it at the same time would have the second take the token away from the first.
  const token = await leaseToken(ctx.db, found, now, now + LEASE_MS);
  if (token === null) return (await findToken(ctx.db, found.merchantId, found.tokenId)) ?? found;
  if (token.sealedAccess !== null) return await completeBinding(ctx, merchant, bank, token);
  return await tradeCode(ctx, merchant, bank, token, query.authCode);
}

async function tradeCode(
  ctx: Context,
  merchant: Merchant,
  bank: Bank,
  token: Token,
  authCode: string,
): Promise<Token> {
  const { merchantId, tokenId } = token;
  const { linkId } = viewOf(ctx, token).details;
  invariant(linkId !== undefined, 'a return belongs to a page that the bank has opened');
  const bindingReference = referenceOf(tokenId);
  const connection = connectionOf(merchant, bank.slug);
  const outcome = await bank.grantAccess(connection, { authCode, linkId, bindingReference });
  switch (outcome.kind) {
    case 'access_granted': {
      // Kept at once: the code is spent, and the look at the account may fail.
      const sealedAccess = sealAccess(ctx, merchantId, tokenId, outcome.access);
      await keepAccess(ctx.db, merchantId, tokenId, sealedAccess);
      return await completeBinding(ctx, merchant, bank, { ...token, sealedAccess });
    }
    case 'declined': {
      const { reason, bankCode, evidence } = outcome;
      const change = { reason, bankCode };
      const lesson = { event: 'bank_declined', actor: 'bank', evidence, change } as const;
      return (await learnToken(ctx, merchant, token, lesson)).token;
    }
    case 'not_sent':
    case 'unclear': {
      const { attempts, dueAt } = token;
      invariant(dueAt !== null, 'a pending token has an end');
      await postponeToken(ctx.db, token, { attempts, dueAt });
      return token;
    }
  }
}

/**
 * Makes a token active whose access has been granted, once the bank has said which account it is. Without a word of the
 * bank it stays pending and is looked at again until its time is over.
 */
export async function completeBinding(
  ctx: Context,
  merchant: Merchant,
  bank: Bank,
  token: Token,
): Promise<Token> {
  const { merchantId, tokenId, sealedAccess } = token;
  invariant(sealedAccess !== null, 'access has been granted');
  const access = openAccess(ctx, merchantId, tokenId, sealedAccess);
  const lesson = boundLesson(await bank.account(connectionOf(merchant, bank.slug), access));
  if (lesson !== null) return (await learnToken(ctx, merchant, token, lesson)).token;
  const now = ctx.clock.now();
  const end = registrationEnd(token, bank.policy.registrationLifeMs);
  if (now >= end) return await expireRegistration(ctx, merchant, token);
  const next = nextLook(token, now);
  await postponeToken(ctx.db, token, { ...next, dueAt: Math.min(next.dueAt, end) });
  return token;
}

function boundLesson(outcome: AccountOutcome): TokenLesson | null {
  switch (outcome.kind) {
    case 'account': {
      const { linked, lastFour, evidence } = outcome;
      return linked
        ? { event: 'bound', actor: 'bank', evidence, change: { accountTail: lastFour } }
        : declined('binding_invalid', null, outcome);
    }
    case 'declined':
      return declined(outcome.reason, outcome.bankCode, outcome);
    case 'not_sent':
    case 'unclear':
      return null;
  }
}

function declined(
  reason: string,
  bankCode: string | null,
  { evidence }: AccountOutcome,
): TokenLesson {
  return { event: 'bank_declined', actor: 'bank', evidence, change: { reason, bankCode } };
}

/** The customer's time is over. */
export async function expireRegistration(
  ctx: Context,
  merchant: Merchant,
  token: Token,
): Promise<Token> {
  const lesson = {
    event: 'registration_expired',
    actor: 'clock',
    evidence: null,
    change: { reason: 'registration_expired' },
  } as const;
  return (await learnToken(ctx, merchant, token, lesson)).token;
}
