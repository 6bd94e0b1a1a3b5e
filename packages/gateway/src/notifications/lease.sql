-- Leases those of the named notifications that are still due and free; the others are somebody else's. All processes
-- lock in one order, whatever plan the table's size suggests. `disabled`: the URL answered 410 and has not been set again.
create or replace function lease_notifications(
  lane uuid, at timestamptz, lease timestamptz, merchant_ids uuid[], notification_ids uuid[]
) returns table (notification notifications, disabled boolean)
language plpgsql
-- Planned once, for keys: on small tables the planner would choose scans and keep them, or plan every call anew.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  perform 1 from notifications n
    join unnest(merchant_ids, notification_ids) as i (merchant_id, notification_id)
      on n.merchant_id = i.merchant_id and n.notification_id = i.notification_id
   order by n.merchant_id, n.notification_id
     for update of n;

  return query
  update notifications n set lease_until = lease
    from unnest(merchant_ids, notification_ids) as i (merchant_id, notification_id)
   where n.merchant_id = i.merchant_id and n.notification_id = i.notification_id
     and n.due_at <= at and (n.lease_until is null or n.lease_until <= at)
  returning n, exists (
    select 1 from bank_connections b
     where b.merchant_id = n.merchant_id and b.bank = n.bank and b.notification_url = n.url
       and b.notifications_disabled_at is not null
  );
end $$;
