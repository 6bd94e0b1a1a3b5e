// SQL of bank accounts: found, added, and moved on by compare-and-set together with their history.
import { instant, type Tx } from '../base/db.ts';
import type { Evidence } from '../banks/bank.ts';
import type { BankAccount, BankAccountEvent, BankAccountStatus } from './bank-account.ts';

/** A row as {@link accountOf} reads it. */
export interface BankAccountRow {
  merchant_id: string;
  account_id: string;
  bank_code: string;
  bank_name: string;
  sealed_details: Buffer;
  number_tail: string;
  status: BankAccountStatus;
  is_default: boolean;
  version: number;
  created_by: string | null;
  created_at: number;
  inquired_at: number | null;
  verified_at: number | null;
  closed_at: number | null;
}

/** What {@link accountOf} reads, of `a`. */
export const ACCOUNT_COLUMNS = `a.merchant_id, a.account_id, a.bank_code, a.bank_name, a.sealed_details, a.number_tail, a.status,
                  a.is_default, a.version, a.created_by, a.created_at, a.inquired_at, a.verified_at, a.closed_at`;

/**
 * Accounts of a merchant by their ids, whatever their status; all of them when `ids` is null. Ids that are not the
 * merchant's are left out. In the order of their making.
 */
export async function findBankAccounts(
  on: Tx,
  merchantId: string,
  ids: readonly string[] | null,
): Promise<BankAccount[]> {
  const rows = await on.rows<BankAccountRow>({
    name: `bank-accounts-find-${ids === null ? 'all' : 'some'}`,
    text: `select ${ACCOUNT_COLUMNS} from bank_accounts a
            where a.merchant_id = $1 ${ids === null ? '' : 'and a.account_id = any($2::text[])'}
            order by a.created_at, a.account_id`,
    values: ids === null ? [merchantId] : [merchantId, [...ids]],
  });
  return rows.map(accountOf);
}

/** The verified account that gets what no split gives to another one; null where the merchant has none. */
export async function defaultAccount(on: Tx, merchantId: string): Promise<BankAccount | null> {
  const [row] = await on.rows<BankAccountRow>({
    name: 'bank-accounts-default',
    text: `select ${ACCOUNT_COLUMNS} from bank_accounts a where a.merchant_id = $1 and a.is_default`,
    values: [merchantId],
  });
  return row === undefined ? null : accountOf(row);
}

/** All accounts of a merchant, held until the transaction ends: one change of them at a time. */
export async function holdBankAccounts(tx: Tx, merchantId: string): Promise<BankAccount[]> {
  const rows = await tx.rows<BankAccountRow>({
    name: 'bank-accounts-hold',
    text: `select ${ACCOUNT_COLUMNS} from bank_accounts a
            where a.merchant_id = $1 order by a.account_id for update`,
    values: [merchantId],
  });
  return rows.map(accountOf);
}

/** Who did something and what the bank said, for the history. */
export interface Story {
  operatorId: string | null;
  approvalId: string | null;
  evidence: Evidence | null;
  at: number;
}

/** Writes a new account; null when the id is another account's. Raises 23505 when the number is there already. */
export async function insertBankAccount(
  tx: Tx,
  account: Pick<
    BankAccount,
    'merchantId' | 'accountId' | 'bankCode' | 'bankName' | 'sealedDetails' | 'numberTail'
  > & { numberKey: Buffer },
  story: Story,
): Promise<BankAccount | null> {
  const [row] = await tx.rows<BankAccountRow>({
    name: 'bank-accounts-insert',
    text: `insert into bank_accounts as a
             (merchant_id, account_id, bank_code, bank_name, sealed_details, number_tail, number_key, created_by, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
           on conflict (merchant_id, account_id) do nothing
           returning ${ACCOUNT_COLUMNS}`,
    values: [
      account.merchantId,
      account.accountId,
      account.bankCode,
      account.bankName,
      account.sealedDetails,
      account.numberTail,
      account.numberKey,
      story.operatorId,
      instant(story.at),
    ],
  });
  if (row === undefined) return null;
  const added = accountOf(row);
  await insertEvent(tx, added, 'added', story);
  return added;
}

/** What a move changes beside the version; what is absent stays. */
export interface BankAccountMove {
  status: BankAccountStatus;
  isDefault: boolean;
  sealedDetails?: Buffer;
}

/** Moves an account on from this version, with its history; null when it has moved meanwhile. */
export async function moveBankAccount(
  tx: Tx,
  from: Pick<BankAccount, 'merchantId' | 'accountId' | 'version'>,
  event: BankAccountEvent,
  to: BankAccountMove,
  story: Story,
): Promise<BankAccount | null> {
  const [row] = await tx.rows<BankAccountRow>({
    name: 'bank-accounts-move',
    text: `update bank_accounts a
              set status = $4, is_default = $5, version = a.version + 1,
                  sealed_details = coalesce($6, a.sealed_details),
                  inquired_at = case when $7 in ('named', 'bank_refused') then $8::timestamptz else a.inquired_at end,
                  verified_at = case when $7 = 'verified' then $8::timestamptz else a.verified_at end,
                  closed_at = case when $7 = 'closed' then $8::timestamptz else a.closed_at end
            where a.merchant_id = $1 and a.account_id = $2 and a.version = $3
           returning ${ACCOUNT_COLUMNS}`,
    values: [
      from.merchantId,
      from.accountId,
      from.version,
      to.status,
      to.isDefault,
      to.sealedDetails ?? null,
      event,
      instant(story.at),
    ],
  });
  if (row === undefined) return null;
  const moved = accountOf(row);
  await insertEvent(tx, moved, event, story);
  return moved;
}

export interface BankAccountEventRow {
  version: number;
  event: BankAccountEvent;
  status: BankAccountStatus;
  is_default: boolean;
  operator_id: string | null;
  approval_id: string | null;
  evidence: Evidence | null;
  at: number;
}

/** What happened to an account, oldest first. */
export async function listBankAccountEvents(
  on: Tx,
  merchantId: string,
  accountId: string,
): Promise<BankAccountEventRow[]> {
  return await on.rows({
    name: 'bank-accounts-events',
    text: `select e.version, e.event, e.status, e.is_default, e.operator_id, e.approval_id, e.evidence, e.at
             from bank_account_events e where e.merchant_id = $1 and e.account_id = $2 order by e.version`,
    values: [merchantId, accountId],
  });
}

async function insertEvent(
  tx: Tx,
  { merchantId, accountId, version, status, isDefault }: BankAccount,
  event: BankAccountEvent,
  { operatorId, approvalId, evidence, at }: Story,
): Promise<void> {
  await tx.rows({
    name: 'bank-accounts-event',
    text: `insert into bank_account_events
             (merchant_id, account_id, version, event, status, is_default, operator_id, approval_id, evidence, at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    values: [
      merchantId,
      accountId,
      version,
      event,
      status,
      isDefault,
      operatorId,
      approvalId,
      evidence === null ? null : JSON.stringify(evidence),
      instant(at),
    ],
  });
}

/** A row as the flows speak of it. */
export function accountOf(row: BankAccountRow): BankAccount {
  return {
    merchantId: row.merchant_id,
    accountId: row.account_id,
    bankCode: row.bank_code,
    bankName: row.bank_name,
    sealedDetails: row.sealed_details,
    numberTail: row.number_tail,
    status: row.status,
    isDefault: row.is_default,
    version: row.version,
    createdBy: row.created_by,
    createdAt: row.created_at,
    inquiredAt: row.inquired_at,
    verifiedAt: row.verified_at,
    closedAt: row.closed_at,
  };
}
