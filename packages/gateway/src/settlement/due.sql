-- Whether money of a bank that was ordered and did not arrive is to be paid now, though nothing else is due: to an account that
-- somebody has released since, or, where the account is not verified any more, to the default one; and no statement says that it has
-- arrived after all.
create or replace function is_owed_again(lane uuid, of_bank text) returns boolean
language sql stable
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select exists (
    select from payouts p
      join ledger_accounts a on a.merchant_id = p.merchant_id and a.account = 'split_payable:' || p.bank || ':' || p.account
       and a.credits > a.debits
      left join bank_accounts k on k.merchant_id = p.merchant_id and k.account_id = p.account and k.status = 'verified'
      left join settlement_terms t on t.merchant_id = p.merchant_id and t.bank = p.bank
     where p.merchant_id = lane and p.bank = of_bank and p.state in ('refused', 'returned')
       and not exists (select from payouts d
                         join exceptions e on e.merchant_id = d.merchant_id and e.subject_id = d.payout_id and e.state = 'open'
                        where d.merchant_id = p.merchant_id and d.bank = p.bank and d.account = p.account
                          and d.state in ('refused', 'returned'))
       and case when k.account_id is null then true
                else p.released_at is not null and a.credits - a.debits >= coalesce(t.minimum, 0)
                 and not exists (select from payouts h
                                  where h.merchant_id = p.merchant_id and h.bank = p.bank and h.account = p.account
                                    and h.state in ('refused', 'returned') and h.released_at is null)
                 and not exists (select from payouts n
                                  where n.merchant_id = p.merchant_id and n.bank = p.bank and n.account = p.account
                                    and n.created_at >= p.released_at) end
  )
$$;

-- Whether a merchant's last batch of a bank left a balance that the next one would pay: what was left over then, or is owed since by
-- something else than a batch.
create or replace function is_balance_due(lane uuid, of_bank text) returns boolean
language sql stable
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select exists (
    select from ledger_accounts a
      left join settlement_terms t on t.merchant_id = a.merchant_id and t.bank = of_bank
     where a.merchant_id = lane and starts_with(a.account, 'split_payable:' || of_bank || ':') and a.credits > a.debits
       and a.credits - a.debits >= coalesce(t.minimum, 0)
       and not exists (
         select from payouts p
          where p.merchant_id = lane and p.bank = of_bank and a.account = 'split_payable:' || of_bank || ':' || p.account
            and p.state in ('refused', 'returned')
            and (p.released_at is null
                 or exists (select from exceptions e
                             where e.merchant_id = p.merchant_id and e.subject_id = p.payout_id and e.state = 'open')))
  )
$$;

-- When a merchant's last batch of a bank was booked; long ago where there was none.
create or replace function last_settled(lane uuid, of_bank text) returns timestamptz
language sql stable
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select coalesce((select b.booked_at from settlement_batches b
                    where b.merchant_id = lane and b.bank = of_bank and b.state = 'booked'
                    order by b.day desc limit 1), '-infinity')
$$;

-- Merchants and banks with something to settle on a day, in order, after one of them: what is due and in no batch, or a batch
-- that somebody left while collecting, or what did not arrive and is to be paid again, or what was left over and is enough by terms
-- that were changed since, or is owed since because a difference with the bank was resolved so. Left out is what another one is at,
-- and what has its batch of that day or a later one. `payable` asks for merchants that have a default account, or for those that have
-- none and wait. It goes from one to the next along the index, however many items each has, and names no merchant: whose turn it
-- is, is what is asked.
create or replace function due_settlements(
  upto date, at timestamptz, payable boolean, after_merchant uuid, after_bank text, scope uuid, most int
) returns table (merchant_id uuid, bank text)
language sql stable
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  with recursive walk (merchant_id, bank) as (
    (select i.merchant_id, i.bank from settlement_items i
      where i.batch_id is null and (scope is null or i.merchant_id = scope)
        and (i.merchant_id, i.bank) > (after_merchant, after_bank)
      order by i.merchant_id, i.bank limit 1)
    union all
    select n.merchant_id, n.bank
      from walk w
      cross join lateral (
        select i.merchant_id, i.bank from settlement_items i
         where i.batch_id is null and (scope is null or i.merchant_id = scope)
           and (i.merchant_id, i.bank) > (w.merchant_id, w.bank)
         order by i.merchant_id, i.bank limit 1
      ) n
  ),
  found as (
    select w.merchant_id, w.bank from walk w
     where exists (select 1 from settlement_items i
                    where i.merchant_id = w.merchant_id and i.bank = w.bank and i.batch_id is null and i.due_day <= upto)
       and not exists (select 1 from settlement_batches b
                        where b.merchant_id = w.merchant_id and b.bank = w.bank and b.day >= upto and b.state = 'booked')
    union
    select b.merchant_id, b.bank from settlement_batches b
     where b.state = 'collecting' and (scope is null or b.merchant_id = scope)
       and (b.merchant_id, b.bank) > (after_merchant, after_bank)
    union
    select p.merchant_id, p.bank from payouts p
     where p.state in ('refused', 'returned') and (scope is null or p.merchant_id = scope)
       and (p.merchant_id, p.bank) > (after_merchant, after_bank)
       and is_owed_again(p.merchant_id, p.bank)
       and not exists (select from settlement_batches b
                        where b.merchant_id = p.merchant_id and b.bank = p.bank and b.day >= upto and b.state = 'booked')
    union
    select o.merchant_id, o.bank
      from (
        select t.merchant_id, t.bank from settlement_terms t
         where (scope is null or t.merchant_id = scope) and (t.merchant_id, t.bank) > (after_merchant, after_bank)
           and t.changed_at >= last_settled(t.merchant_id, t.bank)
        union
        select e.merchant_id, e.bank from exceptions e
         where e.resolution in ('owed_again', 'booked_to_account') and e.reason <> 'missing_at_bank'
           and (scope is null or e.merchant_id = scope) and (e.merchant_id, e.bank) > (after_merchant, after_bank)
           and e.resolved_at >= last_settled(e.merchant_id, e.bank)
      ) o
     where is_balance_due(o.merchant_id, o.bank)
       and not exists (select from settlement_batches b
                        where b.merchant_id = o.merchant_id and b.bank = o.bank and b.day >= upto and b.state = 'booked')
  )
  select f.merchant_id, f.bank from found f
   where payable = exists (select 1 from bank_accounts a where a.merchant_id = f.merchant_id and a.is_default)
     and not exists (select 1 from settlement_batches b
                      where b.merchant_id = f.merchant_id and b.bank = f.bank and b.state = 'collecting'
                        and b.lease_until > at)
   order by f.merchant_id, f.bank limit most;
$$;
