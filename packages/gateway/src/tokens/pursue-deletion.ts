// Flow: bring a deletion to its end whose outcome is not known. Look whether the binding stands, and if so end it.
import type { Context } from '../context.ts';
import { invariant } from '../base/invariant.ts';
import { referenceOf } from '../base/reference.ts';
import type { Bank, BankConnection } from '../banks/bank.ts';
import { connectionOf } from '../merchants/connection.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { usableAccess } from './access.ts';
import { learnToken } from './learn.ts';
import { findToken, postponeToken } from './store.ts';
import type { Token } from './token.ts';
import { endOf, givenUp, nextLook, readLook, type UnbindingEnd } from './unbinding.ts';

/** Asks the bank once about a token that is being deleted; answers with where it stands then. */
export async function pursueDeletion(
  ctx: Context,
  merchant: Merchant,
  token: Token,
): Promise<Token> {
  if (token.state !== 'deleting') return token;
  const bank = ctx.banks.get(token.bank);
  invariant(bank !== undefined, 'a token has a bank that the registry knows');
  const end = await lookAndUnbind(ctx, bank, connectionOf(merchant, bank.slug), token);
  if (end !== null) {
    return (await learnToken(ctx, merchant, token, { ...end, actor: 'inquiry' })).token;
  }
  await postponeToken(ctx.db, token, nextLook(token, ctx.clock.now()));
  return (await findToken(ctx.db, token.merchantId, token.tokenId)) ?? token;
}

async function lookAndUnbind(
  ctx: Context,
  bank: Bank,
  connection: BankConnection,
  token: Token,
): Promise<UnbindingEnd | null> {
  invariant(token.sealedAccess !== null, 'a token that was active has access');
  const usable = await usableAccess(ctx, bank, connection, token.tokenId, token.sealedAccess);
  if (usable.kind !== 'usable') return usable.kind === 'declined' ? givenUp(usable) : null;
  const { access } = usable;
  const look = readLook(await bank.account(connection, access));
  switch (look.kind) {
    case 'ended':
      return { event: 'unbound', change: {}, evidence: look.evidence };
    case 'wait':
      return null;
    case 'bound': {
      const reference = referenceOf(ctx.random.id());
      return endOf(token, await bank.unbind(connection, { reference, access }));
    }
  }
}
