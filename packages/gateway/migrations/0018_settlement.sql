-- Settlement: when what a merchant is owed falls due, in which batch it was, to whose account it goes, and what became of
-- the payout. Days are days of WIB. Amounts are whole rupiah.

-- Days on which the banks of Indonesia do not settle, besides Saturdays and Sundays. Data: a person adds and removes days.
-- 2026 as in the joint decree of three ministers no. 1497, 2 and 5 of 2025: seventeen holidays, eight days of joint leave.
-- Those of 2027 were not decreed when this was written: what goes by the sun is sure, what goes by the moon is calculated and
-- said to be provisional, joint leave is unknown. On days of joint leave the clearing of Bank Indonesia has rested as well.
create table holidays (
  day date primary key,
  name text not null check (length(name) between 1 and 120),
  kind text not null check (kind in ('national', 'joint_leave', 'other')),
  provisional boolean not null default false
);

insert into holidays (day, name, kind, provisional) values
  ('2026-01-01', 'Tahun Baru 2026 Masehi', 'national', false),
  ('2026-01-16', 'Isra Mikraj Nabi Muhammad saw.', 'national', false),
  ('2026-02-16', 'Cuti bersama Tahun Baru Imlek', 'joint_leave', false),
  ('2026-02-17', 'Tahun Baru Imlek 2577 Kongzili', 'national', false),
  ('2026-03-18', 'Cuti bersama Hari Suci Nyepi', 'joint_leave', false),
  ('2026-03-19', 'Hari Suci Nyepi (Tahun Baru Saka 1948)', 'national', false),
  ('2026-03-20', 'Cuti bersama Idulfitri', 'joint_leave', false),
  ('2026-03-21', 'Idulfitri 1447 Hijriah', 'national', false),
  ('2026-03-22', 'Idulfitri 1447 Hijriah', 'national', false),
  ('2026-03-23', 'Cuti bersama Idulfitri', 'joint_leave', false),
  ('2026-03-24', 'Cuti bersama Idulfitri', 'joint_leave', false),
  ('2026-04-03', 'Wafat Yesus Kristus', 'national', false),
  ('2026-04-05', 'Kebangkitan Yesus Kristus (Paskah)', 'national', false),
  ('2026-05-01', 'Hari Buruh Internasional', 'national', false),
  ('2026-05-14', 'Kenaikan Yesus Kristus', 'national', false),
  ('2026-05-15', 'Cuti bersama Kenaikan Yesus Kristus', 'joint_leave', false),
  ('2026-05-27', 'Iduladha 1447 Hijriah', 'national', false),
  ('2026-05-28', 'Cuti bersama Iduladha', 'joint_leave', false),
  ('2026-05-31', 'Hari Raya Waisak 2570 BE', 'national', false),
  ('2026-06-01', 'Hari Lahir Pancasila', 'national', false),
  ('2026-06-16', '1 Muharam Tahun Baru Islam 1448 Hijriah', 'national', false),
  ('2026-08-17', 'Proklamasi Kemerdekaan', 'national', false),
  ('2026-08-25', 'Maulid Nabi Muhammad saw.', 'national', false),
  ('2026-12-24', 'Cuti bersama Kelahiran Yesus Kristus', 'joint_leave', false),
  ('2026-12-25', 'Kelahiran Yesus Kristus', 'national', false),
  ('2027-01-01', 'Tahun Baru 2027 Masehi', 'national', false),
  ('2027-01-05', 'Isra Mikraj Nabi Muhammad saw.', 'national', true),
  ('2027-02-06', 'Tahun Baru Imlek 2578 Kongzili', 'national', true),
  ('2027-03-08', 'Hari Suci Nyepi (Tahun Baru Saka 1949)', 'national', true),
  ('2027-03-10', 'Idulfitri 1448 Hijriah', 'national', true),
  ('2027-03-11', 'Idulfitri 1448 Hijriah', 'national', true),
  ('2027-03-26', 'Wafat Yesus Kristus', 'national', false),
  ('2027-03-28', 'Kebangkitan Yesus Kristus (Paskah)', 'national', false),
  ('2027-05-01', 'Hari Buruh Internasional', 'national', false),
  ('2027-05-06', 'Kenaikan Yesus Kristus', 'national', false),
  ('2027-05-17', 'Iduladha 1448 Hijriah', 'national', true),
  ('2027-05-20', 'Hari Raya Waisak 2571 BE', 'national', true),
  ('2027-06-01', 'Hari Lahir Pancasila', 'national', false),
  ('2027-06-06', '1 Muharam Tahun Baru Islam 1449 Hijriah', 'national', true),
  ('2027-08-15', 'Maulid Nabi Muhammad saw.', 'national', true),
  ('2027-08-17', 'Proklamasi Kemerdekaan', 'national', false),
  ('2027-12-25', 'Kelahiran Yesus Kristus', 'national', false),
  ('2027-12-26', 'Isra Mikraj Nabi Muhammad saw.', 'national', true);

