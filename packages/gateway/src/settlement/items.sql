-- The days of WIB on which payments and refunds of a merchant have succeeded, as the calendar is asked for them.
create or replace function settlement_days(lane uuid, of_bank text, payments uuid[], refunds uuid[])
returns table (day date)
language sql stable
-- Planned for keys: on small tables the planner would choose scans and keep them.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select (p.finished_at at time zone 'Asia/Jakarta')::date from payments p
   where p.merchant_id = lane and p.payment_id = any (settlement_days.payments) and p.bank = of_bank
     and p.state = 'succeeded'
  union
  select (r.finished_at at time zone 'Asia/Jakarta')::date from refunds r
   where r.merchant_id = lane and r.refund_id = any (settlement_days.refunds) and r.state = 'succeeded';
$$;

-- Makes the items of payments and refunds that a chunk of a statement has shown, from their own rows: of what has not succeeded at
-- this bank there is none. `dues` has the day of settlement for each of `days`. Answers how many there are and what they come to;
-- one that is there already raises 23505.
create or replace function add_settlement_items(
  lane uuid, of_bank text, chunk uuid, at timestamptz, payment_ids uuid[], refund_ids uuid[],
  days date[], dues date[], working_days smallint
) returns table (items bigint, taken bigint, given_back bigint)
language sql
-- Planned for keys: on small tables the planner would choose scans and keep them.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  with made as (
    insert into settlement_items
      (merchant_id, item_id, kind, payment_id, bank, amount, fee, succeeded_day, working_days, due_day, reconciled_at, chunk_id)
    select lane, s.item_id, s.kind, s.payment_id, of_bank, s.amount, s.fee, s.day, add_settlement_items.working_days,
           (add_settlement_items.dues)[array_position(add_settlement_items.days, s.day)], add_settlement_items.at, chunk
      from (
        select p.payment_id as item_id, 'payment' as kind, p.payment_id, p.amount, p.fee,
               (p.finished_at at time zone 'Asia/Jakarta')::date as day
          from payments p
         where p.merchant_id = lane and p.payment_id = any (payment_ids) and p.bank = of_bank and p.state = 'succeeded'
        union all
        select r.refund_id, 'refund', r.payment_id, r.amount, 0, (r.finished_at at time zone 'Asia/Jakarta')::date
          from refunds r
          join payments p on p.merchant_id = r.merchant_id and p.payment_id = r.payment_id and p.bank = of_bank
         where r.merchant_id = lane and r.refund_id = any (refund_ids) and r.kind = 'merchant' and r.state = 'succeeded'
      ) s
    returning kind, amount
  )
  select count(*), coalesce(sum(m.amount) filter (where m.kind = 'payment'), 0)::bigint,
         coalesce(sum(m.amount) filter (where m.kind = 'refund'), 0)::bigint
    from made m;
$$;
