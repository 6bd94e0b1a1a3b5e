-- Money on its way back. `merchant`: asked for by the merchant. `late`: the bank took it after we had said FAILED or EXPIRED.
create table refunds (
  merchant_id uuid not null references merchants,
  refund_id uuid not null,
  payment_id uuid not null,
  kind text not null check (kind in ('merchant', 'late')),
  state text not null check (state in ('requested', 'unclear', 'succeeded', 'failed')),
  version int not null,
  last_move uuid not null,
  amount bigint not null check (amount between 1 and 999999999999),
  request_id text,
  sealed_reason bytea,
  bank_refund_id text,
  reason text,
  bank_code text,
  inquiries smallint not null default 0,
  not_found_at timestamptz,
  asked_at timestamptz not null,
  due_at timestamptz,
  lease_until timestamptz,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (merchant_id, refund_id),
  foreign key (merchant_id, payment_id) references payments,
  check (state in ('succeeded', 'failed') or due_at is not null),
  check ((kind = 'merchant') = (request_id is not null))
);

create index refunds_of_payment on refunds (merchant_id, payment_id);
create unique index refunds_late on refunds (merchant_id, payment_id) where kind = 'late';
create index refunds_due on refunds (due_at) where due_at is not null;

create table refund_events (
  merchant_id uuid not null,
  refund_id uuid not null,
  version int not null,
  move_id uuid not null,
  event text not null,
  state text not null,
  actor text not null,
  evidence jsonb,
  at timestamptz not null,
  primary key (merchant_id, refund_id, version),
  foreign key (merchant_id, refund_id) references refunds
);
