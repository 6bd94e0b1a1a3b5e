-- What people see of reconciliation in the Back Office, and what they can end by hand besides.

-- Late money that the bank, as two people have found, has never taken: nothing of it is sent back.
alter table late_money add column reversed_at timestamptz;
alter table late_money drop constraint late_money_check;
alter table late_money add check ((refund_id is null and reversed_at is null) = (due_at is not null));

-- `owed_again`: what the bank has not paid out is owed to the bank account again.
alter table exceptions drop constraint exceptions_resolution_check;
alter table exceptions add constraint exceptions_resolution_check check (
  resolution in ('bank_corrected', 'payment_reversed', 'refund_reversed', 'owed_again', 'returned_to_bank', 'loss_borne',
                 'matched_by_hand')
);

-- What a merchant's part of a statement comes to: a day is looked at without its lines being read.
alter table statement_merchants
  add column debits bigint not null default 0,
  add column refunds bigint not null default 0,
  add column payouts bigint not null default 0,
  add column payout_returns bigint not null default 0;
update statement_merchants m
   set debits = s.debits, refunds = s.refunds, payouts = s.payouts, payout_returns = s.payout_returns
  from (
    select l.merchant_id, l.statement_id, coalesce(sum(l.amount) filter (where l.type = 'debit'), 0) as debits,
           coalesce(sum(l.amount) filter (where l.type = 'refund'), 0) as refunds,
           coalesce(sum(l.amount) filter (where l.type = 'payout'), 0) as payouts,
           coalesce(sum(l.amount) filter (where l.type = 'payout_return'), 0) as payout_returns
      from statement_lines l group by l.merchant_id, l.statement_id
  ) s
 where m.merchant_id = s.merchant_id and m.statement_id = s.statement_id;

-- Everybody's queue, for people of the gateway; a statement's exceptions; lines of nobody, newest first.
create index exceptions_listed_everywhere on exceptions (opened_at, exception_id);
create index exceptions_open_everywhere on exceptions (opened_at, exception_id) where state = 'open';
create index exceptions_subject_everywhere on exceptions (subject_id) where subject_id is not null;
create index exceptions_of_statement on exceptions (statement_id) where statement_id is not null;
create index statement_strays_listed on statement_strays (bank, day, statement_id, line_no);

-- Lines of nobody are for people of the gateway alone.
grant select on statement_strays to tarik_reader;
do $$
declare
  server regrole;
begin
  create policy reader on statement_strays for select to tarik_reader
    using ((select current_setting('tarik.every_merchant', true)) = 'on');
  for server in
    select distinct g.grantee from pg_class c, aclexplode(c.relacl) g
     where c.oid = 'statement_strays'::regclass and g.grantee not in (0, c.relowner, 'tarik_reader'::regrole)
  loop
    execute format('create policy %I on statement_strays to %s using (true) with check (true)',
                   'serves ' || server::text, server);
  end loop;
  alter table statement_strays enable row level security;
end $$;
