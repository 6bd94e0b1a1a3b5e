-- Begins OTP steps: claims the Request-Id and moves the payment before the bank is asked. `validate` counts the try and
-- goes to confirming; `resend` counts the resend and stays. A payment that is just being worked on leaves the claim free.
create or replace function begin_otp_steps(
  lane uuid, at timestamptz, lease timestamptz, due timestamptz,
  merchant_ids uuid[], request_ids text[], endpoints text[], body_hashes bytea[], claim_ids uuid[],
  keep_untils timestamptz[], payment_ids uuid[], banks text[], steps text[], resend_within interval,
  resend_pause interval, max_resends int
) returns table (n bigint, outcome text, status smallint, answer bytea, claim_id uuid, payment payments,
                 sealed_access bytea)
language plpgsql
-- Planned once, for keys: on small tables the planner would choose scans and keep them, or plan every call anew.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  outcomes text[];
  statuses smallint[];
  answers bytea[];
  claims uuid[];
begin
  select array_agg(c.outcome order by c.n), array_agg(c.status order by c.n), array_agg(c.answer order by c.n),
         array_agg(c.claim_id order by c.n)
    into outcomes, statuses, answers, claims
    from claim_requests(lane, at, lease, merchant_ids, request_ids, endpoints, body_hashes, claim_ids,
                        keep_untils) c;

  perform 1 from payments p
    join unnest(outcomes, merchant_ids, payment_ids) as i (outcome, merchant_id, payment_id)
      on p.merchant_id = i.merchant_id and p.payment_id = i.payment_id
   where i.outcome = 'begun'
   order by p.merchant_id, p.payment_id
     for update of p;

  perform move_payments(lane, at,
            array_agg(p.merchant_id), array_agg(p.payment_id), array_agg(p.version), array_agg(i.claim_id),
            array_agg(case i.step when 'validate' then 'otp_submitted' else 'otp_resend_asked' end),
            array_agg(case i.step when 'validate' then 'confirming' else 'awaiting_otp' end),
            array_agg('merchant'::text), array_agg(null::jsonb), array_agg(p.bank_payment_id), array_agg(p.reason),
            array_agg(p.bank_code),
            array_agg(case i.step when 'validate' then p.otp_sent_at else at end),
            array_agg(p.otp_expires_at),
            array_agg((p.otp_tries + (i.step = 'validate')::int)::smallint),
            array_agg((p.otp_resends + (i.step = 'resend')::int)::smallint),
            array_agg(p.inquiries), array_agg(p.not_found_at),
            array_agg(case i.step when 'validate' then at else p.asked_at end),
            array_agg(case i.step when 'validate' then due else p.due_at end),
            array_agg(p.notified))
     from unnest(outcomes, merchant_ids, payment_ids, claim_ids, banks, steps)
       as i (outcome, merchant_id, payment_id, claim_id, bank, step)
     join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.payment_id and p.bank = i.bank
    where i.outcome = 'begun' and p.state = 'awaiting_otp' and p.last_move <> i.claim_id
      and case i.step
            when 'validate' then at < p.otp_expires_at
            else p.otp_resends < max_resends and at >= p.otp_sent_at + resend_pause
             and at <= p.otp_sent_at + resend_within
          end
   having count(*) > 0;

  delete from requests r
   using unnest(outcomes, merchant_ids, request_ids, claim_ids, payment_ids, banks, steps)
      as i (outcome, merchant_id, request_id, claim_id, payment_id, bank, step)
    join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.payment_id and p.bank = i.bank
   where r.merchant_id = i.merchant_id and r.request_id = i.request_id and r.claim_id = i.claim_id
     and r.status is null and i.outcome = 'begun' and p.last_move <> i.claim_id
     and (p.state in ('created', 'confirming')
          or p.state = 'awaiting_otp' and i.step = 'resend' and at <= p.otp_sent_at + resend_within
          or p.state = 'awaiting_otp' and i.step = 'validate' and at < p.otp_expires_at);

  return query
  select i.n,
         case
           when i.outcome <> 'begun' then i.outcome
           when p.payment_id is null then 'payment_not_found'
           when p.last_move = i.claim_id then 'begun'
           when p.state in ('created', 'confirming') then 'payment_busy'
           when p.state <> 'awaiting_otp' then 'standing'
           -- Lost to a resend of its own batch.
           when i.step = 'validate' and at < p.otp_expires_at then 'payment_busy'
           when i.step = 'validate' then 'otp_expired'
           when at > p.otp_sent_at + resend_within then 'resend_window_closed'
           when p.otp_resends >= max_resends then 'resend_exhausted'
           else 'resend_too_soon'
         end,
         i.status, i.answer, i.claim_id, p, t.sealed_access
    from unnest(outcomes, statuses, answers, claims, merchant_ids, payment_ids, banks, steps) with ordinality
      as i (outcome, status, answer, claim_id, merchant_id, payment_id, bank, step, n)
    left join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.payment_id and p.bank = i.bank
    left join tokens t on t.merchant_id = p.merchant_id and t.token_id = p.token_id
   order by i.n;
end $$;
