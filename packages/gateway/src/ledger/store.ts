// SQL of the ledger's readers. Its only writer is post.sql.
import type { Db } from '../base/db.ts';

export interface Head {
  merchantId: string;
  journalNo: bigint;
  hash: Buffer;
}

/** The head of every merchant's chain, or of one merchant's. */
export async function findHeads(db: Db, merchantId: string | null): Promise<Head[]> {
  const rows = await db.rows<{ merchant_id: string; journal_no: bigint; hash: Buffer }>({
    name: 'ledger-heads',
    text: `select h.merchant_id, h.journal_no, h.hash from ledger_heads h
            where $1::uuid is null or h.merchant_id = $1 order by h.merchant_id`,
    values: [merchantId],
  });
  return rows.map((row) => ({
    merchantId: row.merchant_id,
    journalNo: row.journal_no,
    hash: row.hash,
  }));
}

export interface JournalRow {
  journal_no: bigint;
  template: string;
  subject_id: string;
  made_us: bigint;
  hash: Buffer;
  lines: string | null;
}

/** A page of a merchant's journals after a number, in order, each with its lines as the chain hashes them. */
export async function findJournals(
  db: Pick<Db, 'rows'>,
  merchantId: string,
  after: bigint,
  limit: number,
): Promise<JournalRow[]> {
  return await db.rows<JournalRow>({
    name: 'ledger-journals',
    text: `select j.journal_no, j.template, j.subject_id, j.hash,
                  (extract(epoch from j.made_at) * 1000000)::bigint as made_us,
                  (select string_agg(t.debit || '>' || t.credit || ':' || t.amount, ',' order by t.line)
                     from ledger_transfers t
                    where t.merchant_id = j.merchant_id and t.journal_no = j.journal_no) as lines
             from ledger_journals j
            where j.merchant_id = $1 and j.journal_no > $2
            order by j.journal_no limit $3`,
    values: [merchantId, after, limit],
  });
}

export interface Balance {
  account: string;
  debits: bigint;
  credits: bigint;
}

/** A merchant's balances, whole rupiah. */
export async function findBalances(db: Db, merchantId: string): Promise<Balance[]> {
  return await db.rows<Balance>({
    name: 'ledger-balances',
    text: `select a.account, a.debits, a.credits from ledger_accounts a
            where a.merchant_id = $1 order by a.account`,
    values: [merchantId],
  });
}
