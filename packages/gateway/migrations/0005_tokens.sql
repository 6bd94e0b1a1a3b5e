-- A customer's bound account. What could identify the customer or reach the account is sealed.
create table tokens (
  merchant_id uuid not null references merchants,
  token_id uuid not null,
  bank text not null,
  state text not null check (state in ('pending', 'active', 'failed', 'expired', 'deleting', 'deleted')),
  version int not null,
  last_move uuid not null,
  customer_key bytea not null,
  sealed_details bytea not null,
  sealed_access bytea,
  account_tail text check (account_tail ~ '^[0-9]{4}$'),
  reason text,
  bank_code text,
  notified int not null default 0,
  attempts smallint not null default 0,
  due_at timestamptz,
  lease_until timestamptz,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (merchant_id, token_id),
  check (state <> 'active' or (sealed_access is not null and account_tail is not null)),
  check (state not in ('pending', 'deleting') or due_at is not null)
);

create index tokens_of_customer on tokens (merchant_id, customer_key, created_at) where state = 'active';
create index tokens_due on tokens (due_at) where due_at is not null;

create table token_events (
  merchant_id uuid not null,
  token_id uuid not null,
  version int not null,
  move_id uuid not null,
  event text not null,
  state text not null,
  actor text not null,
  evidence jsonb,
  at timestamptz not null,
  primary key (merchant_id, token_id, version),
  foreign key (merchant_id, token_id) references tokens
);
