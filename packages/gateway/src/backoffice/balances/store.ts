// SQL of balances in the Back Office: accounts as they are kept, and their names.
import type { Query } from '../../base/db.ts';

export interface AccountRow {
  account: string;
  debits: bigint;
  credits: bigint;
  moved_at: number | null;
}

/**
 * A merchant's accounts, each with its sums and when it moved last: the last journal of its latest hour, by its number, or one
 * that is not summed yet.
 */
export function accountsQuery(merchantId: string): Query {
  return {
    name: 'bo-balances',
    text: `with tail as materialized (
             select x.account, max(j.journal_no) as journal_no
               from (select l.journal_no from ledger_journals l
                      where l.merchant_id = $1
                        and l.journal_no > (select coalesce(max(m.journal_no), 0) from ledger_marks m where m.merchant_id = $1)
                      order by l.journal_no desc limit 50000) j
              cross join lateral (
                select t.debit, t.credit from ledger_transfers t
                 where t.merchant_id = $1 and t.journal_no = j.journal_no offset 0
              ) t
              cross join lateral (values (t.debit), (t.credit)) as x (account)
              group by x.account
           )
           select a.account, a.debits, a.credits, j.made_at as moved_at
             from ledger_accounts a
             left join tail n on n.account = a.account
             left join lateral (
               select s.last_no as journal_no from ledger_sums s
                where n.journal_no is null and s.merchant_id = a.merchant_id and s.account = a.account and s.span = 'hour'
                order by s.at desc, s.last_no desc limit 1
             ) k on true
            cross join lateral (select coalesce(n.journal_no, k.journal_no) as journal_no offset 0) l
             left join ledger_journals j on j.merchant_id = $1 and j.journal_no = l.journal_no
            where a.merchant_id = $1
            order by a.account`,
    values: [merchantId],
  };
}

/** The sums of one account as they are kept. */
export function storedQuery(merchantId: string, account: string): Query {
  return {
    name: 'bo-balance',
    text: `select a.debits, a.credits from ledger_accounts a where a.merchant_id = $1 and a.account = $2`,
    values: [merchantId, account],
  };
}

export interface BankAccountName {
  account_id: string;
  bank_name: string;
  number_tail: string;
}

/** What a merchant's bank accounts are called. */
export function bankAccountsQuery(merchantId: string, ids: readonly string[]): Query {
  return {
    name: 'bo-balances-accounts',
    text: `select a.account_id, a.bank_name, a.number_tail from bank_accounts a
            where a.merchant_id = $1 and a.account_id = any($2::text[])`,
    values: [merchantId, ids],
  };
}

export interface MerchantRow {
  merchant_id: string;
  client_id: string;
  name: string;
}

/** A page of merchants by name, after one of them. */
export function merchantsQuery(
  merchantIds: readonly string[] | null,
  after: { name: string; merchantId: string },
  limit: number,
): Query {
  return {
    name: 'bo-balances-merchants',
    text: `select m.merchant_id, m.client_id, m.name from merchants m
            where ($1::uuid[] is null or m.merchant_id = any($1)) and (m.name, m.merchant_id) > ($2, $3::uuid)
            order by m.name, m.merchant_id limit $4`,
    values: [merchantIds, after.name, after.merchantId, limit],
  };
}

export interface KindRow {
  merchant_id: string;
  kind: string;
  debits: string;
  credits: string;
}

/** The balances of some merchants by kind of account. */
export function kindsQuery(merchantIds: readonly string[], kind: string | null): Query {
  return {
    name: 'bo-balances-kinds',
    text: `select a.merchant_id, split_part(a.account, ':', 1) as kind, sum(a.debits)::text as debits,
                  sum(a.credits)::text as credits
             from unnest($1::uuid[]) as m (merchant_id)
             join ledger_accounts a on a.merchant_id = m.merchant_id
            where $2::text is null or split_part(a.account, ':', 1) = $2
            group by a.merchant_id, split_part(a.account, ':', 1)`,
    values: [merchantIds, kind],
  };
}

export interface TotalRow {
  kind: string;
  debits: string;
  credits: string;
  accounts: bigint;
}

/** The balances of all merchants by kind: a row for each account, never one for each payment. At most so many rows are read. */
export function totalsQuery(merchantIds: readonly string[] | null, most: number): Query {
  return {
    name: 'bo-balances-totals',
    text: `select split_part(a.account, ':', 1) as kind, sum(a.debits)::text as debits, sum(a.credits)::text as credits,
                  count(*) as accounts
             from (select l.account, l.debits, l.credits from ledger_accounts l
                    where $1::uuid[] is null or l.merchant_id = any($1) limit $2) a
            group by 1 order by 1`,
    values: [merchantIds, most],
  };
}
