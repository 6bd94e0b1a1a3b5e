// POST and GET /sandbox/merchants/{client_id}/bank-accounts: where a test's own merchant is paid out, verified at once.
import type { BankAccount } from '../../bank-accounts/bank-account.ts';
import { findBankAccounts } from '../../bank-accounts/store.ts';
import type { Context } from '../../context.ts';
import { Barred } from '../../operators/barred.ts';
import { giveBankAccount } from '../bank-accounts.ts';
import { onlyFields, textField, Wrong } from './json.ts';
import type { ProgramAnswer, ProgramCall } from './json.ts';
import { mustFind } from './merchants.ts';

const TEXT = { fits: /^[^\p{Cc}]{1,100}$/u, says: 'text of 1 to 100 characters' };

/** Adds a verified account; what is absent is drawn. A merchant's first one is its default. */
export async function addAccount(
  ctx: Context,
  { params, body }: ProgramCall,
): Promise<ProgramAnswer> {
  onlyFields(body, ['bank_code', 'number', 'holder']);
  const { merchant_id: merchantId, client_id: clientId } = await mustFind(ctx, params['client_id']);
  const number = textField(body, 'number', TEXT) ?? drawNumber(ctx);
  const entered = {
    bankCode: textField(body, 'bank_code', TEXT) ?? '014',
    number,
    // As the simulated bank calls it.
    holder: textField(body, 'holder', TEXT) ?? `SANDBOX HOLDER ${number.slice(-4)}`,
  };
  try {
    const account = await giveBankAccount(ctx, { merchantId, clientId }, entered);
    return { status: 201, body: wordsOf(account) };
  } catch (error) {
    if (!(error instanceof Barred)) throw error;
    throw new Wrong(error.code === 'already_known' ? 409 : 400, error.message);
  }
}

/** A merchant's accounts, in the order of their making. */
export async function listAccounts(ctx: Context, { params }: ProgramCall): Promise<ProgramAnswer> {
  const { merchant_id: merchantId } = await mustFind(ctx, params['client_id']);
  const accounts = await findBankAccounts(ctx.db, merchantId, null);
  return { status: 200, body: { bank_accounts: accounts.map(wordsOf) } };
}

function wordsOf(account: BankAccount): object {
  return {
    bank_account_settlement_id: account.accountId,
    bank_code: account.bankCode,
    bank_name: account.bankName,
    number_tail: account.numberTail,
    status: account.status,
    is_default: account.isDefault,
  };
}

/** Ten digits, none of those that behave in their own way. */
function drawNumber({ random }: Context): string {
  const drawn = random.bytes(6).readUIntBE(0, 6) % 1_000_000_000;
  return `7${String(drawn).padStart(9, '0')}`;
}
