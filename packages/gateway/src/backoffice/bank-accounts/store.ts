// SQL of bank accounts in the Back Office: their list across merchants, what waits for a second person, what was paid out.
import { instant, type Tx } from '../../base/db.ts';
import type { BankAccountStatus } from '../../bank-accounts/bank-account.ts';
import type { Decision } from '../../bank-accounts/decide.ts';
import { ACCOUNT_COLUMNS, type BankAccountRow } from '../../bank-accounts/store.ts';
import type { PayoutState } from '../../settlement/payout.ts';

export type AccountListed = BankAccountRow & { client_id: string; merchant_name: string };

/** Where a page of the list begins: after this account. */
export interface AfterAccount {
  at: number;
  merchantId: string;
  accountId: string;
}

const NEWEST: AfterAccount = {
  at: 0,
  merchantId: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
  accountId: '',
};

/** Accounts of these merchants, of every one for null, newest first. */
export async function listAccountRows(
  on: Tx,
  merchantIds: readonly string[] | null,
  wanted: {
    status: readonly BankAccountStatus[] | null;
    after: AfterAccount | null;
    limit: number;
  },
): Promise<AccountListed[]> {
  const within = merchantIds === null ? '$1::uuid[] is null' : 'a.merchant_id = any($1::uuid[])';
  const { at, merchantId, accountId } = wanted.after ?? NEWEST;
  return await on.rows<AccountListed>({
    name: `bo-bank-accounts-${merchantIds === null ? 'all' : 'some'}`,
    text: `select m.client_id, m.name as merchant_name, ${ACCOUNT_COLUMNS}
             from bank_accounts a join merchants m on m.merchant_id = a.merchant_id
            where ${within} and ($2::text[] is null or a.status = any($2))
              and (a.created_at, a.merchant_id, a.account_id) < (coalesce($3, 'infinity'::timestamptz), $4::uuid, $5::text)
            order by a.created_at desc, a.merchant_id desc, a.account_id desc limit $6`,
    values: [
      merchantIds,
      wanted.status,
      wanted.after === null ? null : instant(at),
      merchantId,
      accountId,
      wanted.limit,
    ],
  });
}

/** What was asked about an account and waits for a second person, oldest first. */
export async function findWaiting(
  on: Tx,
  merchantId: string,
  accountId: string,
  at: number,
): Promise<{ approval_id: string; what: Decision }[]> {
  return await on.rows({
    name: 'bo-bank-account-waiting',
    text: `select a.approval_id, a.asked ->> 'what' as what from approvals a
            where a.merchant_id = $1 and a.subject = $2 and a.kind = 'bank_account' and a.state = 'pending'
              and a.expires_at > $3
            order by a.asked_at, a.approval_id limit 50`,
    values: [merchantId, accountId, instant(at)],
  });
}

export interface PayoutRow {
  payout_id: string;
  batch_id: string;
  bank: string;
  amount: bigint;
  state: PayoutState;
  reason: string | null;
  created_at: number;
  changed_at: number;
}

/** The newest payouts to an account. */
export async function listPayoutsTo(
  on: Tx,
  merchantId: string,
  accountId: string,
  limit: number,
): Promise<PayoutRow[]> {
  return await on.rows<PayoutRow>({
    name: 'bo-payouts-to',
    text: `select p.payout_id, p.batch_id, p.bank, p.amount, p.state, p.reason, p.created_at, p.changed_at
             from payouts p where p.merchant_id = $1 and p.account = $2
            order by p.created_at desc, p.payout_id desc limit $3`,
    values: [merchantId, accountId, limit],
  });
}
