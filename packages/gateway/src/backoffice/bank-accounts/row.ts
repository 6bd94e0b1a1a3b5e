// A bank account as the Back Office shows it: names from their seal, and what the reader may do with it now.
import type { z } from 'zod';
import { namesAgree, nextStatus, type BankAccount } from '../../bank-accounts/bank-account.ts';
import { DECISIONS, whyNot } from '../../bank-accounts/decide.ts';
import { openBankAccount } from '../../bank-accounts/details.ts';
import type { Asked } from '../asked.ts';
import type { addBankAccount } from '../contract/bank-accounts.ts';

type Words = z.input<(typeof addBankAccount)['answer']>['account'];

/** Whose account it is. */
export type Owner = Pick<Words, 'client_id' | 'merchant_name'>;

/** The account as a row, for whoever asks. */
export function rowOf(
  { ctx, may, scope }: Pick<Asked, 'ctx' | 'may' | 'scope'>,
  account: BankAccount,
  owner: Owner,
): Words {
  const { holder, inquiredName } = openBankAccount(ctx.sealer, account);
  return {
    ...owner,
    account_id: account.accountId,
    bank_code: account.bankCode,
    bank_name: account.bankName,
    number_tail: account.numberTail,
    holder,
    inquired_name: inquiredName,
    names_agree: inquiredName === null ? null : namesAgree(holder, inquiredName),
    status: account.status,
    is_default: account.isDefault,
    created_at: iso(account.createdAt),
    inquired_at: isoOrNull(account.inquiredAt),
    verified_at: isoOrNull(account.verifiedAt),
    closed_at: isoOrNull(account.closedAt),
    // Acts belong to one merchant.
    may: may('accounts.change') && scope.workspace !== 'all' ? allowedNow(account) : [],
  };
}

function allowedNow(account: BankAccount): Words['may'] {
  return [
    ...(nextStatus(account.status, 'named') === undefined ? [] : (['inquire'] as const)),
    ...DECISIONS.filter((what) => whyNot(what, account) === null),
  ];
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : iso(ms);
}
