-- How far each check has looked at each merchant's rows; forgotten and made anew by a full check.
create table check_marks (
  merchant_id uuid not null references merchants,
  check_name text not null,
  through_at timestamptz not null, -- business time: what was written before has been looked at
  journal_no bigint not null,
  anchor text, -- what the check knows of the journals up to that one
  looked_at timestamptz not null, -- the database's own time, which nobody moves
  primary key (merchant_id, check_name)
);

-- What the last run of each check came to, for the metrics of every process.
create table check_results (
  check_name text primary key,
  ended_at timestamptz not null,
  looked_at bigint not null, -- rows
  findings integer not null
);

-- One row: whose turn it is to check, and when the next one is.
create table check_turn (
  single boolean primary key default true check (single),
  next_at timestamptz not null,
  full_at timestamptz not null,
  lease_until timestamptz
);

-- What is new, found by ranges of blocks: these tables grow at their end, so that the indexes cost writers nearly nothing.
create index payment_events_at on payment_events using brin (at) with (autosummarize = on);
create index refund_events_at on refund_events using brin (at) with (autosummarize = on);
create index token_events_at on token_events using brin (at) with (autosummarize = on);
create index notifications_created on notifications using brin (created_at) with (autosummarize = on);
create index notification_attempts_at on notification_attempts using brin (at) with (autosummarize = on);
