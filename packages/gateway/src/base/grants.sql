-- Gives a role what the gateway needs to run, and no more: history may be added to, never changed. Run by the owner
-- after every migration (`tarik migrate --app-role`); the owner itself should not be the role that serves.
create or replace function grant_application(role_name text) returns void
language plpgsql as $$
declare
  history constant text[] := array['ledger_journals', 'ledger_transfers', 'payment_events', 'refund_events',
                                   'token_events', 'notification_attempts', 'audit_entries'];
  relation text;
begin
  execute format('grant usage on schema public to %I', role_name);
  for relation in select c.relname from pg_class c
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
  end loop;
end $$;
