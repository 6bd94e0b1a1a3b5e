-- Begins registrations: claims the Request-Id and writes the token, pending, before the bank is asked. The token's id is
-- the claim's.
create or replace function begin_tokens(
  lane uuid, at timestamptz, lease timestamptz,
  merchant_ids uuid[], request_ids text[], endpoints text[], body_hashes bytea[], token_ids uuid[],
  keep_untils timestamptz[], banks text[], customer_keys bytea[], details bytea[], dues timestamptz[],
  phone_keys bytea[]
) returns table (n bigint, outcome text, status smallint, answer bytea, claim_id uuid)
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
    from claim_requests(lane, at, lease, merchant_ids, request_ids, endpoints, body_hashes, token_ids,
                        keep_untils) c;

  insert into tokens
    (merchant_id, token_id, bank, state, version, last_move, customer_key, sealed_details, phone_key, due_at,
     created_at, changed_at)
  select i.merchant_id, i.token_id, i.bank, 'pending', 1, i.token_id, i.customer_key, i.details, i.phone_key,
         i.due, at, at
    from unnest(outcomes, merchant_ids, token_ids, banks, customer_keys, details, dues, phone_keys)
      as i (outcome, merchant_id, token_id, bank, customer_key, details, due, phone_key)
   where i.outcome = 'begun'
  on conflict do nothing;

  insert into token_events (merchant_id, token_id, version, move_id, event, state, actor, at)
  select t.merchant_id, t.token_id, 1, t.token_id, 'created', 'pending', 'merchant', at
    from unnest(outcomes, merchant_ids, token_ids) as i (outcome, merchant_id, token_id)
    join tokens t on t.merchant_id = i.merchant_id and t.token_id = i.token_id
   where i.outcome = 'begun'
  on conflict do nothing;

  return query
  select i.n, i.outcome, i.status, i.answer, i.claim_id
    from unnest(outcomes, statuses, answers, claims) with ordinality as i (outcome, status, answer, claim_id, n)
   order by i.n;
end $$;
