-- The next items that are due, in order, after one of them, each with its payment as frozen, and what of that one was batched as
-- given back before. The payments are held, in the order of the flows' locks, against a change of their split until the
-- transaction ends.
create or replace function due_settlement_page(
  lane uuid, of_bank text, upto date, after_day date, after_item uuid, most int
) returns table (item_id uuid, kind text, payment_id uuid, amount bigint, fee bigint, due_day date, payment_amount bigint,
                 splits jsonb, batched_before bigint)
language plpgsql
-- Planned once, for keys: on small tables the planner would choose scans and keep them, or plan every call anew.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  found uuid[];
  wanted uuid[];
begin
  select array_agg(d.item_id), array_agg(d.payment_id) into found, wanted
    from (
      select i.item_id, i.payment_id from settlement_items i
       where i.merchant_id = lane and i.bank = of_bank and i.batch_id is null and i.due_day <= upto
         and (i.due_day, i.item_id) > (after_day, after_item)
       order by i.due_day, i.item_id limit most
    ) d;
  perform 1 from payments p
    where p.merchant_id = lane and p.payment_id = any (wanted)
    order by p.payment_id
      for share;
  return query
  select i.item_id, i.kind, i.payment_id, i.amount, i.fee, i.due_day, p.amount, p.splits, coalesce(b.amount, 0)
    from unnest(found) with ordinality as f (item_id, n)
    join settlement_items i on i.merchant_id = lane and i.item_id = f.item_id
    join payments p on p.merchant_id = lane and p.payment_id = i.payment_id
    left join lateral (
      select sum(o.amount)::bigint as amount from settlement_items o
       where i.kind = 'refund' and o.merchant_id = lane and o.payment_id = i.payment_id and o.kind = 'refund'
         and o.batch_id is not null
    ) b on true
   order by f.n;
end $$;

-- Takes a page of items into a batch, under the lock of the batch that the caller holds: each item once, its lines, what they
-- add to each account, and the batch's own sums. An item that is in a batch already takes all of it back.
create or replace function collect_settlement_items(
  lane uuid, batch uuid, lease timestamptz, item_ids uuid[], refunded_befores bigint[],
  line_items uuid[], line_nos smallint[], line_accounts text[], line_amounts bigint[], line_instead_ofs text[],
  added_gross bigint, added_fees bigint, added_refunds bigint
) returns void
language plpgsql
-- Planned once, for keys: on small tables the planner would choose scans and keep them, or plan every call anew.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  taken bigint;
begin
  update settlement_items i set batch_id = batch, refunded_before = t.refunded_before
    from unnest(item_ids, refunded_befores) as t (item_id, refunded_before)
   where i.merchant_id = lane and i.item_id = t.item_id and i.batch_id is null;
  get diagnostics taken = row_count;
  if taken <> cardinality(item_ids) then
    raise exception 'an item is in a batch already';
  end if;

  insert into settlement_lines (merchant_id, batch_id, item_id, line_no, account, amount, instead_of)
  select lane, batch, l.item_id, l.line_no, l.account, l.amount, l.instead_of
    from unnest(line_items, line_nos, line_accounts, line_amounts, line_instead_ofs)
      as l (item_id, line_no, account, amount, instead_of);

  insert into settlement_shares as s (merchant_id, batch_id, account, amount)
  select lane, batch, l.account, sum(l.amount)::bigint
    from unnest(line_accounts, line_amounts) as l (account, amount)
   group by l.account
   order by l.account
  on conflict (merchant_id, batch_id, account) do update set amount = s.amount + excluded.amount;

  update settlement_batches b
     set items = b.items + taken, gross = b.gross + added_gross, fees = b.fees + added_fees,
         refunds = b.refunds + added_refunds, net = b.net + added_gross - added_fees - added_refunds,
         lease_until = lease
   where b.merchant_id = lane and b.batch_id = batch and b.state = 'collecting';
end $$;
