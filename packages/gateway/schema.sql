-- The whole database as the migrations leave it. Written by `tarik schema --write`; do not edit.

create table api_calls (
  merchant_id uuid not null,
  call_id uuid not null,
  at timestamptz not null,
  method text not null,
  path text not null,
  endpoint text,
  request_id text,
  status smallint not null,
  code text,
  message text,
  field text,
  signature text not null,
  string_to_sign text,
  replayed boolean not null,
  took_ms integer not null,
  address text,
  sealed_bodies bytea,
  subject_kind text,
  subject_id uuid,
  primary key (merchant_id, call_id),
  check (signature = any (array['right'::text, 'wrong'::text, 'unknown'::text])),
  check (subject_kind = any (array['payments'::text, 'tokens'::text, 'refunds'::text])),
  foreign key (merchant_id) references merchants(merchant_id)
);
create index api_calls_at on api_calls using btree (merchant_id, at, call_id);
create index api_calls_latest on api_calls using btree (at, call_id);
create index api_calls_request on api_calls using btree (merchant_id, request_id);
grant select on api_calls to tarik_reader;
alter table api_calls enable row level security;
create policy reader on api_calls for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table approvals (
  merchant_id uuid not null,
  approval_id uuid not null,
  kind text not null,
  state text not null default 'pending'::text,
  version integer not null default 1,
  subject text not null,
  asked jsonb not null,
  sealed_asked bytea,
  reason text not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  decision_reason text,
  outcome text,
  due_at timestamptz,
  lease_until timestamptz,
  primary key (merchant_id, approval_id),
  check ((decided_by is null) = (decided_at is null)),
  check (decided_by <> asked_by),
  check (state = any (array['pending'::text, 'approved'::text, 'done'::text, 'failed'::text, 'rejected'::text, 'withdrawn'::text, 'expired'::text]))
);
create index approvals_asked on approvals using btree (merchant_id, asked_at, approval_id);
create index approvals_due on approvals using btree (due_at) where (due_at is not null);
create index approvals_of_state on approvals using btree (merchant_id, state, asked_at, approval_id);
create index approvals_of_state_everywhere on approvals using btree (state, asked_at, approval_id);
create index approvals_recent on approvals using btree (asked_at);
create index approvals_subject on approvals using btree (merchant_id, subject);
grant select (merchant_id, approval_id, kind, state, version, subject, asked, reason, asked_by, asked_at, expires_at, decided_by, decided_at, decision_reason, outcome, due_at, lease_until) on approvals to tarik_reader;
alter table approvals enable row level security;
create policy reader on approvals for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table audit_entries (
  merchant_id uuid not null,
  entry_no bigint not null,
  at timestamptz not null,
  operator_id uuid,
  by text not null,
  role text,
  address text,
  act text not null,
  subject text not null,
  reason text,
  before jsonb,
  after jsonb,
  hash bytea not null,
  primary key (merchant_id, entry_no),
  check (entry_no > 0)
);
create index audit_entries_at on audit_entries using btree (merchant_id, at, entry_no);
create index audit_entries_latest on audit_entries using btree (at, merchant_id, entry_no);
create index audit_entries_subject on audit_entries using btree (merchant_id, subject);
grant select on audit_entries to tarik_reader;
alter table audit_entries enable row level security;
create policy reader on audit_entries for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table audit_heads (
  merchant_id uuid not null,
  entry_no bigint not null,
  hash bytea not null,
  primary key (merchant_id)
);
grant select on audit_heads to tarik_reader;
alter table audit_heads enable row level security;
create policy reader on audit_heads for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table bank_account_events (
  merchant_id uuid not null,
  account_id text not null,
  version integer not null,
  event text not null,
  status text not null,
  is_default boolean not null,
  operator_id uuid,
  approval_id uuid,
  evidence jsonb,
  at timestamptz not null,
  primary key (merchant_id, account_id, version),
  foreign key (merchant_id, account_id) references bank_accounts(merchant_id, account_id)
);
grant select on bank_account_events to tarik_reader;
alter table bank_account_events enable row level security;
create policy reader on bank_account_events for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table bank_accounts (
  merchant_id uuid not null,
  account_id text not null,
  bank_code text not null,
  bank_name text not null,
  sealed_details bytea not null,
  number_tail text not null,
  number_key bytea not null,
  status text not null default 'new'::text,
  is_default boolean not null default false,
  version integer not null default 1,
  created_by uuid,
  created_at timestamptz not null,
  inquired_at timestamptz,
  verified_at timestamptz,
  closed_at timestamptz,
  primary key (merchant_id, account_id),
  check ((status = 'closed'::text) = (closed_at is not null)),
  check (not is_default or status = 'verified'::text),
  check (account_id ~ '^SBA-[0-9]{4}-[0-9]{9}$'::text),
  check (bank_code ~ '^[0-9]{3}$'::text),
  check (number_tail ~ '^[0-9]{4}$'::text),
  check (status <> 'verified'::text or verified_at is not null),
  check (status = any (array['new'::text, 'inquired'::text, 'verified'::text, 'refused'::text, 'closed'::text])),
  foreign key (merchant_id) references merchants(merchant_id)
);
create unique index bank_accounts_default on bank_accounts using btree (merchant_id) where is_default;
create index bank_accounts_listed on bank_accounts using btree (created_at, merchant_id, account_id);
create unique index bank_accounts_number on bank_accounts using btree (merchant_id, bank_code, number_key) where (status <> 'closed'::text);
grant select (merchant_id, account_id, bank_code, bank_name, sealed_details, number_tail, status, is_default, version, created_by, created_at, inquired_at, verified_at, closed_at) on bank_accounts to tarik_reader;
alter table bank_accounts enable row level security;
create policy reader on bank_accounts for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table bank_connections (
  merchant_id uuid not null,
  bank text not null,
  status text not null,
  sealed_credentials bytea not null,
  notification_url text,
  notifications_disabled_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (merchant_id, bank),
  check (status = any (array['active'::text, 'inactive'::text])),
  foreign key (merchant_id) references merchants(merchant_id)
);
grant select (merchant_id, bank, status, notification_url, notifications_disabled_at, created_at, updated_at) on bank_connections to tarik_reader;
alter table bank_connections enable row level security;
create policy reader on bank_connections for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table bank_figures (
  merchant_id uuid not null,
  span text not null,
  at timestamptz not null,
  bank text not null,
  operation text not null,
  slot smallint not null,
  calls bigint not null,
  primary key (merchant_id, span, at, bank, operation, slot),
  check (span = any (array['hour'::text, 'day'::text]))
);
create index bank_figures_hour on bank_figures using btree (at) where (span = 'hour'::text);
grant select on bank_figures to tarik_reader;
alter table bank_figures enable row level security;
create policy reader on bank_figures for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table bank_partners (
  merchant_id uuid not null,
  bank text not null,
  partner_key bytea not null,
  primary key (merchant_id, bank, partner_key),
  foreign key (merchant_id) references merchants(merchant_id)
);
grant select on bank_partners to tarik_reader;
alter table bank_partners enable row level security;
create policy reader on bank_partners for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table check_marks (
  merchant_id uuid not null,
  check_name text not null,
  through_at timestamptz not null,
  journal_no bigint not null,
  anchor text,
  looked_at timestamptz not null,
  primary key (merchant_id, check_name),
  foreign key (merchant_id) references merchants(merchant_id)
);
alter table check_marks enable row level security;
create policy reader on check_marks for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table check_results (
  check_name text not null,
  ended_at timestamptz not null,
  looked_at bigint not null,
  findings integer not null,
  primary key (check_name)
);

create table check_turn (
  single boolean not null default true,
  next_at timestamptz not null,
  full_at timestamptz not null,
  lease_until timestamptz,
  primary key (single),
  check (single)
);

create table closed_days (
  bank text not null,
  day date not null,
  statement_id uuid not null,
  closed_at timestamptz not null,
  closed_by text not null,
  open_exceptions integer not null,
  heads_hash bytea not null,
  primary key (bank, day)
);
grant select on closed_days to tarik_reader;

create table closed_heads (
  merchant_id uuid not null,
  bank text not null,
  day date not null,
  journal_no bigint not null,
  hash bytea not null,
  primary key (merchant_id, bank, day),
  foreign key (merchant_id) references merchants(merchant_id)
);
grant select on closed_heads to tarik_reader;
alter table closed_heads enable row level security;
create policy reader on closed_heads for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table exceptions (
  merchant_id uuid not null,
  exception_id uuid not null,
  bank text not null,
  day date not null,
  reason text not null,
  state text not null default 'open'::text,
  type text not null,
  statement_id uuid,
  line_no integer,
  subject_kind text,
  subject_id uuid,
  amount bigint,
  expected bigint,
  booked bigint not null,
  opened_at timestamptz not null,
  resolved_at timestamptz,
  resolution text,
  resolved_day date,
  explained_by uuid,
  evidence jsonb,
  asked_by uuid,
  approved_by uuid,
  approval_id uuid,
  primary key (merchant_id, exception_id),
  check ((reason = 'missing_at_bank'::text) = (line_no is null)),
  check ((state = 'resolved'::text) = (resolution is not null)),
  check ((state = 'resolved'::text) = (resolved_at is not null)),
  check ((statement_id is null) = (line_no is null)),
  check (approved_by <> asked_by),
  check (reason = any (array['missing_at_bank'::text, 'missing_here'::text, 'amount_differs'::text, 'duplicate'::text])),
  check (resolution = 'bank_corrected'::text or asked_by is not null or state = 'open'::text),
  check (resolution = any (array['bank_corrected'::text, 'payment_reversed'::text, 'refund_reversed'::text, 'owed_again'::text, 'booked_to_account'::text, 'returned_to_bank'::text, 'loss_borne'::text, 'loss_recovered'::text, 'matched_by_hand'::text])),
  check (state = any (array['open'::text, 'resolved'::text])),
  check (subject_kind = any (array['payment'::text, 'refund'::text, 'payout'::text])),
  check (type = any (array['debit'::text, 'refund'::text, 'payout'::text, 'payout_return'::text])),
  foreign key (merchant_id) references merchants(merchant_id)
);
create index exceptions_day on exceptions using btree (bank, day);
create unique index exceptions_line on exceptions using btree (merchant_id, statement_id, line_no) where (line_no is not null);
create index exceptions_listed on exceptions using btree (merchant_id, opened_at, exception_id);
create index exceptions_listed_everywhere on exceptions using btree (opened_at, exception_id);
create unique index exceptions_missing on exceptions using btree (merchant_id, subject_id, type) where (reason = 'missing_at_bank'::text);
create index exceptions_of_statement on exceptions using btree (statement_id) where (statement_id is not null);
create index exceptions_open on exceptions using btree (merchant_id, opened_at, exception_id) where (state = 'open'::text);
create index exceptions_open_everywhere on exceptions using btree (opened_at, exception_id) where (state = 'open'::text);
create index exceptions_owed on exceptions using btree (merchant_id, bank, resolved_at) where ((resolution = any (array['owed_again'::text, 'booked_to_account'::text])) and (reason <> 'missing_at_bank'::text));
create index exceptions_subject on exceptions using btree (merchant_id, subject_id);
create index exceptions_subject_everywhere on exceptions using btree (subject_id) where (subject_id is not null);
grant select on exceptions to tarik_reader;
alter table exceptions enable row level security;
create policy reader on exceptions for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table fees (
  merchant_id uuid not null,
  bank text not null,
  valid_from timestamptz not null,
  fee_id uuid not null,
  fixed bigint not null,
  basis_points integer not null,
  minimum bigint not null,
  maximum bigint,
  created_by uuid,
  created_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (merchant_id, bank, valid_from, fee_id),
  check (basis_points >= 0 and basis_points <= 10000),
  check (fixed >= 0 and fixed <= '999999999999'::bigint),
  check (maximum >= minimum and maximum <= '999999999999'::bigint),
  check (minimum >= 0 and minimum <= '999999999999'::bigint),
  check (withdrawn_at < valid_from),
  foreign key (merchant_id) references merchants(merchant_id)
);
grant select on fees to tarik_reader;
alter table fees enable row level security;
create policy reader on fees for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table figures_late (
  merchant_id uuid not null,
  hour timestamptz not null,
  primary key (merchant_id, hour)
);
alter table figures_late enable row level security;
create policy reader on figures_late for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table figures_turn (
  single boolean not null default true,
  through_at timestamptz not null,
  next_at timestamptz not null,
  primary key (single),
  check (single)
);
grant select on figures_turn to tarik_reader;

create table holidays (
  day date not null,
  name text not null,
  kind text not null,
  provisional boolean not null default false,
  primary key (day),
  check (kind = any (array['national'::text, 'joint_leave'::text, 'other'::text])),
  check (length(name) >= 1 and length(name) <= 120)
);
grant select on holidays to tarik_reader;

create table late_money (
  merchant_id uuid not null,
  payment_id uuid not null,
  amount bigint not null,
  evidence jsonb not null,
  found_at timestamptz not null,
  refund_id uuid,
  due_at timestamptz,
  reversed_at timestamptz,
  primary key (merchant_id, payment_id),
  check ((refund_id is null and reversed_at is null) = (due_at is not null)),
  check (amount >= 1 and amount <= '999999999999'::bigint),
  foreign key (merchant_id, payment_id) references payments(merchant_id, payment_id)
);
create index late_money_due on late_money using btree (due_at) where (due_at is not null);
grant select on late_money to tarik_reader;
alter table late_money enable row level security;
create policy reader on late_money for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table ledger_accounts (
  merchant_id uuid not null,
  account text not null,
  debits bigint not null default 0,
  credits bigint not null default 0,
  primary key (merchant_id, account),
  check (credits >= 0),
  check (debits >= 0),
  foreign key (merchant_id) references merchants(merchant_id)
);
grant select on ledger_accounts to tarik_reader;
alter table ledger_accounts enable row level security;
create policy reader on ledger_accounts for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table ledger_heads (
  merchant_id uuid not null,
  journal_no bigint not null,
  hash bytea not null,
  primary key (merchant_id),
  foreign key (merchant_id) references merchants(merchant_id)
);
alter table ledger_heads enable row level security;
create policy reader on ledger_heads for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table ledger_journals (
  merchant_id uuid not null,
  journal_no bigint not null,
  template text not null,
  subject_id uuid not null,
  made_at timestamptz not null,
  hash bytea not null,
  primary key (merchant_id, journal_no),
  unique (merchant_id, template, subject_id),
  check (journal_no > 0),
  foreign key (merchant_id) references merchants(merchant_id)
);
grant select on ledger_journals to tarik_reader;
alter table ledger_journals enable row level security;
create policy reader on ledger_journals for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table ledger_marks (
  merchant_id uuid not null,
  journal_no bigint not null,
  primary key (merchant_id),
  check (journal_no >= 0),
  foreign key (merchant_id) references merchants(merchant_id)
);
grant select on ledger_marks to tarik_reader;
alter table ledger_marks enable row level security;
create policy reader on ledger_marks for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table ledger_sums (
  merchant_id uuid not null,
  account text not null,
  span text not null,
  at timestamptz not null,
  template text not null,
  journals bigint not null,
  debits bigint not null,
  credits bigint not null,
  first_no bigint not null,
  last_no bigint not null,
  primary key (merchant_id, account, span, at, template),
  check (credits >= 0),
  check (debits >= 0),
  check (journals > 0),
  check (last_no >= first_no),
  check (span = any (array['hour'::text, 'day'::text])),
  foreign key (merchant_id) references merchants(merchant_id)
);
grant select on ledger_sums to tarik_reader;
alter table ledger_sums enable row level security;
create policy reader on ledger_sums for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table ledger_transfers (
  merchant_id uuid not null,
  journal_no bigint not null,
  line smallint not null,
  debit text not null,
  credit text not null,
  amount bigint not null,
  primary key (merchant_id, journal_no, line),
  check (amount >= 1 and amount <= '999999999999'::bigint),
  check (credit <> debit),
  check (line > 0),
  foreign key (merchant_id, journal_no) references ledger_journals(merchant_id, journal_no)
);
grant select on ledger_transfers to tarik_reader;
alter table ledger_transfers enable row level security;
create policy reader on ledger_transfers for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table merchant_keys (
  merchant_id uuid not null,
  key_id uuid not null,
  sealed_secret bytea not null,
  valid_from timestamptz not null,
  valid_until timestamptz,
  created_at timestamptz not null,
  last_used_at timestamptz,
  primary key (merchant_id, key_id),
  foreign key (merchant_id) references merchants(merchant_id)
);
grant select (merchant_id, key_id, valid_from, valid_until, created_at, last_used_at) on merchant_keys to tarik_reader;
alter table merchant_keys enable row level security;
create policy reader on merchant_keys for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table merchants (
  merchant_id uuid not null,
  client_id text not null,
  name text not null,
  status text not null default 'active'::text,
  settings jsonb not null default '{}'::jsonb,
  created_at timestamptz not null,
  primary key (merchant_id),
  unique (client_id),
  check (client_id ~ '^[A-Za-z0-9._-]{1,64}$'::text),
  check (status = any (array['active'::text, 'suspended'::text]))
);
create index merchants_named on merchants using btree (name, merchant_id);
grant select on merchants to tarik_reader;
alter table merchants enable row level security;
create policy reader on merchants for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table notification_attempts (
  merchant_id uuid not null,
  notification_id uuid not null,
  attempt smallint not null,
  at timestamptz not null,
  status smallint,
  error text,
  answer text,
  duration_ms integer not null,
  primary key (merchant_id, notification_id, attempt),
  foreign key (merchant_id, notification_id) references notifications(merchant_id, notification_id)
);
create index notification_attempts_at on notification_attempts using brin (at) with (autosummarize='on');
grant select on notification_attempts to tarik_reader;
alter table notification_attempts enable row level security;
create policy reader on notification_attempts for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table notification_figures (
  merchant_id uuid not null,
  span text not null,
  at timestamptz not null,
  bank text not null,
  state text not null,
  notifications bigint not null,
  primary key (merchant_id, span, at, bank, state),
  check (span = any (array['hour'::text, 'day'::text]))
);
create index notification_figures_hour on notification_figures using btree (at) where (span = 'hour'::text);
grant select on notification_figures to tarik_reader;
alter table notification_figures enable row level security;
create policy reader on notification_figures for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table notification_hosts (
  merchant_id uuid not null,
  host text not null,
  created_at timestamptz not null,
  primary key (merchant_id, host),
  foreign key (merchant_id) references merchants(merchant_id)
);
grant select on notification_hosts to tarik_reader;
alter table notification_hosts enable row level security;
create policy reader on notification_hosts for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table notifications (
  merchant_id uuid not null,
  notification_id uuid not null,
  subject_id uuid not null,
  bank text not null,
  type text not null,
  sequence integer not null,
  url text not null,
  body bytea not null,
  state text not null default 'pending'::text,
  attempts smallint not null default 0,
  due_at timestamptz,
  lease_until timestamptz,
  created_at timestamptz not null,
  done_at timestamptz,
  primary key (merchant_id, notification_id),
  check ((state = 'pending'::text) = (due_at is not null)),
  check (sequence > 0),
  check (state = any (array['pending'::text, 'delivered'::text, 'exhausted'::text, 'undeliverable'::text])),
  foreign key (merchant_id) references merchants(merchant_id)
);
create index notifications_created on notifications using brin (created_at) with (autosummarize='on');
create index notifications_due on notifications using btree (due_at) where (due_at is not null);
create index notifications_failed on notifications using btree (merchant_id, created_at, notification_id) where (state = any (array['exhausted'::text, 'undeliverable'::text]));
create index notifications_failed_everywhere on notifications using btree (created_at, notification_id) where (state = any (array['exhausted'::text, 'undeliverable'::text]));
create index notifications_lanes on notifications using btree (merchant_id, due_at) where (due_at is not null);
create index notifications_listed on notifications using btree (merchant_id, created_at, notification_id);
create index notifications_listed_everywhere on notifications using btree (created_at, notification_id);
create index notifications_subject on notifications using btree (merchant_id, subject_id);
grant select on notifications to tarik_reader;
alter table notifications enable row level security;
create policy reader on notifications for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table operator_invitations (
  merchant_id uuid not null,
  invitation_id uuid not null,
  token_hash bytea not null,
  email text not null,
  name text,
  role text not null,
  invited_by uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  withdrawn_at timestamptz,
  approved_by uuid,
  primary key (merchant_id, invitation_id),
  check (approved_by <> invited_by),
  check (email = lower(email)),
  check (role = any (array['admin'::text, 'developer'::text, 'finance_maker'::text, 'approver'::text, 'support'::text, 'viewer'::text]))
);
create index operator_invitations_token on operator_invitations using btree (token_hash);
grant select (merchant_id, invitation_id, email, role, invited_by, created_at, expires_at, used_at, withdrawn_at, approved_by) on operator_invitations to tarik_reader;
alter table operator_invitations enable row level security;
create policy reader on operator_invitations for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table operator_memberships (
  merchant_id uuid not null,
  operator_id uuid not null,
  role text not null,
  created_at timestamptz not null,
  primary key (merchant_id, operator_id),
  check (role = any (array['admin'::text, 'developer'::text, 'finance_maker'::text, 'approver'::text, 'support'::text, 'viewer'::text])),
  foreign key (merchant_id) references merchants(merchant_id)
);
create index operator_memberships_of on operator_memberships using btree (operator_id);
grant select on operator_memberships to tarik_reader;
alter table operator_memberships enable row level security;
create policy reader on operator_memberships for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table operator_recovery_codes (
  operator_id uuid not null,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (operator_id, code_hash)
);

create table operator_sessions (
  session_hash bytea not null,
  session_id uuid not null,
  operator_id uuid not null,
  stage text not null,
  former_hash bytea,
  former_until timestamptz,
  address text not null,
  agent text not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  ends_at timestamptz not null,
  stepped_up_at timestamptz,
  primary key (session_hash),
  unique (session_id),
  check (stage = any (array['totp'::text, 'enrol_totp'::text, 'full'::text]))
);
create index operator_sessions_ends on operator_sessions using btree (ends_at);
create index operator_sessions_former on operator_sessions using btree (former_hash) where (former_hash is not null);
create index operator_sessions_of on operator_sessions using btree (operator_id);

create table operators (
  operator_id uuid not null,
  email text not null,
  name text not null,
  status text not null default 'active'::text,
  password_hash text,
  oidc_subject text,
  sealed_totp bytea,
  sealed_totp_offered bytea,
  totp_step bigint not null default 0,
  gateway_role text,
  locale text not null default 'id'::text,
  theme text not null default 'auto'::text,
  time_zone text,
  created_at timestamptz not null,
  seen_at timestamptz,
  primary key (operator_id),
  unique (email),
  unique (oidc_subject),
  check (email = lower(email)),
  check (gateway_role = any (array['admin'::text, 'developer'::text, 'finance_maker'::text, 'approver'::text, 'support'::text, 'viewer'::text])),
  check (locale = any (array['id'::text, 'en'::text])),
  check (status = any (array['active'::text, 'disabled'::text])),
  check (theme = any (array['light'::text, 'dark'::text, 'auto'::text]))
);
grant select (operator_id, email, name, status, gateway_role, created_at, seen_at) on operators to tarik_reader;

