-- What came to its end between two instants, began at `since` or later, and is on no statement: payments and refunds that
-- succeeded, money that came after a final no, payouts that were paid or came back. Found by the times of the events, for all merchants.
create or replace function unseen_between(slug text, from_at timestamptz, to_at timestamptz, since timestamptz)
returns table (merchant_id uuid, subject_id uuid, kind text, amount bigint)
language sql stable
-- Planned for keys: the events are found by ranges of blocks, everything else by key.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  with done as (
    select p.merchant_id, p.payment_id as subject_id, 'payment' as kind, 'debit' as type, p.amount
      from payment_events e
      join payments p on p.merchant_id = e.merchant_id and p.payment_id = e.payment_id
     where e.at >= from_at and e.at < to_at and e.state = 'succeeded' and p.bank = slug and p.created_at >= since
       and p.finished_at >= from_at and p.finished_at < to_at
    union
    select r.merchant_id, r.refund_id, 'refund', 'refund', r.amount
      from refund_events e
      join refunds r on r.merchant_id = e.merchant_id and r.refund_id = e.refund_id
      join payments p on p.merchant_id = r.merchant_id and p.payment_id = r.payment_id
     where e.at >= from_at and e.at < to_at and e.state = 'succeeded' and p.bank = slug and r.created_at >= since
    union
    select n.merchant_id, n.payment_id, 'payment', 'debit', n.amount
      from late_money n
      join payments p on p.merchant_id = n.merchant_id and p.payment_id = n.payment_id
     where n.found_at >= from_at and n.found_at < to_at and p.bank = slug and p.created_at >= since
    union
    select o.merchant_id, o.payout_id, k.type, k.type, o.amount
      from payout_events e
      join payouts o on o.merchant_id = e.merchant_id and o.payout_id = e.payout_id
      join (values ('paid', 'payout'), ('returned', 'payout_return')) as k (state, type) on k.state = e.state
     where e.at >= from_at and e.at < to_at and o.bank = slug and o.created_at >= since
  )
  select d.merchant_id, d.subject_id, d.kind, d.amount
    from done d
   where not exists (select from statement_lines l
                      where l.merchant_id = d.merchant_id and l.subject_id = d.subject_id and l.type = d.type
                        and l.status = 'matched')
     and not exists (select from exceptions e
                      where e.merchant_id = d.merchant_id and e.subject_id = d.subject_id
                        and (e.type = d.type
                             and (e.reason = 'missing_at_bank'
                                  -- A payout is booked by its result: a line of another amount has shown it, whatever became of
                                  -- the rest. What people have taken back was shown, and went back.
                                  or e.reason = 'amount_differs'
                                     and (e.state = 'open' or e.subject_kind = 'payout'
                                          or e.resolution in ('payment_reversed', 'refund_reversed')))
                             -- People have found that it never left: it does not come back by a line.
                             or d.type = 'payout_return' and e.resolution = 'owed_again'));
$$;
