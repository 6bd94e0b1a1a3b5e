-- Money that the bank took although the payment had ended FAILED or EXPIRED: it sits in suspense until it is back.
create table late_money (
  merchant_id uuid not null,
  payment_id uuid not null,
  amount bigint not null check (amount between 1 and 999999999999),
  evidence jsonb not null,
  found_at timestamptz not null,
  refund_id uuid,
  due_at timestamptz,
  primary key (merchant_id, payment_id),
  foreign key (merchant_id, payment_id) references payments,
  check ((refund_id is null) = (due_at is not null))
);

create index late_money_due on late_money (due_at) where due_at is not null;
