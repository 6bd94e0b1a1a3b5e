-- Moves tokens: the only function that changes a token's state. Compare-and-set on the version; every move appends its
-- event. Details and access that are null stay as they are: access may have been renewed meanwhile.
create or replace function move_tokens(
  lane uuid, at timestamptz,
  merchant_ids uuid[], token_ids uuid[], versions int[], move_ids uuid[], events text[], states text[], actors text[],
  evidences jsonb[], details bytea[], accesses bytea[], account_tails text[], reasons text[], bank_codes text[],
  attempt_counts smallint[], dues timestamptz[], notifieds int[]
) returns void
language plpgsql as $$
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
end $$;
