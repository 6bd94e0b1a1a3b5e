-- The outbox: what a merchant must be told, written with the state it tells of. The body is sealed: it names a customer.
create table notifications (
  merchant_id uuid not null references merchants,
  notification_id uuid not null,
  subject_id uuid not null,
  bank text not null,
  type text not null,
  sequence int not null check (sequence > 0),
  url text not null,
  body bytea not null,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'exhausted', 'undeliverable')),
  attempts smallint not null default 0,
  due_at timestamptz,
  lease_until timestamptz,
  created_at timestamptz not null,
  done_at timestamptz,
  primary key (merchant_id, notification_id),
  check ((state = 'pending') = (due_at is not null))
)
-- Leased and done on its own page.
with (fillfactor = 60);

create index notifications_due on notifications (due_at) where due_at is not null;
-- What the walk over merchants follows (due.sql).
create index notifications_lanes on notifications (merchant_id, due_at) where due_at is not null;
create index notifications_subject on notifications (merchant_id, subject_id);

create table notification_attempts (
  merchant_id uuid not null,
  notification_id uuid not null,
  attempt smallint not null,
  at timestamptz not null,
  status smallint,
  error text,
  answer text,
  duration_ms int not null,
  primary key (merchant_id, notification_id, attempt),
  foreign key (merchant_id, notification_id) references notifications
);
