// Bank accounts of tests, come to where they stand by the flows: with the events and the audit that the checks ask for.
import { randomUUID } from 'node:crypto';
import type { Acting } from '../src/bank-accounts/acting.ts';
import { addBankAccount } from '../src/bank-accounts/add.ts';
import type { BankAccount } from '../src/bank-accounts/bank-account.ts';
import { carryOutDecision } from '../src/bank-accounts/decide.ts';
import type { MerchantDoors } from '../src/merchants/create.ts';
import { commandNote } from '../src/operators/first.ts';
import { giveBankAccount } from '../src/sandbox/bank-accounts.ts';

/** Gives a merchant this account, verified as a sandbox verifies its own; the first of a merchant becomes its default. */
export async function verifiedAccount(
  doors: MerchantDoors,
  merchantId: string,
  accountId: string,
): Promise<BankAccount> {
  return await giveBankAccount(doors, { merchantId, clientId: '' }, enteredAs(accountId));
}

/** Gives a merchant this account as somebody has entered it. */
export async function enteredAccount(
  doors: MerchantDoors,
  merchantId: string,
  accountId: string,
): Promise<BankAccount> {
  const owner = { merchantId, clientId: '' };
  return await addBankAccount(doors, owner, enteredAs(accountId), byNobody(merchantId));
}

/** Closes an account that was never verified: nobody has to approve that. */
export async function closedAccount(
  doors: MerchantDoors,
  merchantId: string,
  accountId: string,
): Promise<BankAccount> {
  const account = await enteredAccount(doors, merchantId, accountId);
  return await carryOutDecision(doors, account, 'close', byNobody(merchantId));
}

/** Closes a verified account, as two people do. */
export async function closedByTwo(doors: MerchantDoors, account: BankAccount): Promise<void> {
  const { merchantId, accountId } = account;
  const [approvalId, askedBy, decidedBy] = [randomUUID(), randomUUID(), randomUUID()];
  await doors.db.rows({
    name: 'test-approval',
    text: `insert into approvals (merchant_id, approval_id, kind, state, subject, asked, reason, asked_by, asked_at,
             expires_at, decided_by, decided_at)
           values ($1, $2, 'bank_account', 'done', $3, '{"what":"close"}', 'closed', $4, now(), now(), $5, now())`,
    values: [merchantId, approvalId, accountId, askedBy, decidedBy],
  });
  const acting = { ...byNobody(merchantId), operatorId: decidedBy, approvalId };
  await carryOutDecision(doors, account, 'close', acting);
}

/** A number of its own for each account. */
function enteredAs(accountId: string) {
  const number = `10${accountId.replaceAll(/\D/g, '')}`;
  return { accountId, bankCode: '022', number, holder: 'PT TOKO TARIK' };
}

function byNobody(merchantId: string): Acting {
  return {
    operatorId: null,
    approvalId: null,
    note: (act, subject, more = {}) => ({ ...commandNote(act, subject), merchantId, ...more }),
  };
}