create table payment_events (
  merchant_id uuid not null,
  payment_id uuid not null,
  version integer not null,
  move_id uuid not null,
  event text not null,
  state text not null,
  actor text not null,
  evidence jsonb,
  at timestamptz not null,
  primary key (merchant_id, payment_id, version),
  foreign key (merchant_id, payment_id) references payments(merchant_id, payment_id)
);
create index payment_events_at on payment_events using brin (at) with (autosummarize='on');
grant select on payment_events to tarik_reader;
alter table payment_events enable row level security;
create policy reader on payment_events for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table payment_figures (
  merchant_id uuid not null,
  span text not null,
  at timestamptz not null,
  bank text not null,
  state text not null,
  reason text not null default ''::text,
  payments bigint not null,
  amount numeric(24,0) not null,
  refunds bigint not null,
  refunded numeric(24,0) not null,
  primary key (merchant_id, span, at, bank, state, reason),
  check (span = any (array['hour'::text, 'day'::text]))
);
create index payment_figures_hour on payment_figures using btree (at) where (span = 'hour'::text);
grant select on payment_figures to tarik_reader;
alter table payment_figures enable row level security;
create policy reader on payment_figures for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table payments (
  merchant_id uuid not null,
  payment_id uuid not null,
  bank text not null,
  token_id uuid not null,
  state text not null,
  version integer not null,
  last_move uuid not null,
  amount bigint not null,
  refunded bigint not null default 0,
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
  otp_tries smallint not null default 0,
  otp_resends smallint not null default 0,
  inquiries smallint not null default 0,
  not_found_at timestamptz,
  asked_at timestamptz not null,
  notified integer not null default 0,
  due_at timestamptz,
  lease_until timestamptz,
  created_at timestamptz not null,
  finished_at timestamptz,
  fee bigint not null default 0,
  splits jsonb,
  primary key (merchant_id, payment_id),
  check ((state = any (array['succeeded'::text, 'failed'::text, 'expired'::text])) = (finished_at is not null)),
  check ((state = any (array['succeeded'::text, 'failed'::text, 'expired'::text])) or due_at is not null),
  check (amount >= 1 and amount <= '999999999999'::bigint),
  check (fee >= 0 and fee <= amount),
  check (otp_tries >= 0 and otp_tries <= 3),
  check (refunded = 0 or state = 'succeeded'::text),
  check (refunded >= 0 and refunded <= amount),
  check (state = any (array['created'::text, 'awaiting_otp'::text, 'confirming'::text, 'unclear'::text, 'succeeded'::text, 'failed'::text, 'expired'::text])),
  foreign key (merchant_id) references merchants(merchant_id),
  foreign key (merchant_id, token_id) references tokens(merchant_id, token_id)
);
create index payments_at_bank on payments using btree (merchant_id, bank_payment_id) where (bank_payment_id is not null);
create index payments_due on payments using btree (due_at) where (due_at is not null);
create index payments_ended on payments using btree (merchant_id, invoice_number) where (state = any (array['failed'::text, 'expired'::text]));
create unique index payments_invoice on payments using btree (merchant_id, invoice_number) where (state = any (array['created'::text, 'awaiting_otp'::text, 'confirming'::text, 'unclear'::text, 'succeeded'::text]));
create index payments_listed on payments using btree (merchant_id, created_at, payment_id);
create index payments_listed_everywhere on payments using btree (created_at, payment_id);
create index payments_of_customer on payments using btree (merchant_id, customer_key, created_at, payment_id);
create index payments_unclear on payments using btree (merchant_id, created_at, payment_id) where (state = 'unclear'::text);
create index payments_unclear_everywhere on payments using btree (created_at, payment_id) where (state = 'unclear'::text);
grant select on payments to tarik_reader;
alter table payments enable row level security;
create policy reader on payments for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table payout_events (
  merchant_id uuid not null,
  payout_id uuid not null,
  version integer not null,
  state text not null,
  actor text not null,
  evidence jsonb,
  at timestamptz not null,
  primary key (merchant_id, payout_id, version),
  check (version > 0),
  foreign key (merchant_id, payout_id) references payouts(merchant_id, payout_id)
);
create index payout_events_at on payout_events using brin (at) with (autosummarize='on');
grant select on payout_events to tarik_reader;
alter table payout_events enable row level security;
create policy reader on payout_events for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table payout_files (
  file_id uuid not null,
  bank text not null,
  day date not null,
  message_id text not null,
  state text not null,
  payouts integer not null,
  amount numeric(24,0) not null,
  sealed_content bytea not null,
  reason text,
  created_at timestamptz not null,
  sent_at timestamptz,
  due_at timestamptz,
  lease_until timestamptz,
  primary key (file_id),
  unique (message_id),
  check (amount > 0::numeric),
  check (length(message_id) >= 1 and length(message_id) <= 35),
  check (payouts > 0),
  check (state = 'refused'::text or (state = 'ready'::text) = (sent_at is null)),
  check (state = any (array['ready'::text, 'sent'::text, 'refused'::text]))
);
create index payout_files_due on payout_files using btree (due_at) where (due_at is not null);
create index payout_files_listed on payout_files using btree (created_at, file_id);
grant select (file_id, bank, day, message_id, state, payouts, amount, reason, created_at, sent_at, due_at, lease_until) on payout_files to tarik_reader;

create table payouts (
  merchant_id uuid not null,
  payout_id uuid not null,
  batch_id uuid not null,
  bank text not null,
  account text not null,
  amount bigint not null,
  state text not null,
  version integer not null default 1,
  file_id uuid,
  reason text,
  released_at timestamptz,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (merchant_id, payout_id),
  unique (merchant_id, batch_id, account),
  check ((state = any (array['ready'::text, 'refused'::text])) or file_id is not null),
  check (amount > 0),
  check (released_at is null or (state = any (array['refused'::text, 'returned'::text]))),
  check (state = any (array['ready'::text, 'sent'::text, 'paid'::text, 'refused'::text, 'returned'::text])),
  foreign key (merchant_id) references merchants(merchant_id),
  foreign key (merchant_id, batch_id) references settlement_batches(merchant_id, batch_id)
);
create index payouts_held on payouts using btree (merchant_id, bank, account) where ((state = any (array['refused'::text, 'returned'::text])) and (released_at is null));
create index payouts_held_everywhere on payouts using btree (created_at, payout_id) where ((state = any (array['refused'::text, 'returned'::text])) and (released_at is null));
create index payouts_held_listed on payouts using btree (merchant_id, created_at, payout_id) where ((state = any (array['refused'::text, 'returned'::text])) and (released_at is null));
create index payouts_listed on payouts using btree (merchant_id, created_at, payout_id);
create index payouts_listed_everywhere on payouts using btree (created_at, payout_id);
create index payouts_not_arrived on payouts using btree (merchant_id, bank, account) where (state = any (array['refused'::text, 'returned'::text]));
create index payouts_of_account on payouts using btree (merchant_id, account, created_at, payout_id);
create index payouts_of_file on payouts using btree (file_id, merchant_id, payout_id) where (file_id is not null);
create index payouts_open on payouts using btree (merchant_id, created_at, payout_id) where (state = any (array['ready'::text, 'sent'::text]));
create index payouts_unfiled on payouts using btree (bank, merchant_id, payout_id) where ((state = 'ready'::text) and (file_id is null));
grant select on payouts to tarik_reader;
alter table payouts enable row level security;
create policy reader on payouts for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table reconciled_chunks (
  merchant_id uuid not null,
  chunk_id uuid not null,
  statement_id uuid,
  bank text not null,
  day date not null,
  taken bigint not null,
  given_back bigint not null,
  made_at timestamptz not null,
  primary key (merchant_id, chunk_id),
  check (given_back >= 0),
  check (taken >= 0),
  foreign key (merchant_id) references merchants(merchant_id)
);
create index reconciled_chunks_made on reconciled_chunks using brin (made_at) with (autosummarize='on');
grant select on reconciled_chunks to tarik_reader;
alter table reconciled_chunks enable row level security;
create policy reader on reconciled_chunks for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table reconciliation_turns (
  merchant_id uuid not null,
  bank text not null,
  primary key (merchant_id, bank),
  foreign key (merchant_id) references merchants(merchant_id)
);
grant select on reconciliation_turns to tarik_reader;
alter table reconciliation_turns enable row level security;
create policy reader on reconciliation_turns for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table refund_events (
  merchant_id uuid not null,
  refund_id uuid not null,
  version integer not null,
  move_id uuid not null,
  event text not null,
  state text not null,
  actor text not null,
  evidence jsonb,
  at timestamptz not null,
  primary key (merchant_id, refund_id, version),
  foreign key (merchant_id, refund_id) references refunds(merchant_id, refund_id)
);
create index refund_events_at on refund_events using brin (at) with (autosummarize='on');
grant select on refund_events to tarik_reader;
alter table refund_events enable row level security;
create policy reader on refund_events for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table refunds (
  merchant_id uuid not null,
  refund_id uuid not null,
  payment_id uuid not null,
  kind text not null,
  state text not null,
  version integer not null,
  last_move uuid not null,
  amount bigint not null,
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
  check ((kind = 'merchant'::text) = (request_id is not null)),
  check ((state = any (array['succeeded'::text, 'failed'::text])) or due_at is not null),
  check (amount >= 1 and amount <= '999999999999'::bigint),
  check (kind = any (array['merchant'::text, 'late'::text])),
  check (state = any (array['requested'::text, 'unclear'::text, 'succeeded'::text, 'failed'::text])),
  foreign key (merchant_id) references merchants(merchant_id),
  foreign key (merchant_id, payment_id) references payments(merchant_id, payment_id)
);
create index refunds_at_bank on refunds using btree (merchant_id, bank_refund_id) where (bank_refund_id is not null);
create index refunds_due on refunds using btree (due_at) where (due_at is not null);
create unique index refunds_late on refunds using btree (merchant_id, payment_id) where (kind = 'late'::text);
create index refunds_listed on refunds using btree (merchant_id, created_at, refund_id);
create index refunds_listed_everywhere on refunds using btree (created_at, refund_id);
create index refunds_of_payment on refunds using btree (merchant_id, payment_id);
create index refunds_unclear on refunds using btree (merchant_id, created_at, refund_id) where (state = 'unclear'::text);
create index refunds_unclear_everywhere on refunds using btree (created_at, refund_id) where (state = 'unclear'::text);
grant select on refunds to tarik_reader;
alter table refunds enable row level security;
create policy reader on refunds for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table requests (
  merchant_id uuid not null,
  request_id text not null,
  endpoint text not null,
  body_hash bytea not null,
  claim_id uuid not null,
  lease_until timestamptz not null,
  status smallint,
  answer bytea,
  keep_until timestamptz,
  created_at timestamptz not null,
  primary key (merchant_id, request_id),
  check ((status is null) = (answer is null)),
  foreign key (merchant_id) references merchants(merchant_id)
);
create index requests_keep on requests using btree (keep_until) where (keep_until is not null);
grant select (merchant_id, request_id, endpoint, claim_id) on requests to tarik_reader;
alter table requests enable row level security;
create policy reader on requests for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table sandbox_clock (
  single boolean not null default true,
  offset_ms bigint not null,
  primary key (single),
  check (single)
);

create table saved_views (
  operator_id uuid not null,
  view_id uuid not null,
  area text not null,
  name text not null,
  query text not null,
  created_at timestamptz not null,
  primary key (operator_id, view_id)
);

create table schema_migrations (
  name text not null,
  checksum text not null,
  applied_at timestamptz not null default now(),
  primary key (name)
);

create table settlement_batches (
  merchant_id uuid not null,
  batch_id uuid not null,
  bank text not null,
  day date not null,
  state text not null,
  lease_id uuid,
  lease_until timestamptz,
  items bigint not null default 0,
  gross bigint not null default 0,
  fees bigint not null default 0,
  refunds bigint not null default 0,
  net bigint not null default 0,
  began_at timestamptz not null,
  booked_at timestamptz,
  primary key (merchant_id, batch_id),
  unique (merchant_id, bank, day),
  check ((lease_id is null) = (lease_until is null)),
  check ((state = 'booked'::text) = (booked_at is not null)),
  check (net = (gross - fees - refunds)),
  check (state = 'collecting'::text or lease_id is null),
  check (state = any (array['collecting'::text, 'booked'::text])),
  foreign key (merchant_id) references merchants(merchant_id)
);
create index settlement_batches_booked on settlement_batches using btree (booked_at) where (booked_at is not null);
create index settlement_batches_listed on settlement_batches using btree (day, merchant_id, batch_id);
create index settlement_batches_of_merchant on settlement_batches using btree (merchant_id, day, batch_id);
create unique index settlement_batches_open on settlement_batches using btree (merchant_id, bank) where (state = 'collecting'::text);
grant select on settlement_batches to tarik_reader;
alter table settlement_batches enable row level security;
create policy reader on settlement_batches for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table settlement_items (
  merchant_id uuid not null,
  item_id uuid not null,
  kind text not null,
  payment_id uuid not null,
  bank text not null,
  amount bigint not null,
  fee bigint not null,
  succeeded_day date not null,
  working_days smallint not null,
  due_day date not null,
  reconciled_at timestamptz not null,
  chunk_id uuid not null,
  batch_id uuid,
  refunded_before bigint,
  primary key (merchant_id, item_id),
  check ((batch_id is not null and kind = 'refund'::text) = (refunded_before is not null)),
  check (amount >= 1 and amount <= '999999999999'::bigint),
  check (due_day >= succeeded_day),
  check (fee = 0 or kind = 'payment'::text),
  check (fee >= 0 and fee <= amount),
  check (kind = any (array['payment'::text, 'refund'::text])),
  foreign key (merchant_id) references merchants(merchant_id)
);
create index settlement_items_back on settlement_items using btree (merchant_id, payment_id) where (kind = 'refund'::text);
create index settlement_items_due on settlement_items using btree (merchant_id, bank, due_day, item_id) where (batch_id is null);
create index settlement_items_seen on settlement_items using btree (merchant_id, bank, succeeded_day);
grant select on settlement_items to tarik_reader;
alter table settlement_items enable row level security;
create policy reader on settlement_items for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table settlement_lines (
  merchant_id uuid not null,
  batch_id uuid not null,
  item_id uuid not null,
  line_no smallint not null,
  account text not null,
  amount bigint not null,
  instead_of text,
  primary key (merchant_id, batch_id, item_id, line_no),
  check (line_no > 0)
);
grant select on settlement_lines to tarik_reader;
alter table settlement_lines enable row level security;
create policy reader on settlement_lines for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table settlement_shares (
  merchant_id uuid not null,
  batch_id uuid not null,
  account text not null,
  amount bigint not null,
  carried bigint,
  balance bigint,
  primary key (merchant_id, batch_id, account),
  foreign key (merchant_id, batch_id) references settlement_batches(merchant_id, batch_id)
);
grant select on settlement_shares to tarik_reader;
alter table settlement_shares enable row level security;
create policy reader on settlement_shares for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table settlement_terms (
  merchant_id uuid not null,
  bank text not null,
  working_days smallint not null default 2,
  minimum bigint not null default 0,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (merchant_id, bank),
  check (minimum >= 0 and minimum <= '999999999999'::bigint),
  check (working_days >= 0 and working_days <= 30),
  foreign key (merchant_id) references merchants(merchant_id)
);
grant select on settlement_terms to tarik_reader;
alter table settlement_terms enable row level security;
create policy reader on settlement_terms for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table sign_in_delays (
  key bytea not null,
  failures integer not null,
  until timestamptz not null,
  seen_at timestamptz not null,
  primary key (key)
);
create index sign_in_delays_seen on sign_in_delays using btree (seen_at);

create table sign_in_failures (
  key bytea not null,
  operator_id uuid,
  what text not null,
  failures integer not null,
  address text not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  written_at timestamptz,
  primary key (key),
  check (what = any (array['password'::text, 'second factor'::text, 'identity provider'::text]))
);
create index sign_in_failures_last on sign_in_failures using btree (last_at);

create table statement_lines (
  merchant_id uuid not null,
  statement_id uuid not null,
  line_no integer not null,
  type text not null,
  bank_reference text not null,
  reference text not null,
  subject_id uuid,
  amount bigint not null,
  at timestamptz not null,
  status text not null default 'pending'::text,
  chunk_id uuid,
  primary key (merchant_id, statement_id, line_no),
  check ((status = 'matched'::text) = (chunk_id is not null)),
  check (amount >= 1 and amount <= '999999999999'::bigint),
  check (line_no > 0),
  check (status <> 'matched'::text or subject_id is not null),
  check (status = any (array['pending'::text, 'matched'::text, 'missing_here'::text, 'amount_differs'::text, 'duplicate'::text, 'explained'::text])),
  check (type = any (array['debit'::text, 'refund'::text, 'payout'::text, 'payout_return'::text])),
  foreign key (merchant_id) references merchants(merchant_id)
);
create index statement_lines_chunk on statement_lines using btree (merchant_id, chunk_id) where (chunk_id is not null);
create unique index statement_lines_matched on statement_lines using btree (merchant_id, subject_id, type) where (status = 'matched'::text);
grant select on statement_lines to tarik_reader;
alter table statement_lines enable row level security;
create policy reader on statement_lines for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table statement_merchants (
  merchant_id uuid not null,
  statement_id uuid not null,
  bank text not null,
  day date not null,
  lines integer not null,
  last_line integer not null,
  matched_through integer not null default 0,
  lease_until timestamptz,
  done_at timestamptz,
  debits bigint not null default 0,
  refunds bigint not null default 0,
  payouts bigint not null default 0,
  payout_returns bigint not null default 0,
  primary key (merchant_id, statement_id),
  check (lines > 0),
  foreign key (merchant_id) references merchants(merchant_id)
);
create index statement_merchants_left on statement_merchants using btree (statement_id, merchant_id) where (done_at is null);
create index statement_merchants_next on statement_merchants using btree (merchant_id, bank, day) where (done_at is null);
grant select on statement_merchants to tarik_reader;
alter table statement_merchants enable row level security;
create policy reader on statement_merchants for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table statement_strays (
  statement_id uuid not null,
  line_no integer not null,
  bank text not null,
  day date not null,
  partner text not null,
  type text not null,
  bank_reference text not null,
  reference text not null,
  amount bigint not null,
  at timestamptz not null,
  reason text not null,
  owner_id uuid,
  adopted_at timestamptz,
  primary key (statement_id, line_no),
  check ((owner_id is null) = (adopted_at is null)),
  check (amount >= 1 and amount <= '999999999999'::bigint),
  check (reason = any (array['unknown_partner'::text, 'shared_partner'::text]))
);
create index statement_strays_left on statement_strays using btree (bank, day) where (owner_id is null);
create index statement_strays_listed on statement_strays using btree (bank, day, statement_id, line_no);
grant select on statement_strays to tarik_reader;
alter table statement_strays enable row level security;
create policy reader on statement_strays for select to tarik_reader
  using (( select current_setting('tarik.every_merchant'::text, true) as current_setting) = 'on'::text);

create table statements (
  statement_id uuid not null,
  bank text not null,
  day date not null,
  sha256 bytea,
  state text not null,
  lines integer not null default 0,
  debits bigint not null default 0,
  refunds bigint not null default 0,
  payouts bigint not null default 0,
  payout_returns bigint not null default 0,
  reason text,
  imported_by text not null,
  imported_at timestamptz not null,
  matched_at timestamptz,
  judged_at timestamptz,
  primary key (statement_id),
  check ((state = 'refused'::text) = (reason is not null)),
  check (debits >= 0),
  check (payout_returns >= 0),
  check (payouts >= 0),
  check (refunds >= 0),
  check (state = 'refused'::text or sha256 is not null),
  check (state = any (array['loaded'::text, 'matched'::text, 'sealed'::text, 'refused'::text]))
);
create unique index statements_day on statements using btree (bank, day) where (state <> 'refused'::text);
create unique index statements_file on statements using btree (sha256) where ((state <> 'refused'::text) and (lines > 0));
create index statements_listed on statements using btree (bank, day, statement_id);
grant select on statements to tarik_reader;

create table token_events (
  merchant_id uuid not null,
  token_id uuid not null,
  version integer not null,
  move_id uuid not null,
  event text not null,
  state text not null,
  actor text not null,
  evidence jsonb,
  at timestamptz not null,
  primary key (merchant_id, token_id, version),
  foreign key (merchant_id, token_id) references tokens(merchant_id, token_id)
);
create index token_events_at on token_events using brin (at) with (autosummarize='on');
grant select on token_events to tarik_reader;
alter table token_events enable row level security;
create policy reader on token_events for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create table tokens (
  merchant_id uuid not null,
  token_id uuid not null,
  bank text not null,
  state text not null,
  version integer not null,
  last_move uuid not null,
  customer_key bytea not null,
  sealed_details bytea not null,
  sealed_access bytea,
  account_tail text,
  reason text,
  bank_code text,
  notified integer not null default 0,
  attempts smallint not null default 0,
  due_at timestamptz,
  lease_until timestamptz,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  phone_key bytea,
  primary key (merchant_id, token_id),
  check ((state <> all (array['pending'::text, 'deleting'::text])) or due_at is not null),
  check (account_tail ~ '^[0-9]{4}$'::text),
  check (state <> 'active'::text or sealed_access is not null and account_tail is not null),
  check (state = any (array['pending'::text, 'active'::text, 'failed'::text, 'expired'::text, 'deleting'::text, 'deleted'::text])),
  foreign key (merchant_id) references merchants(merchant_id)
);
create index tokens_due on tokens using btree (due_at) where (due_at is not null);
create index tokens_listed on tokens using btree (merchant_id, created_at, token_id);
create index tokens_listed_everywhere on tokens using btree (created_at, token_id);
create index tokens_of_customer on tokens using btree (merchant_id, customer_key, created_at) where (state = 'active'::text);
create index tokens_of_customer_listed on tokens using btree (merchant_id, customer_key, created_at, token_id);
create index tokens_of_phone on tokens using btree (merchant_id, phone_key, created_at, token_id) where (phone_key is not null);
grant select (merchant_id, token_id, bank, state, version, last_move, customer_key, sealed_details, account_tail, reason, bank_code, notified, attempts, due_at, lease_until, created_at, changed_at, phone_key) on tokens to tarik_reader;
alter table tokens enable row level security;
create policy reader on tokens for select to tarik_reader
  using case when ( select (current_setting('tarik.every_merchant'::text, true) = 'on'::text)) then true else (merchant_id = any (( select (nullif(current_setting('tarik.merchants'::text, true), ''::text))::uuid[] as "nullif")::uuid[])) end;

create or replace function add_settlement_items(lane uuid, of_bank text, chunk uuid, at timestamptz, payment_ids uuid[], refund_ids uuid[], days date[], dues date[], working_days smallint)
 returns table(items bigint, taken bigint, given_back bigint)
 language sql
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  with made as (
    insert into settlement_items
      (merchant_id, item_id, kind, payment_id, bank, amount, fee, succeeded_day, working_days, due_day, reconciled_at, chunk_id)
    select lane, s.item_id, s.kind, s.payment_id, of_bank, s.amount, s.fee, s.day, add_settlement_items.working_days,
           (add_settlement_items.dues)[array_position(add_settlement_items.days, s.day)], add_settlement_items.at, chunk
      from (
        select p.payment_id as item_id, 'payment' as kind, p.payment_id, p.amount, p.fee,
               (p.finished_at at time zone 'Asia/Jakarta')::date as day
          from payments p
         where p.merchant_id = lane and p.payment_id = any (payment_ids) and p.bank = of_bank and p.state = 'succeeded'
        union all
        select r.refund_id, 'refund', r.payment_id, r.amount, 0, (r.finished_at at time zone 'Asia/Jakarta')::date
          from refunds r
          join payments p on p.merchant_id = r.merchant_id and p.payment_id = r.payment_id and p.bank = of_bank
         where r.merchant_id = lane and r.refund_id = any (refund_ids) and r.kind = 'merchant' and r.state = 'succeeded'
      ) s
    returning kind, amount
  )
  select count(*), coalesce(sum(m.amount) filter (where m.kind = 'payment'), 0)::bigint,
         coalesce(sum(m.amount) filter (where m.kind = 'refund'), 0)::bigint
    from made m;
$function$;

create or replace function answer_requests(lane uuid, merchant_ids uuid[], request_ids text[], statuses smallint[], answers bytea[])
 returns void
 language plpgsql
as $function$
begin
  update requests r set status = i.status, answer = i.answer
    from unnest(merchant_ids, request_ids, statuses, answers)
      as i (merchant_id, request_id, status, answer)
   where r.merchant_id = i.merchant_id and r.request_id = i.request_id and r.status is null;
end $function$;

create or replace function append_audit(lane uuid, at timestamptz, merchant_ids uuid[], operator_ids uuid[], bys text[], roles text[], addresses text[], acts text[], subjects text[], reasons text[], befores text[], afters text[], words text[])
 returns void
 language plpgsql
as $function$
declare
  numbers bigint[] := array_fill(0::bigint, array[cardinality(merchant_ids)]);
  hashes bytea[] := array_fill(''::bytea, array[cardinality(merchant_ids)]);
  merchant uuid;
  last_no bigint;
  last_hash bytea;
