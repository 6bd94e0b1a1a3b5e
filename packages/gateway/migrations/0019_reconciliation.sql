-- What the bank says has moved: its statements line by line, what of them could not be explained, and the days that are closed.
-- Amounts are whole rupiah. Days are the bank's (WIB).

-- One file of one bank and day. A refused file leaves this row and nothing else.
create table statements (
  statement_id uuid primary key,
  bank text not null,
  day date not null,
  sha256 bytea, -- null where the file was not read to its end
  state text not null check (state in ('loaded', 'matched', 'sealed', 'refused')),
  lines int not null default 0,
  debits bigint not null default 0 check (debits >= 0),
  refunds bigint not null default 0 check (refunds >= 0),
  payouts bigint not null default 0 check (payouts >= 0),
  payout_returns bigint not null default 0 check (payout_returns >= 0),
  reason text, -- why it was refused
  imported_by text not null,
  imported_at timestamptz not null,
  matched_at timestamptz,
  judged_at timestamptz, -- when what is not on it was looked for
  check ((state = 'refused') = (reason is not null)),
  check (state = 'refused' or sha256 is not null)
);
create unique index statements_day on statements (bank, day) where state <> 'refused';
-- Days on which nothing happened have files that are alike.
create unique index statements_file on statements (sha256) where state <> 'refused' and lines > 0;
create index statements_listed on statements (bank, day, statement_id);

-- What the bank calls a merchant, now and before its Key was changed; a fingerprint.
create table bank_partners (
  merchant_id uuid not null references merchants,
  bank text not null,
  partner_key bytea not null,
  primary key (merchant_id, bank, partner_key)
);

-- A merchant's part of a statement, and how far it has been matched.
create table statement_merchants (
  merchant_id uuid not null references merchants,
  statement_id uuid not null,
  bank text not null,
  day date not null,
  lines int not null check (lines > 0),
  last_line int not null,
  matched_through int not null default 0,
  lease_until timestamptz,
  done_at timestamptz,
  primary key (merchant_id, statement_id)
);
create index statement_merchants_left on statement_merchants (statement_id, merchant_id) where done_at is null;
create index statement_merchants_next on statement_merchants (merchant_id, bank, day) where done_at is null;

-- `subject_id` is the id behind our reference, whether there is such a row or not.
create table statement_lines (
  merchant_id uuid not null references merchants,
  statement_id uuid not null,
  line_no int not null check (line_no > 0),
  type text not null check (type in ('debit', 'refund', 'payout', 'payout_return')),
  bank_reference text not null,
  reference text not null,
  subject_id uuid,
  amount bigint not null check (amount between 1 and 999999999999),
  at timestamptz not null,
  status text not null default 'pending' check (
    status in ('pending', 'matched', 'missing_here', 'amount_differs', 'duplicate', 'explained')
  ),
  chunk_id uuid,
  primary key (merchant_id, statement_id, line_no),
  check ((status = 'matched') = (chunk_id is not null)),
  check (status <> 'matched' or subject_id is not null)
);
-- A payment, a refund or a payout is matched by one line, ever.
create unique index statement_lines_matched on statement_lines (merchant_id, subject_id, type) where status = 'matched';
create index statement_lines_chunk on statement_lines (merchant_id, chunk_id) where chunk_id is not null;

-- Lines of a partner that is nobody here, or that several merchants are: they wait until that is known.
create table statement_strays (
  statement_id uuid not null,
  line_no int not null,
  bank text not null,
  day date not null,
  partner text not null,
  type text not null,
  bank_reference text not null,
  reference text not null,
  amount bigint not null check (amount between 1 and 999999999999),
  at timestamptz not null,
  reason text not null check (reason in ('unknown_partner', 'shared_partner')),
  owner_id uuid, -- the merchant whose it turned out to be
  adopted_at timestamptz,
  primary key (statement_id, line_no),
  check ((owner_id is null) = (adopted_at is null))
);
create index statement_strays_left on statement_strays (bank, day) where owner_id is null;