-- What was agreed with a merchant about a bank; without a row two working days and no minimum.
create table settlement_terms (
  merchant_id uuid not null references merchants,
  bank text not null,
  working_days smallint not null default 2 check (working_days between 0 and 30),
  minimum bigint not null default 0 check (minimum between 0 and 999999999999), -- less than this is carried over
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (merchant_id, bank)
);

-- Payments and refunds that the bank's statement has shown: what is to be settled, once. No foreign key to the payment: the
-- row is made from the payment's own in the same statement.
create table settlement_items (
  merchant_id uuid not null references merchants,
  item_id uuid not null, -- of the payment or refund
  kind text not null check (kind in ('payment', 'refund')),
  payment_id uuid not null,
  bank text not null,
  amount bigint not null check (amount between 1 and 999999999999),
  fee bigint not null check (fee between 0 and amount),
  succeeded_day date not null,
  working_days smallint not null,
  due_day date not null check (due_day >= succeeded_day),
  reconciled_at timestamptz not null,
  chunk_id uuid not null, -- by which its movement was booked as seen
  batch_id uuid,
  refunded_before bigint, -- what of the payment had been batched as given back before
  primary key (merchant_id, item_id),
  check (fee = 0 or kind = 'payment'),
  check ((batch_id is not null and kind = 'refund') = (refunded_before is not null))
);
create index settlement_items_due on settlement_items (merchant_id, bank, due_day, item_id) where batch_id is null;
create index settlement_items_back on settlement_items (merchant_id, payment_id) where kind = 'refund';

-- What is settled with a merchant for a bank on a day. Collected page by page by whoever holds the lease, booked once.
create table settlement_batches (
  merchant_id uuid not null references merchants,
  batch_id uuid not null,
  bank text not null,
  day date not null,
  state text not null check (state in ('collecting', 'booked')),
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
  check (net = gross - fees - refunds),
  check ((state = 'booked') = (booked_at is not null)),
  check ((lease_id is null) = (lease_until is null)),
  check (state = 'collecting' or lease_id is null)
);
-- One at a time: what one batch has taken of a payment's refunds is what the next one goes on from.
create unique index settlement_batches_open on settlement_batches (merchant_id, bank) where state = 'collecting';
create index settlement_batches_listed on settlement_batches (day, merchant_id, batch_id);
create index settlement_batches_booked on settlement_batches (booked_at) where booked_at is not null;

-- Where each item's money goes; negative where it comes back. An item of the batch's own id moves a balance on.
create table settlement_lines (
  merchant_id uuid not null,
  batch_id uuid not null,
  item_id uuid not null,
  line_no smallint not null check (line_no > 0),
  account text not null,
  amount bigint not null,
  instead_of text, -- the account that it was meant for and that may not be paid to
  primary key (merchant_id, batch_id, item_id, line_no)
);

