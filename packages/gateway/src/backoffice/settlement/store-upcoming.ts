// SQL of what waits to be settled: which merchants and banks have something, what is due by day, and what accounts were left.
import type { Query } from '../../base/db.ts';
import { DEFAULT_TERMS } from '../../settlement/terms.ts';

export interface PairRow {
  merchant_id: string;
  client_id: string;
  merchant_name: string;
  bank: string;
  working_days: number;
  minimum: bigint;
  has_default: boolean;
  unseen: bigint;
  collecting_id: string | null;
  collecting_day: string | null;
}

/**
 * Merchants and banks with something that waits, in order, after one of them: items in no batch, balances of accounts, or money
 * that no statement has shown. A few looks into an index for each connection of a merchant to a bank, whatever it holds.
 */
export function waitingPairsQuery(
  merchantIds: readonly string[] | null,
  after: { merchant_id: string; bank: string } | null,
  limit: number,
): Query {
  return {
    name: 'bo-settlement-pairs',
    text: `select c.merchant_id, m.client_id, m.name as merchant_name, c.bank,
                  coalesce(t.working_days, $5) as working_days, coalesce(t.minimum, $6)::bigint as minimum,
                  exists (select 1 from bank_accounts a
                           where a.merchant_id = c.merchant_id and a.is_default and a.status = 'verified') as has_default,
                  coalesce(r.unseen, 0)::bigint as unseen, o.batch_id as collecting_id, o.day::text as collecting_day
             from bank_connections c
             join merchants m on m.merchant_id = c.merchant_id
             left join settlement_terms t on t.merchant_id = c.merchant_id and t.bank = c.bank
             left join lateral (select a.debits - a.credits as unseen from ledger_accounts a
                                 where a.merchant_id = c.merchant_id and a.account = 'bank_receivable:' || c.bank) r on true
             left join lateral (select b.batch_id, b.day from settlement_batches b
                                 where b.merchant_id = c.merchant_id and b.bank = c.bank and b.state = 'collecting') o
               on true
            where ($1::uuid[] is null or c.merchant_id = any ($1)) and (c.merchant_id, c.bank) > ($2::uuid, $3)
              and (coalesce(r.unseen, 0) <> 0 or o.batch_id is not null
                   or exists (select 1 from settlement_items i
                               where i.merchant_id = c.merchant_id and i.bank = c.bank and i.batch_id is null)
                   or exists (select 1 from ledger_accounts a
                               where a.merchant_id = c.merchant_id and a.credits <> a.debits
                                 and starts_with(a.account, 'split_payable:' || c.bank || ':')))
            order by c.merchant_id, c.bank limit $4`,
    values: [
      merchantIds,
      after?.merchant_id ?? '00000000-0000-0000-0000-000000000000',
      after?.bank ?? '',
      limit,
      DEFAULT_TERMS.workingDays,
      DEFAULT_TERMS.minimum,
    ],
  };
}

type Pair = Pick<PairRow, 'merchant_id' | 'bank'>;

function keysOf(pairs: readonly Pair[]): unknown[] {
  return [pairs.map((one) => one.merchant_id), pairs.map((one) => one.bank)];
}

export interface DueRow extends Pair {
  day: string;
  items: bigint;
  gross: bigint;
  fees: bigint;
  refunds: bigint;
}

/** What is in no batch, by the day on which it is due: as much as comes in within a few days. */
export function dueQuery(pairs: readonly Pair[]): Query {
  return {
    name: 'bo-settlement-due',
    text: `select i.merchant_id, i.bank, i.due_day::text as day, count(*) as items,
                  coalesce(sum(i.amount) filter (where i.kind = 'payment'), 0)::bigint as gross,
                  sum(i.fee)::bigint as fees,
                  coalesce(sum(i.amount) filter (where i.kind = 'refund'), 0)::bigint as refunds
             from unnest($1::uuid[], $2::text[]) as k (merchant_id, bank)
             join settlement_items i
               on i.merchant_id = k.merchant_id and i.bank = k.bank and i.batch_id is null
            group by i.merchant_id, i.bank, i.due_day
            order by i.merchant_id, i.bank, i.due_day`,
    values: keysOf(pairs),
  };
}

export interface CarriedRow extends Pair {
  account: string;
  balance: bigint;
  bank_name: string | null;
  number_tail: string | null;
  held: boolean;
}

/** What accounts are owed or owe of earlier batches, and whether something keeps them from being paid. */
export function carriedQuery(pairs: readonly Pair[]): Query {
  return {
    name: 'bo-settlement-carried',
    text: `select l.merchant_id, l.bank, l.account, l.balance, b.bank_name, b.number_tail,
                  exists (select 1 from payouts p
                           where p.merchant_id = l.merchant_id and p.bank = l.bank and p.account = l.account
                             and p.state in ('refused', 'returned') and p.released_at is null) as held
             from (select k.merchant_id, k.bank, substr(a.account, length('split_payable:' || k.bank || ':') + 1) as account,
                          a.credits - a.debits as balance
                     from unnest($1::uuid[], $2::text[]) as k (merchant_id, bank)
                     join ledger_accounts a
                       on a.merchant_id = k.merchant_id and a.credits <> a.debits
                          and starts_with(a.account, 'split_payable:' || k.bank || ':')) l
             left join bank_accounts b on b.merchant_id = l.merchant_id and b.account_id = l.account
            order by l.merchant_id, l.bank, l.account`,
    values: keysOf(pairs),
  };
}
