-- Adds up what has come since, at most so many journals of one merchant, into its hours and days; answers how many. Of two at
-- once one does it. Numbers of a chain are given under its lock and in the order of commits: what is behind the mark stays as it is.
create or replace function sum_ledger(lane uuid, most int) returns bigint
language plpgsql
-- Planned for keys: no size of a table may turn a page of a chain into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
set max_parallel_workers_per_gather = 0 set jit = off
as $$
declare
  done bigint;
  upto bigint;
begin
  insert into ledger_marks (merchant_id, journal_no) values (lane, 0) on conflict do nothing;
  select m.journal_no into done from ledger_marks m where m.merchant_id = lane for update skip locked;
  if not found then return 0; end if;
  select least(h.journal_no, done + most) into upto from ledger_heads h where h.merchant_id = lane;
  if upto is null or upto <= done then return 0; end if;

  insert into ledger_sums as s
    (merchant_id, account, span, at, template, journals, debits, credits, first_no, last_no)
  select lane, x.account, k.span, k.at, j.template, count(distinct j.journal_no), sum(x.debit)::bigint,
         sum(x.credit)::bigint, min(j.journal_no), max(j.journal_no)
    from ledger_journals j
   cross join lateral (
     -- Kept apart, so that journals come first and each is looked up.
     select t.debit, t.credit, t.amount from ledger_transfers t
      where t.merchant_id = lane and t.journal_no = j.journal_no offset 0
   ) t
   cross join lateral (values (t.debit, t.amount, 0::bigint), (t.credit, 0::bigint, t.amount)) as x (account, debit, credit)
   cross join lateral (values ('hour', date_trunc('hour', j.made_at, 'UTC')),
                              ('day', date_trunc('day', j.made_at, 'Asia/Jakarta'))) as k (span, at)
   where j.merchant_id = lane and j.journal_no > done and j.journal_no <= upto
   group by x.account, k.span, k.at, j.template
  on conflict (merchant_id, account, span, at, template) do update
    set journals = s.journals + excluded.journals, debits = s.debits + excluded.debits,
        credits = s.credits + excluded.credits, first_no = least(s.first_no, excluded.first_no),
        last_no = greatest(s.last_no, excluded.last_no);

  update ledger_marks m set journal_no = upto where m.merchant_id = lane;
  return upto - done;
end $$;

-- What an account, or each one, has moved by template from one instant on and before another: whole days and hours from the
-- sums, the rest of an hour at either end from the journals that stand in it, and what is not summed yet from the chain.
create or replace function ledger_moved(
  lane uuid, only_account text, spans text[], firsts timestamptz[], lasts timestamptz[], part_firsts timestamptz[],
  part_lasts timestamptz[], from_at timestamptz, to_at timestamptz
) returns table (account text, template text, journals bigint, debits bigint, credits bigint)
language sql stable
-- Planned for keys: pieces and accounts are looked up in indexes, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
set max_parallel_workers_per_gather = 0 set jit = off
as $$
  with accounts as materialized (
    select a.account from ledger_accounts a
     where a.merchant_id = lane and (only_account is null or a.account = only_account)
  ),
  -- Reckoned before anything is compared with it: under row-level security an index is entered with plain values alone.
  parts as materialized (
    select p.first, p.last, date_trunc('hour', p.first, 'UTC') as hour from unnest(part_firsts, part_lasts) as p (first, last)
  ),
  behind as materialized (
    select j.journal_no, j.template
      from parts p
     cross join lateral (
       select min(s.first_no) as first_no, max(s.last_no) as last_no
         from accounts c
         join ledger_sums s on s.merchant_id = lane and s.account = c.account and s.span = 'hour'
          and s.at = p.hour
     ) h
     cross join lateral (
       -- Kept apart, so that the hour comes first, and the chain is entered where it begins.
       select i.journal_no, i.template, i.made_at from ledger_journals i
        where i.merchant_id = lane and i.journal_no >= h.first_no and i.journal_no <= h.last_no offset 0
     ) j
     where j.made_at >= p.first and j.made_at < p.last
    union all
    select j.journal_no, j.template
      from ledger_journals j
     where j.merchant_id = lane and j.made_at >= from_at and j.made_at < to_at
       and j.journal_no > (select coalesce(max(m.journal_no), 0) from ledger_marks m where m.merchant_id = lane)
  )
  select m.account, m.template, sum(m.journals)::bigint, sum(m.debits)::bigint, sum(m.credits)::bigint
    from (
      select c.account, s.template, s.journals, s.debits, s.credits
        from accounts c
       cross join unnest(spans, firsts, lasts) as p (span, first, last)
       cross join lateral (
         -- Kept apart, so that the sums of an account are entered where a piece begins, and not all of them are read.
         select i.template, i.journals, i.debits, i.credits from ledger_sums i
          where i.merchant_id = lane and i.account = c.account and i.span = p.span and i.at >= p.first and i.at < p.last
         offset 0
       ) s
      union all
      select x.account, b.template, count(distinct b.journal_no), sum(x.debit), sum(x.credit)
        from behind b
       cross join lateral (
         -- Kept apart, so that journals come first and each is looked up.
         select t.debit, t.credit, t.amount from ledger_transfers t
          where t.merchant_id = lane and t.journal_no = b.journal_no offset 0
       ) t
       cross join lateral (values (t.debit, t.amount, 0::bigint), (t.credit, 0::bigint, t.amount)) as x (account, debit, credit)
       where only_account is null or x.account = only_account
       group by x.account, b.template
    ) m
   group by m.account, m.template;
