// Every sealed column, and the statements that rewrap one: read in pages by primary key, written back only unchanged.
import type { Db } from '../../base/db.ts';
import { pivot } from '../../base/db.ts';
import { OF_GATEWAY } from '../../operators/doors.ts';

export interface SealedColumn {
  table: string;
  column: string;
  /** The column that names the row in the place that was sealed for. */
  row: string;
  /** Its type. */
  type: 'uuid' | 'text';
  /** False for rows that are no merchant's; their place names the gateway. */
  ofMerchant?: false;
}

/** Every column that holds sealed values; a test holds this list and the catalogue equal. */
export const SEALED: readonly SealedColumn[] = [
  { table: 'merchant_keys', column: 'sealed_secret', row: 'key_id', type: 'uuid' },
  { table: 'bank_connections', column: 'sealed_credentials', row: 'bank', type: 'text' },
  { table: 'requests', column: 'answer', row: 'request_id', type: 'text' },
  { table: 'notifications', column: 'body', row: 'notification_id', type: 'uuid' },
  { table: 'tokens', column: 'sealed_details', row: 'token_id', type: 'uuid' },
  { table: 'tokens', column: 'sealed_access', row: 'token_id', type: 'uuid' },
  { table: 'payments', column: 'sealed_details', row: 'payment_id', type: 'uuid' },
  { table: 'refunds', column: 'sealed_reason', row: 'refund_id', type: 'uuid' },
  { table: 'api_calls', column: 'sealed_bodies', row: 'call_id', type: 'uuid' },
  operatorsColumn('sealed_totp'),
  operatorsColumn('sealed_totp_offered'),
  { table: 'approvals', column: 'sealed_asked', row: 'approval_id', type: 'uuid' },
  {
    table: 'payout_files',
    column: 'sealed_content',
    row: 'file_id',
    type: 'uuid',
    ofMerchant: false,
  },
  { table: 'bank_accounts', column: 'sealed_details', row: 'account_id', type: 'text' },
];

export interface SealedRow {
  merchant_id: string;
  row: string;
  sealed: Buffer;
}

/** The next sealed values of a column after a row, by primary key. */
export async function pageSealed(
  db: Db,
  { table, column, row, type, ofMerchant }: SealedColumn,
  after: { merchant_id: string; row: string } | null,
  limit: number,
): Promise<SealedRow[]> {
  const merchant = merchantOf(ofMerchant);
  const start = after === null ? 'true' : `(${merchant}, t.${row}) > ($2::uuid, $3::${type})`;
  return await db.rows({
    name: `keys-page-${table}-${column}-${after === null ? 'first' : 'next'}`,
    text: `select ${merchant} as merchant_id, t.${row}::text as row, t.${column} as sealed from ${table} t
            where t.${column} is not null and ${start}
            order by ${merchant}, t.${row} limit $1`,
    values: after === null ? [limit] : [limit, after.merchant_id, after.row],
  });
}

/** Writes rewrapped values where the old ones still stand; answers how many were written. */
export async function writeRewrapped(
  db: Db,
  { table, column, row, type, ofMerchant }: SealedColumn,
  values: readonly (SealedRow & { rewrapped: Buffer })[],
): Promise<number> {
  const rows = await db.rows({
    name: `keys-rewrap-${table}-${column}`,
    text: `update ${table} t set ${column} = i.rewrapped
             from unnest($1::uuid[], $2::${type}[], $3::bytea[], $4::bytea[])
               as i (merchant_id, row_id, sealed, rewrapped)
            where ${merchantOf(ofMerchant)} = i.merchant_id and t.${row} = i.row_id and t.${column} = i.sealed
           returning 1`,
    values: pivot(values, [
      (v) => v.merchant_id,
      (v) => v.row,
      (v) => v.sealed,
      (v) => v.rewrapped,
    ]),
  });
  return rows.length;
}

function operatorsColumn(column: string): SealedColumn {
  return { table: 'operators', column, row: 'operator_id', type: 'uuid', ofMerchant: false };
}

function merchantOf(ofMerchant: false | undefined): string {
  return ofMerchant === false ? `'${OF_GATEWAY}'::uuid` : 't.merchant_id';
}
