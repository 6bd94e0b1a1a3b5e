-- Checks of what calls and merchants may rely on: OTP tries, tokens in use, Request-Ids, notifications, and work that is
-- due. Every row is a finding; each function is one statement, which reads and locks nothing.

-- O1, O2: every OTP that was carried to the bank is counted, and given back only when it never left; so is every resend.
create or replace function check_otp(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select p.merchant_id, p.payment_id::text,
         format('tries %s and resends %s, events say %s and %s', p.otp_tries, p.otp_resends, e.tries, e.resends)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.id
    cross join lateral (
      select count(*) filter (where v.event = 'otp_submitted')
               - count(*) filter (where v.event = 'not_sent' and v.state = 'awaiting_otp') as tries,
             count(*) filter (where v.event = 'otp_resend_asked') as resends
        from payment_events v where v.merchant_id = p.merchant_id and v.payment_id = p.payment_id
    ) e
   where p.otp_tries <> e.tries or p.otp_resends <> e.resends or p.otp_tries > 3;
$$;

-- S10, T2: a payment begins with a token of its own customer that was active then. Clocks may differ by a minute; in a sandbox
-- whose time was moved it is not looked at.
create or replace function check_token_use(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select p.merchant_id, p.payment_id::text,
         case when t.customer_key <> p.customer_key or t.bank <> p.bank then 'the token is of another customer or bank'
              else format('token %s was not active when the payment began', p.token_id) end
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.id
    join tokens t on t.merchant_id = p.merchant_id and t.token_id = p.token_id
   where t.customer_key <> p.customer_key or t.bank <> p.bank
      or not exists (select 1 from sandbox_clock c where c.offset_ms <> 0)
     and not exists (
       select 1
         from (select e.state, e.at, lead(e.at) over (order by e.version) as until
                 from token_events e where e.merchant_id = p.merchant_id and e.token_id = p.token_id) e
        where e.state = 'active' and e.at <= p.created_at + interval '1 minute'
          and (e.until is null or e.until >= p.created_at - interval '1 minute'));
$$;

-- I1: the Request-Id that began a payment is that payment's for ever. One that never reached the bank has given it back.
create or replace function check_payment_claims(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select p.merchant_id, p.payment_id::text,
         case when r.claim_id is null then 'its request is gone'
              when r.claim_id <> p.payment_id then 'its request is another''s'
              else 'its request would be forgotten' end
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.id
    left join requests r on r.merchant_id = p.merchant_id and r.request_id = p.request_id
   where (r.claim_id is distinct from p.payment_id or r.keep_until is not null)
     and not exists (select 1 from payment_events e
                      where e.merchant_id = p.merchant_id and e.payment_id = p.payment_id
                        and e.event = 'not_sent' and e.state = 'failed');
$$;

-- Likewise a refund.
create or replace function check_refund_claims(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select f.merchant_id, f.refund_id::text,
         case when r.claim_id is null then 'its request is gone'
              when r.claim_id <> f.refund_id then 'its request is another''s'
              else 'its request would be forgotten' end
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join refunds f on f.merchant_id = i.merchant_id and f.refund_id = i.id
    left join requests r on r.merchant_id = f.merchant_id and r.request_id = f.request_id
   where f.kind = 'merchant' and (r.claim_id is distinct from f.refund_id or r.keep_until is not null)
     and not exists (select 1 from refund_events e
                      where e.merchant_id = f.merchant_id and e.refund_id = f.refund_id and e.event = 'not_sent');
$$;

-- N1, N3: as many notifications as the payment says, numbered without a gap; none only where nobody was to be told.
create or replace function check_payment_notifications(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select p.merchant_id, p.payment_id::text,
         format('payment %s says %s notifications, there are %s up to %s', p.state, p.notified, n.n, n.top)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.id
    cross join lateral (
      select count(*) as n, count(distinct m.sequence) as numbers, coalesce(max(m.sequence), 0) as top
        from notifications m where m.merchant_id = p.merchant_id and m.subject_id = p.payment_id
    ) n
   where n.n <> p.notified or n.numbers <> p.notified or n.top <> p.notified
      or p.notified = 0 and p.finished_at is not null
     and (p.notification_url is not null
          -- The configured URL counts where it was known well before the end.
          or exists (select 1 from bank_connections b
                      where b.merchant_id = p.merchant_id and b.bank = p.bank and b.notification_url is not null
                        and b.updated_at < p.finished_at - interval '1 minute'))
     and not exists (select 1 from payment_events e
                      where e.merchant_id = p.merchant_id and e.payment_id = p.payment_id
                        and e.event = 'not_sent' and e.state = 'failed');
$$;

-- N3: likewise a token, whose merchant may not wish to be told.
create or replace function check_token_notifications(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select t.merchant_id, t.token_id::text,
         format('token says %s notifications, there are %s up to %s', t.notified, n.n, n.top)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join tokens t on t.merchant_id = i.merchant_id and t.token_id = i.id
    cross join lateral (
      select count(*) as n, count(distinct m.sequence) as numbers, coalesce(max(m.sequence), 0) as top
        from notifications m where m.merchant_id = t.merchant_id and m.subject_id = t.token_id
    ) n
   where n.n <> t.notified or n.numbers <> t.notified or n.top <> t.notified;
$$;

-- N2, N7, N9: a notification tells of a state that its subject has come to. Its attempts are all there; delivered means that a
-- 2xx was heard; every other one is due, or has ended and can be seen.
create or replace function check_outbox(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select n.merchant_id, n.notification_id::text,
         case when not s.reached then format('%s, which %s has not come to', n.type, n.subject_id)
              else format('%s after %s attempts, %s kept, answered 2xx: %s', n.state, n.attempts, a.n, a.heard) end
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join notifications n on n.merchant_id = i.merchant_id and n.notification_id = i.id
    cross join lateral (
      select count(*) as n, coalesce(max(t.attempt), 0) as top, coalesce(bool_or(t.status between 200 and 299), false) as heard
        from notification_attempts t
       where t.merchant_id = n.merchant_id and t.notification_id = n.notification_id
    ) a
    cross join lateral (
      select exists (select 1 from payment_events e where e.merchant_id = n.merchant_id and e.payment_id = n.subject_id
                        and n.type = 'payment.' || e.state)
          or exists (select 1 from refund_events e where e.merchant_id = n.merchant_id and e.refund_id = n.subject_id
                        and n.type = 'refund.' || e.state)
          or exists (select 1 from token_events e where e.merchant_id = n.merchant_id and e.token_id = n.subject_id
                        and n.type = 'token.' || e.state) as reached
    ) s
   where not s.reached or a.n <> n.attempts or a.top <> n.attempts
      or n.state = 'delivered' and not a.heard
      or (n.state = 'pending') <> (n.done_at is null);
$$;

-- S6: nothing is due for more than an hour that a worker has passed by at its last look. Where no worker has looked, nothing is
-- said: workers that are away are seen elsewhere. `scope` names a merchant, or none for all.
create or replace function check_due(at timestamptz, scope uuid)
returns table (merchant_id uuid, subject text, detail text)
language sql stable as $$
  with waiting as (
    select p.merchant_id, 'payment' as noun, p.payment_id as id, p.due_at, p.lease_until from payments p
     where p.due_at < at - interval '1 hour'
    union all
    select r.merchant_id, 'refund', r.refund_id, r.due_at, r.lease_until from refunds r
     where r.due_at < at - interval '1 hour'
    union all
    select t.merchant_id, 'token', t.token_id, t.due_at, t.lease_until from tokens t
     where t.due_at < at - interval '1 hour'
    union all
    select l.merchant_id, 'late money', l.payment_id, l.due_at, null from late_money l
     where l.due_at < at - interval '1 hour'
  )
  select w.merchant_id, w.id::text, format('%s due since %s, and nobody looks at it', w.noun, w.due_at)
    from waiting w
    join check_marks m on m.merchant_id = w.merchant_id and m.check_name = 'due'
   where (scope is null or w.merchant_id = scope)
     -- A worker was there then, and ten minutes of real time are enough for it, however time was moved.
     and w.due_at < m.through_at - interval '5 minutes' and m.looked_at < now() - interval '10 minutes'
     and (w.lease_until is null or w.lease_until < m.through_at - interval '5 minutes')
   limit 1000;
$$;

-- M5, M6, I1, I10, O2, T5 and others rest on rules that the database keeps itself: each is there, and in force.
create or replace function check_rules(tables text[], rules text[])
returns table (subject text, detail text)
language sql stable as $$
  select i.name, format('the rule is gone: %s', i.rule)
    from unnest(tables, rules) as i (name, rule)
   where not exists (
           select 1 from pg_constraint c
            where c.conrelid = to_regclass(i.name) and pg_get_constraintdef(c.oid) = i.rule and c.convalidated)
     and not exists (
           select 1 from pg_index x
            where x.indrelid = to_regclass(i.name) and x.indisvalid
              and regexp_replace(pg_get_indexdef(x.indexrelid), '^.* USING ', case when x.indisunique then 'UNIQUE ' else '' end)
                  = i.rule);
$$;
