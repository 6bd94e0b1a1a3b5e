-- Who is told next, as (merchant, notification) pairs without a lock: for each merchant with room the first few that
-- are due, one merchant after the other, so that a long queue of one stands beside the others and not before them.
-- Names no merchant: it walks from merchant to merchant along the index, never over a merchant's queue.
create or replace function due_notifications(at timestamptz, busy uuid[], share int, at_most int)
returns table (merchant_id uuid, notification_id uuid)
language plpgsql stable
-- Planned once, for the indexes: on small tables the planner would choose scans and keep them, or plan every call anew.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  return query
  with recursive lane (merchant) as (
    (select n.merchant_id from notifications n
      where n.due_at is not null
        and (select d.due_at from notifications d where d.due_at is not null order by d.due_at limit 1) <= at
      order by n.merchant_id limit 1)
    union all
    select (select n.merchant_id from notifications n
             where n.due_at is not null and n.merchant_id > l.merchant
             order by n.merchant_id limit 1)
      from lane l where l.merchant is not null
  )
  select l.merchant, d.notification_id
    from lane l
    cross join lateral (
      select n.notification_id, n.due_at, row_number() over (order by n.due_at, n.notification_id) as turn
        from (select n.notification_id, n.due_at from notifications n
               where n.merchant_id = l.merchant and n.due_at <= at
                 and (n.lease_until is null or n.lease_until <= at)
               order by n.due_at limit share) n
    ) d
   where l.merchant is not null and l.merchant <> all (busy)
   order by d.turn, d.due_at limit at_most;
end $$;