-- The sums of a batch's lines by account, kept while it is collected.
create table settlement_shares (
  merchant_id uuid not null,
  batch_id uuid not null,
  account text not null,
  amount bigint not null,
  carried bigint, -- the balance before the batch and after it, when it is booked
  balance bigint,
  primary key (merchant_id, batch_id, account),
  foreign key (merchant_id, batch_id) references settlement_batches
);

-- Files of payouts as they go to a bank: the gateway's, since one file pays several merchants.
create table payout_files (
  file_id uuid primary key,
  bank text not null,
  day date not null,
  message_id text not null unique check (length(message_id) between 1 and 35),
  state text not null check (state in ('ready', 'sent', 'refused')),
  payouts integer not null check (payouts > 0),
  amount numeric(24) not null check (amount > 0),
  sealed_content bytea not null,
  reason text,
  created_at timestamptz not null,
  sent_at timestamptz,
  due_at timestamptz, -- when it is sent, or the bank asked for results
  lease_until timestamptz,
  check (state = 'refused' or (state = 'ready') = (sent_at is null))
);
create index payout_files_due on payout_files (due_at) where due_at is not null;
create index payout_files_listed on payout_files (created_at, file_id);

create table payouts (
  merchant_id uuid not null references merchants,
  payout_id uuid not null,
  batch_id uuid not null,
  bank text not null,
  account text not null,
  amount bigint not null check (amount > 0),
  state text not null check (state in ('ready', 'sent', 'paid', 'refused', 'returned')),
  version integer not null default 1,
  file_id uuid,
  reason text,
  released_at timestamptz, -- of one refused or returned: its account is paid to again
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (merchant_id, payout_id),
  unique (merchant_id, batch_id, account),
  foreign key (merchant_id, batch_id) references settlement_batches,
  check (state in ('ready', 'refused') or file_id is not null),
  check (released_at is null or state in ('refused', 'returned'))
);
create index payouts_unfiled on payouts (bank, merchant_id, payout_id) where state = 'ready' and file_id is null;
create index payouts_of_file on payouts (file_id, merchant_id, payout_id) where file_id is not null;
create index payouts_listed on payouts (merchant_id, created_at, payout_id);
create index payouts_held on payouts (merchant_id, bank, account)
  where state in ('refused', 'returned') and released_at is null;

create table payout_events (
  merchant_id uuid not null,
  payout_id uuid not null,
  version integer not null check (version > 0),
  state text not null,
  actor text not null,
  evidence jsonb,
  at timestamptz not null,
  primary key (merchant_id, payout_id, version),
  foreign key (merchant_id, payout_id) references payouts
);
create index payout_events_at on payout_events using brin (at) with (autosummarize = on);

grant select on holidays, settlement_terms, settlement_items, settlement_batches, settlement_lines, settlement_shares,
  payouts, payout_events to tarik_reader;
grant select (file_id, bank, day, message_id, state, payouts, amount, reason, created_at, sent_at, due_at, lease_until)
  on payout_files to tarik_reader;

do $$
declare
  relation regclass;
  server regrole;
begin
  foreach relation in array array['settlement_terms', 'settlement_items', 'settlement_batches', 'settlement_lines',
                                  'settlement_shares', 'payouts', 'payout_events']::regclass[]
  loop
    execute format(
      'create policy reader on %s for select to tarik_reader using (
         case when (select current_setting(''tarik.every_merchant'', true)) = ''on'' then true
              else merchant_id = any ((select nullif(current_setting(''tarik.merchants'', true), ''''))::uuid[])
         end)', relation);
    for server in
      select distinct g.grantee from pg_class c, aclexplode(c.relacl) g
       where c.oid = relation and g.grantee not in (0, c.relowner, 'tarik_reader'::regrole)
    loop
      execute format('create policy %I on %s to %s using (true) with check (true)',
                     'serves ' || server::text, relation, server);
    end loop;
    execute format('alter table %s enable row level security', relation);
  end loop;
end $$;
