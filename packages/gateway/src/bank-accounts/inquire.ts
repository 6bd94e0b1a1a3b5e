// A bank is asked whose account a number is: its word is kept beside what was entered, for the people who decide.
import type { Context } from '../context.ts';
import { referenceOf } from '../base/reference.ts';
import type { Bank, DeclineReason, Evidence } from '../banks/bank.ts';
import { activeConnection } from '../merchants/connection.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { Barred } from '../operators/barred.ts';
import { step, storyOf, tell, type Acting } from './acting.ts';
import { nextStatus, type BankAccount } from './bank-account.ts';
import { openBankAccount, sealBankAccount } from './details.ts';
import { findBankAccounts } from './store.ts';

export type Inquired =
  /** The bank has spoken: the account is `inquired`, or `refused`. */
  | { kind: 'answered'; account: BankAccount }
  /** It has not, or not about the account (`declined`: it answered, and refused to say): nothing has changed. */
  | { kind: 'no_word'; declined: boolean; why: string; evidence: Evidence };

/** With these words a bank says that money cannot go to the account. */
const NO_SUCH_ACCOUNT: ReadonlySet<DeclineReason> = new Set<DeclineReason>([
  'not_found',
  'account_inactive',
  'account_blocked',
]);

/**
 * Asks a bank that is active for the merchant; as often as somebody likes, until the account is verified. Throws
 * {@link Barred} `not_found`, `not_allowed_now`, `conflict`.
 */
export async function inquireBankAccount(
  ctx: Pick<Context, 'db' | 'clock' | 'random' | 'sealer' | 'banks'>,
  merchant: Merchant,
  accountId: string,
  acting: Acting,
): Promise<Inquired> {
  const account = await bankAccountOf(ctx, merchant.merchantId, accountId);
  if (nextStatus(account.status, 'named') === undefined) {
    throw new Barred('not_allowed_now', { message: `the account is ${account.status}` });
  }
  const { number } = openBankAccount(ctx.sealer, account);
  const bank = activeBank(ctx, merchant);
  const outcome = await bank.inquireBeneficiary(activeConnection(merchant, bank), {
    bankCode: account.bankCode,
    accountNo: number,
    reference: referenceOf(ctx.random.id()),
  });
  const { evidence } = outcome;
  if (outcome.kind === 'beneficiary') {
    return {
      kind: 'answered',
      account: await keepHolder(ctx, account, outcome.holder, evidence, acting),
    };
  }
  if (outcome.kind === 'declined' && NO_SUCH_ACCOUNT.has(outcome.reason)) {
    return { kind: 'answered', account: await keepHolder(ctx, account, null, evidence, acting) };
  }
  const declined = outcome.kind === 'declined';
  const why = declined ? `the bank refuses: ${outcome.bankCode}` : outcome.why;
  return { kind: 'no_word', declined, why, evidence };
}

/** Keeps the name that a bank has given, or null where it has no such account. Throws {@link Barred} `conflict`. */
export async function keepHolder(
  ctx: Pick<Context, 'db' | 'clock' | 'sealer'>,
  account: BankAccount,
  name: string | null,
  evidence: Evidence | null,
  acting: Acting,
): Promise<BankAccount> {
  const { merchantId, accountId } = account;
  const at = ctx.clock.now();
  const details = { ...openBankAccount(ctx.sealer, account), inquiredName: name };
  const sealedDetails = sealBankAccount(ctx.sealer, merchantId, accountId, details);
  return await ctx.db.transaction(async (tx) => {
    const event = name === null ? 'bank_refused' : 'named';
    const moved = await step(tx, account, event, storyOf(acting, at, evidence), { sealedDetails });
    await tell(tx, acting, 'bank_account.inquired', account, moved, at);
    return moved;
  });
}

/** One account. Throws {@link Barred} `not_found`. */
export async function bankAccountOf(
  { db }: Pick<Context, 'db'>,
  merchantId: string,
  accountId: string,
): Promise<BankAccount> {
  const [account] = await findBankAccounts(db, merchantId, [accountId]);
  if (account === undefined) throw new Barred('not_found');
  return account;
}

function activeBank(ctx: Pick<Context, 'banks'>, merchant: Merchant): Bank {
  for (const [slug, { active }] of merchant.banks) {
    const bank = ctx.banks.get(slug);
    if (active && bank !== undefined) return bank;
  }
  const message = 'no bank is active for this merchant, and a bank has to name the holder';
  throw new Barred('not_allowed_now', { message });
}
