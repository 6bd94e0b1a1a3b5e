-- S8, S9: what a state rests on. Every row is a finding; each function is one statement over a page of keys, which reads
-- and locks nothing.

-- Whether what is kept of an answer is a plain word of the bank: it has a code, and its HTTP status (a callback has none) is
-- one by which a bank speaks. A time-out, 5xx, 202, 409 and 429 are no words about money.
create or replace function is_plain_word(evidence jsonb) returns boolean
language sql immutable as $$
  select coalesce(
    evidence ->> 'code' is not null
      and (evidence ->> 'http' is null
           or (evidence ->> 'http')::int between 200 and 499 and (evidence ->> 'http')::int not in (202, 408, 409, 429)),
    false);
$$;

-- Whether it is a plain yes: 2xx, or a callback.
create or replace function is_plain_yes(evidence jsonb) returns boolean
language sql immutable as $$
  select is_plain_word(evidence) and coalesce((evidence ->> 'http')::int, 200) < 300;
$$;

-- Whether it says that nothing that moves money has left us: no answer was heard because nothing was sent, or the answer was
-- to a call that must come before, such as the renewal of access.
create or replace function is_unsent(evidence jsonb) returns boolean
language sql immutable as $$
  select evidence is not null
     and (evidence ->> 'http' is null and evidence ->> 'code' is null
          or evidence ->> 'operation' not in ('pay', 'verify_otp', 'refund'));
$$;

-- Whether it is a proof that people have brought: what of the bank they have seen, its reference and its day, by one who asked
-- and another one who approved. Whether they did, the approval says.
create or replace function is_proof(actor text, evidence jsonb) returns boolean
language sql immutable as $$
  select coalesce(
    actor = 'operator' and evidence ->> 'operation' = 'operator'
      and evidence ->> 'source' in ('bank_statement', 'bank_letter', 'bank_call', 'bank_portal')
      and length(evidence ->> 'reference') >= 3 and evidence ->> 'day' ~ '^\d{4}-\d{2}-\d{2}$'
      and evidence ->> 'askedBy' <> evidence ->> 'decidedBy',
    false);
$$;

-- A payment succeeds by a plain yes and fails by a plain word or because nothing was sent. It leaves unclear with evidence
-- alone, and expires by a plain word wherever an OTP may have reached the bank. People end what is unclear by a proof, and
-- nothing else.
create or replace function check_payment_evidence(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select v.merchant_id, v.payment_id::text, format('%s from %s by %s', v.event, v.before, coalesce(v.evidence::text, 'nothing'))
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.id
    cross join lateral (
      select e.merchant_id, e.payment_id, e.event, e.state, e.actor, e.evidence,
             lag(e.state) over (order by e.version) as before
        from payment_events e where e.merchant_id = p.merchant_id and e.payment_id = p.payment_id
    ) v
   where case
           when v.event in ('proved_paid', 'proved_unpaid') or v.actor = 'operator'
             then not is_proof(v.actor, v.evidence) or v.event not in ('proved_paid', 'proved_unpaid')
               or not exists (
                 select from approvals a
                  where a.merchant_id = v.merchant_id and a.subject = v.payment_id::text and a.kind = 'resolve_payment'
                    and a.approval_id::text = v.evidence ->> 'externalId' and a.state in ('approved', 'done')
                    and a.asked_by::text = v.evidence ->> 'askedBy' and a.decided_by::text = v.evidence ->> 'decidedBy'
                    and v.event = case a.asked ->> 'state' when 'succeeded' then 'proved_paid' else 'proved_unpaid' end)
           when v.event = 'bank_paid' then not is_plain_yes(v.evidence)
           when v.event in ('bank_declined', 'otp_exhausted') then not is_plain_word(v.evidence)
           when v.event = 'not_sent' then not is_unsent(v.evidence)
           when v.event = 'otp_window_closed' and (v.before = 'unclear' or p.otp_tries > 0)
             then not is_plain_word(v.evidence)
           when v.state in ('succeeded', 'failed', 'expired') or v.before = 'unclear' then v.evidence is null
         end;
$$;

-- Likewise a refund; before it is sent again, the bank has said in so many words that it does not have it.
create or replace function check_refund_evidence(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select v.merchant_id, v.refund_id::text, format('%s from %s by %s', v.event, v.before, coalesce(v.evidence::text, 'nothing'))
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    cross join lateral (
      select e.merchant_id, e.refund_id, e.event, e.evidence, lag(e.state) over (order by e.version) as before
        from refund_events e where e.merchant_id = i.merchant_id and e.refund_id = i.id
    ) v
   where case
           when v.event = 'bank_refunded' then not is_plain_yes(v.evidence)
           when v.event in ('bank_declined', 'sent_again') then not is_plain_word(v.evidence)
           when v.event = 'not_sent' then not is_unsent(v.evidence)
         end;
$$;

-- A token becomes active by a plain yes, and is gone by the bank's word.
create or replace function check_token_evidence(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select e.merchant_id, e.token_id::text, format('%s by %s', e.event, coalesce(e.evidence::text, 'nothing'))
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join token_events e on e.merchant_id = i.merchant_id and e.token_id = i.id
   where case
           when e.event = 'bound' then not is_plain_yes(e.evidence)
           when e.event in ('unbound', 'unbinding_refused', 'unbinding_given_up') then e.evidence is null
         end;
$$;
