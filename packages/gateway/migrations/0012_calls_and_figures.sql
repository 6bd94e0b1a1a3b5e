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

-- What the home page shows: an hour each, counted anew from the payments while anything of that hour still changes, and
-- a day of WIB each, summed from its hours. The nil uuid stands for all merchants together.
create table payment_figures (
  merchant_id uuid not null,
  span text not null check (span in ('hour', 'day')),
  at timestamptz not null, -- in which the payments were made: the beginning of the hour or the day
  bank text not null,
  state text not null,
  reason text not null default '', -- of those that failed
  payments bigint not null,
  amount numeric(24) not null,
  refunds bigint not null,
  refunded numeric(24) not null,
  primary key (merchant_id, span, at, bank, state, reason)
);
create index payment_figures_hour on payment_figures (at) where span = 'hour';

create table notification_figures (
  merchant_id uuid not null,
  span text not null check (span in ('hour', 'day')),
  at timestamptz not null,
  bank text not null,
  state text not null,
  notifications bigint not null,
  primary key (merchant_id, span, at, bank, state)
);
create index notification_figures_hour on notification_figures (at) where span = 'hour';

create table bank_figures (
  merchant_id uuid not null,
  span text not null check (span in ('hour', 'day')),
  at timestamptz not null, -- in which the bank's answers were heard
  bank text not null,
  operation text not null,
  slot smallint not null, -- how long they took: bounds in figures/latency.ts
  calls bigint not null,
  primary key (merchant_id, span, at, bank, operation, slot)
);
create index bank_figures_hour on bank_figures (at) where span = 'hour';

-- Hours that changed after they were over, and are still to be counted anew.
create table figures_late (
  merchant_id uuid not null,
  hour timestamptz not null,
  primary key (merchant_id, hour)
);

-- One row: up to which time payments and notifications are counted, and when they are counted next. Whoever counts holds it.
create table figures_turn (
  single boolean not null default true primary key check (single),
  through_at timestamptz not null,
  next_at timestamptz not null
);
