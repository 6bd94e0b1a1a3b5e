-- Moves refunds: the only function that changes a refund's state. Compare-and-set on the version; every move appends its
-- event.
create or replace function move_refunds(
  lane uuid, at timestamptz,
  merchant_ids uuid[], refund_ids uuid[], versions int[], move_ids uuid[], events text[], states text[],
  actors text[], evidences jsonb[], bank_refund_ids text[], reasons text[], bank_codes text[],
  inquiry_counts smallint[], not_found_ats timestamptz[], asked_ats timestamptz[], dues timestamptz[]
) returns void
language plpgsql as $$
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
end $$;
