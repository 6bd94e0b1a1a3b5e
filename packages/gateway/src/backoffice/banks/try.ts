// Asking the bank whether it takes a Key and a Secret: written into the audit first. Nothing is kept.
import type { Bank, BankCredentials, CredentialsOutcome } from '../../banks/bank.ts';
import type { Context } from '../../context.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import type { Asked } from '../asked.ts';
import { testBank } from '../contract/merchant.ts';
import { Denied } from '../denied.ts';
import { writeNote } from '../payments/note.ts';
import { route } from '../route.ts';
import { hintOf } from './hint.ts';

const SAID: Readonly<Record<CredentialsOutcome['kind'], string>> = {
  works: 'works',
  refused: 'credentials_refused',
  no_answer: 'no_answer',
};

export const testRoute = route(testBank, async (call) => {
  const { ctx, body } = call;
  const bank = bankOf(ctx, call.params.bank);
  const merchant = await call.merchant();
  const credentials = chosen(merchant, bank, body);
  const which = body.key === undefined ? 'kept' : 'given';
  await noteAsking(call, bank, { which, key: hintOf(credentials.key) });
  const began = ctx.clock.steady();
  const outcome = await askBank(bank, merchant, credentials);
  const took = Math.round(ctx.clock.steady() - began);
  const said = SAID[outcome.kind];
  await writeNote(ctx, call.note('bank.tested', bank.slug, { after: { which, said } }));
  return {
    works: outcome.kind === 'works',
    said,
    http: outcome.evidence.http,
    bank_code: outcome.evidence.code,
    bank_message: outcome.evidence.message,
    took_ms: took,
  };
});

/** The bank with this slug. Throws `not_found`. */
export function bankOf(ctx: Pick<Context, 'banks'>, slug: string): Bank {
  const bank = ctx.banks.get(slug);
  if (bank === undefined) throw new Denied('not_found');
  return bank;
}

/** What is about to be asked, in a commit of its own: whatever becomes of the call, it was not made in secret. */
export async function noteAsking(
  call: Asked,
  bank: Bank,
  about: { which: 'kept' | 'given'; key: string },
  reason?: string,
): Promise<void> {
  const more = { after: about, reason: reason ?? null };
  await writeNote(call.ctx, call.note('bank.asked', bank.slug, more));
}

/** Asks the bank as this merchant. */
export async function askBank(
  bank: Bank,
  { merchantId, clientId }: Pick<Merchant, 'merchantId' | 'clientId'>,
  credentials: BankCredentials,
): Promise<CredentialsOutcome> {
  return await bank.tryCredentials({ merchantId, clientId, credentials });
}

/** Both halves as they are given, or else those that are kept. */
function chosen(
  merchant: Merchant,
  bank: Bank,
  { key, secret }: { key?: string | undefined; secret?: string | undefined },
): BankCredentials {
  if (key !== undefined && secret !== undefined) return { key, secret };
  if (key !== undefined) throw new Denied('field_invalid', { field: 'secret' });
  if (secret !== undefined) throw new Denied('field_invalid', { field: 'key' });
  const kept = merchant.banks.get(bank.slug);
  if (kept === undefined) {
    throw new Denied('not_allowed_now', { message: 'this bank has no Key and Secret yet' });
  }
  return kept.credentials;
}
