// SQL of the audit: appended to by append-audit.sql alone, and read in the order of its chains.
import { instant, pivot, type Tx } from '../base/db.ts';

/** An entry as it goes in: JSON as text, `words` as the chain hashes them. */
export interface Said {
  merchantId: string;
  operatorId: string | null;
  by: string;
  role: string | null;
  address: string | null;
  act: string;
  subject: string;
  reason: string | null;
  before: string | null;
  after: string | null;
  words: string;
}

/** Appends entries, each to the chain of its merchant; `at` is business time, epoch ms. */
export async function appendEntries(tx: Tx, at: number, said: readonly Said[]): Promise<void> {
  await tx.rows({
    name: 'audit-append',
    text: `select append_audit(null, $1, $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                               $9::text[], $10::text[], $11::text[], $12::text[])`,
    values: [
      instant(at),
      ...pivot(said, [
        (one) => one.merchantId,
        (one) => one.operatorId,
        (one) => one.by,
        (one) => one.role,
        (one) => one.address,
        (one) => one.act,
        (one) => one.subject,
        (one) => one.reason,
        (one) => one.before,
        (one) => one.after,
        (one) => one.words,
      ]),
    ],
  });
}

export interface AuditHead {
  merchantId: string;
  entryNo: bigint;
  hash: Buffer;
}

/** The head of every chain, the gateway's among them, or of one merchant's. */
export async function findAuditHeads(on: Tx, merchantId: string | null): Promise<AuditHead[]> {
  const rows = await on.rows<{ merchant_id: string; entry_no: bigint; hash: Buffer }>({
    name: 'audit-heads',
    text: `select h.merchant_id, h.entry_no, h.hash from audit_heads h
            where $1::uuid is null or h.merchant_id = $1 order by h.merchant_id`,
    values: [merchantId],
  });
  return rows.map((row) => ({
    merchantId: row.merchant_id,
    entryNo: row.entry_no,
    hash: row.hash,
  }));
}

export interface EntryRow {
  entry_no: bigint;
  at_us: bigint;
  operator_id: string | null;
  by: string;
  role: string | null;
  address: string | null;
  act: string;
  subject: string;
  reason: string | null;
  before: unknown;
  after: unknown;
  hash: Buffer;
}

/** A page of a chain after a number, in order. */
export async function findEntries(
  on: Tx,
  merchantId: string,
  after: bigint,
  limit: number,
): Promise<EntryRow[]> {
  return await on.rows<EntryRow>({
    name: 'audit-entries',
    text: `select a.entry_no, (extract(epoch from a.at) * 1000000)::bigint as at_us, a.operator_id, a.by, a.role, a.address,
                  a.act, a.subject, a.reason, a.before, a.after, a.hash
             from audit_entries a
            where a.merchant_id = $1 and a.entry_no > $2
            order by a.entry_no limit $3`,
    values: [merchantId, after, limit],
  });
}
