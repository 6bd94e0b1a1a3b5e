-- Claims Request-Ids: the first to insert one runs it. Whose claim stands is read from the row, so a repeat of this
-- very call after a lost answer finds its own claim again. `lane` names any merchant of the batch's lane.
create or replace function claim_requests(
  lane uuid, at timestamptz, lease timestamptz,
  merchant_ids uuid[], request_ids text[], endpoints text[], body_hashes bytea[], claim_ids uuid[],
  keep_untils timestamptz[]
) returns table (n bigint, outcome text, status smallint, answer bytea, claim_id uuid)
language plpgsql as $$
declare
  resumed uuid[];
begin
  insert into requests as r
    (merchant_id, request_id, endpoint, body_hash, claim_id, lease_until, keep_until, created_at)
  select i.merchant_id, i.request_id, i.endpoint, i.body_hash, i.claim_id, lease, i.keep_until, at
    from unnest(merchant_ids, request_ids, endpoints, body_hashes, claim_ids, keep_untils)
      as i (merchant_id, request_id, endpoint, body_hash, claim_id, keep_until)
  on conflict (merchant_id, request_id) do nothing;

  -- A call whose process died left its lease behind: exactly one repeat takes it over.
  with taken as (
    update requests r set lease_until = lease
      from unnest(merchant_ids, request_ids, endpoints, body_hashes, claim_ids)
        as i (merchant_id, request_id, endpoint, body_hash, claim_id)
     where r.merchant_id = i.merchant_id and r.request_id = i.request_id
       and r.claim_id <> i.claim_id and r.status is null and r.lease_until <= at
       and r.endpoint = i.endpoint and r.body_hash = i.body_hash
    returning i.claim_id
  )
  select array_agg(t.claim_id) into resumed from taken t;

  -- One row per claim, also for one that was given back in this very moment: callers pair the rows by position.
  return query
  select i.n,
         case
           when r.claim_id = i.claim_id and r.status is null then 'begun'
           when r.endpoint <> i.endpoint or r.body_hash <> i.body_hash then 'conflict'
           when r.status is not null then 'replay'
           when i.claim_id = any (resumed) then 'resume'
           else 'running'
         end,
         r.status, r.answer, r.claim_id
    from unnest(merchant_ids, request_ids, endpoints, body_hashes, claim_ids) with ordinality
      as i (merchant_id, request_id, endpoint, body_hash, claim_id, n)
    left join requests r on r.merchant_id = i.merchant_id and r.request_id = i.request_id
   order by i.n;
end $$;
