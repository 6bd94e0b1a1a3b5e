-- concurrently
-- The Back Office reads through a role that sees the named merchants alone, whatever a statement forgets.
do $$
declare
  setting constant text := case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end;
begin
  begin
    if not exists (select from pg_roles where rolname = 'tarik_reader') then
      create role tarik_reader nologin;
    end if;
  exception
    -- Another database of this server is migrated at the same moment.
    when duplicate_object or unique_violation then null;
    when insufficient_privilege then
      raise exception 'the role % may not create roles: let an administrator run "create role tarik_reader nologin; grant tarik_reader to % with admin option"',
        quote_ident(current_user), quote_ident(current_user);
  end;
  begin
    if not pg_has_role(current_user, 'tarik_reader', setting) then
      execute format('grant tarik_reader to %I', current_user);
    end if;
  exception
    when insufficient_privilege then
      raise exception 'the role % may not take the role tarik_reader: let an administrator run "grant tarik_reader to % with admin option"',
        quote_ident(current_user), quote_ident(current_user);
  end;
end $$;

-- What the Back Office shows. No key, no credential, no secret of a person: those columns are left out.
grant usage on schema public to tarik_reader;
grant select on
  api_calls, audit_entries, audit_heads, bank_figures, figures_turn, late_money, ledger_accounts, ledger_journals,
  ledger_transfers, merchants, notification_attempts, notification_figures, notification_hosts, notifications,
  operator_memberships, payment_events, payment_figures, payments, refund_events, refunds, token_events
  to tarik_reader;
grant select (merchant_id, key_id, valid_from, valid_until, created_at) on merchant_keys to tarik_reader;
grant select (merchant_id, bank, status, notification_url, notifications_disabled_at, created_at, updated_at)
  on bank_connections to tarik_reader;
grant select (merchant_id, token_id, bank, state, version, last_move, customer_key, sealed_details, account_tail, reason,
              bank_code, notified, attempts, due_at, lease_until, created_at, changed_at)
  on tokens to tarik_reader;
grant select (merchant_id, approval_id, kind, state, version, subject, asked, reason, asked_by, asked_at, expires_at,
              decided_by, decided_at, decision_reason, outcome, due_at, lease_until)
  on approvals to tarik_reader;
grant select (operator_id, email, name, status, gateway_role, created_at, seen_at) on operators to tarik_reader;
grant select (merchant_id, invitation_id, email, role, invited_by, created_at, expires_at, used_at, withdrawn_at)
  on operator_invitations to tarik_reader;

-- Rows are the merchant's. The settings are read once a statement, so that a row costs a comparison; a `case` is guessed to
-- let half of the rows through, where an `or` is guessed to let none, and the planner would choose for none. Whoever
-- serves already sees all, and so does the owner, for whom policies do not hold. The tables are large and live: each has a
-- commit of its own, so that nobody waits for one table while another is waited for, and all may be done again.
do $$
declare
  relation regclass;
  server regrole;
begin
  for relation in
    select c.oid from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'merchant_id' and not a.attisdropped
     where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
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
    commit;
  end loop;
end $$;

-- What waits for a second pair of eyes, over all merchants.
create index if not exists approvals_recent on approvals (asked_at);
