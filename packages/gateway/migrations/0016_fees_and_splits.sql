-- concurrently
-- What a payment costs its merchant and how its net is divided: both frozen with the payment. The table is large and live, so
-- that every statement stands by itself and may be run again: a column with a constant default is no rewrite, and a bound is first
-- promised for new rows, then looked for in the old ones while everybody writes.
alter table payments add column if not exists fee bigint not null default 0;
alter table payments add column if not exists splits jsonb;
alter table payments drop constraint if exists payments_fee_check;
alter table payments add constraint payments_fee_check check (fee between 0 and amount) not valid;
alter table payments validate constraint payments_fee_check;

-- Tariffs, by the instant from which each is in force. They are only added; one that is not in force yet may be withdrawn.
create table if not exists fees (
  merchant_id uuid not null references merchants,
  bank text not null,
  valid_from timestamptz not null,
  fee_id uuid not null,
  fixed bigint not null check (fixed between 0 and 999999999999),
  basis_points int not null check (basis_points between 0 and 10000),
  minimum bigint not null check (minimum between 0 and 999999999999),
  maximum bigint check (maximum between minimum and 999999999999),
  -- Null where no person was signed in.
  created_by uuid,
  created_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (merchant_id, bank, valid_from, fee_id),
  check (withdrawn_at < valid_from)
);

do $$
begin
  grant select on fees to tarik_reader;
  alter table fees enable row level security;
  if not exists (select from pg_policy p where p.polrelid = 'fees'::regclass and p.polname = 'reader') then
    create policy reader on fees for select to tarik_reader using (
      case when (select current_setting('tarik.every_merchant', true)) = 'on' then true
           else merchant_id = any ((select nullif(current_setting('tarik.merchants', true), ''))::uuid[])
      end);
  end if;
end $$;