-- Lines that were matched in one commit, with one journal `statementReconciled` whose subject the chunk is. What people have
-- matched by hand is a chunk without a statement, whose id is the exception's.
create table reconciled_chunks (
  merchant_id uuid not null references merchants,
  chunk_id uuid not null,
  statement_id uuid,
  bank text not null,
  day date not null, -- the open day on which it counts
  taken bigint not null check (taken >= 0),
  given_back bigint not null check (given_back >= 0),
  made_at timestamptz not null,
  primary key (merchant_id, chunk_id)
);
create index reconciled_chunks_made on reconciled_chunks using brin (made_at) with (autosummarize = on);

-- Whoever reconciles a merchant at a bank holds this row.
create table reconciliation_turns (
  merchant_id uuid not null references merchants,
  bank text not null,
  primary key (merchant_id, bank)
);

-- A difference between the bank's statement and our books. `booked` is what of it lies in suspense: more than 0 came in, less
-- than 0 went out. `day` is the open day that it belongs to.
create table exceptions (
  merchant_id uuid not null references merchants,
  exception_id uuid not null,
  bank text not null,
  day date not null,
  reason text not null check (reason in ('missing_at_bank', 'missing_here', 'amount_differs', 'duplicate')),
  state text not null default 'open' check (state in ('open', 'resolved')),
  type text not null check (type in ('debit', 'refund', 'payout', 'payout_return')),
  statement_id uuid,
  line_no int,
  subject_kind text check (subject_kind in ('payment', 'refund', 'payout')),
  subject_id uuid,
  amount bigint, -- what the bank's line says
  expected bigint, -- what we say
  booked bigint not null,
  opened_at timestamptz not null,
  resolved_at timestamptz,
  resolution text check (
    resolution in ('bank_corrected', 'payment_reversed', 'refund_reversed', 'returned_to_bank', 'loss_borne',
                   'matched_by_hand')
  ),
  resolved_day date, -- the open day on which that was booked
  explained_by uuid, -- the exception whose resolution settled this one too
  evidence jsonb,
  asked_by uuid,
  approved_by uuid,
  approval_id uuid,
  primary key (merchant_id, exception_id),
  check ((state = 'resolved') = (resolved_at is not null)),
  check ((state = 'resolved') = (resolution is not null)),
  check (approved_by <> asked_by),
  check ((reason = 'missing_at_bank') = (line_no is null)),
  check (resolution in ('bank_corrected') or asked_by is not null or state = 'open'),
  check ((statement_id is null) = (line_no is null))
);
create unique index exceptions_line on exceptions (merchant_id, statement_id, line_no) where line_no is not null;
create unique index exceptions_missing on exceptions (merchant_id, subject_id) where reason = 'missing_at_bank';
create index exceptions_subject on exceptions (merchant_id, subject_id);
create index exceptions_open on exceptions (merchant_id, opened_at, exception_id) where state = 'open';
create index exceptions_day on exceptions (bank, day);
create index exceptions_listed on exceptions (merchant_id, opened_at, exception_id);

-- A day that is closed, with a hash over the heads of all merchants' ledgers at that moment; each head by itself beside it.
create table closed_days (
  bank text not null,
  day date not null,
  statement_id uuid not null,
  closed_at timestamptz not null,
  closed_by text not null,
  open_exceptions int not null,
  heads_hash bytea not null,
  primary key (bank, day)
);
create table closed_heads (
  merchant_id uuid not null references merchants,
  bank text not null,
  day date not null,
  journal_no bigint not null,
  hash bytea not null,
  primary key (merchant_id, bank, day)
);

grant select on
  statements, bank_partners, statement_merchants, statement_lines, reconciled_chunks, reconciliation_turns, exceptions,
  closed_days, closed_heads
  to tarik_reader;

-- Rows are the merchant's, as everywhere; whoever serves sees all.
do $$
declare
  relation text;
begin
  foreach relation in array array[
    'bank_partners', 'statement_merchants', 'statement_lines', 'reconciled_chunks', 'reconciliation_turns', 'exceptions',
    'closed_heads']
  loop
    execute format(
      'create policy reader on %I for select to tarik_reader using (
         case when (select current_setting(''tarik.every_merchant'', true)) = ''on'' then true
              else merchant_id = any ((select nullif(current_setting(''tarik.merchants'', true), ''''))::uuid[])
         end)', relation);
    execute format('alter table %I enable row level security', relation);
  end loop;
end $$;
