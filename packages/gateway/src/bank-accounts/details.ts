// What of a bank account rests sealed: its number and the names of its holder.
import type { Sealer } from '../base/secrets.ts';
import { detailsPlace, type BankAccount, type BankAccountDetails } from './bank-account.ts';

/** The number and the names of an account, from their seal: for the page of who may see them, and for the payout file. */
export function openBankAccount(
  sealer: Sealer,
  { merchantId, accountId, sealedDetails }: BankAccount,
): BankAccountDetails {
  const opened = sealer.open(detailsPlace(merchantId, accountId), sealedDetails);
  return JSON.parse(opened.toString()) as BankAccountDetails;
}

/** Seals them for this account alone. */
export function sealBankAccount(
  sealer: Sealer,
  merchantId: string,
  accountId: string,
  details: BankAccountDetails,
): Buffer {
  return sealer.seal(detailsPlace(merchantId, accountId), JSON.stringify(details));
}

/** The fingerprint by which the same number at the same bank is found again. */
export function numberKeyOf(
  sealer: Sealer,
  merchantId: string,
  bankCode: string,
  number: string,
): Buffer {
  return sealer.blindIndex('bank account', merchantId, `${bankCode} ${number}`);
}
