// Access to a customer's account: opened from its seal, renewed at the bank when its time is up.
import type { Context } from '../context.ts';
import type { AccessOutcome, Bank, BankConnection, CustomerAccess } from '../banks/bank.ts';
import { findToken, keepAccess } from './store.ts';

/** Renewed this long before it ends, so that it does not end on its way to the bank, ms. */
const MARGIN_MS = 60_000;

type Usable =
  | { kind: 'usable'; access: CustomerAccess }
  | Exclude<AccessOutcome, { kind: 'access_granted' }>;

const renewals = new Map<string, Promise<Usable>>();

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
): Promise<Usable> {
  const access = openAccess(ctx, connection.merchantId, tokenId, sealed);
  if (lasts(ctx, access)) return { kind: 'usable', access };
  let renewal = renewals.get(tokenId);
  if (renewal === undefined) {
    renewal = renew(ctx, bank, connection, tokenId, access).finally(() => renewals.delete(tokenId));
    renewals.set(tokenId, renewal);
  }
  return await renewal;
}

function lasts(ctx: Context, { accessExpiresAt }: CustomerAccess): boolean {
  return accessExpiresAt - MARGIN_MS > ctx.clock.now();
}

// A bank may take a refresh token only once, and what the caller has read may be old: another call or another process
// may have renewed since, before we ask or while we do.
async function renew(
  ctx: Context,
  bank: Bank,
  connection: BankConnection,
  tokenId: string,
  read: CustomerAccess,
): Promise<Usable> {
  const { merchantId } = connection;
  const before = (await keptAccess(ctx, merchantId, tokenId)) ?? read;
  if (lasts(ctx, before)) return { kind: 'usable', access: before };
  const outcome = await bank.renewAccess(connection, before);
  if (outcome.kind === 'access_granted') {
    const { access } = outcome;
    await keepAccess(ctx.db, merchantId, tokenId, sealAccess(ctx, merchantId, tokenId, access));
    return { kind: 'usable', access };
  }
  const after = outcome.kind === 'declined' ? await keptAccess(ctx, merchantId, tokenId) : null;
  return after !== null && lasts(ctx, after) ? { kind: 'usable', access: after } : outcome;
}

async function keptAccess(
  ctx: Context,
  merchantId: string,
  tokenId: string,
): Promise<CustomerAccess | null> {
  const sealed = (await findToken(ctx.db, merchantId, tokenId))?.sealedAccess ?? null;
  return sealed === null ? null : openAccess(ctx, merchantId, tokenId, sealed);
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
