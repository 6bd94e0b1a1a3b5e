// Accounts of the ledger as people read them: with the bank's name and tail of the merchant's own account to which one is owed.
import type { z } from 'zod';
import type { Reading } from '../../base/reading.ts';
import { accountOf, type Account } from '../../ledger/account.ts';
import type { getAccount } from '../contract/balances.ts';
import { bankAccountsQuery, type BankAccountName } from './store.ts';

export interface Named extends Account {
  name: BankAccountName | null;
}

type Words = z.input<(typeof getAccount)['answer']>['account'];

/** Accounts by their name in the ledger; what is none of the chart is left out. */
export async function namedAccounts(
  at: Pick<Reading, 'rows'>,
  merchantId: string,
  rows: readonly { account: string }[],
): Promise<Map<string, Named>> {
  const accounts = rows.flatMap(({ account }) => accountOf(account) ?? []);
  const ids = accounts.flatMap(({ bankAccount }) => bankAccount ?? []);
  const names =
    ids.length === 0 ? [] : await at.rows<BankAccountName>(bankAccountsQuery(merchantId, ids));
  const byId = new Map(names.map((one) => [one.account_id, one]));
  return new Map(
    accounts.map((one) => [one.account, { ...one, name: byId.get(one.bankAccount ?? '') ?? null }]),
  );
}

/** Words an account and a balance, which stands on the side on which it grows. */
export function wordAccount(account: Named, balance: bigint): Words {
  const { bankAccount, name } = account;
  return {
    account: account.account,
    kind: account.kind,
    side: account.side,
    clears: account.clears,
    bank: account.bank,
    bank_account:
      bankAccount === null
        ? null
        : {
            account_id: bankAccount,
            bank_name: name?.bank_name ?? '',
            number_tail: name?.number_tail ?? '',
          },
    balance: `${balance}`,
  };
}
