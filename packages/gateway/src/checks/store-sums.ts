// SQL of the check of the ledger's sums: how far each merchant is summed, which hours are kept, and what they come to.
import { instant, type Db } from '../base/db.ts';

/** How far a merchant's chain goes, and how far it is summed. */
export interface Summed {
  merchantId: string;
  head: bigint;
  summed: bigint;
}

/** Merchants with a chain, or the one that is named. */
export async function findSummed(db: Db, scope: string | null): Promise<Summed[]> {
  const rows = await db.rows<{ merchant_id: string; head: bigint; summed: bigint }>({
    name: 'check-summed',
    text: `select h.merchant_id, h.journal_no as head, coalesce(m.journal_no, 0) as summed
             from ledger_heads h left join ledger_marks m on m.merchant_id = h.merchant_id
            where $1::uuid is null or h.merchant_id = $1 order by h.merchant_id`,
    values: [scope],
  });
  return rows.map((row) => ({ merchantId: row.merchant_id, head: row.head, summed: row.summed }));
}

/** An hour, epoch ms, and about how many journals it has. */
export interface Hour {
  at: number;
  journals: bigint;
}

/** Every hour of which anything is kept, in order. */
export async function findKeptHours(db: Db, merchantId: string): Promise<Hour[]> {
  return await db.rows<Hour>({
    name: 'check-kept-hours',
    text: `select s.at, max(s.last_no) - min(s.first_no) + 1 as journals from ledger_sums s
            where s.merchant_id = $1 and s.span = 'hour' group by s.at order by s.at`,
    values: [merchantId],
  });
}

/** The hours in which some journals were made, in order. */
export async function findHoursOf(
  db: Db,
  merchantId: string,
  after: bigint,
  upto: bigint,
): Promise<Hour[]> {
  return await db.rows<Hour>({
    name: 'check-hours-of',
    text: `select date_trunc('hour', j.made_at, 'UTC') as at, count(*) as journals from ledger_journals j
            where j.merchant_id = $1 and j.journal_no > $2 and j.journal_no <= $3 group by 1 order by 1`,
    values: [merchantId, after, upto],
  });
}

/** The accounts that a merchant has, or of which anything is kept. */
export async function findAccounts(db: Db, merchantId: string): Promise<string[]> {
  const rows = await db.rows<{ account: string }>({
    name: 'check-sum-accounts',
    text: `select a.account from ledger_accounts a where a.merchant_id = $1
           union
           select s.account from ledger_sums s where s.merchant_id = $1`,
    values: [merchantId],
  });
  return rows.map(({ account }) => account);
}

/** What is wrong with the sums of some hours, and how many journals of a stretch of the chain stand in them. */
export async function lookAtHours(
  db: Db,
  { merchantId, accounts }: { merchantId: string; accounts: readonly string[] },
  hours: readonly Hour[],
  { after, upto }: { after: bigint; upto: bigint },
): Promise<{ found: { subject: string; detail: string }[]; met: bigint }> {
  const rows = await db.rows<{ subject: string | null; detail: string; met: bigint | null }>({
    name: 'check-hours',
    text: 'select subject, detail, met from check_hours($1, $2::text[], $3::timestamptz[], $4, $5)',
    values: [merchantId, accounts, hours.map(({ at }) => instant(at)), after, upto],
  });
  const found = rows.flatMap(({ subject, detail }) =>
    subject === null ? [] : [{ subject, detail }],
  );
  return { found, met: rows.reduce((sum, { met }) => sum + (met ?? 0n), 0n) };
}

/** What is wrong with the sums of days from one on and before another; epoch ms, null where there is no end. */
export async function lookAtDays(
  db: Db,
  { merchantId, accounts }: { merchantId: string; accounts: readonly string[] },
  from: number | null,
  before: number | null,
): Promise<{ subject: string; detail: string }[]> {
  return await db.rows<{ subject: string; detail: string }>({
    name: 'check-days',
    text: `select subject, detail
             from check_days($1, $2::text[], coalesce($3::timestamptz, '-infinity'), coalesce($4::timestamptz, 'infinity'))`,
    values: [merchantId, accounts, instant(from), instant(before)],
  });
}
