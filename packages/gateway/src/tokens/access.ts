// Access to a customer's account: opened from its seal, renewed at the bank when its time is up.
import type { Context } from '../context.ts';
import type { AccessOutcome, Bank, BankConnection, CustomerAccess } from '../banks/bank.ts';
import { keepAccess } from './store.ts';

/** Renewed this long before it ends, so that it does not end on its way to the bank, ms. */
const MARGIN_MS = 60_000;

const renewals = new Map<string, Promise<AccessOutcome>>();

/**
 * The access that is sealed with a token, usable now. Asks the bank only when it has expired; several calls that need
 * the same renewal share one. Anything but `access_granted` is the bank's word on the renewal.
 */
export async function usableAccess(
  ctx: Context,
  bank: Bank,
  connection: BankConnection,
  tokenId: string,
  sealed: Buffer,
): Promise<
  { kind: 'usable'; access: CustomerAccess } | Exclude<AccessOutcome, { kind: 'access_granted' }>
> {
  const access = openAccess(ctx, connection.merchantId, tokenId, sealed);
  if (access.accessExpiresAt - MARGIN_MS > ctx.clock.now()) return { kind: 'usable', access };
  let renewal = renewals.get(tokenId);
  if (renewal === undefined) {
    renewal = renew(ctx, bank, connection, tokenId, access).finally(() => renewals.delete(tokenId));
    renewals.set(tokenId, renewal);
  }
  const outcome = await renewal;
  return outcome.kind === 'access_granted' ? { kind: 'usable', access: outcome.access } : outcome;
}

async function renew(
  ctx: Context,
  bank: Bank,
  connection: BankConnection,
  tokenId: string,
  access: CustomerAccess,
): Promise<AccessOutcome> {
  const outcome = await bank.renewAccess(connection, access);
  if (outcome.kind === 'access_granted') {
    const sealed = sealAccess(ctx, connection.merchantId, tokenId, outcome.access);
    await keepAccess(ctx.db, connection.merchantId, tokenId, sealed);
  }
  return outcome;
}

/** Seals access for its place in the tokens table. */
export function sealAccess(
  ctx: Pick<Context, 'sealer'>,
  merchantId: string,
  tokenId: string,
  access: CustomerAccess,
): Buffer {
  return ctx.sealer.seal(place(merchantId, tokenId), JSON.stringify(access));
}

/** Opens what {@link sealAccess} sealed. */
export function openAccess(
  ctx: Pick<Context, 'sealer'>,
  merchantId: string,
  tokenId: string,
  sealed: Buffer,
): CustomerAccess {
  return JSON.parse(
    ctx.sealer.open(place(merchantId, tokenId), sealed).toString(),
  ) as CustomerAccess;
}

function place(merchantId: string, row: string) {
  return { table: 'tokens', column: 'sealed_access', merchantId, row };
}
