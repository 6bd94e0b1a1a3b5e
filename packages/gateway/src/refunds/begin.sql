-- Begins refunds: claims the Request-Id, finds the payment that invoice number and original Request-Id both name, takes
-- the amount from what may still be refunded and writes the refund, all before the bank is asked. Rows run one by one in
-- the order of their payments, since each changes what the next may have. The refund's id is the claim's. What was asked for is
-- booked on its way here, whichever version asks.
create or replace function begin_refunds(
  lane uuid, at timestamptz, lease timestamptz, due timestamptz,
  merchant_ids uuid[], request_ids text[], endpoints text[], body_hashes bytea[], refund_ids uuid[],
  banks text[], invoice_numbers text[], original_request_ids text[], amounts bigint[], reasons bytea[],
  refundable_froms timestamptz[], mosts bigint[], actors text[], evidences jsonb[]
) returns table (n bigint, outcome text, status smallint, answer bytea, claim_id uuid, payment payments)
language plpgsql
-- Planned once, for keys: on small tables the planner would choose scans and keep them, or plan every call anew.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  outcomes text[];
  statuses smallint[];
  answers bytea[];
  claims uuid[];
  asked record;
  made_for uuid[] := '{}';
  made uuid[] := '{}';
  made_amounts bigint[] := '{}';
begin
  select array_agg(c.outcome order by c.n), array_agg(c.status order by c.n), array_agg(c.answer order by c.n),
         array_agg(c.claim_id order by c.n)
    into outcomes, statuses, answers, claims
    from claim_requests(lane, at, lease, merchant_ids, request_ids, endpoints, body_hashes, refund_ids,
                        array_fill(null::timestamptz, array[cardinality(merchant_ids)])) c;

  for asked in
    select i.*, p.payment_id, p.state, p.finished_at
      from unnest(outcomes, merchant_ids, request_ids, refund_ids, banks, invoice_numbers, original_request_ids,
                  amounts, reasons, refundable_froms, mosts, actors, evidences) with ordinality
        as i (outcome, merchant_id, request_id, refund_id, bank, invoice_number, original_request_id, amount, reason,
              refundable_from, most, actor, evidence, n)
      left join requests r on r.merchant_id = i.merchant_id and r.request_id = i.original_request_id
       and r.endpoint like '%/payment'
      left join payments p on p.merchant_id = r.merchant_id and p.payment_id = r.claim_id
       and p.invoice_number = i.invoice_number and p.bank = i.bank
      left join refunds f on f.merchant_id = i.merchant_id and f.refund_id = i.refund_id
     where i.outcome = 'begun' and f.refund_id is null
     order by i.merchant_id, p.payment_id, i.n
  loop
    -- Held from here on: whoever reverses it sees this refund, or is seen.
    perform 1 from payments p
      where p.merchant_id = asked.merchant_id and p.payment_id = asked.payment_id for no key update;
    if asked.payment_id is null then
      outcomes[asked.n] := 'payment_not_found';
    elsif asked.state <> 'succeeded' then
      outcomes[asked.n] := 'payment_not_refundable';
    -- The bank has never taken it: there is nothing to give back.
    elsif exists (select from exceptions e
                   where e.merchant_id = asked.merchant_id and e.subject_id = asked.payment_id
                     and e.resolution = 'payment_reversed') then
      outcomes[asked.n] := 'payment_not_refundable';
    elsif asked.finished_at < asked.refundable_from then
      outcomes[asked.n] := 'refund_window_closed';
    elsif not change_refunded(asked.merchant_id, asked.payment_id, asked.amount, asked.most) then
      outcomes[asked.n] := 'refund_amount_exceeded';
    else
      insert into refunds
        (merchant_id, refund_id, payment_id, kind, state, version, last_move, amount, request_id, sealed_reason,
         asked_at, due_at, created_at)
      values
        (asked.merchant_id, asked.refund_id, asked.payment_id, 'merchant', 'requested', 1, asked.refund_id,
         asked.amount, asked.request_id, asked.reason, at, due, at);
      insert into refund_events (merchant_id, refund_id, version, move_id, event, state, actor, evidence, at)
      values (asked.merchant_id, asked.refund_id, 1, asked.refund_id, 'created', 'requested', asked.actor, asked.evidence, at);
      made_for := made_for || asked.merchant_id;
      made := made || asked.refund_id;
      made_amounts := made_amounts || asked.amount;
    end if;
  end loop;

  perform post_journals(lane, at, made_for, array_fill('refundRequested'::text, array[cardinality(made)]), made,
            array(select generate_series(1, cardinality(made))), array_fill('merchant_payable'::text, array[cardinality(made)]),
            array_fill('refund_in_transit'::text, array[cardinality(made)]), made_amounts);

  return query
  select i.n, i.outcome, i.status, i.answer, i.claim_id, p
    from unnest(outcomes, statuses, answers, claims, merchant_ids) with ordinality
      as i (outcome, status, answer, claim_id, merchant_id, n)
    left join refunds f on f.merchant_id = i.merchant_id and f.refund_id = i.claim_id
    left join payments p on p.merchant_id = f.merchant_id and p.payment_id = f.payment_id
   order by i.n;
end $$;
