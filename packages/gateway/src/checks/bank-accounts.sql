-- Checks of merchants' own bank accounts: how each came to stand as it does, and whether money went to verified ones alone.
-- Every row is a finding; each function is one statement over a page of keys, which reads and locks nothing.

-- Whether two people stand behind an event: the request by which it was done, asked for by one and approved by the other, about
-- this account; `failed` it ends where the account moved on before a second try of what was done. A sandbox's own accounts have
-- nobody, and its audit says so.
create or replace function two_people(merchant uuid, account text, event text, operator uuid, approval uuid) returns boolean
language sql stable
set plan_cache_mode = force_custom_plan set enable_seqscan = off
as $$
  select case
    when approval is null then operator is null and exists (
      select from audit_entries u
       where u.merchant_id = merchant and u.subject = account and u.by = 'sandbox' and u.act = 'bank_account.verified')
    else exists (
      select from approvals a
       where a.merchant_id = merchant and a.approval_id = approval and a.kind = 'bank_account'
         and a.state in ('approved', 'done', 'failed') and a.decided_by = operator and a.asked_by <> a.decided_by
         and (a.subject = account and a.asked ->> 'what' = case event
                when 'verified' then 'verify' when 'made_default' then 'make_default' when 'closed' then 'close' end
              or event = 'no_longer_default' and a.asked ->> 'what' = 'make_default'
                 and a.asked ->> 'former_default' = account))
  end;
$$;

-- An account is where its events lead: one for each version, each along an edge of the machine (`from>event>to`, the caller's
-- own table), the last one saying how it stands; and what decides where money goes was done by two people. Of a merchant's
-- accounts one is the default at the most, and a verified one. Both arrays name merchants.
create or replace function check_bank_accounts(merchant_ids uuid[], ids uuid[], edges text[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  with accounts as (
    select a.* from unnest(merchant_ids, ids) as i (merchant_id, id)
      join bank_accounts a on a.merchant_id = i.merchant_id
  ), events as (
    select e.*, coalesce(lag(e.status) over whole, '') as before
      from accounts a
      join bank_account_events e on e.merchant_id = a.merchant_id and e.account_id = a.account_id
    window whole as (partition by e.merchant_id, e.account_id order by e.version)
  )
  select a.merchant_id, a.account_id,
         format('%s at version %s%s, %s events ending %s%s', a.status, a.version,
                case when a.is_default then ', the default' else '' end, e.n, coalesce(e.status, 'nowhere'),
                case when e.is_default then ', the default' else '' end)
    from accounts a
    cross join lateral (
      select count(*) as n, max(v.version) as top, (array_agg(v.status order by v.version desc))[1] as status,
             (array_agg(v.is_default order by v.version desc))[1] as is_default
        from bank_account_events v where v.merchant_id = a.merchant_id and v.account_id = a.account_id
    ) e
   where e.n <> a.version or e.top is distinct from a.version or e.status is distinct from a.status
      or e.is_default is distinct from a.is_default
  union all
  select e.merchant_id, e.account_id, format('version %s: %s>%s>%s', e.version, e.before, e.event, e.status)
    from events e
   where e.before || '>' || e.event || '>' || e.status <> all (edges)
  union all
  select e.merchant_id, e.account_id, format('version %s: %s without two people', e.version, e.event)
    from events e
   where (e.event in ('verified', 'made_default', 'no_longer_default')
          or e.event = 'closed' and e.before = 'verified')
     and not two_people(e.merchant_id, e.account_id, e.event, e.operator_id, e.approval_id)
  union all
  select a.merchant_id, a.account_id, format('the default is %s', a.status)
    from accounts a where a.is_default and a.status <> 'verified'
  union all
  select a.merchant_id, min(a.account_id), format('%s accounts are the default', count(*))
    from accounts a where a.is_default
   group by a.merchant_id having count(*) > 1;
$$;

-- A payout went to an account that was verified when it was ordered. Clocks of processes may differ by a minute; in a sandbox
-- whose time was moved they may differ by more, and it is only looked at whether the account was ever verified.
create or replace function check_paid_accounts(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select p.merchant_id, p.payout_id::text, format('%s to %s, which was not verified then', p.amount, p.account)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join payouts p on p.merchant_id = i.merchant_id and p.payout_id = i.id
   where not exists (
      select from (
        select e.status, e.at, lead(e.at) over (order by e.version) as until
          from bank_account_events e where e.merchant_id = p.merchant_id and e.account_id = p.account
      ) v
       where v.status = 'verified'
         and (exists (select from sandbox_clock c where c.offset_ms <> 0)
              or v.at <= p.created_at + interval '1 minute'
                 and (v.until is null or v.until >= p.created_at - interval '1 minute')));
$$;
