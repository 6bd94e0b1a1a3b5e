-- What a batch is booked from, with the merchant's books held from here to the end of the transaction: for each account what it was
-- owed before, what the batch's lines add, and whether its last payout was refused or came back and nobody has released it since, or a
-- statement says otherwise of it.
-- `prefix` is what the ledger calls such an account before its id; `minimum` what was agreed, null where nothing was.
create or replace function hold_settlement_balances(lane uuid, batch uuid, of_bank text, prefix text)
returns table (account text, carried bigint, share bigint, barred boolean, minimum bigint)
language plpgsql
-- Planned once, for keys: on small tables the planner would choose scans and keep them, or plan every call anew.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  perform 1 from ledger_heads h where h.merchant_id = lane for update;
  return query
  select x.account, sum(x.carried)::bigint, sum(x.share)::bigint, bool_or(x.barred),
         (select t.minimum from settlement_terms t where t.merchant_id = lane and t.bank = of_bank)
    from (
      select substr(a.account, length(prefix) + 1) as account, a.credits - a.debits as carried, 0::bigint as share,
             false as barred
        from ledger_accounts a
       where a.merchant_id = lane and starts_with(a.account, prefix) and a.credits <> a.debits
      union all
      select s.account, 0, s.amount, false
        from settlement_shares s where s.merchant_id = lane and s.batch_id = batch
      union all
      select p.account, 0, 0, true
        from payouts p
       where p.merchant_id = lane and p.bank = of_bank and p.state in ('refused', 'returned')
         and (p.released_at is null
              or exists (select from exceptions e
                          where e.merchant_id = p.merchant_id and e.subject_id = p.payout_id and e.state = 'open'))
    ) x
   group by x.account;
end $$;

-- Ends a batch that the caller holds: what became of each account, the payouts with their first event, and the batch as booked.
create or replace function end_settlement_batch(
  lane uuid, batch uuid, of_bank text, at timestamptz,
  accounts text[], amounts bigint[], carrieds bigint[], balances bigint[],
  payout_ids uuid[], payout_accounts text[], payout_amounts bigint[]
) returns void
language plpgsql
-- Planned once, for keys: on small tables the planner would choose scans and keep them, or plan every call anew.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  insert into settlement_shares as s (merchant_id, batch_id, account, amount, carried, balance)
  select lane, batch, p.account, p.amount, p.carried, p.balance
    from unnest(accounts, amounts, carrieds, balances) as p (account, amount, carried, balance)
  on conflict (merchant_id, batch_id, account) do update
    set amount = excluded.amount, carried = excluded.carried, balance = excluded.balance;

  insert into payouts (merchant_id, payout_id, batch_id, bank, account, amount, state, created_at, changed_at)
  select lane, p.payout_id, batch, of_bank, p.account, p.amount, 'ready', at, at
    from unnest(payout_ids, payout_accounts, payout_amounts) as p (payout_id, account, amount);

  insert into payout_events (merchant_id, payout_id, version, state, actor, at)
  select lane, p.payout_id, 1, 'ready', 'settlement', at from unnest(payout_ids) as p (payout_id);

  update settlement_batches b set state = 'booked', booked_at = at, lease_id = null, lease_until = null
   where b.merchant_id = lane and b.batch_id = batch and b.state = 'collecting';
end $$;
