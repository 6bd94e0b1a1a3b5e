-- Finishes a step of refunds in one commit: the move, its journal, the amount that a failed one gives back to what may
-- be refunded, its notification, and what becomes of the request: its kept answer, or, without a status, its release.
-- Only what belongs to an applied move is written; journals, notifications and requests are optional per row.
--
-- A refund that a merchant asked for is booked by its row, whichever version has begun it and whichever ends it: out of transit, to
-- the bank that gave it back or to the merchant who has it again. One that was begun before refunds were booked on their way is
-- put on its way first. The account of the bank is the caller's, and so is all that is booked of late money.
create or replace function finish_refunds(
  lane uuid, at timestamptz,
  merchant_ids uuid[], refund_ids uuid[], versions int[], move_ids uuid[], events text[], states text[],
  actors text[], evidences jsonb[], bank_refund_ids text[], reasons text[], bank_codes text[],
  inquiry_counts smallint[], not_found_ats timestamptz[], asked_ats timestamptz[], dues timestamptz[],
  templates text[], debits text[], credits text[], amounts bigint[],
  notification_ids uuid[], notification_types text[], notification_banks text[], notification_urls text[],
  notification_bodies bytea[],
  request_ids text[], answer_statuses smallint[], answers bytea[]
) returns table (n bigint, applied boolean, refund refunds)
language plpgsql
-- Planned once, for keys: on small tables the planner would choose scans and keep them, or plan every call anew.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  won boolean[];
  fresh boolean[];
  given_back boolean;
begin
  -- Locks in one order, and tells a first run from a repeat after a lost answer: a repeat must book nothing again.
  perform 1 from refunds r
    join unnest(merchant_ids, refund_ids) as i (merchant_id, refund_id)
      on r.merchant_id = i.merchant_id and r.refund_id = i.refund_id
   order by r.merchant_id, r.refund_id
     for no key update of r;
  select array_agg(r.version = i.version order by i.n) into fresh
    from unnest(merchant_ids, refund_ids, versions) with ordinality as i (merchant_id, refund_id, version, n)
    join refunds r on r.merchant_id = i.merchant_id and r.refund_id = i.refund_id;

  perform move_refunds(lane, at, merchant_ids, refund_ids, versions, move_ids, events, states, actors, evidences,
    bank_refund_ids, reasons, bank_codes, inquiry_counts, not_found_ats, asked_ats, dues);

  select array_agg(r.last_move = i.move_id order by i.n) into won
    from unnest(merchant_ids, refund_ids, move_ids) with ordinality as i (merchant_id, refund_id, move_id, n)
    join refunds r on r.merchant_id = i.merchant_id and r.refund_id = i.refund_id;

  select bool_and(change_refunded(f.merchant_id, f.payment_id, -f.amount, null)) into given_back
    from (
      select r.merchant_id, r.payment_id, r.amount
        from unnest(won, fresh, merchant_ids, refund_ids) as i (won, fresh, merchant_id, refund_id)
        join refunds r on r.merchant_id = i.merchant_id and r.refund_id = i.refund_id
       where i.won and i.fresh and r.state = 'failed' and r.kind = 'merchant'
       order by r.merchant_id, r.payment_id
    ) f;
  if not given_back then
    raise exception 'a payment holds less than its refunds took from it';
  end if;

  perform post_journals(lane, at, array_agg(j.merchant_id order by j.n), array_agg(j.template order by j.n),
            array_agg(j.refund_id order by j.n), array_agg(j.journal order by j.n), array_agg(j.debit order by j.n),
            array_agg(j.credit order by j.n), array_agg(j.amount order by j.n))
     from (
       select b.*, row_number() over (order by b.n, b.step)::int as journal
         from (
           select i.merchant_id, i.refund_id, s.template, s.debit, s.credit, r.amount, i.n, s.step
             from unnest(won, fresh, merchant_ids, refund_ids, credits) with ordinality
               as i (won, fresh, merchant_id, refund_id, credit, n)
             join refunds r on r.merchant_id = i.merchant_id and r.refund_id = i.refund_id
            cross join lateral (
              values ('refundRequested', 'merchant_payable', 'refund_in_transit', 1),
                     ('refundSucceeded', 'refund_in_transit', i.credit, 2),
                     ('refundFailed', 'refund_in_transit', 'merchant_payable', 2)
            ) as s (template, debit, credit, step)
            where i.won and i.fresh and r.kind = 'merchant' and r.state in ('succeeded', 'failed')
              and case s.template
                    when 'refundSucceeded' then r.state = 'succeeded'
                    when 'refundFailed' then r.state = 'failed'
                    else not exists (
                      select from ledger_journals q
                       where q.merchant_id = i.merchant_id and q.template = s.template and q.subject_id = i.refund_id)
                  end
           union all
           select i.merchant_id, i.refund_id, i.template, i.debit, i.credit, i.amount, i.n, 2
             from unnest(won, fresh, merchant_ids, refund_ids, templates, debits, credits, amounts) with ordinality
               as i (won, fresh, merchant_id, refund_id, template, debit, credit, amount, n)
             join refunds r on r.merchant_id = i.merchant_id and r.refund_id = i.refund_id
            where i.won and i.fresh and i.template is not null and r.kind = 'late'
         ) b
     ) j
   having count(*) > 0;

  perform enqueue_notifications(lane, at, array_agg(i.merchant_id), array_agg(i.notification_id),
            array_agg(i.refund_id), array_agg(i.bank), array_agg(i.type), array_agg(1), array_agg(i.url),
            array_agg(i.body))
     from unnest(won, merchant_ids, refund_ids, notification_ids, notification_types, notification_banks,
                 notification_urls, notification_bodies)
       as i (won, merchant_id, refund_id, notification_id, type, bank, url, body)
    where i.won and i.notification_id is not null
   having count(*) > 0;

  perform answer_requests(lane, array_agg(i.merchant_id), array_agg(i.request_id), array_agg(i.status),
            array_agg(i.answer))
     from unnest(won, merchant_ids, request_ids, answer_statuses, answers)
       as i (won, merchant_id, request_id, status, answer)
    where i.won and i.request_id is not null and i.status is not null
   having count(*) > 0;

  delete from requests r
   using unnest(won, merchant_ids, refund_ids, request_ids, answer_statuses)
      as i (won, merchant_id, refund_id, request_id, status)
   where r.merchant_id = i.merchant_id and r.request_id = i.request_id and r.claim_id = i.refund_id
     and r.status is null
     and i.won and i.status is null;

  return query
  select i.n, won[i.n], r
    from unnest(merchant_ids, refund_ids) with ordinality as i (merchant_id, refund_id, n)
    join refunds r on r.merchant_id = i.merchant_id and r.refund_id = i.refund_id
   order by i.n;
end $$;
