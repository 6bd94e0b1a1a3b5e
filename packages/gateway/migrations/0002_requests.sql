-- A Request-Id is answered once. `claim_id` is what we proposed to make under it: whose claim it is reads from the row.
create table requests (
  merchant_id uuid not null references merchants,
  request_id text not null,
  endpoint text not null,
  body_hash bytea not null,
  claim_id uuid not null,
  lease_until timestamptz not null,
  status smallint,
  answer bytea,
  keep_until timestamptz,
  created_at timestamptz not null,
  primary key (merchant_id, request_id),
  check ((status is null) = (answer is null))
)
-- A row is written twice, the second time with its answer: with room beside it, no index is touched then.
with (fillfactor = 45);

create index requests_keep on requests (keep_until) where keep_until is not null;
