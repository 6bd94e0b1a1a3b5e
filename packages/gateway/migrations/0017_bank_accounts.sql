-- Where a merchant's money is paid out: accounts that the bank has named and two people have approved.
create table bank_accounts (
  merchant_id uuid not null references merchants,
  account_id text not null check (account_id ~ '^SBA-[0-9]{4}-[0-9]{9}$'), -- bank_account_settlement_id on the merchant's wire
  bank_code text not null check (bank_code ~ '^[0-9]{3}$'), -- as Bank Indonesia numbers banks
  bank_name text not null,
  sealed_details bytea not null, -- the number, and its holder as entered and as the bank says
  number_tail text not null check (number_tail ~ '^[0-9]{4}$'),
  number_key bytea not null, -- the number, as a blind index
  status text not null default 'new' check (status in ('new', 'inquired', 'verified', 'refused', 'closed')),
  is_default boolean not null default false, -- gets what no split gives to another one
  version integer not null default 1,
  created_by uuid, -- null where nobody was signed in
  created_at timestamptz not null,
  inquired_at timestamptz,
  verified_at timestamptz,
  closed_at timestamptz,
  primary key (merchant_id, account_id),
  check (not is_default or status = 'verified'),
  check (status <> 'verified' or verified_at is not null),
  check ((status = 'closed') = (closed_at is not null))
);
create unique index bank_accounts_number on bank_accounts (merchant_id, bank_code, number_key) where status <> 'closed';
create unique index bank_accounts_default on bank_accounts (merchant_id) where is_default;

-- What happened to an account, a row for every version of it.
create table bank_account_events (
  merchant_id uuid not null,
  account_id text not null,
  version integer not null,
  event text not null,
  status text not null,
  is_default boolean not null,
  operator_id uuid, -- who did it, or who approved it; null where nobody was signed in
  approval_id uuid,
  evidence jsonb, -- of the bank's word
  at timestamptz not null,
  primary key (merchant_id, account_id, version),
  foreign key (merchant_id, account_id) references bank_accounts
);

grant select on bank_account_events to tarik_reader;
grant select (merchant_id, account_id, bank_code, bank_name, sealed_details, number_tail, status, is_default, version,
              created_by, created_at, inquired_at, verified_at, closed_at)
  on bank_accounts to tarik_reader;

alter table bank_accounts enable row level security;
create policy reader on bank_accounts for select to tarik_reader using (
  case when (select current_setting('tarik.every_merchant', true)) = 'on' then true
       else merchant_id = any ((select nullif(current_setting('tarik.merchants', true), ''))::uuid[])
  end);
alter table bank_account_events enable row level security;
create policy reader on bank_account_events for select to tarik_reader using (
  case when (select current_setting('tarik.every_merchant', true)) = 'on' then true
       else merchant_id = any ((select nullif(current_setting('tarik.merchants', true), ''))::uuid[])
  end);
