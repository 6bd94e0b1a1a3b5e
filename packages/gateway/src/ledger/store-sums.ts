// SQL of the ledger's sums: added up, and read as balances of any time, as what moved between two, and journal by journal.
import { instant, type Db, type Query } from '../base/db.ts';
import type { Pieces } from './pieces.ts';

/** Merchants whose chain is longer than what is summed of it. */
export async function findBehind(db: Db, limit: number): Promise<string[]> {
  const rows = await db.rows<{ merchant_id: string }>({
    name: 'ledger-behind',
    text: `select h.merchant_id from ledger_heads h
             left join ledger_marks m on m.merchant_id = h.merchant_id
            where h.journal_no > coalesce(m.journal_no, 0)
            order by h.merchant_id limit $1`,
    values: [limit],
  });
  return rows.map((row) => row.merchant_id);
}

/** Adds up at most `most` journals of a merchant; answers how many. */
export async function sumJournals(db: Db, merchantId: string, most: number): Promise<bigint> {
  const [row] = await db.rows<{ summed: bigint }>({
    name: 'ledger-sum',
    text: 'select sum_ledger($1, $2) as summed',
    values: [merchantId, most],
  });
  return row?.summed ?? 0n;
}

/** How many journals of a merchant are not summed yet. */
export function unsummedQuery(merchantId: string): Query {
  return {
    name: 'ledger-unsummed',
    text: `select coalesce((select j.journal_no from ledger_journals j
                             where j.merchant_id = $1 order by j.journal_no desc limit 1), 0)
                  - coalesce((select m.journal_no from ledger_marks m where m.merchant_id = $1), 0) as journals`,
    values: [merchantId],
  };
}

/** What an account moved by one template. Whole rupiah. */
export interface Moved {
  account: string;
  template: string;
  journals: bigint;
  debits: bigint;
  credits: bigint;
}

/** What an account has moved by template within some pieces of time; each account of the merchant where none is named. */
export function movedQuery(merchantId: string, account: string | null, pieces: Pieces): Query {
  return {
    name: 'ledger-moved',
    text: `select m.account, m.template, m.journals, m.debits, m.credits
             from ledger_moved($1, $2, $3, $4, $5, $6, $7, $8, $9) m
            order by m.account, m.template`,
    values: [
      merchantId,
      account,
      pieces.kept.map(({ span }) => span),
      pieces.kept.map(({ first }) => instant(first)),
      pieces.kept.map(({ last }) => instant(last)),
      pieces.parts.map(({ first }) => instant(first)),
      pieces.parts.map(({ last }) => instant(last)),
      instant(pieces.from),
      instant(pieces.to),
    ],
  };
}

/** Which movements of an account: of a time, epoch ms, and of one template or any. */
export interface Wanted {
  merchantId: string;
  account: string;
  template: string | null;
  from: number;
  to: number;
}

/** A journal as one account sees it. Sums in whole rupiah, null where it has none on that side. */
export interface MovementRow {
  hour: number;
  journal_no: bigint;
  template: string;
  subject_id: string;
  made_at: number;
  debits: bigint | null;
  credits: bigint | null;
}

/** A page of the movements of an account, newest first, before a place in their order. */
export function movementsQuery(
  { merchantId, account, template, from, to }: Wanted,
  before: { hour: number; journalNo: bigint },
  limit: number,
): Query {
  return {
    name: 'ledger-movements',
    text: `select m.hour, m.journal_no, m.template, m.subject_id, m.made_at, m.debits, m.credits
             from ledger_movements($1, $2, $3, $4, $5, $6, $7, $8) m`,
    values: [
      merchantId,
      account,
      template,
      instant(from),
      instant(to),
      instant(before.hour),
      before.journalNo,
      limit,
    ],
  };
}

/** All movements of an account for a file: oldest hour first, within an hour by template and along the chain. */
export function allMovementsQuery({ merchantId, account, template, from, to }: Wanted): Query {
  return {
    name: 'ledger-all-movements',
    text: `select s.hour, j.journal_no, j.template, j.subject_id, j.made_at, j.debits, j.credits
             from (select k.at as hour, k.template, k.first_no, k.last_no from ledger_sums k
                    where k.merchant_id = $1 and k.account = $2 and k.span = 'hour'
                      and k.at >= date_trunc('hour', $4::timestamptz, 'UTC') and k.at < $5
                      and ($3::text is null or k.template = $3)
                   union all
                   select n.hour, n.template, n.first_no, n.last_no from ledger_unsummed($1, $2, $3, $4, $5) n
                    order by 1, 3) s
            cross join lateral (
              select i.journal_no, i.template, i.subject_id, i.made_at, m.debits, m.credits
                from ledger_journals i
               cross join lateral (
                 select (sum(t.amount) filter (where t.debit = $2))::bigint as debits,
                        (sum(t.amount) filter (where t.credit = $2))::bigint as credits
                   from ledger_transfers t where t.merchant_id = $1 and t.journal_no = i.journal_no
               ) m
               where i.merchant_id = $1 and i.journal_no >= s.first_no and i.journal_no <= s.last_no
                 and i.template = s.template and i.made_at >= greatest(s.hour, $4)
                 and i.made_at < least(s.hour + interval '1 hour', $5)
                 and (m.debits is not null or m.credits is not null)
               order by i.journal_no
            ) j`,
    values: [merchantId, account, template, instant(from), instant(to)],
  };
}
