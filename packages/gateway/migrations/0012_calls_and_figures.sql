-- The merchants' calls as they went, for people who look for a mistake. A record, not evidence: written after the answer
-- has left, in batches, dropped when there are too many, forgotten after some weeks.
create table api_calls (
  merchant_id uuid not null references merchants,
  call_id uuid not null,
  at timestamptz not null,
  method text not null,
  path text not null,
  endpoint text, -- `payment`, `payment-refund` …; null where no route took it
  request_id text,
  status smallint not null,
  code text,
  message text,
  field text,
  signature text not null check (signature in ('right', 'wrong', 'unknown')),
  string_to_sign text, -- for a wrong signature alone
  replayed boolean not null,
  took_ms integer not null,
  address text,
  sealed_bodies bytea, -- request and answer, people masked
  subject_kind text check (subject_kind in ('payments', 'tokens', 'refunds')),
  subject_id uuid,
  primary key (merchant_id, call_id)
);
create index api_calls_at on api_calls (merchant_id, at, call_id);
create index api_calls_latest on api_calls (at, call_id);
create index api_calls_request on api_calls (merchant_id, request_id);

-- What the home page shows, an hour each, computed anew from the payments while anything of that hour still changes.
create table payment_figures (
  merchant_id uuid not null references merchants,
  bank text not null,
  hour timestamptz not null, -- in which the payments were made
  state text not null,
  reason text not null default '', -- of those that failed
  payments bigint not null,
  amount numeric(24) not null,
  refunded numeric(24) not null,
  refunds bigint not null,
  primary key (merchant_id, bank, hour, state, reason)
);
create index payment_figures_hour on payment_figures (hour);

create table bank_figures (
  merchant_id uuid not null references merchants,
  bank text not null,
  hour timestamptz not null,
  operation text not null,
  calls bigint not null,
  buckets integer[] not null, -- how many calls took how long: bounds in the program
  primary key (merchant_id, bank, hour, operation)
);

create table notification_figures (
  merchant_id uuid not null references merchants,
  hour timestamptz not null,
  state text not null,
  notifications bigint not null,
  primary key (merchant_id, hour, state)
);

-- One row: how far the figures were computed, and whose turn it is.
create table figures_turn (
  single boolean primary key default true check (single),
  through_at timestamptz not null,
  next_at timestamptz not null,
  lease_until timestamptz
);