begin
  if cardinality(merchant_ids) = 0 then return; end if;
  insert into audit_heads (merchant_id, entry_no, hash)
  select distinct m.merchant_id, 0, decode(repeat('00', 32), 'hex')
    from unnest(merchant_ids) as m (merchant_id)
   where not exists (select 1 from audit_heads h where h.merchant_id = m.merchant_id)
   order by m.merchant_id
  on conflict (merchant_id) do nothing;

  for merchant in select distinct m.merchant_id from unnest(merchant_ids) as m (merchant_id) order by m.merchant_id
  loop
    select h.entry_no, h.hash into strict last_no, last_hash
      from audit_heads h where h.merchant_id = merchant for update;
    for n in 1 .. cardinality(merchant_ids) loop
      continue when merchant_ids[n] <> merchant;
      last_no := last_no + 1;
      -- The link: SHA-256 over the link before it and everything that this entry says.
      last_hash := sha256(last_hash || convert_to(
        merchant || '|' || last_no || '|' || (extract(epoch from at) * 1000000)::bigint || '|' || words[n], 'UTF8'));
      numbers[n] := last_no;
      hashes[n] := last_hash;
    end loop;
    update audit_heads h set entry_no = last_no, hash = last_hash where h.merchant_id = merchant;
  end loop;

  insert into audit_entries (merchant_id, entry_no, at, operator_id, by, role, address, act, subject, reason, before, after, hash)
  select i.merchant_id, i.entry_no, append_audit.at, i.operator_id, i.by, i.role, i.address, i.act, i.subject, i.reason,
         i.before::jsonb, i.after::jsonb, i.hash
    from unnest(merchant_ids, numbers, operator_ids, bys, roles, addresses, acts, subjects, reasons, befores, afters, hashes)
      as i (merchant_id, entry_no, operator_id, by, role, address, act, subject, reason, before, after, hash);
end $function$;

create or replace function bank_calls(first timestamptz, last timestamptz)
 returns table(merchant_id uuid, at timestamptz, bank text, operation text, took_ms integer)
 language sql
 stable
as $function$
  select e.merchant_id, e.at, p.bank, e.evidence ->> 'operation', (e.evidence ->> 'tookMs')::int
    from payment_events e join payments p on p.merchant_id = e.merchant_id and p.payment_id = e.payment_id
   where e.at >= first and e.at < last and e.evidence ? 'tookMs'
  union all
  select e.merchant_id, e.at, p.bank, e.evidence ->> 'operation', (e.evidence ->> 'tookMs')::int
    from refund_events e join refunds r on r.merchant_id = e.merchant_id and r.refund_id = e.refund_id
    join payments p on p.merchant_id = r.merchant_id and p.payment_id = r.payment_id
   where e.at >= first and e.at < last and e.evidence ? 'tookMs'
  union all
  select e.merchant_id, e.at, t.bank, e.evidence ->> 'operation', (e.evidence ->> 'tookMs')::int
    from token_events e join tokens t on t.merchant_id = e.merchant_id and t.token_id = e.token_id
   where e.at >= first and e.at < last and e.evidence ? 'tookMs';
$function$;

create or replace function begin_late_refunds(lane uuid, at timestamptz, due timestamptz, merchant_ids uuid[], payment_ids uuid[], refund_ids uuid[])
 returns setof refunds
 language plpgsql
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
begin
  perform 1 from late_money l
    join unnest(merchant_ids, payment_ids) as i (merchant_id, payment_id)
      on l.merchant_id = i.merchant_id and l.payment_id = i.payment_id
   order by l.merchant_id, l.payment_id
     for update of l;

  insert into refunds
    (merchant_id, refund_id, payment_id, kind, state, version, last_move, amount, asked_at, due_at, created_at)
  select l.merchant_id, i.refund_id, l.payment_id, 'late', 'requested', 1, i.refund_id, l.amount, at, due, at
    from unnest(merchant_ids, payment_ids, refund_ids) as i (merchant_id, payment_id, refund_id)
    join late_money l on l.merchant_id = i.merchant_id and l.payment_id = i.payment_id
   where l.refund_id is null and l.due_at is not null
  on conflict do nothing;

  insert into refund_events (merchant_id, refund_id, version, move_id, event, state, actor, at)
  select r.merchant_id, r.refund_id, 1, r.refund_id, 'created', 'requested', 'clock', at
    from unnest(merchant_ids, refund_ids) as i (merchant_id, refund_id)
    join refunds r on r.merchant_id = i.merchant_id and r.refund_id = i.refund_id
  on conflict do nothing;

  update late_money l set refund_id = r.refund_id, due_at = null
    from unnest(merchant_ids, payment_ids) as i (merchant_id, payment_id)
    join refunds r on r.merchant_id = i.merchant_id and r.payment_id = i.payment_id and r.kind = 'late'
   where l.merchant_id = i.merchant_id and l.payment_id = i.payment_id and l.refund_id is null
     and l.due_at is not null;

  return query
  select r.* from unnest(merchant_ids, refund_ids) as i (merchant_id, refund_id)
    join refunds r on r.merchant_id = i.merchant_id and r.refund_id = i.refund_id;
end $function$;

create or replace function begin_otp_steps(lane uuid, at timestamptz, lease timestamptz, due timestamptz, merchant_ids uuid[], request_ids text[], endpoints text[], body_hashes bytea[], claim_ids uuid[], keep_untils timestamptz[], payment_ids uuid[], banks text[], steps text[], resend_within interval, resend_pause interval, max_resends integer)
 returns table(n bigint, outcome text, status smallint, answer bytea, claim_id uuid, payment payments, sealed_access bytea)
 language plpgsql
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
declare
  outcomes text[];
  statuses smallint[];
  answers bytea[];
  claims uuid[];
begin
  select array_agg(c.outcome order by c.n), array_agg(c.status order by c.n), array_agg(c.answer order by c.n),
         array_agg(c.claim_id order by c.n)
    into outcomes, statuses, answers, claims
    from claim_requests(lane, at, lease, merchant_ids, request_ids, endpoints, body_hashes, claim_ids,
                        keep_untils) c;

  perform 1 from payments p
    join unnest(outcomes, merchant_ids, payment_ids) as i (outcome, merchant_id, payment_id)
      on p.merchant_id = i.merchant_id and p.payment_id = i.payment_id
   where i.outcome = 'begun'
   order by p.merchant_id, p.payment_id
     for update of p;

  perform move_payments(lane, at,
            array_agg(p.merchant_id), array_agg(p.payment_id), array_agg(p.version), array_agg(i.claim_id),
            array_agg(case i.step when 'validate' then 'otp_submitted' else 'otp_resend_asked' end),
            array_agg(case i.step when 'validate' then 'confirming' else 'awaiting_otp' end),
            array_agg('merchant'::text), array_agg(null::jsonb), array_agg(p.bank_payment_id), array_agg(p.reason),
            array_agg(p.bank_code),
            array_agg(case i.step when 'validate' then p.otp_sent_at else at end),
            array_agg(p.otp_expires_at),
            array_agg((p.otp_tries + (i.step = 'validate')::int)::smallint),
            array_agg((p.otp_resends + (i.step = 'resend')::int)::smallint),
            array_agg(p.inquiries), array_agg(p.not_found_at),
            array_agg(case i.step when 'validate' then at else p.asked_at end),
            array_agg(case i.step when 'validate' then due else p.due_at end),
            array_agg(p.notified))
     from unnest(outcomes, merchant_ids, payment_ids, claim_ids, banks, steps)
       as i (outcome, merchant_id, payment_id, claim_id, bank, step)
     join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.payment_id and p.bank = i.bank
    where i.outcome = 'begun' and p.state = 'awaiting_otp' and p.last_move <> i.claim_id
      and case i.step
            when 'validate' then at < p.otp_expires_at
            else p.otp_resends < max_resends and at >= p.otp_sent_at + resend_pause
             and at <= p.otp_sent_at + resend_within
          end
   having count(*) > 0;

  delete from requests r
   using unnest(outcomes, merchant_ids, request_ids, claim_ids, payment_ids, banks, steps)
      as i (outcome, merchant_id, request_id, claim_id, payment_id, bank, step)
    join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.payment_id and p.bank = i.bank
   where r.merchant_id = i.merchant_id and r.request_id = i.request_id and r.claim_id = i.claim_id
     and r.status is null and i.outcome = 'begun' and p.last_move <> i.claim_id
     and (p.state in ('created', 'confirming')
          or p.state = 'awaiting_otp' and i.step = 'resend' and at <= p.otp_sent_at + resend_within
          or p.state = 'awaiting_otp' and i.step = 'validate' and at < p.otp_expires_at);

  return query
  select i.n,
         case
           when i.outcome <> 'begun' then i.outcome
           when p.payment_id is null then 'payment_not_found'
           when p.last_move = i.claim_id then 'begun'
           when p.state in ('created', 'confirming') then 'payment_busy'
           when p.state <> 'awaiting_otp' then 'standing'
           -- Lost to a resend of its own batch.
           when i.step = 'validate' and at < p.otp_expires_at then 'payment_busy'
           when i.step = 'validate' then 'otp_expired'
           when at > p.otp_sent_at + resend_within then 'resend_window_closed'
           when p.otp_resends >= max_resends then 'resend_exhausted'
           else 'resend_too_soon'
         end,
         i.status, i.answer, i.claim_id, p, t.sealed_access
    from unnest(outcomes, statuses, answers, claims, merchant_ids, payment_ids, banks, steps) with ordinality
      as i (outcome, status, answer, claim_id, merchant_id, payment_id, bank, step, n)
    left join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.payment_id and p.bank = i.bank
    left join tokens t on t.merchant_id = p.merchant_id and t.token_id = p.token_id
   order by i.n;
end $function$;

create or replace function begin_payments(lane uuid, at timestamptz, lease timestamptz, due timestamptz, merchant_ids uuid[], request_ids text[], endpoints text[], body_hashes bytea[], payment_ids uuid[], banks text[], token_ids uuid[], customer_keys bytea[], amounts bigint[], invoice_numbers text[], details bytea[], notification_urls text[], fees bigint[], splits jsonb[])
 returns table(n bigint, outcome text, status smallint, answer bytea, claim_id uuid, sealed_access bytea)
 language plpgsql
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
declare
  outcomes text[];
  statuses smallint[];
  answers bytea[];
  claims uuid[];
begin
  select array_agg(c.outcome order by c.n), array_agg(c.status order by c.n), array_agg(c.answer order by c.n),
         array_agg(c.claim_id order by c.n)
    into outcomes, statuses, answers, claims
    from claim_requests(lane, at, lease, merchant_ids, request_ids, endpoints, body_hashes, payment_ids,
                        array_fill(null::timestamptz, array[cardinality(merchant_ids)])) c;

  insert into payments
    (merchant_id, payment_id, bank, token_id, state, version, last_move, amount, invoice_number, request_id,
     customer_key, sealed_details, notification_url, fee, splits, asked_at, due_at, created_at)
  select i.merchant_id, i.payment_id, i.bank, i.token_id, 'created', 1, i.payment_id, i.amount, i.invoice_number,
         i.request_id, i.customer_key, i.details, i.notification_url, i.fee, i.split, at, due, at
    from unnest(outcomes, merchant_ids, payment_ids, request_ids, banks, token_ids, customer_keys, amounts,
                invoice_numbers, details, notification_urls, fees, splits)
      as i (outcome, merchant_id, payment_id, request_id, bank, token_id, customer_key, amount,
            invoice_number, details, notification_url, fee, split)
    join tokens t on t.merchant_id = i.merchant_id and t.token_id = i.token_id and t.state = 'active'
     and t.bank = i.bank and t.customer_key = i.customer_key
   where i.outcome = 'begun'
  on conflict do nothing;

  insert into payment_events (merchant_id, payment_id, version, move_id, event, state, actor, at)
  select p.merchant_id, p.payment_id, 1, p.payment_id, 'created', 'created', 'merchant', at
    from unnest(outcomes, merchant_ids, payment_ids) as i (outcome, merchant_id, payment_id)
    join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.payment_id
   where i.outcome = 'begun'
  on conflict do nothing;

  return query
  select i.n,
         case
           when i.outcome <> 'begun' or p.payment_id is not null then i.outcome
           when t.token_id is null then 'token_not_found'
           else 'invoice_taken'
         end,
         i.status, i.answer, i.claim_id, t.sealed_access
    from unnest(outcomes, statuses, answers, claims, merchant_ids, payment_ids, token_ids, banks, customer_keys)
      with ordinality
      as i (outcome, status, answer, claim_id, merchant_id, payment_id, token_id, bank, customer_key, n)
    left join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.payment_id
    left join tokens t on t.merchant_id = i.merchant_id and t.token_id = i.token_id
     and t.bank = i.bank and t.customer_key = i.customer_key and (t.state = 'active' or p.payment_id is not null)
   order by i.n;
end $function$;

create or replace function begin_refunds(lane uuid, at timestamptz, lease timestamptz, due timestamptz, merchant_ids uuid[], request_ids text[], endpoints text[], body_hashes bytea[], refund_ids uuid[], banks text[], invoice_numbers text[], original_request_ids text[], amounts bigint[], reasons bytea[], refundable_froms timestamptz[], mosts bigint[], actors text[], evidences jsonb[])
 returns table(n bigint, outcome text, status smallint, answer bytea, claim_id uuid, payment payments)
 language plpgsql
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
declare
  outcomes text[];
  statuses smallint[];
  answers bytea[];
  claims uuid[];
  asked record;
  made_for uuid[] := '{}';
  made uuid[] := '{}';
  made_amounts bigint[] := '{}';
begin
  select array_agg(c.outcome order by c.n), array_agg(c.status order by c.n), array_agg(c.answer order by c.n),
         array_agg(c.claim_id order by c.n)
    into outcomes, statuses, answers, claims
    from claim_requests(lane, at, lease, merchant_ids, request_ids, endpoints, body_hashes, refund_ids,
                        array_fill(null::timestamptz, array[cardinality(merchant_ids)])) c;

  for asked in
    select i.*, p.payment_id, p.state, p.finished_at
      from unnest(outcomes, merchant_ids, request_ids, refund_ids, banks, invoice_numbers, original_request_ids,
                  amounts, reasons, refundable_froms, mosts, actors, evidences) with ordinality
        as i (outcome, merchant_id, request_id, refund_id, bank, invoice_number, original_request_id, amount, reason,
              refundable_from, most, actor, evidence, n)
      left join requests r on r.merchant_id = i.merchant_id and r.request_id = i.original_request_id
       and r.endpoint like '%/payment'
      left join payments p on p.merchant_id = r.merchant_id and p.payment_id = r.claim_id
       and p.invoice_number = i.invoice_number and p.bank = i.bank
      left join refunds f on f.merchant_id = i.merchant_id and f.refund_id = i.refund_id
     where i.outcome = 'begun' and f.refund_id is null
     order by i.merchant_id, p.payment_id, i.n
  loop
    -- Held from here on: whoever reverses it sees this refund, or is seen.
    perform 1 from payments p
      where p.merchant_id = asked.merchant_id and p.payment_id = asked.payment_id for no key update;
    if asked.payment_id is null then
      outcomes[asked.n] := 'payment_not_found';
    elsif asked.state <> 'succeeded' then
      outcomes[asked.n] := 'payment_not_refundable';
    -- The bank has never taken it: there is nothing to give back.
    elsif exists (select from exceptions e
                   where e.merchant_id = asked.merchant_id and e.subject_id = asked.payment_id
                     and e.resolution = 'payment_reversed') then
      outcomes[asked.n] := 'payment_not_refundable';
    elsif asked.finished_at < asked.refundable_from then
      outcomes[asked.n] := 'refund_window_closed';
    elsif not change_refunded(asked.merchant_id, asked.payment_id, asked.amount, asked.most) then
      outcomes[asked.n] := 'refund_amount_exceeded';
    else
      insert into refunds
        (merchant_id, refund_id, payment_id, kind, state, version, last_move, amount, request_id, sealed_reason,
         asked_at, due_at, created_at)
      values
        (asked.merchant_id, asked.refund_id, asked.payment_id, 'merchant', 'requested', 1, asked.refund_id,
         asked.amount, asked.request_id, asked.reason, at, due, at);
      insert into refund_events (merchant_id, refund_id, version, move_id, event, state, actor, evidence, at)
      values (asked.merchant_id, asked.refund_id, 1, asked.refund_id, 'created', 'requested', asked.actor, asked.evidence, at);
      made_for := made_for || asked.merchant_id;
      made := made || asked.refund_id;
      made_amounts := made_amounts || asked.amount;
    end if;
  end loop;

  perform post_journals(lane, at, made_for, array_fill('refundRequested'::text, array[cardinality(made)]), made,
            array(select generate_series(1, cardinality(made))), array_fill('merchant_payable'::text, array[cardinality(made)]),
            array_fill('refund_in_transit'::text, array[cardinality(made)]), made_amounts);

  return query
  select i.n, i.outcome, i.status, i.answer, i.claim_id, p
    from unnest(outcomes, statuses, answers, claims, merchant_ids) with ordinality
      as i (outcome, status, answer, claim_id, merchant_id, n)
    left join refunds f on f.merchant_id = i.merchant_id and f.refund_id = i.claim_id
    left join payments p on p.merchant_id = f.merchant_id and p.payment_id = f.payment_id
   order by i.n;
end $function$;

create or replace function begin_token_deletions(lane uuid, at timestamptz, lease timestamptz, due timestamptz, merchant_ids uuid[], request_ids text[], endpoints text[], body_hashes bytea[], claim_ids uuid[], keep_untils timestamptz[], token_ids uuid[], banks text[], customer_keys bytea[], actors text[], evidences jsonb[])
 returns table(n bigint, outcome text, status smallint, answer bytea, claim_id uuid, token tokens)
 language plpgsql
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
declare
  outcomes text[];
  statuses smallint[];
  answers bytea[];
  claims uuid[];
begin
  select array_agg(c.outcome order by c.n), array_agg(c.status order by c.n), array_agg(c.answer order by c.n),
         array_agg(c.claim_id order by c.n)
    into outcomes, statuses, answers, claims
    from claim_requests(lane, at, lease, merchant_ids, request_ids, endpoints, body_hashes, claim_ids,
                        keep_untils) c;

  perform 1 from tokens t
    join unnest(outcomes, merchant_ids, token_ids) as i (outcome, merchant_id, token_id)
      on t.merchant_id = i.merchant_id and t.token_id = i.token_id
   where i.outcome = 'begun'
   order by t.merchant_id, t.token_id
     for no key update of t;

  perform move_tokens(lane, at,
            array_agg(t.merchant_id), array_agg(t.token_id), array_agg(t.version), array_agg(i.claim_id),
            array_agg('deletion_asked'::text), array_agg('deleting'::text), array_agg(i.actor),
            array_agg(i.evidence), array_agg(null::bytea), array_agg(null::bytea), array_agg(t.account_tail),
            array_agg(null::text), array_agg(null::text), array_agg(0::smallint), array_agg(due),
            array_agg(t.notified))
     from unnest(outcomes, merchant_ids, token_ids, claim_ids, banks, customer_keys, actors, evidences)
       as i (outcome, merchant_id, token_id, claim_id, bank, customer_key, actor, evidence)
     join tokens t on t.merchant_id = i.merchant_id and t.token_id = i.token_id and t.bank = i.bank
      and t.customer_key = i.customer_key
    where i.outcome = 'begun' and t.state = 'active'
   having count(*) > 0;

  return query
  select i.n,
         case
           when i.outcome not in ('begun', 'resume') then i.outcome
           when e.move_id is null then 'token_not_found'
           else i.outcome
         end,
         i.status, i.answer, i.claim_id, t
    from unnest(outcomes, statuses, answers, claims, merchant_ids, token_ids) with ordinality
      as i (outcome, status, answer, claim_id, merchant_id, token_id, n)
    left join token_events e on e.merchant_id = i.merchant_id and e.token_id = i.token_id
     and e.move_id = i.claim_id
    left join tokens t on t.merchant_id = e.merchant_id and t.token_id = e.token_id
   order by i.n;
end $function$;

create or replace function begin_tokens(lane uuid, at timestamptz, lease timestamptz, merchant_ids uuid[], request_ids text[], endpoints text[], body_hashes bytea[], token_ids uuid[], keep_untils timestamptz[], banks text[], customer_keys bytea[], details bytea[], dues timestamptz[], phone_keys bytea[])
 returns table(n bigint, outcome text, status smallint, answer bytea, claim_id uuid)
 language plpgsql
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
declare
  outcomes text[];
  statuses smallint[];
  answers bytea[];
  claims uuid[];
begin
  select array_agg(c.outcome order by c.n), array_agg(c.status order by c.n), array_agg(c.answer order by c.n),
         array_agg(c.claim_id order by c.n)
    into outcomes, statuses, answers, claims
    from claim_requests(lane, at, lease, merchant_ids, request_ids, endpoints, body_hashes, token_ids,
                        keep_untils) c;

  insert into tokens
    (merchant_id, token_id, bank, state, version, last_move, customer_key, sealed_details, phone_key, due_at,
     created_at, changed_at)
  select i.merchant_id, i.token_id, i.bank, 'pending', 1, i.token_id, i.customer_key, i.details, i.phone_key,
         i.due, at, at
    from unnest(outcomes, merchant_ids, token_ids, banks, customer_keys, details, dues, phone_keys)
      as i (outcome, merchant_id, token_id, bank, customer_key, details, due, phone_key)
   where i.outcome = 'begun'
  on conflict do nothing;

  insert into token_events (merchant_id, token_id, version, move_id, event, state, actor, at)
  select t.merchant_id, t.token_id, 1, t.token_id, 'created', 'pending', 'merchant', at
    from unnest(outcomes, merchant_ids, token_ids) as i (outcome, merchant_id, token_id)
    join tokens t on t.merchant_id = i.merchant_id and t.token_id = i.token_id
   where i.outcome = 'begun'
  on conflict do nothing;

  return query
  select i.n, i.outcome, i.status, i.answer, i.claim_id
    from unnest(outcomes, statuses, answers, claims) with ordinality as i (outcome, status, answer, claim_id, n)
   order by i.n;
end $function$;

create or replace function change_refunded(merchant uuid, payment uuid, change bigint, most bigint)
 returns boolean
 language plpgsql
as $function$
begin
  update payments p set refunded = p.refunded + change
   where p.merchant_id = merchant and p.payment_id = payment and p.state = 'succeeded'
     and p.refunded + change between 0 and least(p.amount, most);
  return found;
end $function$;

create or replace function changed_hours(first timestamptz, last timestamptz)
 returns table(merchant_id uuid, hour timestamptz)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select p.merchant_id, date_trunc('hour', p.created_at)
    from payment_events e join payments p on p.merchant_id = e.merchant_id and p.payment_id = e.payment_id
   where e.at > first and e.at <= last
  union
  select p.merchant_id, date_trunc('hour', p.created_at)
    from refund_events e join refunds r on r.merchant_id = e.merchant_id and r.refund_id = e.refund_id
    join payments p on p.merchant_id = r.merchant_id and p.payment_id = r.payment_id
   where e.at > first and e.at <= last
  union
  select n.merchant_id, date_trunc('hour', n.created_at)
    from notifications n where n.created_at > first and n.created_at <= last
  union
  select n.merchant_id, date_trunc('hour', n.created_at)
    from notification_attempts a
    join notifications n on n.merchant_id = a.merchant_id and n.notification_id = a.notification_id
   where a.at > first and a.at <= last;
$function$;

