// SQL of what banks call our merchants. These statements name no merchant: a statement file is one bank's, for all of them.
import { pivot, type Db, type Tx } from '../base/db.ts';

export interface ConnectionRow {
  merchant_id: string;
  sealed_credentials: Buffer;
}

/** Every merchant that was ever connected to a bank. */
export async function listConnections(db: Db, bank: string): Promise<ConnectionRow[]> {
  return await db.rows<ConnectionRow>({
    name: 'reconciliation-connections',
    text: `select c.merchant_id, c.sealed_credentials from bank_connections c
            where c.bank = $1 order by c.merchant_id`,
    values: [bank],
  });
}

/** A merchant, and the fingerprint of what a bank calls it. */
export interface Partner {
  merchantId: string;
  partnerKey: Buffer;
}

/** Every fingerprint that is known of a bank. */
export async function listPartners(db: Db, bank: string): Promise<Partner[]> {
  const rows = await db.rows<{ merchant_id: string; partner_key: Buffer }>({
    name: 'reconciliation-partners',
    text: `select p.merchant_id, p.partner_key from bank_partners p
            where p.bank = $1 order by p.merchant_id, p.partner_key`,
    values: [bank],
  });
  return rows.map((row) => ({ merchantId: row.merchant_id, partnerKey: row.partner_key }));
}

/** Writes down fingerprints that are not known yet. */
export async function putPartners(
  on: Tx,
  bank: string,
  partners: readonly Partner[],
): Promise<void> {
  await on.rows({
    name: 'reconciliation-put-partners',
    text: `insert into bank_partners (merchant_id, bank, partner_key)
           select i.merchant_id, $1, i.partner_key
             from unnest($2::uuid[], $3::bytea[]) as i (merchant_id, partner_key)
            order by i.merchant_id, i.partner_key
           on conflict do nothing`,
    values: [bank, ...pivot(partners, [(one) => one.merchantId, (one) => one.partnerKey])],
  });
}

/** Whose references these are, of merchants that share a partner: payments, refunds and payouts. */
export async function findOwners(
  on: Tx,
  merchantIds: readonly string[],
  subjectIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await on.rows<{ merchant_id: string; id: string }>({
    name: 'reconciliation-owners',
    text: `select p.merchant_id, p.payment_id as id from payments p
            where p.merchant_id = any($1::uuid[]) and p.payment_id = any($2::uuid[])
           union all
           select r.merchant_id, r.refund_id from refunds r
            where r.merchant_id = any($1::uuid[]) and r.refund_id = any($2::uuid[])
           union all
           select o.merchant_id, o.payout_id from payouts o
            where o.merchant_id = any($1::uuid[]) and o.payout_id = any($2::uuid[])`,
    values: [merchantIds, subjectIds],
  });
  return new Map(rows.map((row) => [row.id, row.merchant_id]));
}
