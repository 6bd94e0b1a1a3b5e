-- Checks of states: the events of payments, refunds and tokens, one function for each of the three nouns. Every row is a
-- finding; each function is one statement over a page of keys, which reads and locks nothing.

-- S4: one event per version, without gaps, in the order of time, the last one saying where it stands. Clocks of processes
-- may differ by a minute; in a sandbox whose time was moved they may differ by more, and order is not looked at.
create or replace function check_payment_events(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select x.merchant_id, x.payment_id::text,
         format('payment %s at version %s, %s events ending %s%s', x.state, x.version, e.n, e.last_state,
                case when e.back then ', back in time' else '' end)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join payments x on x.merchant_id = i.merchant_id and x.payment_id = i.id
    cross join lateral (
      select count(*) as n, max(v.version) as top, (array_agg(v.state order by v.version desc))[1] as last_state,
             coalesce(bool_or(v.at < v.at_before - interval '1 minute'), false)
               and not exists (select 1 from sandbox_clock c where c.offset_ms <> 0) as back
        from (
          select e.version, e.state, e.at, lag(e.at) over (order by e.version) as at_before
            from payment_events e where e.merchant_id = x.merchant_id and e.payment_id = x.payment_id
        ) v
    ) e
   where e.n <> x.version or e.top is distinct from x.version or e.last_state is distinct from x.state or e.back;
$$;

create or replace function check_refund_events(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select x.merchant_id, x.refund_id::text,
         format('refund %s at version %s, %s events ending %s%s', x.state, x.version, e.n, e.last_state,
                case when e.back then ', back in time' else '' end)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join refunds x on x.merchant_id = i.merchant_id and x.refund_id = i.id
    cross join lateral (
      select count(*) as n, max(v.version) as top, (array_agg(v.state order by v.version desc))[1] as last_state,
             coalesce(bool_or(v.at < v.at_before - interval '1 minute'), false)
               and not exists (select 1 from sandbox_clock c where c.offset_ms <> 0) as back
        from (
          select e.version, e.state, e.at, lag(e.at) over (order by e.version) as at_before
            from refund_events e where e.merchant_id = x.merchant_id and e.refund_id = x.refund_id
        ) v
    ) e
   where e.n <> x.version or e.top is distinct from x.version or e.last_state is distinct from x.state or e.back;
$$;

create or replace function check_token_events(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select x.merchant_id, x.token_id::text,
         format('token %s at version %s, %s events ending %s%s', x.state, x.version, e.n, e.last_state,
                case when e.back then ', back in time' else '' end)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join tokens x on x.merchant_id = i.merchant_id and x.token_id = i.id
    cross join lateral (
      select count(*) as n, max(v.version) as top, (array_agg(v.state order by v.version desc))[1] as last_state,
             coalesce(bool_or(v.at < v.at_before - interval '1 minute'), false)
               and not exists (select 1 from sandbox_clock c where c.offset_ms <> 0) as back
        from (
          select e.version, e.state, e.at, lag(e.at) over (order by e.version) as at_before
            from token_events e where e.merchant_id = x.merchant_id and e.token_id = x.token_id
        ) v
    ) e
   where e.n <> x.version or e.top is distinct from x.version or e.last_state is distinct from x.state or e.back;
$$;

-- S1, S2, S3, S5: every event leads along an edge of the machine (`from>event>to`, the caller's own table), the first one
-- from nothing. Final states have no edges, so that nothing follows them.
create or replace function check_payment_moves(merchant_ids uuid[], ids uuid[], edges text[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select v.merchant_id, v.id::text, format('version %s: %s', v.version, v.edge)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    cross join lateral (
      select e.merchant_id, e.payment_id as id, e.version,
             coalesce(lag(e.state) over (order by e.version), '') || '>' || e.event || '>' || e.state as edge
        from payment_events e where e.merchant_id = i.merchant_id and e.payment_id = i.id
    ) v
   where v.edge <> all (edges);
$$;

create or replace function check_refund_moves(merchant_ids uuid[], ids uuid[], edges text[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select v.merchant_id, v.id::text, format('version %s: %s', v.version, v.edge)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    cross join lateral (
      select e.merchant_id, e.refund_id as id, e.version,
             coalesce(lag(e.state) over (order by e.version), '') || '>' || e.event || '>' || e.state as edge
        from refund_events e where e.merchant_id = i.merchant_id and e.refund_id = i.id
    ) v
   where v.edge <> all (edges);
$$;

create or replace function check_token_moves(merchant_ids uuid[], ids uuid[], edges text[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select v.merchant_id, v.id::text, format('version %s: %s', v.version, v.edge)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    cross join lateral (
      select e.merchant_id, e.token_id as id, e.version,
             coalesce(lag(e.state) over (order by e.version), '') || '>' || e.event || '>' || e.state as edge
        from token_events e where e.merchant_id = i.merchant_id and e.token_id = i.id
    ) v
   where v.edge <> all (edges);
$$;
