-- When a Secret Key last signed a call, to the minute: whether an old one may end without harm.
alter table merchant_keys add column last_used_at timestamptz;
