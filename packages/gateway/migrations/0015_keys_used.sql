-- When a Secret Key last signed a call, to the minute: whether an old one may end without harm.
alter table merchant_keys add column last_used_at timestamptz;
grant select (last_used_at) on merchant_keys to tarik_reader;

-- By which Request-Id a call has made its payment, refund or token.
grant select (merchant_id, request_id, endpoint, claim_id) on requests to tarik_reader;
