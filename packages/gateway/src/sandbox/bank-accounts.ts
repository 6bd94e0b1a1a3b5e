// The bank accounts of the sandbox's merchants, to which they are paid out: written down in docs and tests, so the same
// everywhere. The simulated bank knows these numbers and names.
import { addBankAccount, type EnteredAccount } from '../bank-accounts/add.ts';
import type { Acting } from '../bank-accounts/acting.ts';
import type { BankAccount } from '../bank-accounts/bank-account.ts';
import { carryOutDecision } from '../bank-accounts/decide.ts';
import { openBankAccount } from '../bank-accounts/details.ts';
import { keepHolder } from '../bank-accounts/inquire.ts';
import { findBankAccounts } from '../bank-accounts/store.ts';
import type { MerchantDoors } from '../merchants/create.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { findMerchantByClientId } from '../merchants/store.ts';
import { SANDBOX_MERCHANTS } from './merchants.ts';

type Owner = Pick<Merchant, 'merchantId' | 'clientId'>;
type Known = EnteredAccount & { accountId: string };

/** By the place of the merchant in the list; the first of each is the default. */
export const SANDBOX_BANK_ACCOUNTS: readonly (readonly Known[])[] = [
  [
    known('SBA-0001-000000001', '022', '900000000001', 'PT TOKO TARIK'),
    known('SBA-0001-000000002', '014', '900000000002', 'CV SELLER SATU'),
    known('SBA-0001-000000003', '008', '900000000003', 'CV SELLER DUA'),
    // To which payouts are refused, and from which they come back.
    known('SBA-0001-000000007', '014', '900000000007', 'PT REKENING TUTUP'),
    known('SBA-0001-000000009', '008', '900000000009', 'PT KEMBALI LAGI'),
  ],
  [known('SBA-0002-000000001', '022', '900000000004', 'PT WARUNG DORONG')],
];

/** Makes the accounts that are missing and brings them to `verified`. What somebody has changed stays. */
export async function seedBankAccounts(doors: MerchantDoors): Promise<void> {
  for (const [n, { clientId }] of SANDBOX_MERCHANTS.entries()) {
    const accounts = SANDBOX_BANK_ACCOUNTS[n] ?? [];
    const row = await findMerchantByClientId(doors.db, clientId);
    if (row === null) continue;
    const owner = { merchantId: row.merchant_id, clientId };
    for (const account of accounts) await giveBankAccount(doors, owner, account);
  }
}

/** A verified account without a bank and without people, as only a sandbox has it; the merchant's first is its default. */
export async function giveBankAccount(
  doors: MerchantDoors,
  owner: Owner,
  entered: EnteredAccount,
): Promise<BankAccount> {
  const { merchantId } = owner;
  const acting = bySandbox(merchantId);
  const { accountId } = entered;
  const [there] =
    accountId === undefined ? [] : await findBankAccounts(doors.db, merchantId, [accountId]);
  let account = there ?? (await addBankAccount(doors, owner, entered, acting));
  if (account.status === 'new') {
    const { holder } = openBankAccount(doors.sealer, account);
    account = await keepHolder(doors, account, holder, null, acting);
  }
  return account.status === 'inquired'
    ? await carryOutDecision(doors, account, 'verify', acting)
    : account;
}

function known(accountId: string, bankCode: string, number: string, holder: string): Known {
  return { accountId, bankCode, number, holder };
}

function bySandbox(merchantId: string): Acting {
  return {
    operatorId: null,
    approvalId: null,
    note: (act, subject, more = {}) => ({
      merchantId,
      operatorId: null,
      by: 'sandbox',
      role: null,
      address: null,
      act,
      subject,
      reason: null,
      before: more.before ?? null,
      after: more.after ?? null,
    }),
  };
}
