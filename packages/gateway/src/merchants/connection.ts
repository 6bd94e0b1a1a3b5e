// A merchant's connection to one bank, for starting something new or for bringing something to its end.
import { Refusal } from '../base/refusal.ts';
import { invariant } from '../base/invariant.ts';
import type { Bank, BankConnection } from '../banks/bank.ts';
import type { Merchant } from './merchant.ts';

/** The connection for something new; throws `channel_inactive` unless the bank is active for the merchant. */
export function activeConnection(merchant: Merchant, bank: Bank): BankConnection {
  if (merchant.banks.get(bank.slug)?.active !== true) throw new Refusal('channel_inactive');
  return connectionOf(merchant, bank.slug);
}

/** The connection for what is already under way, also after the bank was deactivated. */
export function connectionOf(merchant: Merchant, bank: string): BankConnection {
  const known = merchant.banks.get(bank);
  invariant(known !== undefined, 'what is under way has a bank that was once activated');
  return {
    merchantId: merchant.merchantId,
    clientId: merchant.clientId,
    credentials: known.credentials,
  };
}
