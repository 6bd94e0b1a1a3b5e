// Which of a merchant's accounts may be paid to now.
import type { BankAccount } from '../bank-accounts/bank-account.ts';
import type { Payees } from './shares.ts';

/** The payees among a merchant's accounts; null without a default account, since then nobody gets what is left over. */
export function payeesOf(accounts: readonly BankAccount[]): Payees | null {
  const verified = accounts.filter(({ status }) => status === 'verified');
  const byDefault = verified.find(({ isDefault }) => isDefault);
  if (byDefault === undefined) return null;
  return {
    byDefault: byDefault.accountId,
    payable: new Set(verified.map(({ accountId }) => accountId)),
  };
}
