-- Moves payments: the only function that changes a payment's state. Compare-and-set on the version; every move
-- appends its event. `last_move` tells afterwards, also after a lost answer, whose move it was: the answer, in order.
create or replace function move_payments(
  lane uuid, at timestamptz,
  merchant_ids uuid[], payment_ids uuid[], versions int[], move_ids uuid[], events text[], states text[],
  actors text[], evidences jsonb[], bank_payment_ids text[], reasons text[], bank_codes text[],
  otp_sent_ats timestamptz[], otp_expires_ats timestamptz[], try_counts smallint[], resend_counts smallint[],
  inquiry_counts smallint[], not_found_ats timestamptz[], asked_ats timestamptz[], dues timestamptz[], notifieds int[]
) returns boolean[]
language plpgsql as $$
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
end $$;
