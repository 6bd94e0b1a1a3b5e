-- Records attempts and what became of their notifications, in one commit. A repeat of this very call after a lost
-- answer changes nothing: an attempt is known by the time at which it began. Two processes may have sent the same
-- notification (a lease ran out): both attempts are kept, and the state follows the one that was expected or the one
-- that was acknowledged. What was made due after its attempt had begun, and by no other attempt, stays due: that is a
-- resend, and one more try. A URL that is gone is disabled, unless the merchant has changed it meanwhile.
create or replace function record_notification_attempts(
  lane uuid, at timestamptz,
  merchant_ids uuid[], notification_ids uuid[], attempts smallint[], begans timestamptz[], statuses smallint[],
  errors text[], answers text[], durations int[], states text[], dues timestamptz[], gones boolean[]
) returns void
language plpgsql
-- Planned once, for keys: on small tables the planner would choose scans and keep them, or plan every call anew.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  -- Locks in one order.
  perform 1 from notifications n
    join unnest(merchant_ids, notification_ids) as i (merchant_id, notification_id)
      on n.merchant_id = i.merchant_id and n.notification_id = i.notification_id
   order by n.merchant_id, n.notification_id
     for update of n;

  insert into notification_attempts
    (merchant_id, notification_id, attempt, at, status, error, answer, duration_ms)
  select i.merchant_id, i.notification_id, n.attempts + 1, i.began, i.status, i.error, i.answer, i.duration
    from unnest(merchant_ids, notification_ids, begans, statuses, errors, answers, durations)
      as i (merchant_id, notification_id, began, status, error, answer, duration)
    join notifications n on n.merchant_id = i.merchant_id and n.notification_id = i.notification_id
   where not exists (
     select 1 from notification_attempts a
      where a.merchant_id = i.merchant_id and a.notification_id = i.notification_id and a.at = i.began
   );

  update bank_connections b set notifications_disabled_at = record_notification_attempts.at,
         updated_at = record_notification_attempts.at
    from unnest(merchant_ids, notification_ids, gones) as i (merchant_id, notification_id, gone)
    join notifications n on n.merchant_id = i.merchant_id and n.notification_id = i.notification_id
   where i.gone and b.merchant_id = i.merchant_id and b.bank = n.bank and b.notification_url = n.url
     and b.notifications_disabled_at is null;

  update notifications n
     set attempts = n.attempts + 1,
         state = case when j.counts and not j.resent then j.state else n.state end,
         due_at = case when j.counts and not j.resent then j.due else n.due_at end,
         lease_until = case when j.counts then null else n.lease_until end,
         done_at = case when not j.counts or j.resent then n.done_at
                        when j.due is null then record_notification_attempts.at end
    from (
      select i.*, n.attempts = i.attempt - 1 and coalesce(n.due_at > i.began, false) as resent,
             n.state = 'pending' and (n.attempts = i.attempt - 1 or i.state = 'delivered') as counts
        from unnest(merchant_ids, notification_ids, attempts, begans, states, dues)
          as i (merchant_id, notification_id, attempt, began, state, due)
        join notifications n on n.merchant_id = i.merchant_id and n.notification_id = i.notification_id
        join notification_attempts a on a.merchant_id = n.merchant_id and a.notification_id = n.notification_id
         and a.attempt = n.attempts + 1 and a.at = i.began
    ) j
   where n.merchant_id = j.merchant_id and n.notification_id = j.notification_id;
end $$;
