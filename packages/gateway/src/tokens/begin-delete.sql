-- Begins deletions: claims the Request-Id and takes the customer's active token out of use before the bank is asked. The
-- move's id is the claim's, so that a call that is taken up again knows its own deletion.
create or replace function begin_token_deletions(
  lane uuid, at timestamptz, lease timestamptz, due timestamptz,
  merchant_ids uuid[], request_ids text[], endpoints text[], body_hashes bytea[], claim_ids uuid[],
  keep_untils timestamptz[], token_ids uuid[], banks text[], customer_keys bytea[],
  actors text[], evidences jsonb[]
) returns table (n bigint, outcome text, status smallint, answer bytea, claim_id uuid, token tokens)
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

  perform 1 from tokens t
    join unnest(outcomes, merchant_ids, token_ids) as i (outcome, merchant_id, token_id)
      on t.merchant_id = i.merchant_id and t.token_id = i.token_id
   where i.outcome = 'begun'
   order by t.merchant_id, t.token_id
     for no key update of t;

  perform move_tokens(lane, at,
            array_agg(t.merchant_id), array_agg(t.token_id), array_agg(t.version), array_agg(i.claim_id),
            array_agg('deletion_asked'::text), array_agg('deleting'::text), array_agg(i.actor),
            array_agg(i.evidence), array_agg(null::bytea), array_agg(null::bytea), array_agg(t.account_tail),
            array_agg(null::text), array_agg(null::text), array_agg(0::smallint), array_agg(due),
            array_agg(t.notified))
     from unnest(outcomes, merchant_ids, token_ids, claim_ids, banks, customer_keys, actors, evidences)
       as i (outcome, merchant_id, token_id, claim_id, bank, customer_key, actor, evidence)
     join tokens t on t.merchant_id = i.merchant_id and t.token_id = i.token_id and t.bank = i.bank
      and t.customer_key = i.customer_key
    where i.outcome = 'begun' and t.state = 'active'
   having count(*) > 0;

  return query
  select i.n,
         case
           when i.outcome not in ('begun', 'resume') then i.outcome
           when e.move_id is null then 'token_not_found'
           else i.outcome
         end,
         i.status, i.answer, i.claim_id, t
    from unnest(outcomes, statuses, answers, claims, merchant_ids, token_ids) with ordinality
      as i (outcome, status, answer, claim_id, merchant_id, token_id, n)
    left join token_events e on e.merchant_id = i.merchant_id and e.token_id = i.token_id
     and e.move_id = i.claim_id
    left join tokens t on t.merchant_id = e.merchant_id and t.token_id = e.token_id
   order by i.n;
end $$;
