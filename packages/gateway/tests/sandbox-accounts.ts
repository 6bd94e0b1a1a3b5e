// Gives the first merchant of a world the bank accounts that the first merchant of a sandbox has, which the pages name.
import { findMerchantByClientId } from '../src/merchants/store.ts';
import { giveBankAccount, SANDBOX_BANK_ACCOUNTS } from '../src/sandbox/bank-accounts.ts';
import type { World } from './world.ts';

/** Makes them, verified, the first one the default. */
export async function giveSandboxAccounts({ ctx, one }: World): Promise<void> {
  const { clientId } = one;
  const row = await findMerchantByClientId(ctx.db, clientId);
  if (row === null) throw new Error('the first merchant of a world is there');
  for (const account of SANDBOX_BANK_ACCOUNTS[0] ?? []) {
    await giveBankAccount(ctx, { merchantId: row.merchant_id, clientId }, account);
  }
}