create or replace function check_balances(merchant uuid, after bigint, accounts text[], debits bigint[], credits bigint[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
as $function$
  with sums as (
    select s.account, sum(s.debits)::bigint as debits, sum(s.credits)::bigint as credits
      from (
        select i.account, i.debits, i.credits from unnest(accounts, debits, credits) as i (account, debits, credits)
        union all
        select n.account, n.debits, n.credits from sum_transfers(merchant, after, 9223372036854775807) n
      ) s
     group by s.account
  )
  select merchant, coalesce(a.account, s.account),
         format('balance says %s / %s, transfers say %s / %s', a.debits, a.credits, s.debits, s.credits)
    from (select b.account, b.debits, b.credits from ledger_accounts b where b.merchant_id = merchant) a
    full join sums s on s.account = a.account
   where a.debits is distinct from s.debits or a.credits is distinct from s.credits
  union all
  select merchant, 'all accounts', format('debits %s, credits %s', sum(a.debits), sum(a.credits))
    from ledger_accounts a where a.merchant_id = merchant
  having sum(a.debits) <> sum(a.credits);
$function$;

create or replace function check_bank_accounts(merchant_ids uuid[], ids uuid[], edges text[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  with accounts as (
    select a.* from unnest(merchant_ids, ids) as i (merchant_id, id)
      join bank_accounts a on a.merchant_id = i.merchant_id
  ), events as (
    select e.*, coalesce(lag(e.status) over whole, '') as before
      from accounts a
      join bank_account_events e on e.merchant_id = a.merchant_id and e.account_id = a.account_id
    window whole as (partition by e.merchant_id, e.account_id order by e.version)
  )
  select a.merchant_id, a.account_id,
         format('%s at version %s%s, %s events ending %s%s', a.status, a.version,
                case when a.is_default then ', the default' else '' end, e.n, coalesce(e.status, 'nowhere'),
                case when e.is_default then ', the default' else '' end)
    from accounts a
    cross join lateral (
      select count(*) as n, max(v.version) as top, (array_agg(v.status order by v.version desc))[1] as status,
             (array_agg(v.is_default order by v.version desc))[1] as is_default
        from bank_account_events v where v.merchant_id = a.merchant_id and v.account_id = a.account_id
    ) e
   where e.n <> a.version or e.top is distinct from a.version or e.status is distinct from a.status
      or e.is_default is distinct from a.is_default
  union all
  select e.merchant_id, e.account_id, format('version %s: %s>%s>%s', e.version, e.before, e.event, e.status)
    from events e
   where e.before || '>' || e.event || '>' || e.status <> all (edges)
  union all
  select e.merchant_id, e.account_id, format('version %s: %s without two people', e.version, e.event)
    from events e
   where (e.event in ('verified', 'made_default', 'no_longer_default')
          or e.event = 'closed' and e.before = 'verified')
     and not two_people(e.merchant_id, e.account_id, e.event, e.operator_id, e.approval_id)
  union all
  select a.merchant_id, a.account_id, format('the default is %s', a.status)
    from accounts a where a.is_default and a.status <> 'verified'
  union all
  select a.merchant_id, min(a.account_id), format('%s accounts are the default', count(*))
    from accounts a where a.is_default
   group by a.merchant_id having count(*) > 1;
$function$;

create or replace function check_chunks(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select c.merchant_id, c.chunk_id::text,
         format('chunk of %s and %s, its lines %s and %s with %s unfit, booked %s and %s', c.taken, c.given_back,
                l.taken, l.given_back, l.unfit, b.taken, b.given_back)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join reconciled_chunks c on c.merchant_id = i.merchant_id and c.chunk_id = i.id
    cross join lateral (
      select coalesce(sum(s.amount) filter (where s.type = 'debit'), 0)::bigint as taken,
             coalesce(sum(s.amount) filter (where s.type = 'refund'), 0)::bigint as given_back,
             count(*) filter (where not exists (
               select from payments p
                where s.type = 'debit' and p.merchant_id = s.merchant_id and p.payment_id = s.subject_id
                  and p.amount = s.amount
                  and (p.state = 'succeeded'
                       or exists (select from late_money n
                                   where n.merchant_id = p.merchant_id and n.payment_id = p.payment_id))
               union all
               select from refunds r
                where s.type = 'refund' and r.merchant_id = s.merchant_id and r.refund_id = s.subject_id
                  and r.amount = s.amount and r.state = 'succeeded'
               union all
               select from payouts o
                where s.type in ('payout', 'payout_return') and o.merchant_id = s.merchant_id
                  and o.payout_id = s.subject_id and o.amount = s.amount and o.state in ('sent', 'paid', 'returned')
             )) as unfit
        from statement_lines s where s.merchant_id = c.merchant_id and s.chunk_id = c.chunk_id
    ) l
    cross join lateral (
      select coalesce(sum(t.amount) filter (where t.debit = 'cash:' || c.bank), 0)::bigint as taken,
             coalesce(sum(t.amount) filter (where t.credit = 'cash:' || c.bank), 0)::bigint as given_back
        from ledger_journals j
        join ledger_transfers t on t.merchant_id = j.merchant_id and t.journal_no = j.journal_no
       where j.merchant_id = c.merchant_id and j.template = 'statementReconciled' and j.subject_id = c.chunk_id
    ) b
   where b.taken <> c.taken or b.given_back <> c.given_back
      or c.statement_id is not null
         and (l.taken <> c.taken or l.given_back <> c.given_back or l.unfit > 0);
$function$;

create or replace function check_closed_heads(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select h.merchant_id, format('%s %s', h.bank, h.day),
         format('journal %s was sealed with another hash, or is gone', h.journal_no)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    cross join lateral (
      select c.* from closed_heads c where c.merchant_id = i.merchant_id order by c.bank desc, c.day desc limit 60
    ) h
    left join ledger_journals j on j.merchant_id = h.merchant_id and j.journal_no = h.journal_no
   where h.journal_no > 0 and j.hash is distinct from h.hash;
$function$;

create or replace function check_days(merchant uuid, accounts text[], from_day timestamptz, before_day timestamptz)
 returns table(subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select format('%s of %s by %s', d.account, to_char(d.day at time zone 'Asia/Jakarta', 'YYYY-MM-DD'), d.template),
         format('of the day %s journals, %s / %s, %s to %s; of its hours %s journals, %s / %s, %s to %s', d.of_day[1], d.of_day[2],
                d.of_day[3], d.of_day[4], d.of_day[5], d.of_hours[1], d.of_hours[2], d.of_hours[3], d.of_hours[4],
                d.of_hours[5])
    from (
      select s.account, date_trunc('day', s.at, 'Asia/Jakarta') as day, s.template,
             array[coalesce(sum(s.journals) filter (where s.span = 'day'), 0),
                   coalesce(sum(s.debits) filter (where s.span = 'day'), 0),
                   coalesce(sum(s.credits) filter (where s.span = 'day'), 0),
                   coalesce(min(s.first_no) filter (where s.span = 'day'), 0),
                   coalesce(max(s.last_no) filter (where s.span = 'day'), 0)] as of_day,
             array[coalesce(sum(s.journals) filter (where s.span = 'hour'), 0),
                   coalesce(sum(s.debits) filter (where s.span = 'hour'), 0),
                   coalesce(sum(s.credits) filter (where s.span = 'hour'), 0),
                   coalesce(min(s.first_no) filter (where s.span = 'hour'), 0),
                   coalesce(max(s.last_no) filter (where s.span = 'hour'), 0)] as of_hours
        from unnest(accounts) as c (account)
       cross join (values ('hour'), ('day')) as k (span)
        join ledger_sums s on s.merchant_id = merchant and s.account = c.account and s.span = k.span
         and s.at >= from_day and s.at < before_day
       group by s.account, 2, s.template
    ) d
   where d.of_day <> d.of_hours;
$function$;

create or replace function check_due(at timestamptz, scope uuid)
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
as $function$
  with waiting as (
    select p.merchant_id, 'payment' as noun, p.payment_id as id, p.due_at, p.lease_until from payments p
     where p.due_at < at - interval '1 hour'
    union all
    select r.merchant_id, 'refund', r.refund_id, r.due_at, r.lease_until from refunds r
     where r.due_at < at - interval '1 hour'
    union all
    select t.merchant_id, 'token', t.token_id, t.due_at, t.lease_until from tokens t
     where t.due_at < at - interval '1 hour'
    union all
    select l.merchant_id, 'late money', l.payment_id, l.due_at, null from late_money l
     where l.due_at < at - interval '1 hour'
  )
  select w.merchant_id, w.id::text, format('%s due since %s, and nobody looks at it', w.noun, w.due_at)
    from waiting w
    join check_marks m on m.merchant_id = w.merchant_id and m.check_name = 'due'
   where (scope is null or w.merchant_id = scope)
     -- A worker was there then, and ten minutes of real time are enough for it, however time was moved.
     and w.due_at < m.through_at - interval '5 minutes' and m.looked_at < now() - interval '10 minutes'
     and (w.lease_until is null or w.lease_until < m.through_at - interval '5 minutes')
   limit 1000;
$function$;

create or replace function check_exceptions(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select e.merchant_id, e.exception_id::text,
         format('%s, %s by %s, of %s: booked in %s, out %s, reversed %s, owed again %s, recovered %s', e.reason, e.state,
                coalesce(e.resolution, 'nobody'), e.booked, b.in_, b.out_, b.reversed, b.owed, b.recovered)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join exceptions e on e.merchant_id = i.merchant_id and e.exception_id = i.id
    cross join lateral (
      select coalesce(sum(t.amount) filter (where j.template = 'unexplainedIn'), 0)::bigint as in_,
             coalesce(sum(t.amount) filter (where j.template = 'unexplainedOut'), 0)::bigint as out_,
             coalesce(sum(t.amount) filter (where j.template in ('paymentReversed', 'refundReversed', 'lateMoneyReversed',
                                                                 'lateReturnReversed')
                                              and 'bank_receivable:' || e.bank in (t.debit, t.credit)), 0)::bigint as reversed,
             coalesce(sum(t.amount) filter (where j.template = 'payoutShort'), 0)::bigint as owed,
             coalesce(sum(t.amount) filter (where j.template = 'lossRecovered'), 0)::bigint as recovered
        from unnest(array['unexplainedIn', 'unexplainedOut', 'paymentReversed', 'refundReversed', 'lateMoneyReversed',
                          'lateReturnReversed', 'payoutShort', 'lossRecovered']) as k (template)
        join ledger_journals j on j.merchant_id = e.merchant_id and j.template = k.template
         and j.subject_id = e.exception_id
        join ledger_transfers t on t.merchant_id = j.merchant_id and t.journal_no = j.journal_no
    ) b
   where b.in_ <> case when e.booked > 0 then e.booked when e.state = 'resolved' then -e.booked else 0 end
      or b.out_ <> case when e.booked < 0 then -e.booked when e.state = 'resolved' then e.booked else 0 end
      -- What is explained by another exception of the same subject is booked with that one.
      or b.reversed <> case when e.resolution in ('payment_reversed', 'refund_reversed')
                             and not exists (select from exceptions m
                                              where m.merchant_id = e.merchant_id and m.exception_id = e.explained_by
                                                and m.subject_id = e.subject_id) then e.expected else 0 end
      or b.owed <> case when e.resolution = 'owed_again' then e.booked else 0 end
      or b.recovered <> case when e.resolution = 'loss_recovered' then e.booked else 0 end
      or (e.resolution is not distinct from 'booked_to_account') <> exists (
           select from ledger_journals j
            where j.merchant_id = e.merchant_id and j.template = 'payoutAfterAll' and j.subject_id = e.exception_id)
      or e.resolution = 'owed_again' and not exists (
           select from payouts p
            where p.merchant_id = e.merchant_id and p.payout_id = e.subject_id
              and p.state = any(case e.reason when 'missing_at_bank' then array['returned'] else array['paid', 'returned'] end))
      or e.state = 'resolved' and case
           when e.asked_by is null
             then not exists (select from statement_lines l
                               where l.merchant_id = e.merchant_id and l.subject_id = e.subject_id and l.type = e.type
                                 and l.status = 'matched')
           else not exists (
             select from approvals a
              where a.merchant_id = e.merchant_id and a.approval_id = e.approval_id and a.kind = 'exception'
                and a.subject = coalesce(e.explained_by, e.exception_id)::text and a.state in ('approved', 'done')
                and a.asked_by = e.asked_by and a.decided_by = e.approved_by)
         end;
$function$;

create or replace function check_fees(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select p.merchant_id, p.payment_id::text,
         format('payment %s with a fee of %s, booked %s', p.state, p.fee, coalesce(b.amount::text, 'none'))
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.id
    left join lateral (
      select sum(t.amount)::bigint as amount
        from ledger_journals j
        join ledger_transfers t on t.merchant_id = j.merchant_id and t.journal_no = j.journal_no
       where j.merchant_id = p.merchant_id and j.template = 'feeCharged' and j.subject_id = p.payment_id
    ) b on true
   where b.amount is distinct from case when p.state = 'succeeded' and p.fee > 0 then p.fee end;
$function$;

create or replace function check_hours(merchant uuid, accounts text[], hours timestamptz[], after bigint, upto bigint)
 returns table(subject text, detail text, met bigint)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  with kept as materialized (
    select s.account, s.at, s.template, s.journals, s.debits, s.credits, s.first_no, s.last_no
      from unnest(hours) as h (at)
     cross join unnest(accounts) as c (account)
      join ledger_sums s on s.merchant_id = merchant and s.account = c.account and s.span = 'hour' and s.at = h.at
  ),
  stretches as materialized (
    select k.at, min(k.first_no) as first_no,
           least(max(k.last_no), (select m.journal_no from ledger_marks m where m.merchant_id = merchant)) as last_no
      from kept k group by k.at
  ),
  moved as materialized (
    select s.at, j.journal_no, j.template, x.account, x.debit, x.credit
      from stretches s
     cross join lateral (
       -- Kept apart, so that the hour comes first, and the chain is entered where it begins.
       select i.journal_no, i.template, i.made_at from ledger_journals i
        where i.merchant_id = merchant and i.journal_no >= s.first_no and i.journal_no <= s.last_no offset 0
     ) j
     cross join lateral (
       -- Kept apart, so that journals come first and each is looked up.
       select t.debit, t.credit, t.amount from ledger_transfers t
        where t.merchant_id = merchant and t.journal_no = j.journal_no offset 0
     ) t
     cross join lateral (values (t.debit, t.amount, 0::bigint), (t.credit, 0::bigint, t.amount)) as x (account, debit, credit)
     where j.made_at >= s.at and j.made_at < s.at + interval '1 hour'
  )
  select null, null, count(distinct m.journal_no) from moved m where m.journal_no > after and m.journal_no <= upto
  union all
  select format('%s of %s by %s', b.account, to_char(b.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'), b.template),
         format('kept are %s journals, %s / %s, %s to %s; booked are %s journals, %s / %s, %s to %s', b.kept[1], b.kept[2],
                b.kept[3], b.kept[4], b.kept[5], b.booked[1], b.booked[2], b.booked[3], b.booked[4], b.booked[5]), null
    from (
      select s.account, s.at, s.template, array[sum(s.k1), sum(s.k2), sum(s.k3), sum(s.k4), sum(s.k5)] as kept,
             array[sum(s.b1), sum(s.b2), sum(s.b3), sum(s.b4), sum(s.b5)] as booked
        from (
          select k.account, k.at, k.template, k.journals as k1, k.debits as k2, k.credits as k3, k.first_no as k4,
                 k.last_no as k5, 0 as b1, 0 as b2, 0 as b3, 0 as b4, 0 as b5
            from kept k
          union all
          select m.account, m.at, m.template, 0, 0, 0, 0, 0, count(distinct m.journal_no), sum(m.debit), sum(m.credit),
                 min(m.journal_no), max(m.journal_no)
            from moved m group by m.account, m.at, m.template
        ) s
       group by s.account, s.at, s.template
    ) b
   where b.kept <> b.booked;
$function$;

create or replace function check_journals(merchant uuid, after bigint, upto bigint, templates text[], debits text[], credits text[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
as $function$
  select null::uuid, null::text, null::text where false;
$function$;

create or replace function check_journals(merchant uuid, after bigint, upto bigint, templates text[], debits text[], credits text[], lines integer[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select j.merchant_id, j.journal_no::text,
         case
           when j.template <> all (templates) then format('unknown template %s', j.template)
           when s.bank is null then format('%s for %s, which has not come to that', j.template, j.subject_id)
           else format('%s with the lines %s', j.template, coalesce(l.lines, 'none'))
         end
    from ledger_journals j
    left join lateral (
      select p.bank from payments p
       where j.template in ('paymentSucceeded', 'feeCharged') and p.merchant_id = j.merchant_id
         and p.payment_id = j.subject_id and p.state = 'succeeded'
      union all
      select p.bank from late_money m
        join payments p on p.merchant_id = m.merchant_id and p.payment_id = m.payment_id
       where j.template = 'suspenseIn' and m.merchant_id = j.merchant_id and m.payment_id = j.subject_id
      union all
      select p.bank from refunds r
        join payments p on p.merchant_id = r.merchant_id and p.payment_id = r.payment_id
       where j.template in ('refundRequested', 'refundSucceeded', 'refundFailed', 'suspenseOut')
         and r.merchant_id = j.merchant_id and r.refund_id = j.subject_id
         and (j.template = 'refundRequested' and r.kind = 'merchant'
              or (j.template, r.kind, r.state) in (('refundSucceeded', 'merchant', 'succeeded'),
                ('refundFailed', 'merchant', 'failed'), ('suspenseOut', 'late', 'succeeded')))
      union all
      select b.bank from settlement_batches b
       where j.template = 'settlementBatched' and b.merchant_id = j.merchant_id and b.batch_id = j.subject_id
         and b.state = 'booked'
      union all
      select o.bank from payouts o
       where o.merchant_id = j.merchant_id and o.payout_id = j.subject_id
         and (j.template = 'payoutSent'
              or (j.template, o.state) in (('payoutPaid', 'paid'), ('payoutPaid', 'returned'),
                ('payoutRefused', 'refused'), ('payoutReturned', 'returned')))
      union all
      select c.bank from reconciled_chunks c
       where j.template = 'statementReconciled' and c.merchant_id = j.merchant_id and c.chunk_id = j.subject_id
      union all
      select e.bank from exceptions e
       where e.merchant_id = j.merchant_id and e.exception_id = j.subject_id
         and (j.template in ('unexplainedIn', 'unexplainedOut')
              or (j.template, e.resolution) in (('paymentReversed', 'payment_reversed'),
                ('refundReversed', 'refund_reversed'), ('lossBorne', 'loss_borne'),
                ('lateMoneyReversed', 'payment_reversed'), ('lateReturnReversed', 'refund_reversed'),
                ('payoutShort', 'owed_again'), ('payoutAfterAll', 'booked_to_account'),
                ('lossRecovered', 'loss_recovered')))
    ) s on true
    left join lateral (
      select string_agg(t.line || ' ' || t.debit || ' ' || t.credit, ', ' order by t.line) as lines,
             bool_and(exists (
               select from unnest(check_journals.templates, check_journals.debits, check_journals.credits,
                                  check_journals.lines) as k (template, debit, credit, lines)
                where k.template = j.template and t.line <= coalesce(k.lines, t.line)
                  and is_account(t.debit, k.debit, s.bank) and is_account(t.credit, k.credit, s.bank))) as sound
        from ledger_transfers t where t.merchant_id = j.merchant_id and t.journal_no = j.journal_no
    ) l on true
   where j.merchant_id = merchant and j.journal_no > after and j.journal_no <= upto
     and (s.bank is null or l.sound is not true)
   order by j.journal_no limit 1000;
$function$;

create or replace function check_late_money(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select l.merchant_id, l.payment_id::text,
         format('late money %s for a payment %s of %s, booked %s, refund of %s', l.amount, p.state, p.amount, b.amount,
                r.amount)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join late_money l on l.merchant_id = i.merchant_id and l.payment_id = i.id
    left join payments p on p.merchant_id = l.merchant_id and p.payment_id = l.payment_id
    left join refunds r on r.merchant_id = l.merchant_id and r.refund_id = l.refund_id and r.kind = 'late'
     and r.payment_id = l.payment_id
    left join lateral (
      select sum(t.amount)::bigint as amount
        from ledger_journals j
        join ledger_transfers t on t.merchant_id = j.merchant_id and t.journal_no = j.journal_no
       where j.merchant_id = l.merchant_id and j.template = 'suspenseIn' and j.subject_id = l.payment_id
    ) b on true
   where p.state is null or p.state not in ('failed', 'expired') or l.amount <> p.amount
      or b.amount is distinct from l.amount
      or l.refund_id is not null and r.amount is distinct from l.amount;
$function$;

create or replace function check_otp(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select p.merchant_id, p.payment_id::text,
         format('tries %s and resends %s, events say %s and %s', p.otp_tries, p.otp_resends, e.tries, e.resends)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.id
    cross join lateral (
      select count(*) filter (where v.event = 'otp_submitted')
               - count(*) filter (where v.event = 'not_sent' and v.state = 'awaiting_otp') as tries,
             count(*) filter (where v.event = 'otp_resend_asked') as resends
        from payment_events v where v.merchant_id = p.merchant_id and v.payment_id = p.payment_id
    ) e
   where p.otp_tries <> e.tries or p.otp_resends <> e.resends or p.otp_tries > 3;
$function$;

create or replace function check_outbox(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select n.merchant_id, n.notification_id::text,
         case when not s.reached then format('%s, which %s has not come to', n.type, n.subject_id)
              else format('%s after %s attempts, %s kept, answered 2xx: %s', n.state, n.attempts, a.n, a.heard) end
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join notifications n on n.merchant_id = i.merchant_id and n.notification_id = i.id
    cross join lateral (
      select count(*) as n, coalesce(max(t.attempt), 0) as top, coalesce(bool_or(t.status between 200 and 299), false) as heard
        from notification_attempts t
       where t.merchant_id = n.merchant_id and t.notification_id = n.notification_id
    ) a
    cross join lateral (
      select exists (select 1 from payment_events e where e.merchant_id = n.merchant_id and e.payment_id = n.subject_id
                        and n.type = 'payment.' || e.state)
          or exists (select 1 from refund_events e where e.merchant_id = n.merchant_id and e.refund_id = n.subject_id
                        and n.type = 'refund.' || e.state)
          or exists (select 1 from token_events e where e.merchant_id = n.merchant_id and e.token_id = n.subject_id
                        and n.type = 'token.' || e.state) as reached
    ) s
   where not s.reached or a.n <> n.attempts or a.top <> n.attempts
      or n.state = 'delivered' and not a.heard
      or (n.state = 'pending') <> (n.done_at is null);
$function$;

create or replace function check_paid_accounts(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select p.merchant_id, p.payout_id::text, format('%s to %s, which was not verified then', p.amount, p.account)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join payouts p on p.merchant_id = i.merchant_id and p.payout_id = i.id
   where not exists (
      select from (
        select e.status, e.at, lead(e.at) over (order by e.version) as until
          from bank_account_events e where e.merchant_id = p.merchant_id and e.account_id = p.account
      ) v
       where v.status = 'verified'
         and (exists (select from sandbox_clock c where c.offset_ms <> 0)
              or v.at <= p.created_at + interval '1 minute'
                 and (v.until is null or v.until >= p.created_at - interval '1 minute')));
$function$;

create or replace function check_payment_claims(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select p.merchant_id, p.payment_id::text,
         case when r.claim_id is null then 'its request is gone'
              when r.claim_id <> p.payment_id then 'its request is another''s'
              else 'its request would be forgotten' end
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.id
    left join requests r on r.merchant_id = p.merchant_id and r.request_id = p.request_id
   where (r.claim_id is distinct from p.payment_id or r.keep_until is not null)
     and not exists (select 1 from payment_events e
                      where e.merchant_id = p.merchant_id and e.payment_id = p.payment_id
                        and e.event = 'not_sent' and e.state = 'failed');
$function$;

create or replace function check_payment_events(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select x.merchant_id, x.payment_id::text,
         format('payment %s at version %s, %s events ending %s%s', x.state, x.version, e.n, e.last_state,
                case when e.back then ', back in time' else '' end)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join payments x on x.merchant_id = i.merchant_id and x.payment_id = i.id
    cross join lateral (
      select count(*) as n, max(v.version) as top, (array_agg(v.state order by v.version desc))[1] as last_state,
             coalesce(bool_or(v.at < v.at_before - interval '1 minute'), false)
               and not exists (select 1 from sandbox_clock c where c.offset_ms <> 0) as back
        from (
          select e.version, e.state, e.at, lag(e.at) over (order by e.version) as at_before
            from payment_events e where e.merchant_id = x.merchant_id and e.payment_id = x.payment_id
        ) v
    ) e
   where e.n <> x.version or e.top is distinct from x.version or e.last_state is distinct from x.state or e.back;
$function$;

create or replace function check_payment_evidence(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select v.merchant_id, v.payment_id::text, format('%s from %s by %s', v.event, v.before, coalesce(v.evidence::text, 'nothing'))
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.id
    cross join lateral (
      select e.merchant_id, e.payment_id, e.event, e.state, e.actor, e.evidence,
             lag(e.state) over (order by e.version) as before
        from payment_events e where e.merchant_id = p.merchant_id and e.payment_id = p.payment_id
    ) v
   where case
           when v.event in ('proved_paid', 'proved_unpaid') or v.actor = 'operator'
             then not is_proof(v.actor, v.evidence) or v.event not in ('proved_paid', 'proved_unpaid')
               or not exists (
                 select from approvals a
                  where a.merchant_id = v.merchant_id and a.subject = v.payment_id::text and a.kind = 'resolve_payment'
                    and a.approval_id::text = v.evidence ->> 'externalId' and a.state in ('approved', 'done')
                    and a.asked_by::text = v.evidence ->> 'askedBy' and a.decided_by::text = v.evidence ->> 'decidedBy'
                    and v.event = case a.asked ->> 'state' when 'succeeded' then 'proved_paid' else 'proved_unpaid' end)
           when v.event = 'bank_paid' then not is_plain_yes(v.evidence)
           when v.event in ('bank_declined', 'otp_exhausted') then not is_plain_word(v.evidence)
           when v.event = 'not_sent' then not is_unsent(v.evidence)
           when v.event = 'otp_window_closed' and (v.before = 'unclear' or p.otp_tries > 0)
             then not is_plain_word(v.evidence)
           when v.state in ('succeeded', 'failed', 'expired') or v.before = 'unclear' then v.evidence is null
         end;
$function$;

create or replace function check_payment_moves(merchant_ids uuid[], ids uuid[], edges text[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select v.merchant_id, v.id::text, format('version %s: %s', v.version, v.edge)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    cross join lateral (
      select e.merchant_id, e.payment_id as id, e.version,
             coalesce(lag(e.state) over (order by e.version), '') || '>' || e.event || '>' || e.state as edge
        from payment_events e where e.merchant_id = i.merchant_id and e.payment_id = i.id
    ) v
   where v.edge <> all (edges);
$function$;

create or replace function check_payment_notifications(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select p.merchant_id, p.payment_id::text,
         format('payment %s says %s notifications, there are %s up to %s', p.state, p.notified, n.n, n.top)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.id
    cross join lateral (
      select count(*) as n, count(distinct m.sequence) as numbers, coalesce(max(m.sequence), 0) as top
        from notifications m where m.merchant_id = p.merchant_id and m.subject_id = p.payment_id
    ) n
   where n.n <> p.notified or n.numbers <> p.notified or n.top <> p.notified
      or p.notified = 0 and p.finished_at is not null
     and (p.notification_url is not null
          -- The configured URL counts where it was known well before the end.
          or exists (select 1 from bank_connections b
                      where b.merchant_id = p.merchant_id and b.bank = p.bank and b.notification_url is not null
                        and b.updated_at < p.finished_at - interval '1 minute'))
     and not exists (select 1 from payment_events e
                      where e.merchant_id = p.merchant_id and e.payment_id = p.payment_id
                        and e.event = 'not_sent' and e.state = 'failed');
$function$;

create or replace function check_payments(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select p.merchant_id, p.payment_id::text, format('payment %s of %s, booked %s', p.state, p.amount, b.amount)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.id
    left join lateral (
      select sum(t.amount)::bigint as amount
        from ledger_journals j
        join ledger_transfers t on t.merchant_id = j.merchant_id and t.journal_no = j.journal_no
       where j.merchant_id = p.merchant_id and j.template = 'paymentSucceeded' and j.subject_id = p.payment_id
    ) b on true
   where b.amount is distinct from case when p.state = 'succeeded' then p.amount end;
$function$;

create or replace function check_payout_clearing(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select i.merchant_id, o.account, format('%s holds %s, unanswered payouts come to %s', o.account, o.held, o.ordered)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    cross join lateral (
      select s.account, sum(s.held)::bigint as held, sum(s.ordered)::bigint as ordered
        from (
          select a.account, a.credits - a.debits as held, 0::bigint as ordered
            from ledger_accounts a where a.merchant_id = i.merchant_id and starts_with(a.account, 'payout_clearing:')
          union all
          select 'payout_clearing:' || p.bank, 0, p.amount
            from payouts p where p.merchant_id = i.merchant_id and p.state in ('ready', 'sent')
        ) s
       group by s.account
    ) o
   where o.held <> o.ordered;
$function$;

create or replace function check_payouts(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select p.merchant_id, p.payout_id::text,
         format('payout %s of %s in version %s; booked: %s; events: %s', p.state, p.amount, p.version,
                coalesce(j.booked, 'nothing'), coalesce(e.states, 'none'))
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join payouts p on p.merchant_id = i.merchant_id and p.payout_id = i.id
    left join lateral (
      select string_agg(k.template || ' ' || s.amount, ', ' order by k.n) as booked,
             string_agg(k.template, ' ' order by k.n) as templates,
             bool_and(s.amount = p.amount) as whole
        from unnest(array['payoutSent', 'payoutPaid', 'payoutRefused', 'payoutReturned'])
          with ordinality as k (template, n)
        cross join lateral (
          select sum(t.amount)::bigint as amount
            from ledger_journals j
            join ledger_transfers t on t.merchant_id = j.merchant_id and t.journal_no = j.journal_no
           where j.merchant_id = p.merchant_id and j.template = k.template and j.subject_id = p.payout_id
        ) s
       where s.amount is not null
    ) j on true
    left join lateral (
      select string_agg(v.state, ' ' order by v.version) as states, count(*) as n, max(v.version) as last,
             (array_agg(v.state order by v.version desc))[1] as state
        from payout_events v where v.merchant_id = p.merchant_id and v.payout_id = p.payout_id
    ) e on true
   where j.whole is not true
      or j.templates is distinct from case p.state
           when 'paid' then 'payoutSent payoutPaid' when 'refused' then 'payoutSent payoutRefused'
           when 'returned' then 'payoutSent payoutPaid payoutReturned' else 'payoutSent' end
      or e.n is distinct from p.version or e.last is distinct from p.version or e.state is distinct from p.state;
$function$;

create or replace function check_receivable(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select p.merchant_id, p.payment_id::text,
         format('payment of %s succeeded on %s, which no statement of %s shows', p.amount, s.day, p.bank)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.id and p.state = 'succeeded'
    join ledger_journals j on j.merchant_id = p.merchant_id and j.template = 'paymentSucceeded'
     and j.subject_id = p.payment_id
    join statements s on s.bank = p.bank and s.day = (j.made_at at time zone 'Asia/Jakarta')::date
     and s.state <> 'refused' and s.judged_at is not null
   where (p.created_at at time zone 'Asia/Jakarta')::date
           >= (select min(f.day) from statements f where f.bank = p.bank and f.state <> 'refused')
     and not exists (select from statement_lines l
                      where l.merchant_id = p.merchant_id and l.subject_id = p.payment_id and l.type = 'debit'
                        and l.status = 'matched')
     and not exists (select from exceptions e
                      where e.merchant_id = p.merchant_id and e.subject_id = p.payment_id);
$function$;

create or replace function check_refund_claims(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select f.merchant_id, f.refund_id::text,
         case when r.claim_id is null then 'its request is gone'
              when r.claim_id <> f.refund_id then 'its request is another''s'
              else 'its request would be forgotten' end
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join refunds f on f.merchant_id = i.merchant_id and f.refund_id = i.id
    left join requests r on r.merchant_id = f.merchant_id and r.request_id = f.request_id
   where f.kind = 'merchant' and (r.claim_id is distinct from f.refund_id or r.keep_until is not null)
     and not exists (select 1 from refund_events e
                      where e.merchant_id = f.merchant_id and e.refund_id = f.refund_id and e.event = 'not_sent');
$function$;

create or replace function check_refund_events(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select x.merchant_id, x.refund_id::text,
         format('refund %s at version %s, %s events ending %s%s', x.state, x.version, e.n, e.last_state,
                case when e.back then ', back in time' else '' end)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join refunds x on x.merchant_id = i.merchant_id and x.refund_id = i.id
    cross join lateral (
      select count(*) as n, max(v.version) as top, (array_agg(v.state order by v.version desc))[1] as last_state,
             coalesce(bool_or(v.at < v.at_before - interval '1 minute'), false)
               and not exists (select 1 from sandbox_clock c where c.offset_ms <> 0) as back
        from (
          select e.version, e.state, e.at, lag(e.at) over (order by e.version) as at_before
            from refund_events e where e.merchant_id = x.merchant_id and e.refund_id = x.refund_id
        ) v
    ) e
   where e.n <> x.version or e.top is distinct from x.version or e.last_state is distinct from x.state or e.back;
$function$;

create or replace function check_refund_evidence(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select v.merchant_id, v.refund_id::text, format('%s from %s by %s', v.event, v.before, coalesce(v.evidence::text, 'nothing'))
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    cross join lateral (
      select e.merchant_id, e.refund_id, e.event, e.evidence, lag(e.state) over (order by e.version) as before
        from refund_events e where e.merchant_id = i.merchant_id and e.refund_id = i.id
    ) v
   where case
           when v.event = 'bank_refunded' then not is_plain_yes(v.evidence)
           when v.event in ('bank_declined', 'sent_again') then not is_plain_word(v.evidence)
           when v.event = 'not_sent' then not is_unsent(v.evidence)
         end;
$function$;

create or replace function check_refund_in_transit(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select i.merchant_id, 'refund_in_transit', format('%s are in transit, undecided refunds come to %s', a.held, o.amount)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    cross join lateral (
      select coalesce(sum(s.credits - s.debits), 0)::bigint as held
        from ledger_accounts s where s.merchant_id = i.merchant_id and s.account = 'refund_in_transit'
    ) a
    cross join lateral (
      select coalesce(sum(r.amount), 0)::bigint as amount
        from refunds r
        join ledger_journals j on j.merchant_id = r.merchant_id and j.template = 'refundRequested'
         and j.subject_id = r.refund_id
       where r.merchant_id = i.merchant_id and r.due_at is not null and r.kind = 'merchant'
         and r.state in ('requested', 'unclear')
    ) o
   where a.held <> o.amount;
$function$;

create or replace function check_refund_moves(merchant_ids uuid[], ids uuid[], edges text[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select v.merchant_id, v.id::text, format('version %s: %s', v.version, v.edge)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    cross join lateral (
      select e.merchant_id, e.refund_id as id, e.version,
             coalesce(lag(e.state) over (order by e.version), '') || '>' || e.event || '>' || e.state as edge
        from refund_events e where e.merchant_id = i.merchant_id and e.refund_id = i.id
    ) v
   where v.edge <> all (edges);
$function$;

create or replace function check_refunded(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select p.merchant_id, p.payment_id::text,
         format('refunded says %s of %s, refunds say %s', p.refunded, p.amount, s.amount)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.id
    cross join lateral (
      select coalesce(sum(r.amount), 0)::bigint as amount from refunds r
       where r.merchant_id = p.merchant_id and r.payment_id = p.payment_id and r.kind = 'merchant'
         and r.state <> 'failed'
         and not exists (select from exceptions e
                          where e.merchant_id = r.merchant_id and e.subject_id = r.refund_id
                            and e.resolution = 'refund_reversed')
    ) s
   where p.refunded <> s.amount or s.amount > p.amount;
$function$;

create or replace function check_refunds(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select r.merchant_id, r.refund_id::text,
         case when r.kind = 'late' and l.payment_id is null then 'late refund without late money'
              else format('%s refund %s of %s, booked: asked for %s, from there %s, failed %s', r.kind, r.state, r.amount,
                          coalesce(b.requested::text, 'nothing'), coalesce(b.succeeded::text, 'nothing'),
                          coalesce(b.failed::text, 'nothing')) end
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join refunds r on r.merchant_id = i.merchant_id and r.refund_id = i.id
    left join late_money l on l.merchant_id = r.merchant_id and l.refund_id = r.refund_id
     and l.payment_id = r.payment_id
    left join lateral (
      select (sum(t.amount) filter (where j.template = 'refundRequested'))::bigint as requested,
             (sum(t.amount) filter (where j.template = 'refundFailed'))::bigint as failed,
             (sum(t.amount) filter (where j.template in ('refundSucceeded', 'suspenseOut')))::bigint as succeeded,
             bool_or(j.template = 'refundSucceeded' and t.debit = 'merchant_payable') as at_once
        from unnest(array['refundRequested', 'refundFailed', 'refundSucceeded', 'suspenseOut']) as k (template)
        join ledger_journals j on j.merchant_id = r.merchant_id and j.template = k.template and j.subject_id = r.refund_id
        join ledger_transfers t on t.merchant_id = j.merchant_id and t.journal_no = j.journal_no
       where (k.template = 'suspenseOut') = (r.kind = 'late')
    ) b on true
   where b.succeeded is distinct from case when r.state = 'succeeded' then r.amount end
      or b.failed is distinct from case when r.state = 'failed' then b.requested end
      or b.requested <> r.amount
      or r.kind = 'merchant' and r.state = 'succeeded' and (b.requested is null) <> b.at_once
      or (r.kind = 'late') <> (l.payment_id is not null);
$function$;

create or replace function check_rules(tables text[], rules text[])
 returns table(subject text, detail text)
 language sql
 stable
as $function$
  select i.name, format('the rule is gone: %s', i.rule)
    from unnest(tables, rules) as i (name, rule)
   where not exists (
           select 1 from pg_constraint c
            where c.conrelid = to_regclass(i.name) and pg_get_constraintdef(c.oid) = i.rule and c.convalidated)
     and not exists (
           select 1 from pg_index x
            where x.indrelid = to_regclass(i.name) and x.indisvalid
              and regexp_replace(pg_get_indexdef(x.indexrelid), '^.* USING ', case when x.indisunique then 'UNIQUE ' else '' end)
                  = i.rule);
$function$;

create or replace function check_settlement_batches(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  with batches as (
    select b.* from unnest(merchant_ids, ids) as k (merchant_id, id)
      join settlement_batches b on b.merchant_id = k.merchant_id and b.batch_id = k.id
  )
  select b.merchant_id, b.batch_id::text,
         format('batch %s of %s items for %s, items are %s for %s', b.state, b.items, b.net, i.items, i.net)
    from batches b
    cross join lateral (
      select count(t.item_id) as items,
             coalesce(sum(case t.kind when 'payment' then t.amount - t.fee else -t.amount end), 0)::bigint as net,
             coalesce(sum(t.amount) filter (where t.kind = 'payment'), 0)::bigint as gross,
             coalesce(sum(t.fee), 0)::bigint as fees,
             bool_and(t.batch_id is not distinct from b.batch_id) as own
        from settlement_lines l
        left join settlement_items t on t.merchant_id = l.merchant_id and t.item_id = l.item_id
       where l.merchant_id = b.merchant_id and l.batch_id = b.batch_id and l.line_no = 1 and l.item_id <> b.batch_id
    ) i
   where i.items <> b.items or i.net <> b.net or i.gross <> b.gross or i.fees <> b.fees or i.own is false
  union all
  select b.merchant_id, b.batch_id::text,
         format('%s gets %s by the lines, %s by the batch, %s by the journal', a.account, a.by_lines, a.by_batch, a.booked)
    from batches b
    cross join lateral (
      select s.account, sum(s.by_lines)::bigint as by_lines, sum(s.by_batch)::bigint as by_batch,
             sum(s.booked)::bigint as booked
        from (
          select l.account, l.amount as by_lines, 0::bigint as by_batch, 0::bigint as booked
            from settlement_lines l where l.merchant_id = b.merchant_id and l.batch_id = b.batch_id
          union all
          select h.account, 0, h.amount, 0
            from settlement_shares h where h.merchant_id = b.merchant_id and h.batch_id = b.batch_id
          union all
          select substr(x.account, length('split_payable:' || b.bank || ':') + 1), 0, 0, x.amount
            from ledger_journals j
            join ledger_transfers t on t.merchant_id = j.merchant_id and t.journal_no = j.journal_no
            cross join lateral (values (t.credit, t.amount), (t.debit, -t.amount)) as x (account, amount)
           where j.merchant_id = b.merchant_id and j.template = 'settlementBatched' and j.subject_id = b.batch_id
             and x.account <> 'merchant_payable'
        ) s
       group by s.account
    ) a
   where a.by_lines <> a.by_batch or b.state = 'booked' and a.booked <> a.by_batch
      or b.state = 'collecting' and a.booked <> 0;
$function$;

create or replace function check_settlement_items(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select i.merchant_id, i.item_id::text,
         format('%s of %s with a fee of %s, %s, lines come to %s', i.kind, i.amount, i.fee,
                coalesce('in batch ' || i.batch_id, 'in no batch'), coalesce(l.amount::text, 'none'))
    from unnest(merchant_ids, ids) as k (merchant_id, id)
    join settlement_items i on i.merchant_id = k.merchant_id and i.item_id = k.id
    left join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.payment_id
    left join refunds r on r.merchant_id = i.merchant_id and r.refund_id = i.item_id and r.payment_id = i.payment_id
    left join lateral (
      select sum(s.amount)::bigint as amount, min(s.line_no) as first, count(*) as lines, max(s.line_no) as last
        from settlement_lines s
       where s.merchant_id = i.merchant_id and s.batch_id = i.batch_id and s.item_id = i.item_id
    ) l on true
    left join lateral (
      select coalesce(sum(o.amount), 0)::bigint as amount from settlement_items o
       where i.kind = 'refund' and i.batch_id is not null and o.merchant_id = i.merchant_id
         and o.payment_id = i.payment_id and o.kind = 'refund' and o.batch_id is not null
         and o.refunded_before < i.refunded_before
    ) b on true
   where i.batch_id is not null
     and (l.amount is distinct from case i.kind when 'payment' then i.amount - i.fee else -i.amount end
          or l.first <> 1 or l.last <> l.lines)
      or i.kind = 'refund' and i.batch_id is not null and b.amount <> i.refunded_before
      or i.kind = 'payment' and (p.state is distinct from 'succeeded' or p.amount <> i.amount or p.fee <> i.fee
                                 or p.bank <> i.bank or i.item_id <> i.payment_id)
      or i.kind = 'refund' and (r.state is distinct from 'succeeded' or r.amount <> i.amount);
$function$;

create or replace function check_split_payable(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select i.merchant_id, o.account, format('%s holds %s, batches less payouts come to %s', o.account, o.held, o.owed)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    cross join lateral (
      select s.account, sum(s.held)::bigint as held, sum(s.owed)::bigint as owed
        from (
          select a.account, a.credits - a.debits as held, 0::bigint as owed
            from ledger_accounts a where a.merchant_id = i.merchant_id and starts_with(a.account, 'split_payable:')
          union all
          select 'split_payable:' || b.bank || ':' || h.account, 0, h.amount
            from settlement_batches b
            join settlement_shares h on h.merchant_id = b.merchant_id and h.batch_id = b.batch_id
           where b.merchant_id = i.merchant_id and b.state = 'booked'
          union all
          select 'split_payable:' || p.bank || ':' || p.account, 0, -p.amount
            from payouts p
           where p.merchant_id = i.merchant_id and p.state not in ('refused', 'returned')
          union all
          select 'split_payable:' || p.bank || ':' || p.account, 0, e.booked
            from exceptions e
            join payouts p on p.merchant_id = e.merchant_id and p.payout_id = e.subject_id
           where e.merchant_id = i.merchant_id
             and (e.resolution = 'owed_again' and e.reason = 'amount_differs' or e.resolution = 'booked_to_account')
        ) s
       group by s.account
    ) o
   where o.held <> o.owed;
$function$;

create or replace function check_splits(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select p.merchant_id, p.payment_id::text,
         format('of %s with a fee of %s, a split of %s into %s', p.amount, p.fee, p.splits->>'net', p.splits->'lines')
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.id
    cross join lateral (
      select sum(x.amount) as amount,
             bool_and(x.account is not null and x.amount is not distinct from
                      case x.type when 'FIX' then x.value
                                  when 'PERCENTAGE' then (p.amount - p.fee) * x.value / 100 end) as sound
        from jsonb_to_recordset(case when jsonb_typeof(p.splits->'lines') = 'array' then p.splits->'lines' end)
          as x (account text, type text, value bigint, amount bigint)
    ) l
   where p.splits is not null
     and (p.splits->>'net' is distinct from (p.amount - p.fee)::text or l.sound is not true or l.amount > p.amount - p.fee);
$function$;

create or replace function check_suspense(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select i.merchant_id, 'suspense', format('suspense holds %s, late money %s, open exceptions %s', a.held, o.amount, x.amount)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    cross join lateral (
      select coalesce(sum(s.credits - s.debits), 0)::bigint as held
        from ledger_accounts s where s.merchant_id = i.merchant_id and s.account = 'suspense'
    ) a
    cross join lateral (
      select coalesce(sum(l.amount), 0)::bigint as amount
        from late_money l
        left join refunds r on r.merchant_id = l.merchant_id and r.refund_id = l.refund_id
       where l.merchant_id = i.merchant_id and l.reversed_at is null and r.state is distinct from 'succeeded'
    ) o
    cross join lateral (
      select coalesce(sum(e.booked), 0)::bigint as amount
        from exceptions e where e.merchant_id = i.merchant_id and e.state = 'open'
    ) x
   where a.held <> o.amount + x.amount;
$function$;

create or replace function check_token_events(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select x.merchant_id, x.token_id::text,
         format('token %s at version %s, %s events ending %s%s', x.state, x.version, e.n, e.last_state,
                case when e.back then ', back in time' else '' end)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join tokens x on x.merchant_id = i.merchant_id and x.token_id = i.id
    cross join lateral (
      select count(*) as n, max(v.version) as top, (array_agg(v.state order by v.version desc))[1] as last_state,
             coalesce(bool_or(v.at < v.at_before - interval '1 minute'), false)
               and not exists (select 1 from sandbox_clock c where c.offset_ms <> 0) as back
        from (
          select e.version, e.state, e.at, lag(e.at) over (order by e.version) as at_before
            from token_events e where e.merchant_id = x.merchant_id and e.token_id = x.token_id
        ) v
    ) e
   where e.n <> x.version or e.top is distinct from x.version or e.last_state is distinct from x.state or e.back;
$function$;

create or replace function check_token_evidence(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select e.merchant_id, e.token_id::text, format('%s by %s', e.event, coalesce(e.evidence::text, 'nothing'))
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join token_events e on e.merchant_id = i.merchant_id and e.token_id = i.id
   where case
           when e.event = 'bound' then not is_plain_yes(e.evidence)
           when e.event in ('unbound', 'unbinding_refused', 'unbinding_given_up') then e.evidence is null
         end;
$function$;

create or replace function check_token_moves(merchant_ids uuid[], ids uuid[], edges text[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select v.merchant_id, v.id::text, format('version %s: %s', v.version, v.edge)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    cross join lateral (
      select e.merchant_id, e.token_id as id, e.version,
             coalesce(lag(e.state) over (order by e.version), '') || '>' || e.event || '>' || e.state as edge
        from token_events e where e.merchant_id = i.merchant_id and e.token_id = i.id
    ) v
   where v.edge <> all (edges);
$function$;

create or replace function check_token_notifications(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select t.merchant_id, t.token_id::text,
         format('token says %s notifications, there are %s up to %s', t.notified, n.n, n.top)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join tokens t on t.merchant_id = i.merchant_id and t.token_id = i.id
    cross join lateral (
      select count(*) as n, count(distinct m.sequence) as numbers, coalesce(max(m.sequence), 0) as top
        from notifications m where m.merchant_id = t.merchant_id and m.subject_id = t.token_id
    ) n
   where n.n <> t.notified or n.numbers <> t.notified or n.top <> t.notified;
$function$;

create or replace function check_token_use(merchant_ids uuid[], ids uuid[])
 returns table(merchant_id uuid, subject text, detail text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select p.merchant_id, p.payment_id::text,
         case when t.customer_key <> p.customer_key or t.bank <> p.bank then 'the token is of another customer or bank'
              else format('token %s was not active when the payment began', p.token_id) end
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.id
    join tokens t on t.merchant_id = p.merchant_id and t.token_id = p.token_id
   where t.customer_key <> p.customer_key or t.bank <> p.bank
      or not exists (select 1 from sandbox_clock c where c.offset_ms <> 0)
     and not exists (
       select 1
         from (select e.state, e.at, lead(e.at) over (order by e.version) as until
                 from token_events e where e.merchant_id = p.merchant_id and e.token_id = p.token_id) e
        where e.state = 'active' and e.at <= p.created_at + interval '1 minute'
          and (e.until is null or e.until >= p.created_at - interval '1 minute'));
$function$;

create or replace function claim_requests(lane uuid, at timestamptz, lease timestamptz, merchant_ids uuid[], request_ids text[], endpoints text[], body_hashes bytea[], claim_ids uuid[], keep_untils timestamptz[])
 returns table(n bigint, outcome text, status smallint, answer bytea, claim_id uuid)
 language plpgsql
as $function$
declare
  resumed uuid[];
begin
  insert into requests as r
    (merchant_id, request_id, endpoint, body_hash, claim_id, lease_until, keep_until, created_at)
  select i.merchant_id, i.request_id, i.endpoint, i.body_hash, i.claim_id, lease, i.keep_until, at
    from unnest(merchant_ids, request_ids, endpoints, body_hashes, claim_ids, keep_untils)
      as i (merchant_id, request_id, endpoint, body_hash, claim_id, keep_until)
  on conflict (merchant_id, request_id) do nothing;

  -- A call whose process died left its lease behind: exactly one repeat takes it over.
  with taken as (
    update requests r set lease_until = lease
      from unnest(merchant_ids, request_ids, endpoints, body_hashes, claim_ids)
        as i (merchant_id, request_id, endpoint, body_hash, claim_id)
     where r.merchant_id = i.merchant_id and r.request_id = i.request_id
       and r.claim_id <> i.claim_id and r.status is null and r.lease_until <= at
       and r.endpoint = i.endpoint and r.body_hash = i.body_hash
    returning i.claim_id
  )
  select array_agg(t.claim_id) into resumed from taken t;

  -- One row per claim, also for one that was given back in this very moment: callers pair the rows by position.
  return query
  select i.n,
         case
           when r.claim_id = i.claim_id and r.status is null then 'begun'
           when r.endpoint <> i.endpoint or r.body_hash <> i.body_hash then 'conflict'
           when r.status is not null then 'replay'
           when i.claim_id = any (resumed) then 'resume'
           else 'running'
         end,
         r.status, r.answer, r.claim_id
    from unnest(merchant_ids, request_ids, endpoints, body_hashes, claim_ids) with ordinality
      as i (merchant_id, request_id, endpoint, body_hash, claim_id, n)
    left join requests r on r.merchant_id = i.merchant_id and r.request_id = i.request_id
   order by i.n;
end $function$;

create or replace function collect_settlement_items(lane uuid, batch uuid, lease timestamptz, item_ids uuid[], refunded_befores bigint[], line_items uuid[], line_nos smallint[], line_accounts text[], line_amounts bigint[], line_instead_ofs text[], added_gross bigint, added_fees bigint, added_refunds bigint)
 returns void
 language plpgsql
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
declare
  taken bigint;
begin
  update settlement_items i set batch_id = batch, refunded_before = t.refunded_before
    from unnest(item_ids, refunded_befores) as t (item_id, refunded_before)
   where i.merchant_id = lane and i.item_id = t.item_id and i.batch_id is null;
  get diagnostics taken = row_count;
  if taken <> cardinality(item_ids) then
    raise exception 'an item is in a batch already';
  end if;

  insert into settlement_lines (merchant_id, batch_id, item_id, line_no, account, amount, instead_of)
  select lane, batch, l.item_id, l.line_no, l.account, l.amount, l.instead_of
    from unnest(line_items, line_nos, line_accounts, line_amounts, line_instead_ofs)
      as l (item_id, line_no, account, amount, instead_of);

  insert into settlement_shares as s (merchant_id, batch_id, account, amount)
  select lane, batch, l.account, sum(l.amount)::bigint
    from unnest(line_accounts, line_amounts) as l (account, amount)
   group by l.account
   order by l.account
  on conflict (merchant_id, batch_id, account) do update set amount = s.amount + excluded.amount;

  update settlement_batches b
     set items = b.items + taken, gross = b.gross + added_gross, fees = b.fees + added_fees,
         refunds = b.refunds + added_refunds, net = b.net + added_gross - added_fees - added_refunds,
         lease_until = lease
   where b.merchant_id = lane and b.batch_id = batch and b.state = 'collecting';
end $function$;

create or replace function count_bank_figures(only_merchant uuid, first timestamptz, cut timestamptz, bounds integer[])
 returns void
 language plpgsql
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
declare
  everybody constant uuid := '00000000-0000-0000-0000-000000000000';
  first_day constant timestamptz := date_trunc('day', first, 'Asia/Jakarta');
begin
  delete from bank_figures f
   where f.span = 'hour' and f.at >= first and f.at < cut
     and (f.merchant_id = only_merchant or f.merchant_id = everybody or only_merchant is null);
  insert into bank_figures (merchant_id, span, at, bank, operation, slot, calls)
  select c.merchant_id, 'hour', date_trunc('hour', c.at), c.bank, c.operation, width_bucket(c.took_ms, bounds), count(*)
    from bank_calls(first, cut) c
   where c.merchant_id = only_merchant or only_merchant is null
   group by 1, 3, 4, 5, 6;
  insert into bank_figures (merchant_id, span, at, bank, operation, slot, calls)
  select everybody, 'hour', f.at, f.bank, f.operation, f.slot, sum(f.calls)
    from bank_figures f where f.span = 'hour' and f.at >= first and f.at < cut
   group by f.at, f.bank, f.operation, f.slot;

  delete from bank_figures f
   where f.span = 'day' and f.at >= first_day and f.at < cut
     and (f.merchant_id = only_merchant or f.merchant_id = everybody or only_merchant is null);
  insert into bank_figures (merchant_id, span, at, bank, operation, slot, calls)
  select f.merchant_id, 'day', date_trunc('day', f.at, 'Asia/Jakarta'), f.bank, f.operation, f.slot, sum(f.calls)
    from bank_figures f
   where f.span = 'hour' and f.at >= first_day
     and f.at < date_trunc('day', cut, 'Asia/Jakarta') + interval '24 hours'
     and (f.merchant_id = only_merchant or f.merchant_id = everybody or only_merchant is null)
   group by 1, 3, 4, 5, 6;
end $function$;

create or replace function count_figures(merchant_ids uuid[], hours timestamptz[], cut timestamptz)
 returns void
 language plpgsql
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
begin
  delete from payment_figures f using unnest(merchant_ids, hours) as i (merchant_id, hour)
   where f.merchant_id = i.merchant_id and f.span = 'hour' and f.at = i.hour;
  insert into payment_figures (merchant_id, span, at, bank, state, reason, payments, amount, refunds, refunded)
  select i.merchant_id, 'hour', i.hour, p.bank, p.state, case when p.state = 'failed' then coalesce(p.reason, '') else '' end,
         count(*), sum(p.amount), coalesce(sum(r.refunds), 0), coalesce(sum(r.refunded), 0)
    from (select distinct u.merchant_id, u.hour from unnest(merchant_ids, hours) as u (merchant_id, hour)) i
    join payments p on p.merchant_id = i.merchant_id and p.created_at >= i.hour
     and p.created_at < least(i.hour + interval '1 hour', cut)
    -- What is asked back and not yet given back is no refund; `refunded` of the payment has it already.
    left join lateral (
      select count(*) as refunds, sum(r.amount) as refunded from refunds r
       where p.refunded > 0 and r.merchant_id = p.merchant_id and r.payment_id = p.payment_id
         and r.kind = 'merchant' and r.state = 'succeeded'
    ) r on true
   group by 1, 3, 4, 5, 6;

  delete from notification_figures f using unnest(merchant_ids, hours) as i (merchant_id, hour)
   where f.merchant_id = i.merchant_id and f.span = 'hour' and f.at = i.hour;
  insert into notification_figures (merchant_id, span, at, bank, state, notifications)
  select i.merchant_id, 'hour', i.hour, n.bank, n.state, count(*)
    from (select distinct u.merchant_id, u.hour from unnest(merchant_ids, hours) as u (merchant_id, hour)) i
    join notifications n on n.merchant_id = i.merchant_id and n.created_at >= i.hour
     and n.created_at < least(i.hour + interval '1 hour', cut)
   group by 1, 3, 4, 5;

  perform sum_figures(merchant_ids, hours);
end $function$;

create or replace function count_merchant_anew(merchant uuid, bounds integer[])
 returns void
 language plpgsql
as $function$
declare
  cut timestamptz;
  merchants uuid[];
  hours timestamptz[];
  first timestamptz;
begin
  select t.through_at into cut from figures_turn t for update;
  if not found then return; end if;
  select array_agg(h.merchant_id), array_agg(h.hour) into merchants, hours
    from (
      select merchant as merchant_id, f.at as hour from payment_figures f where f.merchant_id = merchant and f.span = 'hour'
      union select merchant, f.at from notification_figures f where f.merchant_id = merchant and f.span = 'hour'
      union select merchant, date_trunc('hour', p.created_at) from payments p where p.merchant_id = merchant
      union select merchant, date_trunc('hour', n.created_at) from notifications n where n.merchant_id = merchant
    ) h;
  if merchants is null then return; end if;
  perform count_figures(merchants, hours, cut);
  select min(b.at) into first
    from (
      select f.at from bank_figures f where f.merchant_id = merchant and f.span = 'hour'
      union all select e.at from payment_events e where e.merchant_id = merchant
      union all select e.at from refund_events e where e.merchant_id = merchant
      union all select e.at from token_events e where e.merchant_id = merchant
    ) b;
  perform count_bank_figures(merchant, date_trunc('hour', first), cut, bounds);
end $function$;

create or replace function days_of(merchant_ids uuid[], hours timestamptz[])
 returns table(merchant_id uuid, day timestamptz)
 language sql
 stable
as $function$
  select distinct m.merchant_id, date_trunc('day', i.hour, 'Asia/Jakarta')
    from unnest(merchant_ids, hours) as i (merchant_id, hour)
    cross join lateral (values (i.merchant_id), ('00000000-0000-0000-0000-000000000000'::uuid)) as m (merchant_id);
$function$;

create or replace function due_notifications(at timestamptz, busy uuid[], share integer, at_most integer)
 returns table(merchant_id uuid, notification_id uuid)
 language plpgsql
 stable
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
begin
  return query
  with recursive lane (merchant) as (
    (select n.merchant_id from notifications n
      where n.due_at is not null
        and (select d.due_at from notifications d where d.due_at is not null order by d.due_at limit 1) <= at
      order by n.merchant_id limit 1)
    union all
    select (select n.merchant_id from notifications n
             where n.due_at is not null and n.merchant_id > l.merchant
             order by n.merchant_id limit 1)
      from lane l where l.merchant is not null
  )
  select l.merchant, d.notification_id
    from lane l
    cross join lateral (
      select n.notification_id, n.due_at, row_number() over (order by n.due_at, n.notification_id) as turn
        from (select n.notification_id, n.due_at from notifications n
               where n.merchant_id = l.merchant and n.due_at <= at
                 and (n.lease_until is null or n.lease_until <= at)
               order by n.due_at limit share) n
    ) d
   where l.merchant is not null and l.merchant <> all (busy)
   order by d.turn, d.due_at limit at_most;
end $function$;

create or replace function due_settlement_page(lane uuid, of_bank text, upto date, after_day date, after_item uuid, most integer)
 returns table(item_id uuid, kind text, payment_id uuid, amount bigint, fee bigint, due_day date, payment_amount bigint, splits jsonb, batched_before bigint)
 language plpgsql
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
declare
  found uuid[];
  wanted uuid[];
begin
  select array_agg(d.item_id), array_agg(d.payment_id) into found, wanted
    from (
      select i.item_id, i.payment_id from settlement_items i
       where i.merchant_id = lane and i.bank = of_bank and i.batch_id is null and i.due_day <= upto
         and (i.due_day, i.item_id) > (after_day, after_item)
       order by i.due_day, i.item_id limit most
    ) d;
  perform 1 from payments p
    where p.merchant_id = lane and p.payment_id = any (wanted)
    order by p.payment_id
      for share;
  return query
  select i.item_id, i.kind, i.payment_id, i.amount, i.fee, i.due_day, p.amount, p.splits, coalesce(b.amount, 0)
    from unnest(found) with ordinality as f (item_id, n)
    join settlement_items i on i.merchant_id = lane and i.item_id = f.item_id
    join payments p on p.merchant_id = lane and p.payment_id = i.payment_id
    left join lateral (
      select sum(o.amount)::bigint as amount from settlement_items o
       where i.kind = 'refund' and o.merchant_id = lane and o.payment_id = i.payment_id and o.kind = 'refund'
         and o.batch_id is not null
    ) b on true
   order by f.n;
end $function$;

create or replace function due_settlements(upto date, at timestamptz, payable boolean, after_merchant uuid, after_bank text, scope uuid, most integer)
 returns table(merchant_id uuid, bank text)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  with recursive walk (merchant_id, bank) as (
    (select i.merchant_id, i.bank from settlement_items i
      where i.batch_id is null and (scope is null or i.merchant_id = scope)
        and (i.merchant_id, i.bank) > (after_merchant, after_bank)
      order by i.merchant_id, i.bank limit 1)
    union all
    select n.merchant_id, n.bank
      from walk w
      cross join lateral (
        select i.merchant_id, i.bank from settlement_items i
         where i.batch_id is null and (scope is null or i.merchant_id = scope)
           and (i.merchant_id, i.bank) > (w.merchant_id, w.bank)
         order by i.merchant_id, i.bank limit 1
      ) n
  ),
  found as (
    select w.merchant_id, w.bank from walk w
     where exists (select 1 from settlement_items i
                    where i.merchant_id = w.merchant_id and i.bank = w.bank and i.batch_id is null and i.due_day <= upto)
       and not exists (select 1 from settlement_batches b
                        where b.merchant_id = w.merchant_id and b.bank = w.bank and b.day >= upto and b.state = 'booked')
    union
    select b.merchant_id, b.bank from settlement_batches b
     where b.state = 'collecting' and (scope is null or b.merchant_id = scope)
       and (b.merchant_id, b.bank) > (after_merchant, after_bank)
    union
    select p.merchant_id, p.bank from payouts p
     where p.state in ('refused', 'returned') and (scope is null or p.merchant_id = scope)
       and (p.merchant_id, p.bank) > (after_merchant, after_bank)
       and is_owed_again(p.merchant_id, p.bank)
       and not exists (select from settlement_batches b
                        where b.merchant_id = p.merchant_id and b.bank = p.bank and b.day >= upto and b.state = 'booked')
    union
    select o.merchant_id, o.bank
      from (
        select t.merchant_id, t.bank from settlement_terms t
         where (scope is null or t.merchant_id = scope) and (t.merchant_id, t.bank) > (after_merchant, after_bank)
           and t.changed_at >= last_settled(t.merchant_id, t.bank)
        union
        select e.merchant_id, e.bank from exceptions e
         where e.resolution in ('owed_again', 'booked_to_account') and e.reason <> 'missing_at_bank'
           and (scope is null or e.merchant_id = scope) and (e.merchant_id, e.bank) > (after_merchant, after_bank)
           and e.resolved_at >= last_settled(e.merchant_id, e.bank)
      ) o
     where is_balance_due(o.merchant_id, o.bank)
       and not exists (select from settlement_batches b
                        where b.merchant_id = o.merchant_id and b.bank = o.bank and b.day >= upto and b.state = 'booked')
  )
  select f.merchant_id, f.bank from found f
   where payable = exists (select 1 from bank_accounts a where a.merchant_id = f.merchant_id and a.is_default)
     and not exists (select 1 from settlement_batches b
                      where b.merchant_id = f.merchant_id and b.bank = f.bank and b.state = 'collecting'
                        and b.lease_until > at)
   order by f.merchant_id, f.bank limit most;
$function$;

create or replace function end_settlement_batch(lane uuid, batch uuid, of_bank text, at timestamptz, accounts text[], amounts bigint[], carrieds bigint[], balances bigint[], payout_ids uuid[], payout_accounts text[], payout_amounts bigint[])
 returns void
 language plpgsql
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
begin
  insert into settlement_shares as s (merchant_id, batch_id, account, amount, carried, balance)
  select lane, batch, p.account, p.amount, p.carried, p.balance
    from unnest(accounts, amounts, carrieds, balances) as p (account, amount, carried, balance)
  on conflict (merchant_id, batch_id, account) do update
    set amount = excluded.amount, carried = excluded.carried, balance = excluded.balance;

  insert into payouts (merchant_id, payout_id, batch_id, bank, account, amount, state, created_at, changed_at)
  select lane, p.payout_id, batch, of_bank, p.account, p.amount, 'ready', at, at
    from unnest(payout_ids, payout_accounts, payout_amounts) as p (payout_id, account, amount);

  insert into payout_events (merchant_id, payout_id, version, state, actor, at)
  select lane, p.payout_id, 1, 'ready', 'settlement', at from unnest(payout_ids) as p (payout_id);

  update settlement_batches b set state = 'booked', booked_at = at, lease_id = null, lease_until = null
   where b.merchant_id = lane and b.batch_id = batch and b.state = 'collecting';
end $function$;

create or replace function enqueue_notifications(lane uuid, at timestamptz, merchant_ids uuid[], notification_ids uuid[], subject_ids uuid[], banks text[], types text[], sequences integer[], urls text[], bodies bytea[])
 returns void
 language plpgsql
as $function$
begin
  insert into notifications
    (merchant_id, notification_id, subject_id, bank, type, sequence, url, body, due_at, created_at)
  select i.merchant_id, i.notification_id, i.subject_id, i.bank, i.type, i.sequence, i.url, i.body, at, at
    from unnest(merchant_ids, notification_ids, subject_ids, banks, types, sequences, urls, bodies)
      as i (merchant_id, notification_id, subject_id, bank, type, sequence, url, body)
  on conflict (merchant_id, notification_id) do nothing;
end $function$;

create or replace function finish_payments(lane uuid, at timestamptz, merchant_ids uuid[], payment_ids uuid[], versions integer[], move_ids uuid[], events text[], states text[], actors text[], evidences jsonb[], bank_payment_ids text[], reasons text[], bank_codes text[], otp_sent_ats timestamptz[], otp_expires_ats timestamptz[], try_counts smallint[], resend_counts smallint[], inquiry_counts smallint[], not_found_ats timestamptz[], asked_ats timestamptz[], dues timestamptz[], notifieds integer[], templates text[], debits text[], credits text[], amounts bigint[], notification_ids uuid[], notification_types text[], notification_banks text[], notification_urls text[], notification_bodies bytea[], request_ids text[], answer_statuses smallint[], answers bytea[])
 returns table(n bigint, applied boolean, standing payments)
 language plpgsql
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
declare
  won boolean[];
  fresh boolean[];
  fees bigint[];
begin
  -- Locks in one order, and tells a first run from a repeat after a lost answer: a repeat must book nothing again.
  select array_agg(l.fresh order by l.n), array_agg(l.fee order by l.n) into fresh, fees
    from (
      select i.n, p.version = i.version as fresh, p.fee
        from unnest(merchant_ids, payment_ids, versions) with ordinality as i (merchant_id, payment_id, version, n)
        join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.payment_id
       order by p.merchant_id, p.payment_id
         for update of p
    ) l;

  won := move_payments(lane, at, merchant_ids, payment_ids, versions, move_ids, events, states, actors, evidences,
    bank_payment_ids, reasons, bank_codes, otp_sent_ats, otp_expires_ats, try_counts, resend_counts, inquiry_counts,
    not_found_ats, asked_ats, dues, notifieds);

  perform post_journals(lane, at, array_agg(j.merchant_id order by j.n), array_agg(j.template order by j.n),
            array_agg(j.payment_id order by j.n), array_agg(j.journal order by j.n), array_agg(j.debit order by j.n),
            array_agg(j.credit order by j.n), array_agg(j.amount order by j.n))
     from (
       select b.*, row_number() over (order by b.n)::int as journal
         from (
           select i.merchant_id, i.payment_id, i.template, i.debit, i.credit, i.amount, 2 * i.n as n
             from unnest(won, fresh, merchant_ids, payment_ids, templates, debits, credits, amounts) with ordinality
               as i (won, fresh, merchant_id, payment_id, template, debit, credit, amount, n)
            where i.won and i.fresh and i.template is not null
           union all
           select i.merchant_id, i.payment_id, 'feeCharged', 'merchant_payable', 'fee_revenue', i.fee, 2 * i.n + 1
             from unnest(won, fresh, merchant_ids, payment_ids, states, fees) with ordinality
               as i (won, fresh, merchant_id, payment_id, state, fee, n)
            where i.won and i.fresh and i.state = 'succeeded' and i.fee > 0
         ) b
     ) j
   having count(*) > 0;

  perform enqueue_notifications(lane, at, array_agg(i.merchant_id), array_agg(i.notification_id),
            array_agg(i.payment_id), array_agg(i.bank), array_agg(i.type), array_agg(i.sequence), array_agg(i.url),
            array_agg(i.body))
     from unnest(won, merchant_ids, payment_ids, notification_ids, notification_types, notification_banks, notifieds,
                 notification_urls, notification_bodies)
       as i (won, merchant_id, payment_id, notification_id, type, bank, sequence, url, body)
    where i.won and i.notification_id is not null
   having count(*) > 0;

  perform answer_requests(lane, array_agg(i.merchant_id), array_agg(i.request_id), array_agg(i.status),
            array_agg(i.answer))
     from unnest(won, merchant_ids, request_ids, answer_statuses, answers)
       as i (won, merchant_id, request_id, status, answer)
    where i.won and i.request_id is not null and i.status is not null
   having count(*) > 0;

  if array_position(answer_statuses, null) is not null then
    delete from requests r
     using unnest(won, merchant_ids, payment_ids, request_ids, answer_statuses)
        as i (won, merchant_id, payment_id, request_id, status)
     where r.merchant_id = i.merchant_id and r.request_id = i.request_id and r.claim_id = i.payment_id
       and r.status is null
       and i.won and i.status is null;
  end if;

  -- Who has won knows the row that it wrote; only who has lost must be told how things stand.
  return query
  select i.n, i.won, p
    from unnest(won, merchant_ids, payment_ids) with ordinality as i (won, merchant_id, payment_id, n)
    left join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.payment_id and not i.won
   order by i.n;
end $function$;

create or replace function finish_refunds(lane uuid, at timestamptz, merchant_ids uuid[], refund_ids uuid[], versions integer[], move_ids uuid[], events text[], states text[], actors text[], evidences jsonb[], bank_refund_ids text[], reasons text[], bank_codes text[], inquiry_counts smallint[], not_found_ats timestamptz[], asked_ats timestamptz[], dues timestamptz[], templates text[], debits text[], credits text[], amounts bigint[], notification_ids uuid[], notification_types text[], notification_banks text[], notification_urls text[], notification_bodies bytea[], request_ids text[], answer_statuses smallint[], answers bytea[])
 returns table(n bigint, applied boolean, refund refunds)
 language plpgsql
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
declare
  won boolean[];
  fresh boolean[];
  given_back boolean;
begin
  -- Locks in one order, and tells a first run from a repeat after a lost answer: a repeat must book nothing again.
  perform 1 from refunds r
    join unnest(merchant_ids, refund_ids) as i (merchant_id, refund_id)
      on r.merchant_id = i.merchant_id and r.refund_id = i.refund_id
   order by r.merchant_id, r.refund_id
     for no key update of r;
  select array_agg(r.version = i.version order by i.n) into fresh
    from unnest(merchant_ids, refund_ids, versions) with ordinality as i (merchant_id, refund_id, version, n)
    join refunds r on r.merchant_id = i.merchant_id and r.refund_id = i.refund_id;

  perform move_refunds(lane, at, merchant_ids, refund_ids, versions, move_ids, events, states, actors, evidences,
    bank_refund_ids, reasons, bank_codes, inquiry_counts, not_found_ats, asked_ats, dues);

  select array_agg(r.last_move = i.move_id order by i.n) into won
    from unnest(merchant_ids, refund_ids, move_ids) with ordinality as i (merchant_id, refund_id, move_id, n)
    join refunds r on r.merchant_id = i.merchant_id and r.refund_id = i.refund_id;

  select bool_and(change_refunded(f.merchant_id, f.payment_id, -f.amount, null)) into given_back
    from (
      select r.merchant_id, r.payment_id, r.amount
        from unnest(won, fresh, merchant_ids, refund_ids) as i (won, fresh, merchant_id, refund_id)
        join refunds r on r.merchant_id = i.merchant_id and r.refund_id = i.refund_id
       where i.won and i.fresh and r.state = 'failed' and r.kind = 'merchant'
       order by r.merchant_id, r.payment_id
    ) f;
  if not given_back then
    raise exception 'a payment holds less than its refunds took from it';
  end if;

  perform post_journals(lane, at, array_agg(j.merchant_id order by j.n), array_agg(j.template order by j.n),
            array_agg(j.refund_id order by j.n), array_agg(j.journal order by j.n), array_agg(j.debit order by j.n),
            array_agg(j.credit order by j.n), array_agg(j.amount order by j.n))
     from (
       select b.*, row_number() over (order by b.n, b.step)::int as journal
         from (
           select i.merchant_id, i.refund_id, s.template, s.debit, s.credit, r.amount, i.n, s.step
             from unnest(won, fresh, merchant_ids, refund_ids, credits) with ordinality
               as i (won, fresh, merchant_id, refund_id, credit, n)
             join refunds r on r.merchant_id = i.merchant_id and r.refund_id = i.refund_id
            cross join lateral (
              values ('refundRequested', 'merchant_payable', 'refund_in_transit', 1),
                     ('refundSucceeded', 'refund_in_transit', i.credit, 2),
                     ('refundFailed', 'refund_in_transit', 'merchant_payable', 2)
            ) as s (template, debit, credit, step)
            where i.won and i.fresh and r.kind = 'merchant' and r.state in ('succeeded', 'failed')
              and case s.template
                    when 'refundSucceeded' then r.state = 'succeeded'
                    when 'refundFailed' then r.state = 'failed'
                    else not exists (
                      select from ledger_journals q
                       where q.merchant_id = i.merchant_id and q.template = s.template and q.subject_id = i.refund_id)
                  end
           union all
           select i.merchant_id, i.refund_id, i.template, i.debit, i.credit, i.amount, i.n, 2
             from unnest(won, fresh, merchant_ids, refund_ids, templates, debits, credits, amounts) with ordinality
               as i (won, fresh, merchant_id, refund_id, template, debit, credit, amount, n)
             join refunds r on r.merchant_id = i.merchant_id and r.refund_id = i.refund_id
            where i.won and i.fresh and i.template is not null and r.kind = 'late'
         ) b
     ) j
   having count(*) > 0;

  perform enqueue_notifications(lane, at, array_agg(i.merchant_id), array_agg(i.notification_id),
            array_agg(i.refund_id), array_agg(i.bank), array_agg(i.type), array_agg(1), array_agg(i.url),
            array_agg(i.body))
     from unnest(won, merchant_ids, refund_ids, notification_ids, notification_types, notification_banks,
                 notification_urls, notification_bodies)
       as i (won, merchant_id, refund_id, notification_id, type, bank, url, body)
    where i.won and i.notification_id is not null
   having count(*) > 0;

  perform answer_requests(lane, array_agg(i.merchant_id), array_agg(i.request_id), array_agg(i.status),
            array_agg(i.answer))
     from unnest(won, merchant_ids, request_ids, answer_statuses, answers)
       as i (won, merchant_id, request_id, status, answer)
    where i.won and i.request_id is not null and i.status is not null
   having count(*) > 0;

  delete from requests r
   using unnest(won, merchant_ids, refund_ids, request_ids, answer_statuses)
      as i (won, merchant_id, refund_id, request_id, status)
   where r.merchant_id = i.merchant_id and r.request_id = i.request_id and r.claim_id = i.refund_id
     and r.status is null
     and i.won and i.status is null;

  return query
  select i.n, won[i.n], r
    from unnest(merchant_ids, refund_ids) with ordinality as i (merchant_id, refund_id, n)
    join refunds r on r.merchant_id = i.merchant_id and r.refund_id = i.refund_id
   order by i.n;
end $function$;

create or replace function finish_tokens(lane uuid, at timestamptz, merchant_ids uuid[], token_ids uuid[], versions integer[], move_ids uuid[], events text[], states text[], actors text[], evidences jsonb[], details bytea[], accesses bytea[], account_tails text[], reasons text[], bank_codes text[], attempt_counts smallint[], dues timestamptz[], notifieds integer[], notification_ids uuid[], notification_types text[], notification_banks text[], notification_urls text[], notification_bodies bytea[], request_ids text[], answer_statuses smallint[], answers bytea[])
 returns table(n bigint, applied boolean, token tokens)
 language plpgsql
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
declare
  won boolean[];
begin
  perform 1 from tokens t
    join unnest(merchant_ids, token_ids) as i (merchant_id, token_id)
      on t.merchant_id = i.merchant_id and t.token_id = i.token_id
   order by t.merchant_id, t.token_id
     for no key update of t;

  perform move_tokens(lane, at, merchant_ids, token_ids, versions, move_ids, events, states, actors, evidences,
    details, accesses, account_tails, reasons, bank_codes, attempt_counts, dues, notifieds);

  select array_agg(t.last_move = i.move_id order by i.n) into won
    from unnest(merchant_ids, token_ids, move_ids) with ordinality as i (merchant_id, token_id, move_id, n)
    join tokens t on t.merchant_id = i.merchant_id and t.token_id = i.token_id;

  perform enqueue_notifications(lane, at, array_agg(i.merchant_id), array_agg(i.notification_id),
            array_agg(i.token_id), array_agg(i.bank), array_agg(i.type), array_agg(i.sequence), array_agg(i.url),
            array_agg(i.body))
     from unnest(won, merchant_ids, token_ids, notification_ids, notification_types, notification_banks, notifieds,
                 notification_urls, notification_bodies)
       as i (won, merchant_id, token_id, notification_id, type, bank, sequence, url, body)
    where i.won and i.notification_id is not null
   having count(*) > 0;

  perform answer_requests(lane, array_agg(i.merchant_id), array_agg(i.request_id), array_agg(i.status),
            array_agg(i.answer))
     from unnest(won, merchant_ids, request_ids, answer_statuses, answers)
       as i (won, merchant_id, request_id, status, answer)
    where i.won and i.request_id is not null and i.status is not null
   having count(*) > 0;

  delete from requests r
   using unnest(won, merchant_ids, token_ids, request_ids, answer_statuses)
      as i (won, merchant_id, token_id, request_id, status)
   where r.merchant_id = i.merchant_id and r.request_id = i.request_id and r.claim_id = i.token_id
     and r.status is null
     and i.won and i.status is null;

  return query
  select i.n, won[i.n], t
    from unnest(merchant_ids, token_ids) with ordinality as i (merchant_id, token_id, n)
    join tokens t on t.merchant_id = i.merchant_id and t.token_id = i.token_id
   order by i.n;
end $function$;

create or replace function grant_application(role_name text)
 returns void
 language plpgsql
as $function$
declare
  history constant text[] := array['ledger_journals', 'ledger_transfers', 'payment_events', 'refund_events',
                                   'token_events', 'notification_attempts', 'audit_entries', 'settlement_lines',
                                   'payout_events', 'bank_account_events', 'closed_days', 'closed_heads'];
  relation text;
  guarded boolean;
begin
  execute format('grant usage on schema public to %I', role_name);
  for relation, guarded in select c.relname, c.relrowsecurity from pg_class c
                            where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
  loop
    execute format('revoke all on %I from %I', relation, role_name);
    if relation like 'schema_%' then
      execute format('grant select on %I to %I', relation, role_name);
    elsif relation = any (history) then
      execute format('grant select, insert on %I to %I', relation, role_name);
    else
      execute format('grant select, insert, update, delete on %I to %I', relation, role_name);
    end if;
    if guarded and not exists (select from pg_policies p
                                where p.schemaname = 'public' and p.tablename = relation
                                  and p.policyname = 'serves ' || quote_ident(role_name)) then
      execute format('create policy %I on %I to %I using (true) with check (true)',
                     'serves ' || quote_ident(role_name), relation, role_name);
    end if;
  end loop;
  if not pg_has_role(role_name, 'tarik_reader', 'member') then
    execute format('grant tarik_reader to %I', role_name);
  end if;
end $function$;

create or replace function hold_settlement_balances(lane uuid, batch uuid, of_bank text, prefix text)
 returns table(account text, carried bigint, share bigint, barred boolean, minimum bigint)
 language plpgsql
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
begin
  perform 1 from ledger_heads h where h.merchant_id = lane for update;
  return query
  select x.account, sum(x.carried)::bigint, sum(x.share)::bigint, bool_or(x.barred),
         (select t.minimum from settlement_terms t where t.merchant_id = lane and t.bank = of_bank)
    from (
      select substr(a.account, length(prefix) + 1) as account, a.credits - a.debits as carried, 0::bigint as share,
             false as barred
        from ledger_accounts a
       where a.merchant_id = lane and starts_with(a.account, prefix) and a.credits <> a.debits
      union all
      select s.account, 0, s.amount, false
        from settlement_shares s where s.merchant_id = lane and s.batch_id = batch
      union all
      select p.account, 0, 0, true
        from payouts p
       where p.merchant_id = lane and p.bank = of_bank and p.state in ('refused', 'returned')
         and (p.released_at is null
              or exists (select from exceptions e
                          where e.merchant_id = p.merchant_id and e.subject_id = p.payout_id and e.state = 'open'))
    ) x
   group by x.account;
end $function$;

create or replace function is_account(account text, named text, bank text)
 returns boolean
 language sql
 immutable
as $function$
  select case when right(named, 1) = '+'
              then starts_with(account, replace(rtrim(named, '+'), '*', bank)) and right(account, 1) <> ':'
              else account = replace(named, '*', bank) end;
$function$;

create or replace function is_balance_due(lane uuid, of_bank text)
 returns boolean
 language sql
 stable
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select exists (
    select from ledger_accounts a
      left join settlement_terms t on t.merchant_id = a.merchant_id and t.bank = of_bank
     where a.merchant_id = lane and starts_with(a.account, 'split_payable:' || of_bank || ':') and a.credits > a.debits
       and a.credits - a.debits >= coalesce(t.minimum, 0)
       and not exists (
         select from payouts p
          where p.merchant_id = lane and p.bank = of_bank and a.account = 'split_payable:' || of_bank || ':' || p.account
            and p.state in ('refused', 'returned')
            and (p.released_at is null
                 or exists (select from exceptions e
                             where e.merchant_id = p.merchant_id and e.subject_id = p.payout_id and e.state = 'open')))
  )
$function$;

create or replace function is_owed_again(lane uuid, of_bank text)
 returns boolean
 language sql
 stable
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select exists (
    select from payouts p
      join ledger_accounts a on a.merchant_id = p.merchant_id and a.account = 'split_payable:' || p.bank || ':' || p.account
       and a.credits > a.debits
      left join bank_accounts k on k.merchant_id = p.merchant_id and k.account_id = p.account and k.status = 'verified'
      left join settlement_terms t on t.merchant_id = p.merchant_id and t.bank = p.bank
     where p.merchant_id = lane and p.bank = of_bank and p.state in ('refused', 'returned')
       and not exists (select from payouts d
                         join exceptions e on e.merchant_id = d.merchant_id and e.subject_id = d.payout_id and e.state = 'open'
                        where d.merchant_id = p.merchant_id and d.bank = p.bank and d.account = p.account
                          and d.state in ('refused', 'returned'))
       and case when k.account_id is null then true
                else p.released_at is not null and a.credits - a.debits >= coalesce(t.minimum, 0)
                 and not exists (select from payouts h
                                  where h.merchant_id = p.merchant_id and h.bank = p.bank and h.account = p.account
                                    and h.state in ('refused', 'returned') and h.released_at is null)
                 and not exists (select from payouts n
                                  where n.merchant_id = p.merchant_id and n.bank = p.bank and n.account = p.account
                                    and n.created_at >= p.released_at) end
  )
$function$;

create or replace function is_plain_word(evidence jsonb)
 returns boolean
 language sql
 immutable
as $function$
  select coalesce(
    evidence ->> 'code' is not null
      and (evidence ->> 'http' is null
           or (evidence ->> 'http')::int between 200 and 499 and (evidence ->> 'http')::int not in (202, 408, 409, 429)),
    false);
$function$;

create or replace function is_plain_yes(evidence jsonb)
 returns boolean
 language sql
 immutable
as $function$
  select is_plain_word(evidence) and coalesce((evidence ->> 'http')::int, 200) < 300;
$function$;

create or replace function is_proof(actor text, evidence jsonb)
 returns boolean
 language sql
 immutable
as $function$
  select coalesce(
    actor = 'operator' and evidence ->> 'operation' = 'operator'
      and evidence ->> 'source' in ('bank_statement', 'bank_letter', 'bank_call', 'bank_portal')
      and length(evidence ->> 'reference') >= 3 and evidence ->> 'day' ~ '^\d{4}-\d{2}-\d{2}$'
      and evidence ->> 'askedBy' <> evidence ->> 'decidedBy',
    false);
$function$;

create or replace function is_unsent(evidence jsonb)
 returns boolean
 language sql
 immutable
as $function$
  select evidence is not null
     and (evidence ->> 'http' is null and evidence ->> 'code' is null
          or evidence ->> 'operation' not in ('pay', 'verify_otp', 'refund'));
$function$;

create or replace function keep_statement_chunk(merchant uuid, statement uuid, slug text, of_day date, at timestamptz, after integer, through integer, part_lines integer, is_done boolean, lease timestamptz, lines integer, odd_lines integer[], odd_statuses text[], chunk uuid, taken bigint, given_back bigint)
 returns date
 language plpgsql
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
declare
  marked bigint;
  open_day date;
begin
  update statement_merchants m
     set matched_through = through, done_at = case when is_done then keep_statement_chunk.at end,
         lease_until = case when is_done then null else lease end
   where m.merchant_id = merchant and m.statement_id = statement and m.matched_through = after and m.done_at is null
     and m.lines = part_lines;
  if not found then return null; end if;

  -- A day that is being closed is closed before this is read, or waits until this chunk is in the heads that it seals: lines that
  -- find their merchant late may count on any day that is open.
  perform pg_advisory_xact_lock_shared(hashtextextended('closing ' || slug, 0));
  select greatest(of_day, max(c.day) + 1) into open_day from closed_days c where c.bank = slug;

  update statement_lines l set status = i.status
    from unnest(odd_lines, odd_statuses) as i (line_no, status)
   where l.merchant_id = merchant and l.statement_id = statement and l.line_no = i.line_no and l.status = 'pending';
  get diagnostics marked = row_count;
  if marked = cardinality(odd_lines) and lines > marked then
    update statement_lines l set status = 'matched', chunk_id = chunk
     where l.merchant_id = merchant and l.statement_id = statement and l.line_no > after and l.line_no <= through
       and l.status = 'pending';
    get diagnostics marked = row_count;
    marked := marked + cardinality(odd_lines);
    insert into reconciled_chunks (merchant_id, chunk_id, statement_id, bank, day, taken, given_back, made_at)
    values (merchant, chunk, statement, slug, open_day, keep_statement_chunk.taken, keep_statement_chunk.given_back,
            keep_statement_chunk.at);
  end if;
  if marked <> lines then
    raise exception 'the lines of the chunk have changed since they were read' using errcode = 'serialization_failure';
  end if;
  return open_day;
end $function$;

create or replace function last_settled(lane uuid, of_bank text)
 returns timestamptz
 language sql
 stable
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select coalesce((select b.booked_at from settlement_batches b
                    where b.merchant_id = lane and b.bank = of_bank and b.state = 'booked'
                    order by b.day desc limit 1), '-infinity')
$function$;

create or replace function lease_notifications(lane uuid, at timestamptz, lease timestamptz, merchant_ids uuid[], notification_ids uuid[])
 returns table(notification notifications, disabled boolean)
 language plpgsql
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
begin
  perform 1 from notifications n
    join unnest(merchant_ids, notification_ids) as i (merchant_id, notification_id)
      on n.merchant_id = i.merchant_id and n.notification_id = i.notification_id
   order by n.merchant_id, n.notification_id
     for update of n;

  return query
  update notifications n set lease_until = lease
    from unnest(merchant_ids, notification_ids) as i (merchant_id, notification_id)
   where n.merchant_id = i.merchant_id and n.notification_id = i.notification_id
     and n.due_at <= at and (n.lease_until is null or n.lease_until <= at)
  returning n, exists (
    select 1 from bank_connections b
     where b.merchant_id = n.merchant_id and b.bank = n.bank and b.notification_url = n.url
       and b.notifications_disabled_at is not null
  );
end $function$;

create or replace function lease_payments(lane uuid, at timestamptz, lease timestamptz, merchant_ids uuid[], payment_ids uuid[])
 returns setof payments
 language plpgsql
as $function$
begin
  for n in 1 .. cardinality(payment_ids) loop
    return query
    update payments p set lease_until = lease
     where p.merchant_id = merchant_ids[n] and p.payment_id = payment_ids[n]
       and p.due_at <= at and (p.lease_until is null or p.lease_until <= at)
    returning p.*;
  end loop;
end $function$;

create or replace function lease_refunds(lane uuid, at timestamptz, lease timestamptz, merchant_ids uuid[], refund_ids uuid[])
 returns setof refunds
 language plpgsql
as $function$
begin
  for n in 1 .. cardinality(refund_ids) loop
    return query
    update refunds r set lease_until = lease
     where r.merchant_id = merchant_ids[n] and r.refund_id = refund_ids[n]
       and r.due_at <= at and (r.lease_until is null or r.lease_until <= at)
    returning r.*;
  end loop;
end $function$;

create or replace function lease_tokens(lane uuid, at timestamptz, lease timestamptz, merchant_ids uuid[], token_ids uuid[])
 returns setof tokens
 language plpgsql
as $function$
begin
  for n in 1 .. cardinality(token_ids) loop
    return query
    update tokens t set lease_until = lease
     where t.merchant_id = merchant_ids[n] and t.token_id = token_ids[n]
       and t.due_at <= at and (t.lease_until is null or t.lease_until <= at)
    returning t.*;
  end loop;
end $function$;

create or replace function ledger_moved(lane uuid, only_account text, spans text[], firsts timestamptz[], lasts timestamptz[], part_firsts timestamptz[], part_lasts timestamptz[], from_at timestamptz, to_at timestamptz)
 returns table(account text, template text, journals bigint, debits bigint, credits bigint)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
 set max_parallel_workers_per_gather to '0'
 set jit to 'off'
as $function$
  with accounts as materialized (
    select a.account from ledger_accounts a
     where a.merchant_id = lane and (only_account is null or a.account = only_account)
  ),
  -- Reckoned before anything is compared with it: under row-level security an index is entered with plain values alone.
  parts as materialized (
    select p.first, p.last, date_trunc('hour', p.first, 'UTC') as hour from unnest(part_firsts, part_lasts) as p (first, last)
  ),
  behind as materialized (
    select j.journal_no, j.template
      from parts p
     cross join lateral (
       select min(s.first_no) as first_no, max(s.last_no) as last_no
         from accounts c
         join ledger_sums s on s.merchant_id = lane and s.account = c.account and s.span = 'hour'
          and s.at = p.hour
     ) h
     cross join lateral (
       -- Kept apart, so that the hour comes first, and the chain is entered where it begins.
       select i.journal_no, i.template, i.made_at from ledger_journals i
        where i.merchant_id = lane and i.journal_no >= h.first_no and i.journal_no <= h.last_no offset 0
     ) j
     where j.made_at >= p.first and j.made_at < p.last
    union all
    select j.journal_no, j.template
      from ledger_journals j
     where j.merchant_id = lane and j.made_at >= from_at and j.made_at < to_at
       and j.journal_no > (select coalesce(max(m.journal_no), 0) from ledger_marks m where m.merchant_id = lane)
  )
  select m.account, m.template, sum(m.journals)::bigint, sum(m.debits)::bigint, sum(m.credits)::bigint
    from (
      select c.account, s.template, s.journals, s.debits, s.credits
        from accounts c
       cross join unnest(spans, firsts, lasts) as p (span, first, last)
       cross join lateral (
         -- Kept apart, so that the sums of an account are entered where a piece begins, and not all of them are read.
         select i.template, i.journals, i.debits, i.credits from ledger_sums i
          where i.merchant_id = lane and i.account = c.account and i.span = p.span and i.at >= p.first and i.at < p.last
         offset 0
       ) s
      union all
      select x.account, b.template, count(distinct b.journal_no), sum(x.debit), sum(x.credit)
        from behind b
       cross join lateral (
         -- Kept apart, so that journals come first and each is looked up.
         select t.debit, t.credit, t.amount from ledger_transfers t
          where t.merchant_id = lane and t.journal_no = b.journal_no offset 0
       ) t
       cross join lateral (values (t.debit, t.amount, 0::bigint), (t.credit, 0::bigint, t.amount)) as x (account, debit, credit)
       where only_account is null or x.account = only_account
       group by x.account, b.template
    ) m
   group by m.account, m.template;
$function$;

create or replace function ledger_movements(lane uuid, of_account text, only_template text, from_at timestamptz, to_at timestamptz, before_hour timestamptz, before_no bigint, most integer)
 returns table(hour timestamptz, journal_no bigint, template text, subject_id uuid, made_at timestamptz, debits bigint, credits bigint)
 language plpgsql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
 set max_parallel_workers_per_gather to '0'
 set jit to 'off'
as $function$
declare
  wanted int := most;
  found_now int;
  of_hour timestamptz := 'infinity';
  -- What is not summed yet, as the sums would have it.
  new_hours timestamptz[];
  new_templates text[];
  new_firsts bigint[];
  new_lasts bigint[];
begin
  select array_agg(n.hour), array_agg(n.template), array_agg(n.first_no), array_agg(n.last_no)
    into new_hours, new_templates, new_firsts, new_lasts
    from ledger_unsummed(lane, of_account, only_template, from_at, to_at) n;
  loop
    select max(h.hour) into of_hour
      from (
        (select s.at as hour from ledger_sums s
          where s.merchant_id = lane and s.account = of_account and s.span = 'hour'
            and s.at >= date_trunc('hour', from_at, 'UTC') and s.at < least(to_at, of_hour) and s.at <= before_hour
            and (only_template is null or s.template = only_template)
          order by s.at desc limit 1)
        union all
        select u.hour from unnest(new_hours) as u (hour) where u.hour < of_hour and u.hour <= before_hour
      ) h;
    exit when of_hour is null;
    return query
    select of_hour, f.journal_no, f.template, f.subject_id, f.made_at, f.debits, f.credits
      from (
        select j.journal_no, j.template, j.subject_id, j.made_at, j.debits, j.credits
          from (
            select s.template, s.first_no, s.last_no from ledger_sums s
             where s.merchant_id = lane and s.account = of_account and s.span = 'hour' and s.at = of_hour
               and (only_template is null or s.template = only_template)
            union all
            select u.template, u.first_no, u.last_no
              from unnest(new_hours, new_templates, new_firsts, new_lasts) as u (hour, template, first_no, last_no)
             where u.hour = of_hour
          ) h
         cross join lateral (
           select i.journal_no, i.template, i.subject_id, i.made_at, m.debits, m.credits
             from ledger_journals i
            cross join lateral (
              select (sum(t.amount) filter (where t.debit = of_account))::bigint as debits,
                     (sum(t.amount) filter (where t.credit = of_account))::bigint as credits
                from ledger_transfers t where t.merchant_id = lane and t.journal_no = i.journal_no
            ) m
            where i.merchant_id = lane and i.journal_no >= h.first_no and i.journal_no <= h.last_no
              and (of_hour < before_hour or i.journal_no < before_no)
              and i.template = h.template and i.made_at >= greatest(of_hour, from_at)
              and i.made_at < least(of_hour + interval '1 hour', to_at)
              and (m.debits is not null or m.credits is not null)
            order by i.journal_no desc limit wanted
         ) j
         order by j.journal_no desc limit wanted
      ) f;
    get diagnostics found_now = row_count;
    wanted := wanted - found_now;
    exit when wanted <= 0;
  end loop;
end $function$;

create or replace function ledger_unsummed(lane uuid, of_account text, only_template text, from_at timestamptz, to_at timestamptz)
 returns table(hour timestamptz, template text, first_no bigint, last_no bigint)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
 set max_parallel_workers_per_gather to '0'
 set jit to 'off'
as $function$
  select date_trunc('hour', j.made_at, 'UTC'), j.template, min(j.journal_no), max(j.journal_no)
    from ledger_journals j
   cross join lateral (
     select 1 from ledger_transfers t
      where t.merchant_id = lane and t.journal_no = j.journal_no
        and (t.debit = of_account or t.credit = of_account) limit 1
   ) x
   where j.merchant_id = lane and (only_template is null or j.template = only_template)
     and j.made_at >= from_at and j.made_at < to_at
     and j.journal_no > (select coalesce(max(m.journal_no), 0) from ledger_marks m where m.merchant_id = lane)
   group by 1, 2;
$function$;

create or replace function mark_lines(merchant uuid, statement uuid, line_nos integer[], statuses text[], chunks uuid[], subject_ids uuid[])
 returns void
 language sql
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  update statement_lines l
     set status = i.status, chunk_id = i.chunk_id, subject_id = coalesce(i.subject_id, l.subject_id)
    from unnest(line_nos, statuses, chunks, subject_ids) as i (line_no, status, chunk_id, subject_id)
   where l.merchant_id = merchant and l.statement_id = statement and l.line_no = i.line_no;
$function$;

create or replace function move_payments(lane uuid, at timestamptz, merchant_ids uuid[], payment_ids uuid[], versions integer[], move_ids uuid[], events text[], states text[], actors text[], evidences jsonb[], bank_payment_ids text[], reasons text[], bank_codes text[], otp_sent_ats timestamptz[], otp_expires_ats timestamptz[], try_counts smallint[], resend_counts smallint[], inquiry_counts smallint[], not_found_ats timestamptz[], asked_ats timestamptz[], dues timestamptz[], notifieds integer[])
 returns boolean[]
 language plpgsql
as $function$
declare
  won boolean[];
begin
  update payments p
     set state = i.state, version = p.version + 1, last_move = i.move_id, bank_payment_id = i.bank_payment_id,
         reason = i.reason, bank_code = i.bank_code, otp_sent_at = i.otp_sent_at, otp_expires_at = i.otp_expires_at,
         otp_tries = i.tries, otp_resends = i.resends, inquiries = i.inquiry_count, not_found_at = i.not_found_at,
         asked_at = i.asked_at, due_at = i.due, lease_until = null, notified = i.notified,
         finished_at = case when i.state in ('succeeded', 'failed', 'expired') then at end
    from unnest(merchant_ids, payment_ids, versions, move_ids, states, bank_payment_ids, reasons, bank_codes,
                otp_sent_ats, otp_expires_ats, try_counts, resend_counts, inquiry_counts, not_found_ats, asked_ats, dues,
                notifieds)
      as i (merchant_id, payment_id, version, move_id, state, bank_payment_id, reason, bank_code,
            otp_sent_at, otp_expires_at, tries, resends, inquiry_count, not_found_at, asked_at, due, notified)
   where p.merchant_id = i.merchant_id and p.payment_id = i.payment_id and p.version = i.version;

  insert into payment_events (merchant_id, payment_id, version, move_id, event, state, actor, evidence, at)
  select p.merchant_id, p.payment_id, p.version, i.move_id, i.event, i.state, i.actor, i.evidence, at
    from unnest(merchant_ids, payment_ids, versions, move_ids, events, states, actors, evidences)
      as i (merchant_id, payment_id, version, move_id, event, state, actor, evidence)
    join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.payment_id
     and p.last_move = i.move_id and p.version = i.version + 1
  on conflict do nothing;

  select array_agg(p.last_move = i.move_id order by i.n) into won
    from unnest(merchant_ids, payment_ids, move_ids) with ordinality as i (merchant_id, payment_id, move_id, n)
    join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.payment_id;
  return won;
end $function$;

create or replace function move_refunds(lane uuid, at timestamptz, merchant_ids uuid[], refund_ids uuid[], versions integer[], move_ids uuid[], events text[], states text[], actors text[], evidences jsonb[], bank_refund_ids text[], reasons text[], bank_codes text[], inquiry_counts smallint[], not_found_ats timestamptz[], asked_ats timestamptz[], dues timestamptz[])
 returns void
 language plpgsql
as $function$
begin
  update refunds r
     set state = i.state, version = r.version + 1, last_move = i.move_id, bank_refund_id = i.bank_refund_id,
         reason = i.reason, bank_code = i.bank_code, inquiries = i.inquiry_count, not_found_at = i.not_found_at,
         asked_at = i.asked_at, due_at = i.due, lease_until = null,
         finished_at = case when i.state in ('succeeded', 'failed') then at end
    from unnest(merchant_ids, refund_ids, versions, move_ids, states, bank_refund_ids, reasons, bank_codes,
                inquiry_counts, not_found_ats, asked_ats, dues)
      as i (merchant_id, refund_id, version, move_id, state, bank_refund_id, reason, bank_code, inquiry_count,
            not_found_at, asked_at, due)
   where r.merchant_id = i.merchant_id and r.refund_id = i.refund_id and r.version = i.version;

  insert into refund_events (merchant_id, refund_id, version, move_id, event, state, actor, evidence, at)
  select r.merchant_id, r.refund_id, r.version, i.move_id, i.event, i.state, i.actor, i.evidence, at
    from unnest(merchant_ids, refund_ids, versions, move_ids, events, states, actors, evidences)
      as i (merchant_id, refund_id, version, move_id, event, state, actor, evidence)
    join refunds r on r.merchant_id = i.merchant_id and r.refund_id = i.refund_id
     and r.last_move = i.move_id and r.version = i.version + 1
  on conflict do nothing;
end $function$;

create or replace function move_tokens(lane uuid, at timestamptz, merchant_ids uuid[], token_ids uuid[], versions integer[], move_ids uuid[], events text[], states text[], actors text[], evidences jsonb[], details bytea[], accesses bytea[], account_tails text[], reasons text[], bank_codes text[], attempt_counts smallint[], dues timestamptz[], notifieds integer[])
 returns void
 language plpgsql
as $function$
begin
  update tokens t
     set state = i.state, version = t.version + 1, last_move = i.move_id,
         sealed_details = coalesce(i.details, t.sealed_details),
         sealed_access = coalesce(i.access, t.sealed_access), account_tail = i.account_tail, reason = i.reason,
         bank_code = i.bank_code, attempts = i.attempt_count, due_at = i.due, lease_until = null,
         notified = i.notified, changed_at = at
    from unnest(merchant_ids, token_ids, versions, move_ids, states, details, accesses, account_tails, reasons,
                bank_codes, attempt_counts, dues, notifieds)
      as i (merchant_id, token_id, version, move_id, state, details, access, account_tail, reason, bank_code,
            attempt_count, due, notified)
   where t.merchant_id = i.merchant_id and t.token_id = i.token_id and t.version = i.version;

  insert into token_events (merchant_id, token_id, version, move_id, event, state, actor, evidence, at)
  select t.merchant_id, t.token_id, t.version, i.move_id, i.event, i.state, i.actor, i.evidence, at
    from unnest(merchant_ids, token_ids, versions, move_ids, events, states, actors, evidences)
      as i (merchant_id, token_id, version, move_id, event, state, actor, evidence)
    join tokens t on t.merchant_id = i.merchant_id and t.token_id = i.token_id
     and t.last_move = i.move_id and t.version = i.version + 1
  on conflict do nothing;
end $function$;

create or replace function next_statement_chunk(merchant uuid, statement uuid, slug text, after integer, most integer)
 returns table(line_no integer, type text, reference text, bank_reference text, subject_id uuid, amount bigint, at timestamptz, subject_state text, subject_amount bigint, subject_kind text, is_late boolean, seen boolean, differed boolean, closed boolean, missing uuid)
 language plpgsql
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
begin
  insert into reconciliation_turns as t (merchant_id, bank) values (merchant, slug)
  on conflict (merchant_id, bank) do update set bank = excluded.bank;
  return query
  select l.line_no, l.type, l.reference, l.bank_reference, l.subject_id, l.amount, l.at,
         s.state, s.amount, s.kind, coalesce(s.is_late, false),
         m.line_no is not null, x.differed, x.closed, x.missing
    from (select i.* from statement_lines i
           where i.merchant_id = merchant and i.statement_id = statement and i.line_no > after
             and i.status = 'pending'
           order by i.line_no limit most) l
    left join lateral (
      select p.state, p.amount, 'payment' as kind, n.payment_id is not null as is_late
        from payments p
        left join late_money n on n.merchant_id = p.merchant_id and n.payment_id = p.payment_id
       where l.type = 'debit' and p.merchant_id = merchant and p.payment_id = l.subject_id and p.bank = slug
      union all
      select r.state, r.amount, 'refund', r.kind = 'late'
        from refunds r
        join payments p on p.merchant_id = r.merchant_id and p.payment_id = r.payment_id and p.bank = slug
       where l.type = 'refund' and r.merchant_id = merchant and r.refund_id = l.subject_id
      union all
      -- What is in a file may have been handed over without anybody having said so.
      select case when o.state = 'ready' and o.file_id is not null then 'sent' else o.state end, o.amount, 'payout', false
        from payouts o
       where l.type in ('payout', 'payout_return') and o.merchant_id = merchant and o.payout_id = l.subject_id
         and o.bank = slug
    ) s on true
    left join statement_lines m on m.merchant_id = merchant and m.subject_id = l.subject_id and m.type = l.type
     and m.status = 'matched'
    cross join lateral (
      select coalesce(bool_or(e.reason = 'amount_differs' and e.type = l.type), false) as differed,
             coalesce(bool_or(e.resolution in ('payment_reversed', 'refund_reversed', 'loss_borne')
                                and e.subject_kind is not null and e.type = l.type
                              or e.resolution = 'owed_again' and e.reason = 'missing_at_bank'), false) as closed,
             (array_agg(e.exception_id) filter (where e.reason = 'missing_at_bank' and e.state = 'open'
                                                  and e.type = l.type))[1] as missing
        from exceptions e where e.merchant_id = merchant and e.subject_id = l.subject_id
    ) x
   order by l.line_no;
end $function$;

create or replace function note_late_money(lane uuid, at timestamptz, merchant uuid, payment uuid, amount bigint, evidence jsonb, debit text, credit text)
 returns boolean
 language plpgsql
as $function$
begin
  insert into late_money (merchant_id, payment_id, amount, evidence, found_at, due_at)
  values (merchant, payment, note_late_money.amount, note_late_money.evidence, at, at)
  on conflict (merchant_id, payment_id) do nothing;
  if not found then return false; end if;
  perform post_journals(lane, at, array[merchant], array['suspenseIn'], array[payment], array[1], array[debit],
                        array[credit], array[note_late_money.amount]);
  return true;
end $function$;

create or replace function post_journals(lane uuid, at timestamptz, merchant_ids uuid[], templates text[], subject_ids uuid[], line_journals integer[], line_debits text[], line_credits text[], line_amounts bigint[])
 returns void
 language plpgsql
as $function$
declare
  numbers bigint[] := array_fill(0::bigint, array[cardinality(merchant_ids)]);
  hashes bytea[] := array_fill(''::bytea, array[cardinality(merchant_ids)]);
  lines text[];
  merchant uuid;
  last_no bigint;
  last_hash bytea;
begin
  if cardinality(merchant_ids) = 0 then return; end if;
  select array_agg(g.text order by g.journal) into lines
    from (
      select l.journal, string_agg(l.debit || '>' || l.credit || ':' || l.amount, ',' order by l.n) as text
        from unnest(line_journals, line_debits, line_credits, line_amounts) with ordinality
          as l (journal, debit, credit, amount, n)
       group by l.journal
    ) g;
  if cardinality(lines) <> cardinality(merchant_ids) then
    raise exception 'every journal has a line';
  end if;

  for merchant in select distinct m.merchant_id from unnest(merchant_ids) as m (merchant_id) order by m.merchant_id
  loop
    select h.journal_no, h.hash into strict last_no, last_hash
      from ledger_heads h where h.merchant_id = merchant for update;
    for n in 1 .. cardinality(merchant_ids) loop
      continue when merchant_ids[n] <> merchant;
      last_no := last_no + 1;
      -- The link: SHA-256 over the link before it and everything that this journal says.
      last_hash := sha256(last_hash || convert_to(
        merchant || '|' || last_no || '|' || templates[n] || '|' || subject_ids[n] || '|' ||
        (extract(epoch from at) * 1000000)::bigint || '|' || lines[n], 'UTF8'));
      numbers[n] := last_no;
      hashes[n] := last_hash;
    end loop;
    update ledger_heads h set journal_no = last_no, hash = last_hash where h.merchant_id = merchant;
  end loop;

  insert into ledger_journals (merchant_id, journal_no, template, subject_id, made_at, hash)
  select i.merchant_id, i.journal_no, i.template, i.subject_id, at, i.hash
    from unnest(merchant_ids, numbers, templates, subject_ids, hashes)
      as i (merchant_id, journal_no, template, subject_id, hash);

  insert into ledger_transfers (merchant_id, journal_no, line, debit, credit, amount)
  select merchant_ids[l.journal], numbers[l.journal],
         row_number() over (partition by l.journal order by l.n), l.debit, l.credit, l.amount
    from unnest(line_journals, line_debits, line_credits, line_amounts) with ordinality
      as l (journal, debit, credit, amount, n);

  insert into ledger_accounts as a (merchant_id, account, debits, credits)
  select side.merchant_id, side.account, sum(side.debit)::bigint, sum(side.credit)::bigint
    from (
      select merchant_ids[l.journal] as merchant_id, l.debit as account, l.amount as debit, 0 as credit
        from unnest(line_journals, line_debits, line_amounts) as l (journal, debit, amount)
      union all
      select merchant_ids[l.journal], l.credit, 0, l.amount
        from unnest(line_journals, line_credits, line_amounts) as l (journal, credit, amount)
    ) as side
   group by side.merchant_id, side.account
   order by side.merchant_id, side.account
  on conflict (merchant_id, account) do update
    set debits = a.debits + excluded.debits, credits = a.credits + excluded.credits;
end $function$;

create or replace function record_notification_attempts(lane uuid, at timestamptz, merchant_ids uuid[], notification_ids uuid[], attempts smallint[], begans timestamptz[], statuses smallint[], errors text[], answers text[], durations integer[], states text[], dues timestamptz[], gones boolean[])
 returns void
 language plpgsql
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
begin
  -- Locks in one order.
  perform 1 from notifications n
    join unnest(merchant_ids, notification_ids) as i (merchant_id, notification_id)
      on n.merchant_id = i.merchant_id and n.notification_id = i.notification_id
   order by n.merchant_id, n.notification_id
     for update of n;

  insert into notification_attempts
    (merchant_id, notification_id, attempt, at, status, error, answer, duration_ms)
  select i.merchant_id, i.notification_id, n.attempts + 1, i.began, i.status, i.error, i.answer, i.duration
    from unnest(merchant_ids, notification_ids, begans, statuses, errors, answers, durations)
      as i (merchant_id, notification_id, began, status, error, answer, duration)
    join notifications n on n.merchant_id = i.merchant_id and n.notification_id = i.notification_id
   where not exists (
     select 1 from notification_attempts a
      where a.merchant_id = i.merchant_id and a.notification_id = i.notification_id and a.at = i.began
   );

  update bank_connections b set notifications_disabled_at = record_notification_attempts.at,
         updated_at = record_notification_attempts.at
    from unnest(merchant_ids, notification_ids, gones) as i (merchant_id, notification_id, gone)
    join notifications n on n.merchant_id = i.merchant_id and n.notification_id = i.notification_id
   where i.gone and b.merchant_id = i.merchant_id and b.bank = n.bank and b.notification_url = n.url
     and b.notifications_disabled_at is null;

  update notifications n
     set attempts = n.attempts + 1,
         state = case when j.counts and not j.resent then j.state else n.state end,
         due_at = case when j.counts and not j.resent then j.due else n.due_at end,
         lease_until = case when j.counts then null else n.lease_until end,
         done_at = case when not j.counts or j.resent then n.done_at
                        when j.due is null then record_notification_attempts.at end
    from (
      select i.*, n.attempts = i.attempt - 1 and coalesce(n.due_at > i.began, false) as resent,
             n.state = 'pending' and (n.attempts = i.attempt - 1 or i.state = 'delivered') as counts
        from unnest(merchant_ids, notification_ids, attempts, begans, states, dues)
          as i (merchant_id, notification_id, attempt, began, state, due)
        join notifications n on n.merchant_id = i.merchant_id and n.notification_id = i.notification_id
        join notification_attempts a on a.merchant_id = n.merchant_id and a.notification_id = n.notification_id
         and a.attempt = n.attempts + 1 and a.at = i.began
    ) j
   where n.merchant_id = j.merchant_id and n.notification_id = j.notification_id;
end $function$;

create or replace function settlement_days(lane uuid, of_bank text, payments uuid[], refunds uuid[])
 returns table(day date)
 language sql
 stable
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select (p.finished_at at time zone 'Asia/Jakarta')::date from payments p
   where p.merchant_id = lane and p.payment_id = any (settlement_days.payments) and p.bank = of_bank
     and p.state = 'succeeded'
  union
  select (r.finished_at at time zone 'Asia/Jakarta')::date from refunds r
   where r.merchant_id = lane and r.refund_id = any (settlement_days.refunds) and r.state = 'succeeded';
$function$;

create or replace function sum_figures(merchant_ids uuid[], hours timestamptz[])
 returns void
 language plpgsql
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
declare
  everybody constant uuid := '00000000-0000-0000-0000-000000000000';
begin
  delete from payment_figures f where f.merchant_id = everybody and f.span = 'hour' and f.at = any (hours);
  insert into payment_figures (merchant_id, span, at, bank, state, reason, payments, amount, refunds, refunded)
  select everybody, 'hour', f.at, f.bank, f.state, f.reason, sum(f.payments), sum(f.amount), sum(f.refunds), sum(f.refunded)
    from payment_figures f where f.span = 'hour' and f.at = any (hours)
   group by f.at, f.bank, f.state, f.reason;
  delete from payment_figures f using days_of(merchant_ids, hours) d
   where f.merchant_id = d.merchant_id and f.span = 'day' and f.at = d.day;
  insert into payment_figures (merchant_id, span, at, bank, state, reason, payments, amount, refunds, refunded)
  select d.merchant_id, 'day', d.day, f.bank, f.state, f.reason, sum(f.payments), sum(f.amount), sum(f.refunds), sum(f.refunded)
    from days_of(merchant_ids, hours) d
    join payment_figures f on f.merchant_id = d.merchant_id and f.span = 'hour'
     and f.at >= d.day and f.at < d.day + interval '24 hours'
   group by d.merchant_id, d.day, f.bank, f.state, f.reason;

  delete from notification_figures f where f.merchant_id = everybody and f.span = 'hour' and f.at = any (hours);
  insert into notification_figures (merchant_id, span, at, bank, state, notifications)
  select everybody, 'hour', f.at, f.bank, f.state, sum(f.notifications)
    from notification_figures f where f.span = 'hour' and f.at = any (hours)
   group by f.at, f.bank, f.state;
  delete from notification_figures f using days_of(merchant_ids, hours) d
   where f.merchant_id = d.merchant_id and f.span = 'day' and f.at = d.day;
  insert into notification_figures (merchant_id, span, at, bank, state, notifications)
  select d.merchant_id, 'day', d.day, f.bank, f.state, sum(f.notifications)
    from days_of(merchant_ids, hours) d
    join notification_figures f on f.merchant_id = d.merchant_id and f.span = 'hour'
     and f.at >= d.day and f.at < d.day + interval '24 hours'
   group by d.merchant_id, d.day, f.bank, f.state;
end $function$;

create or replace function sum_ledger(lane uuid, most integer)
 returns bigint
 language plpgsql
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
 set max_parallel_workers_per_gather to '0'
 set jit to 'off'
as $function$
declare
  done bigint;
  upto bigint;
begin
  insert into ledger_marks (merchant_id, journal_no) values (lane, 0) on conflict do nothing;
  select m.journal_no into done from ledger_marks m where m.merchant_id = lane for update skip locked;
  if not found then return 0; end if;
  select least(h.journal_no, done + most) into upto from ledger_heads h where h.merchant_id = lane;
  if upto is null or upto <= done then return 0; end if;

  insert into ledger_sums as s
    (merchant_id, account, span, at, template, journals, debits, credits, first_no, last_no)
  select lane, x.account, k.span, k.at, j.template, count(distinct j.journal_no), sum(x.debit)::bigint,
         sum(x.credit)::bigint, min(j.journal_no), max(j.journal_no)
    from ledger_journals j
   cross join lateral (
     -- Kept apart, so that journals come first and each is looked up.
     select t.debit, t.credit, t.amount from ledger_transfers t
      where t.merchant_id = lane and t.journal_no = j.journal_no offset 0
   ) t
   cross join lateral (values (t.debit, t.amount, 0::bigint), (t.credit, 0::bigint, t.amount)) as x (account, debit, credit)
   cross join lateral (values ('hour', date_trunc('hour', j.made_at, 'UTC')),
                              ('day', date_trunc('day', j.made_at, 'Asia/Jakarta'))) as k (span, at)
   where j.merchant_id = lane and j.journal_no > done and j.journal_no <= upto
   group by x.account, k.span, k.at, j.template
  on conflict (merchant_id, account, span, at, template) do update
    set journals = s.journals + excluded.journals, debits = s.debits + excluded.debits,
        credits = s.credits + excluded.credits, first_no = least(s.first_no, excluded.first_no),
        last_no = greatest(s.last_no, excluded.last_no);

  update ledger_marks m set journal_no = upto where m.merchant_id = lane;
  return upto - done;
end $function$;

create or replace function sum_transfers(merchant uuid, after bigint, upto bigint)
 returns table(account text, debits bigint, credits bigint)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select side.account, sum(side.debit)::bigint, sum(side.credit)::bigint
    from ledger_transfers t
    cross join lateral (values (t.debit, t.amount, 0::bigint), (t.credit, 0::bigint, t.amount))
      as side (account, debit, credit)
   where t.merchant_id = merchant and t.journal_no > after and t.journal_no <= upto
   group by side.account;
$function$;

create or replace function two_people(merchant uuid, account text, event text, operator uuid, approval uuid)
 returns boolean
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
as $function$
  select case
    when approval is null then operator is null and exists (
      select from audit_entries u
       where u.merchant_id = merchant and u.subject = account and u.by = 'sandbox' and u.act = 'bank_account.verified')
    else exists (
      select from approvals a
       where a.merchant_id = merchant and a.approval_id = approval and a.kind = 'bank_account'
         and a.state in ('approved', 'done', 'failed') and a.decided_by = operator and a.asked_by <> a.decided_by
         and (a.subject = account and a.asked ->> 'what' = case event
                when 'verified' then 'verify' when 'made_default' then 'make_default' when 'closed' then 'close' end
              or event = 'no_longer_default' and a.asked ->> 'what' = 'make_default'
                 and a.asked ->> 'former_default' = account))
  end;
$function$;

create or replace function unseen_between(slug text, from_at timestamptz, to_at timestamptz, since timestamptz)
 returns table(merchant_id uuid, subject_id uuid, kind text, amount bigint)
 language sql
 stable
 set plan_cache_mode to 'force_custom_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  with done as (
    select p.merchant_id, p.payment_id as subject_id, 'payment' as kind, 'debit' as type, p.amount
      from payment_events e
      join payments p on p.merchant_id = e.merchant_id and p.payment_id = e.payment_id
     where e.at >= from_at and e.at < to_at and e.state = 'succeeded' and p.bank = slug and p.created_at >= since
       and p.finished_at >= from_at and p.finished_at < to_at
    union
    select r.merchant_id, r.refund_id, 'refund', 'refund', r.amount
      from refund_events e
      join refunds r on r.merchant_id = e.merchant_id and r.refund_id = e.refund_id
      join payments p on p.merchant_id = r.merchant_id and p.payment_id = r.payment_id
     where e.at >= from_at and e.at < to_at and e.state = 'succeeded' and p.bank = slug and r.created_at >= since
    union
    select n.merchant_id, n.payment_id, 'payment', 'debit', n.amount
      from late_money n
      join payments p on p.merchant_id = n.merchant_id and p.payment_id = n.payment_id
     where n.found_at >= from_at and n.found_at < to_at and p.bank = slug and p.created_at >= since
    union
    select o.merchant_id, o.payout_id, k.type, k.type, o.amount
      from payout_events e
      join payouts o on o.merchant_id = e.merchant_id and o.payout_id = e.payout_id
      join (values ('paid', 'payout'), ('returned', 'payout_return')) as k (state, type) on k.state = e.state
     where e.at >= from_at and e.at < to_at and o.bank = slug and o.created_at >= since
  )
  select d.merchant_id, d.subject_id, d.kind, d.amount
    from done d
   where not exists (select from statement_lines l
                      where l.merchant_id = d.merchant_id and l.subject_id = d.subject_id and l.type = d.type
                        and l.status = 'matched')
     and not exists (select from exceptions e
                      where e.merchant_id = d.merchant_id and e.subject_id = d.subject_id
                        and (e.type = d.type
                             and (e.reason = 'missing_at_bank'
                                  -- A payout is booked by its result: a line of another amount has shown it, whatever became of
                                  -- the rest. What people have taken back was shown, and went back.
                                  or e.reason = 'amount_differs'
                                     and (e.state = 'open' or e.subject_kind = 'payout'
                                          or e.resolution in ('payment_reversed', 'refund_reversed')))
                             -- People have found that it never left: it does not come back by a line.
                             or d.type = 'payout_return' and e.resolution = 'owed_again'));
$function$;

create or replace function waiting_statement_parts(at timestamptz, most integer)
 returns table(merchant_id uuid, statement_id uuid)
 language sql
 stable
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
 set enable_hashjoin to 'off'
 set enable_mergejoin to 'off'
as $function$
  select m.merchant_id, m.statement_id from statement_merchants m
   where m.done_at is null and (m.lease_until is null or m.lease_until <= at)
     and not exists (select from statement_merchants e
                      where e.merchant_id = m.merchant_id and e.bank = m.bank and e.day < m.day and e.done_at is null)
   order by m.day, m.statement_id, m.merchant_id limit most;
$function$;
