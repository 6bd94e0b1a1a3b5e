-- Gives a role what the gateway needs to run, and no more: history may be added to, never changed. Run by the owner
-- after every migration (`tarik migrate --app-role`); the owner itself should not be the role that serves. Row-level
-- security is for who reads in the Back Office: for this role every row is there, at no cost.
create or replace function grant_application(role_name text) returns void
language plpgsql as $$
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
end $$;
