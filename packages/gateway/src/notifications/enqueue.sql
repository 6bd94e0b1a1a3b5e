-- Puts notifications into the outbox; called in the transaction of the state that they tell of.
create or replace function enqueue_notifications(
  lane uuid, at timestamptz,
  merchant_ids uuid[], notification_ids uuid[], subject_ids uuid[], banks text[], types text[], sequences int[],
  urls text[], bodies bytea[]
) returns void
language plpgsql as $$
begin
  insert into notifications
    (merchant_id, notification_id, subject_id, bank, type, sequence, url, body, due_at, created_at)
  select i.merchant_id, i.notification_id, i.subject_id, i.bank, i.type, i.sequence, i.url, i.body, at, at
    from unnest(merchant_ids, notification_ids, subject_ids, banks, types, sequences, urls, bodies)
      as i (merchant_id, notification_id, subject_id, bank, type, sequence, url, body)
  on conflict (merchant_id, notification_id) do nothing;
end $$;
