-- Notes money that came after a final no, once, and books it into suspense in the same commit.
create or replace function note_late_money(
  lane uuid, at timestamptz, merchant uuid, payment uuid, amount bigint, evidence jsonb, debit text, credit text
) returns boolean
language plpgsql as $$
begin
  insert into late_money (merchant_id, payment_id, amount, evidence, found_at, due_at)
  values (merchant, payment, note_late_money.amount, note_late_money.evidence, at, at)
  on conflict (merchant_id, payment_id) do nothing;
  if not found then return false; end if;
  perform post_journals(lane, at, array[merchant], array['suspenseIn'], array[payment], array[1], array[debit],
                        array[credit], array[note_late_money.amount]);
  return true;
end $$;
