-- Checks of the ledger's sums. Every row with a subject is a finding. Each function is one statement, and so one moment, which reads
-- and locks nothing.

-- M3: what is kept of each account for some hours is what the journals of these hours come to, as far as they are summed. They are
-- read once, within the stretches of the chain that are kept of them. One row, without a subject, says how many journals behind
-- `after` and up to `upto` were met.
create or replace function check_hours(
  merchant uuid, accounts text[], hours timestamptz[], after bigint, upto bigint
) returns table (subject text, detail text, met bigint)
language sql stable
-- Planned for keys: hours and stretches are looked up in indexes, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  with kept as materialized (
    select s.account, s.at, s.template, s.journals, s.debits, s.credits, s.first_no, s.last_no
      from unnest(hours) as h (at)
     cross join unnest(accounts) as c (account)
      join ledger_sums s on s.merchant_id = merchant and s.account = c.account and s.span = 'hour' and s.at = h.at
  ),
  stretches as materialized (
    select k.at, min(k.first_no) as first_no,
           least(max(k.last_no), (select m.journal_no from ledger_marks m where m.merchant_id = merchant)) as last_no
      from kept k group by k.at
  ),
  moved as materialized (
    select s.at, j.journal_no, j.template, x.account, x.debit, x.credit
      from stretches s
     cross join lateral (
       -- Kept apart, so that the hour comes first, and the chain is entered where it begins.
       select i.journal_no, i.template, i.made_at from ledger_journals i
        where i.merchant_id = merchant and i.journal_no >= s.first_no and i.journal_no <= s.last_no offset 0
     ) j
     cross join lateral (
       -- Kept apart, so that journals come first and each is looked up.
       select t.debit, t.credit, t.amount from ledger_transfers t
        where t.merchant_id = merchant and t.journal_no = j.journal_no offset 0
     ) t
     cross join lateral (values (t.debit, t.amount, 0::bigint), (t.credit, 0::bigint, t.amount)) as x (account, debit, credit)
     where j.made_at >= s.at and j.made_at < s.at + interval '1 hour'
  )
  select null, null, count(distinct m.journal_no) from moved m where m.journal_no > after and m.journal_no <= upto
  union all
  select format('%s of %s by %s', b.account, to_char(b.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'), b.template),
         format('kept are %s journals, %s / %s, %s to %s; booked are %s journals, %s / %s, %s to %s', b.kept[1], b.kept[2],
                b.kept[3], b.kept[4], b.kept[5], b.booked[1], b.booked[2], b.booked[3], b.booked[4], b.booked[5]), null
    from (
      select s.account, s.at, s.template, array[sum(s.k1), sum(s.k2), sum(s.k3), sum(s.k4), sum(s.k5)] as kept,
             array[sum(s.b1), sum(s.b2), sum(s.b3), sum(s.b4), sum(s.b5)] as booked
        from (
          select k.account, k.at, k.template, k.journals as k1, k.debits as k2, k.credits as k3, k.first_no as k4,
                 k.last_no as k5, 0 as b1, 0 as b2, 0 as b3, 0 as b4, 0 as b5
            from kept k
          union all
          select m.account, m.at, m.template, 0, 0, 0, 0, 0, count(distinct m.journal_no), sum(m.debit), sum(m.credit),
                 min(m.journal_no), max(m.journal_no)
            from moved m group by m.account, m.at, m.template
        ) s
       group by s.account, s.at, s.template
    ) b
   where b.kept <> b.booked;
$$;

-- M3: what is kept for some days of WIB is what is kept for their hours.
create or replace function check_days(merchant uuid, accounts text[], from_day timestamptz, before_day timestamptz)
returns table (subject text, detail text)
language sql stable
-- Planned for keys: a stretch of days is looked up in the index, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select format('%s of %s by %s', d.account, to_char(d.day at time zone 'Asia/Jakarta', 'YYYY-MM-DD'), d.template),
         format('of the day %s journals, %s / %s, %s to %s; of its hours %s journals, %s / %s, %s to %s', d.of_day[1], d.of_day[2],
                d.of_day[3], d.of_day[4], d.of_day[5], d.of_hours[1], d.of_hours[2], d.of_hours[3], d.of_hours[4],
                d.of_hours[5])
    from (
      select s.account, date_trunc('day', s.at, 'Asia/Jakarta') as day, s.template,
             array[coalesce(sum(s.journals) filter (where s.span = 'day'), 0),
                   coalesce(sum(s.debits) filter (where s.span = 'day'), 0),
                   coalesce(sum(s.credits) filter (where s.span = 'day'), 0),
                   coalesce(min(s.first_no) filter (where s.span = 'day'), 0),
                   coalesce(max(s.last_no) filter (where s.span = 'day'), 0)] as of_day,
             array[coalesce(sum(s.journals) filter (where s.span = 'hour'), 0),
                   coalesce(sum(s.debits) filter (where s.span = 'hour'), 0),
                   coalesce(sum(s.credits) filter (where s.span = 'hour'), 0),
                   coalesce(min(s.first_no) filter (where s.span = 'hour'), 0),
                   coalesce(max(s.last_no) filter (where s.span = 'hour'), 0)] as of_hours
        from unnest(accounts) as c (account)
       cross join (values ('hour'), ('day')) as k (span)
        join ledger_sums s on s.merchant_id = merchant and s.account = c.account and s.span = k.span
         and s.at >= from_day and s.at < before_day
       group by s.account, 2, s.template
    ) d
   where d.of_day <> d.of_hours;
$$;
