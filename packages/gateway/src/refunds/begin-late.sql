-- Begins the return of late money: one refund per case, written in the commit that takes the case off the list. What the
-- payment says about its refunds is untouched: the payment has failed, the money is in suspense.
create or replace function begin_late_refunds(
  lane uuid, at timestamptz, due timestamptz, merchant_ids uuid[], payment_ids uuid[], refund_ids uuid[]
) returns setof refunds
language plpgsql
-- Planned once, for keys: on small tables the planner would choose scans and keep them, or plan every call anew.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  perform 1 from late_money l
    join unnest(merchant_ids, payment_ids) as i (merchant_id, payment_id)
      on l.merchant_id = i.merchant_id and l.payment_id = i.payment_id
   order by l.merchant_id, l.payment_id
     for update of l;

  insert into refunds
    (merchant_id, refund_id, payment_id, kind, state, version, last_move, amount, asked_at, due_at, created_at)
  select l.merchant_id, i.refund_id, l.payment_id, 'late', 'requested', 1, i.refund_id, l.amount, at, due, at
    from unnest(merchant_ids, payment_ids, refund_ids) as i (merchant_id, payment_id, refund_id)
    join late_money l on l.merchant_id = i.merchant_id and l.payment_id = i.payment_id
   where l.refund_id is null and l.due_at is not null
  on conflict do nothing;

  insert into refund_events (merchant_id, refund_id, version, move_id, event, state, actor, at)
  select r.merchant_id, r.refund_id, 1, r.refund_id, 'created', 'requested', 'clock', at
    from unnest(merchant_ids, refund_ids) as i (merchant_id, refund_id)
    join refunds r on r.merchant_id = i.merchant_id and r.refund_id = i.refund_id
  on conflict do nothing;

  update late_money l set refund_id = r.refund_id, due_at = null
    from unnest(merchant_ids, payment_ids) as i (merchant_id, payment_id)
    join refunds r on r.merchant_id = i.merchant_id and r.payment_id = i.payment_id and r.kind = 'late'
   where l.merchant_id = i.merchant_id and l.payment_id = i.payment_id and l.refund_id is null
     and l.due_at is not null;

  return query
  select r.* from unnest(merchant_ids, refund_ids) as i (merchant_id, refund_id)
    join refunds r on r.merchant_id = i.merchant_id and r.refund_id = i.refund_id;
end $$;
