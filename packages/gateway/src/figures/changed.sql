-- The hours in which payments and notifications were made to which something happened after `first` and up to `last`: events
-- and attempts are found by their times, whoever's they are.
create or replace function changed_hours(first timestamptz, last timestamptz)
returns table (merchant_id uuid, hour timestamptz)
language sql stable
-- Planned for times and keys: no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select p.merchant_id, date_trunc('hour', p.created_at)
    from payment_events e join payments p on p.merchant_id = e.merchant_id and p.payment_id = e.payment_id
   where e.at > first and e.at <= last
  union
  select p.merchant_id, date_trunc('hour', p.created_at)
    from refund_events e join refunds r on r.merchant_id = e.merchant_id and r.refund_id = e.refund_id
    join payments p on p.merchant_id = r.merchant_id and p.payment_id = r.payment_id
   where e.at > first and e.at <= last
  union
  select n.merchant_id, date_trunc('hour', n.created_at)
    from notifications n where n.created_at > first and n.created_at <= last
  union
  select n.merchant_id, date_trunc('hour', n.created_at)
    from notification_attempts a
    join notifications n on n.merchant_id = a.merchant_id and n.notification_id = a.notification_id
   where a.at > first and a.at <= last;
$$;

-- Counts everything of one merchant anew, as far as all is counted: in a sandbox its rows may have become older together.
create or replace function count_merchant_anew(merchant uuid, bounds integer[]) returns void
language plpgsql as $$
declare
  cut timestamptz;
  merchants uuid[];
  hours timestamptz[];
  first timestamptz;
begin
  select t.through_at into cut from figures_turn t for update;
  if not found then return; end if;
  select array_agg(h.merchant_id), array_agg(h.hour) into merchants, hours
    from (
      select merchant as merchant_id, f.at as hour from payment_figures f where f.merchant_id = merchant and f.span = 'hour'
      union select merchant, f.at from notification_figures f where f.merchant_id = merchant and f.span = 'hour'
      union select merchant, date_trunc('hour', p.created_at) from payments p where p.merchant_id = merchant
      union select merchant, date_trunc('hour', n.created_at) from notifications n where n.merchant_id = merchant
    ) h;
  if merchants is null then return; end if;
  perform count_figures(merchants, hours, cut);
  select min(b.at) into first
    from (
      select f.at from bank_figures f where f.merchant_id = merchant and f.span = 'hour'
      union all select e.at from payment_events e where e.merchant_id = merchant
      union all select e.at from refund_events e where e.merchant_id = merchant
      union all select e.at from token_events e where e.merchant_id = merchant
    ) b;
  perform count_bank_figures(merchant, date_trunc('hour', first), cut, bounds);
end $$;
