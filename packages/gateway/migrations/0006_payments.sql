-- A payment: one pull from a token. Amounts are whole rupiah. `refunded` counts refunds that succeeded or may yet.
create table payments (
  merchant_id uuid not null references merchants,
  payment_id uuid not null,
  bank text not null,
  token_id uuid not null,
  state text not null check (
    state in ('created', 'awaiting_otp', 'confirming', 'unclear', 'succeeded', 'failed', 'expired')
  ),
  version int not null,
  last_move uuid not null,
  amount bigint not null check (amount between 1 and 999999999999),
  refunded bigint not null default 0 check (refunded between 0 and amount),
  invoice_number text not null,
  request_id text not null,
  customer_key bytea not null,
  sealed_details bytea not null,
  notification_url text,
  bank_payment_id text,
  reason text,
  bank_code text,
  otp_sent_at timestamptz,
  otp_expires_at timestamptz,
  otp_tries smallint not null default 0 check (otp_tries between 0 and 3),
  otp_resends smallint not null default 0,
  inquiries smallint not null default 0,
  not_found_at timestamptz,
  asked_at timestamptz not null,
  notified int not null default 0,
  due_at timestamptz,
  lease_until timestamptz,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (merchant_id, payment_id),
  foreign key (merchant_id, token_id) references tokens,
  check (state in ('succeeded', 'failed', 'expired') or due_at is not null),
  check ((state in ('succeeded', 'failed', 'expired')) = (finished_at is not null)),
  check (refunded = 0 or state = 'succeeded')
);

create unique index payments_invoice on payments (merchant_id, invoice_number)
  where state in ('created', 'awaiting_otp', 'confirming', 'unclear', 'succeeded');
-- For check status: ended attempts are few, so that this index costs the payments that succeed nothing.
create index payments_ended on payments (merchant_id, invoice_number) where state in ('failed', 'expired');
create index payments_due on payments (due_at) where due_at is not null;

create table payment_events (
  merchant_id uuid not null,
  payment_id uuid not null,
  version int not null,
  move_id uuid not null,
  event text not null,
  state text not null,
  actor text not null,
  evidence jsonb,
  at timestamptz not null,
  primary key (merchant_id, payment_id, version),
  foreign key (merchant_id, payment_id) references payments
);
