-- Double entry: immutable transfers grouped in journals, hash-chained per merchant. Amounts are whole rupiah.
create table ledger_heads (
  merchant_id uuid primary key references merchants,
  journal_no bigint not null,
  hash bytea not null
);

create table ledger_accounts (
  merchant_id uuid not null references merchants,
  account text not null,
  debits bigint not null default 0 check (debits >= 0),
  credits bigint not null default 0 check (credits >= 0),
  primary key (merchant_id, account)
);

create table ledger_journals (
  merchant_id uuid not null references merchants,
  journal_no bigint not null check (journal_no > 0),
  template text not null,
  subject_id uuid not null,
  made_at timestamptz not null,
  hash bytea not null,
  primary key (merchant_id, journal_no),
  unique (merchant_id, template, subject_id)
);

create table ledger_transfers (
  merchant_id uuid not null,
  journal_no bigint not null,
  line smallint not null check (line > 0),
  debit text not null,
  credit text not null check (credit <> debit),
  amount bigint not null check (amount between 1 and 999999999999),
  primary key (merchant_id, journal_no, line),
  foreign key (merchant_id, journal_no) references ledger_journals
);
