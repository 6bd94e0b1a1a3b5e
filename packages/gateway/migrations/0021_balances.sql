-- concurrently
-- What each account of a merchant has moved, by template: hour by hour, and day by day of WIB. Journals never change, so that
-- they are only ever added up, in the order of the chain, by a chore (ledger/sums.sql). Nothing that books a payment writes
-- here. Of any instant and any account a balance is then a few days, a few hours and what is left of one hour.
create table if not exists ledger_sums (
  merchant_id uuid not null references merchants,
  account text not null,
  span text not null check (span in ('hour', 'day')),
  at timestamptz not null, -- its beginning
  template text not null,
  journals bigint not null check (journals > 0),
  debits bigint not null check (debits >= 0),
  credits bigint not null check (credits >= 0),
  first_no bigint not null, -- between these two stand its journals, and others
  last_no bigint not null check (last_no >= first_no),
  primary key (merchant_id, account, span, at, template)
);

-- How far along its chain a merchant's journals are summed.
create table if not exists ledger_marks (
  merchant_id uuid primary key references merchants,
  journal_no bigint not null check (journal_no >= 0)
);

do $$
declare
  relation regclass;
  server regrole;
begin
  grant select on ledger_sums, ledger_marks to tarik_reader;
  foreach relation in array array['ledger_sums', 'ledger_marks']::regclass[]
  loop
    if not exists (select from pg_policy p where p.polrelid = relation and p.polname = 'reader') then
      execute format(
        'create policy reader on %s for select to tarik_reader using (
           case when (select current_setting(''tarik.every_merchant'', true)) = ''on'' then true
                else merchant_id = any ((select nullif(current_setting(''tarik.merchants'', true), ''''))::uuid[])
           end)', relation);
    end if;
    for server in
      select distinct g.grantee from pg_class c, aclexplode(c.relacl) g
       where c.oid = relation and g.grantee not in (0, c.relowner, 'tarik_reader'::regrole)
         and not exists (select from pg_policy p
                          where p.polrelid = relation and p.polname = 'serves ' || g.grantee::regrole::text)
    loop
      execute format('create policy %I on %s to %s using (true) with check (true)',
                     'serves ' || server::text, relation, server);
    end loop;
    execute format('alter table %s enable row level security', relation);
  end loop;
end $$;

-- What the bank's statements have shown of one day's payments, for the few days that are not looked through yet. Many entries
-- are alike, so that it is small; they are written where statements are matched, a thousand lines at a time.
create index concurrently if not exists settlement_items_seen on settlement_items (merchant_id, bank, succeeded_day);
-- Payouts that nobody has answered: of all payouts those of the last days.
create index concurrently if not exists payouts_open on payouts (merchant_id, created_at, payout_id)
  where state in ('ready', 'sent');
-- Merchants by name, where their balances are listed.
create index concurrently if not exists merchants_named on merchants (name, merchant_id);
