-- Finishes a step of payments in one commit: the move, its journal, its notification and what becomes of the request:
-- its kept answer, or, without a status, its release. Only what belongs to an applied move is written. Journals,
-- notifications and requests are optional per row (null template, null notification id, null request id). The fee of a payment
-- that succeeds is booked as its row has it, whichever version has begun it and whichever ends it.
create or replace function finish_payments(
  lane uuid, at timestamptz,
  merchant_ids uuid[], payment_ids uuid[], versions int[], move_ids uuid[], events text[], states text[],
  actors text[], evidences jsonb[], bank_payment_ids text[], reasons text[], bank_codes text[],
  otp_sent_ats timestamptz[], otp_expires_ats timestamptz[], try_counts smallint[], resend_counts smallint[],
  inquiry_counts smallint[], not_found_ats timestamptz[], asked_ats timestamptz[], dues timestamptz[], notifieds int[],
  templates text[], debits text[], credits text[], amounts bigint[],
  notification_ids uuid[], notification_types text[], notification_banks text[], notification_urls text[],
  notification_bodies bytea[],
  request_ids text[], answer_statuses smallint[], answers bytea[]
) returns table (n bigint, applied boolean, standing payments)
language plpgsql
-- Planned once, for keys: on small tables the planner would choose scans and keep them, or plan every call anew.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  won boolean[];
  fresh boolean[];
  fees bigint[];
begin
  -- Locks in one order, and tells a first run from a repeat after a lost answer: a repeat must book nothing again.
  select array_agg(l.fresh order by l.n), array_agg(l.fee order by l.n) into fresh, fees
    from (
      select i.n, p.version = i.version as fresh, p.fee
        from unnest(merchant_ids, payment_ids, versions) with ordinality as i (merchant_id, payment_id, version, n)
        join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.payment_id
       order by p.merchant_id, p.payment_id
         for update of p
    ) l;

  won := move_payments(lane, at, merchant_ids, payment_ids, versions, move_ids, events, states, actors, evidences,
    bank_payment_ids, reasons, bank_codes, otp_sent_ats, otp_expires_ats, try_counts, resend_counts, inquiry_counts,
    not_found_ats, asked_ats, dues, notifieds);

  perform post_journals(lane, at, array_agg(j.merchant_id order by j.n), array_agg(j.template order by j.n),
            array_agg(j.payment_id order by j.n), array_agg(j.journal order by j.n), array_agg(j.debit order by j.n),
            array_agg(j.credit order by j.n), array_agg(j.amount order by j.n))
     from (
       select b.*, row_number() over (order by b.n)::int as journal
         from (
           select i.merchant_id, i.payment_id, i.template, i.debit, i.credit, i.amount, 2 * i.n as n
             from unnest(won, fresh, merchant_ids, payment_ids, templates, debits, credits, amounts) with ordinality
               as i (won, fresh, merchant_id, payment_id, template, debit, credit, amount, n)
            where i.won and i.fresh and i.template is not null
           union all
           select i.merchant_id, i.payment_id, 'feeCharged', 'merchant_payable', 'fee_revenue', i.fee, 2 * i.n + 1
             from unnest(won, fresh, merchant_ids, payment_ids, states, fees) with ordinality
               as i (won, fresh, merchant_id, payment_id, state, fee, n)
            where i.won and i.fresh and i.state = 'succeeded' and i.fee > 0
         ) b
     ) j
   having count(*) > 0;

  perform enqueue_notifications(lane, at, array_agg(i.merchant_id), array_agg(i.notification_id),
            array_agg(i.payment_id), array_agg(i.bank), array_agg(i.type), array_agg(i.sequence), array_agg(i.url),
            array_agg(i.body))
     from unnest(won, merchant_ids, payment_ids, notification_ids, notification_types, notification_banks, notifieds,
                 notification_urls, notification_bodies)
       as i (won, merchant_id, payment_id, notification_id, type, bank, sequence, url, body)
    where i.won and i.notification_id is not null
   having count(*) > 0;

  perform answer_requests(lane, array_agg(i.merchant_id), array_agg(i.request_id), array_agg(i.status),
            array_agg(i.answer))
     from unnest(won, merchant_ids, request_ids, answer_statuses, answers)
       as i (won, merchant_id, request_id, status, answer)
    where i.won and i.request_id is not null and i.status is not null
   having count(*) > 0;

  if array_position(answer_statuses, null) is not null then
    delete from requests r
     using unnest(won, merchant_ids, payment_ids, request_ids, answer_statuses)
        as i (won, merchant_id, payment_id, request_id, status)
     where r.merchant_id = i.merchant_id and r.request_id = i.request_id and r.claim_id = i.payment_id
       and r.status is null
       and i.won and i.status is null;
  end if;

  -- Who has won knows the row that it wrote; only who has lost must be told how things stand.
  return query
  select i.n, i.won, p
    from unnest(won, merchant_ids, payment_ids) with ordinality as i (won, merchant_id, payment_id, n)
    left join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.payment_id and not i.won
   order by i.n;
end $$;