$$;

-- What is not summed yet of an account's journals, as the sums would have it: by hour and template, the stretch of the chain.
create or replace function ledger_unsummed(
  lane uuid, of_account text, only_template text, from_at timestamptz, to_at timestamptz
) returns table (hour timestamptz, template text, first_no bigint, last_no bigint)
language sql stable
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
set max_parallel_workers_per_gather = 0 set jit = off
as $$
  select date_trunc('hour', j.made_at, 'UTC'), j.template, min(j.journal_no), max(j.journal_no)
    from ledger_journals j
   cross join lateral (
     select 1 from ledger_transfers t
      where t.merchant_id = lane and t.journal_no = j.journal_no
        and (t.debit = of_account or t.credit = of_account) limit 1
   ) x
   where j.merchant_id = lane and (only_template is null or j.template = only_template)
     and j.made_at >= from_at and j.made_at < to_at
     and j.journal_no > (select coalesce(max(m.journal_no), 0) from ledger_marks m where m.merchant_id = lane)
   group by 1, 2;
$$;

-- Journals that move an account within a time, newest hour first and within an hour from the end of the chain, before a place in
-- that order; at most so many. It goes from one hour to the next one that has any, so that a page costs what it shows.
create or replace function ledger_movements(
  lane uuid, of_account text, only_template text, from_at timestamptz, to_at timestamptz, before_hour timestamptz,
  before_no bigint, most int
) returns table (hour timestamptz, journal_no bigint, template text, subject_id uuid, made_at timestamptz, debits bigint,
                 credits bigint)
language plpgsql stable
-- Planned for keys: hours and stretches are looked up in indexes, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
set max_parallel_workers_per_gather = 0 set jit = off
as $$
declare
  wanted int := most;
  found_now int;
  of_hour timestamptz := 'infinity';
  -- What is not summed yet, as the sums would have it.
  new_hours timestamptz[];
  new_templates text[];
  new_firsts bigint[];
  new_lasts bigint[];
begin
  select array_agg(n.hour), array_agg(n.template), array_agg(n.first_no), array_agg(n.last_no)
    into new_hours, new_templates, new_firsts, new_lasts
    from ledger_unsummed(lane, of_account, only_template, from_at, to_at) n;
  loop
    select max(h.hour) into of_hour
      from (
        (select s.at as hour from ledger_sums s
          where s.merchant_id = lane and s.account = of_account and s.span = 'hour'
            and s.at >= date_trunc('hour', from_at, 'UTC') and s.at < least(to_at, of_hour) and s.at <= before_hour
            and (only_template is null or s.template = only_template)
          order by s.at desc limit 1)
        union all
        select u.hour from unnest(new_hours) as u (hour) where u.hour < of_hour and u.hour <= before_hour
      ) h;
    exit when of_hour is null;
    return query
    select of_hour, f.journal_no, f.template, f.subject_id, f.made_at, f.debits, f.credits
      from (
        select j.journal_no, j.template, j.subject_id, j.made_at, j.debits, j.credits
          from (
            select s.template, s.first_no, s.last_no from ledger_sums s
             where s.merchant_id = lane and s.account = of_account and s.span = 'hour' and s.at = of_hour
               and (only_template is null or s.template = only_template)
            union all
            select u.template, u.first_no, u.last_no
              from unnest(new_hours, new_templates, new_firsts, new_lasts) as u (hour, template, first_no, last_no)
             where u.hour = of_hour
          ) h
         cross join lateral (
           select i.journal_no, i.template, i.subject_id, i.made_at, m.debits, m.credits
             from ledger_journals i
            cross join lateral (
              select (sum(t.amount) filter (where t.debit = of_account))::bigint as debits,
                     (sum(t.amount) filter (where t.credit = of_account))::bigint as credits
                from ledger_transfers t where t.merchant_id = lane and t.journal_no = i.journal_no
            ) m
            where i.merchant_id = lane and i.journal_no >= h.first_no and i.journal_no <= h.last_no
              and (of_hour < before_hour or i.journal_no < before_no)
              and i.template = h.template and i.made_at >= greatest(of_hour, from_at)
              and i.made_at < least(of_hour + interval '1 hour', to_at)
              and (m.debits is not null or m.credits is not null)
            order by i.journal_no desc limit wanted
         ) j
         order by j.journal_no desc limit wanted
      ) f;
    get diagnostics found_now = row_count;
    wanted := wanted - found_now;
    exit when wanted <= 0;
  end loop;
end $$;
