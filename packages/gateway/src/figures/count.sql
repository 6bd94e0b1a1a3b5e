-- Counts hours anew from what they are made of, payments and notifications that were made before `cut`, and sums days and
-- all merchants together from them. Run twice it changes nothing.
create or replace function count_figures(merchant_ids uuid[], hours timestamptz[], cut timestamptz) returns void
language plpgsql
-- Planned for keys: hours are looked up in indexes, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  delete from payment_figures f using unnest(merchant_ids, hours) as i (merchant_id, hour)
   where f.merchant_id = i.merchant_id and f.span = 'hour' and f.at = i.hour;
  insert into payment_figures (merchant_id, span, at, bank, state, reason, payments, amount, refunds, refunded)
  select i.merchant_id, 'hour', i.hour, p.bank, p.state, case when p.state = 'failed' then coalesce(p.reason, '') else '' end,
         count(*), sum(p.amount), coalesce(sum(r.refunds), 0), coalesce(sum(r.refunded), 0)
    from (select distinct u.merchant_id, u.hour from unnest(merchant_ids, hours) as u (merchant_id, hour)) i
    join payments p on p.merchant_id = i.merchant_id and p.created_at >= i.hour
     and p.created_at < least(i.hour + interval '1 hour', cut)
    -- What is asked back and not yet given back is no refund; `refunded` of the payment has it already.
    left join lateral (
      select count(*) as refunds, sum(r.amount) as refunded from refunds r
       where p.refunded > 0 and r.merchant_id = p.merchant_id and r.payment_id = p.payment_id
         and r.kind = 'merchant' and r.state = 'succeeded'
    ) r on true
   group by 1, 3, 4, 5, 6;

  delete from notification_figures f using unnest(merchant_ids, hours) as i (merchant_id, hour)
   where f.merchant_id = i.merchant_id and f.span = 'hour' and f.at = i.hour;
  insert into notification_figures (merchant_id, span, at, bank, state, notifications)
  select i.merchant_id, 'hour', i.hour, n.bank, n.state, count(*)
    from (select distinct u.merchant_id, u.hour from unnest(merchant_ids, hours) as u (merchant_id, hour)) i
    join notifications n on n.merchant_id = i.merchant_id and n.created_at >= i.hour
     and n.created_at < least(i.hour + interval '1 hour', cut)
   group by 1, 3, 4, 5;

  perform sum_figures(merchant_ids, hours);
end $$;

-- All merchants together from the merchants' hours, then the days of WIB from hours.
create or replace function sum_figures(merchant_ids uuid[], hours timestamptz[]) returns void
language plpgsql
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  everybody constant uuid := '00000000-0000-0000-0000-000000000000';
begin
  delete from payment_figures f where f.merchant_id = everybody and f.span = 'hour' and f.at = any (hours);
  insert into payment_figures (merchant_id, span, at, bank, state, reason, payments, amount, refunds, refunded)
  select everybody, 'hour', f.at, f.bank, f.state, f.reason, sum(f.payments), sum(f.amount), sum(f.refunds), sum(f.refunded)
    from payment_figures f where f.span = 'hour' and f.at = any (hours)
   group by f.at, f.bank, f.state, f.reason;
  delete from payment_figures f using days_of(merchant_ids, hours) d
   where f.merchant_id = d.merchant_id and f.span = 'day' and f.at = d.day;
  insert into payment_figures (merchant_id, span, at, bank, state, reason, payments, amount, refunds, refunded)
  select d.merchant_id, 'day', d.day, f.bank, f.state, f.reason, sum(f.payments), sum(f.amount), sum(f.refunds), sum(f.refunded)
    from days_of(merchant_ids, hours) d
    join payment_figures f on f.merchant_id = d.merchant_id and f.span = 'hour'
     and f.at >= d.day and f.at < d.day + interval '24 hours'
   group by d.merchant_id, d.day, f.bank, f.state, f.reason;

  delete from notification_figures f where f.merchant_id = everybody and f.span = 'hour' and f.at = any (hours);
  insert into notification_figures (merchant_id, span, at, bank, state, notifications)
  select everybody, 'hour', f.at, f.bank, f.state, sum(f.notifications)
    from notification_figures f where f.span = 'hour' and f.at = any (hours)
   group by f.at, f.bank, f.state;
  delete from notification_figures f using days_of(merchant_ids, hours) d
   where f.merchant_id = d.merchant_id and f.span = 'day' and f.at = d.day;
  insert into notification_figures (merchant_id, span, at, bank, state, notifications)
  select d.merchant_id, 'day', d.day, f.bank, f.state, sum(f.notifications)
    from days_of(merchant_ids, hours) d
    join notification_figures f on f.merchant_id = d.merchant_id and f.span = 'hour'
     and f.at >= d.day and f.at < d.day + interval '24 hours'
   group by d.merchant_id, d.day, f.bank, f.state;
end $$;

-- The days of WIB in which hours lie, those of all merchants together among them.
create or replace function days_of(merchant_ids uuid[], hours timestamptz[])
returns table (merchant_id uuid, day timestamptz)
language sql stable as $$
  select distinct m.merchant_id, date_trunc('day', i.hour, 'Asia/Jakarta')
    from unnest(merchant_ids, hours) as i (merchant_id, hour)
    cross join lateral (values (i.merchant_id), ('00000000-0000-0000-0000-000000000000'::uuid)) as m (merchant_id);
$$;
