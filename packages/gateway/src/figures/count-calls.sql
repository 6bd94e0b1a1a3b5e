-- Counts the hours from `first` up to `cut` anew: how long the calls took whose answers are kept in events. One merchant's
-- calls, or everybody's where it is null. `bounds` are the lower bounds of the slots, ms.
create or replace function count_bank_figures(only_merchant uuid, first timestamptz, cut timestamptz, bounds integer[])
returns void
language plpgsql
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  everybody constant uuid := '00000000-0000-0000-0000-000000000000';
  first_day constant timestamptz := date_trunc('day', first, 'Asia/Jakarta');
begin
  delete from bank_figures f
   where f.span = 'hour' and f.at >= first and f.at < cut
     and (f.merchant_id = only_merchant or f.merchant_id = everybody or only_merchant is null);
  insert into bank_figures (merchant_id, span, at, bank, operation, slot, calls)
  select c.merchant_id, 'hour', date_trunc('hour', c.at), c.bank, c.operation, width_bucket(c.took_ms, bounds), count(*)
    from bank_calls(first, cut) c
   where c.merchant_id = only_merchant or only_merchant is null
   group by 1, 3, 4, 5, 6;
  insert into bank_figures (merchant_id, span, at, bank, operation, slot, calls)
  select everybody, 'hour', f.at, f.bank, f.operation, f.slot, sum(f.calls)
    from bank_figures f where f.span = 'hour' and f.at >= first and f.at < cut
   group by f.at, f.bank, f.operation, f.slot;

  delete from bank_figures f
   where f.span = 'day' and f.at >= first_day and f.at < cut
     and (f.merchant_id = only_merchant or f.merchant_id = everybody or only_merchant is null);
  insert into bank_figures (merchant_id, span, at, bank, operation, slot, calls)
  select f.merchant_id, 'day', date_trunc('day', f.at, 'Asia/Jakarta'), f.bank, f.operation, f.slot, sum(f.calls)
    from bank_figures f
   where f.span = 'hour' and f.at >= first_day
     and f.at < date_trunc('day', cut, 'Asia/Jakarta') + interval '24 hours'
     and (f.merchant_id = only_merchant or f.merchant_id = everybody or only_merchant is null)
   group by 1, 3, 4, 5, 6;
end $$;

-- The calls whose answers were heard in a stretch of time, as the events of every noun keep them.
create or replace function bank_calls(first timestamptz, last timestamptz)
returns table (merchant_id uuid, at timestamptz, bank text, operation text, took_ms integer)
language sql stable as $$
  select e.merchant_id, e.at, p.bank, e.evidence ->> 'operation', (e.evidence ->> 'tookMs')::int
    from payment_events e join payments p on p.merchant_id = e.merchant_id and p.payment_id = e.payment_id
   where e.at >= first and e.at < last and e.evidence ? 'tookMs'
  union all
  select e.merchant_id, e.at, p.bank, e.evidence ->> 'operation', (e.evidence ->> 'tookMs')::int
    from refund_events e join refunds r on r.merchant_id = e.merchant_id and r.refund_id = e.refund_id
    join payments p on p.merchant_id = r.merchant_id and p.payment_id = r.payment_id
   where e.at >= first and e.at < last and e.evidence ? 'tookMs'
  union all
  select e.merchant_id, e.at, t.bank, e.evidence ->> 'operation', (e.evidence ->> 'tookMs')::int
    from token_events e join tokens t on t.merchant_id = e.merchant_id and t.token_id = e.token_id
   where e.at >= first and e.at < last and e.evidence ? 'tookMs';
$$;
