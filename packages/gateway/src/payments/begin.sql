-- Begins payments: claims the Request-Id, finds the customer's active token, takes the invoice number and writes the
-- payment with its fee and its split, all before the bank is asked. Who won is read from the rows.
create or replace function begin_payments(
  lane uuid, at timestamptz, lease timestamptz, due timestamptz,
  merchant_ids uuid[], request_ids text[], endpoints text[], body_hashes bytea[], payment_ids uuid[],
  banks text[], token_ids uuid[], customer_keys bytea[], amounts bigint[], invoice_numbers text[],
  details bytea[], notification_urls text[], fees bigint[], splits jsonb[]
) returns table (n bigint, outcome text, status smallint, answer bytea, claim_id uuid, sealed_access bytea)
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
    from claim_requests(lane, at, lease, merchant_ids, request_ids, endpoints, body_hashes, payment_ids,
                        array_fill(null::timestamptz, array[cardinality(merchant_ids)])) c;

  insert into payments
    (merchant_id, payment_id, bank, token_id, state, version, last_move, amount, invoice_number, request_id,
     customer_key, sealed_details, notification_url, fee, splits, asked_at, due_at, created_at)
  select i.merchant_id, i.payment_id, i.bank, i.token_id, 'created', 1, i.payment_id, i.amount, i.invoice_number,
         i.request_id, i.customer_key, i.details, i.notification_url, i.fee, i.split, at, due, at
    from unnest(outcomes, merchant_ids, payment_ids, request_ids, banks, token_ids, customer_keys, amounts,
                invoice_numbers, details, notification_urls, fees, splits)
      as i (outcome, merchant_id, payment_id, request_id, bank, token_id, customer_key, amount,
            invoice_number, details, notification_url, fee, split)
    join tokens t on t.merchant_id = i.merchant_id and t.token_id = i.token_id and t.state = 'active'
     and t.bank = i.bank and t.customer_key = i.customer_key
   where i.outcome = 'begun'
  on conflict do nothing;

  insert into payment_events (merchant_id, payment_id, version, move_id, event, state, actor, at)
  select p.merchant_id, p.payment_id, 1, p.payment_id, 'created', 'created', 'merchant', at
    from unnest(outcomes, merchant_ids, payment_ids) as i (outcome, merchant_id, payment_id)
    join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.payment_id
   where i.outcome = 'begun'
  on conflict do nothing;

  return query
  select i.n,
         case
           when i.outcome <> 'begun' or p.payment_id is not null then i.outcome
           when t.token_id is null then 'token_not_found'
           else 'invoice_taken'
         end,
         i.status, i.answer, i.claim_id, t.sealed_access
    from unnest(outcomes, statuses, answers, claims, merchant_ids, payment_ids, token_ids, banks, customer_keys)
      with ordinality
      as i (outcome, status, answer, claim_id, merchant_id, payment_id, token_id, bank, customer_key, n)
    left join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.payment_id
    left join tokens t on t.merchant_id = i.merchant_id and t.token_id = i.token_id
     and t.bank = i.bank and t.customer_key = i.customer_key and (t.state = 'active' or p.payment_id is not null)
   order by i.n;
end $$;
