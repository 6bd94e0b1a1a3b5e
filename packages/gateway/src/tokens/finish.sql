-- Finishes a step of tokens in one commit: the move, its notification and what becomes of the request: its kept answer,
-- or, without a status, its release. Only what belongs to an applied move is written; notifications and requests are
-- optional per row.
create or replace function finish_tokens(
  lane uuid, at timestamptz,
  merchant_ids uuid[], token_ids uuid[], versions int[], move_ids uuid[], events text[], states text[], actors text[],
  evidences jsonb[], details bytea[], accesses bytea[], account_tails text[], reasons text[], bank_codes text[],
  attempt_counts smallint[], dues timestamptz[], notifieds int[],
  notification_ids uuid[], notification_types text[], notification_banks text[], notification_urls text[],
  notification_bodies bytea[],
  request_ids text[], answer_statuses smallint[], answers bytea[]
) returns table (n bigint, applied boolean, token tokens)
language plpgsql
-- Planned once, for keys: on small tables the planner would choose scans and keep them, or plan every call anew.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  won boolean[];
begin
  perform 1 from tokens t
    join unnest(merchant_ids, token_ids) as i (merchant_id, token_id)
      on t.merchant_id = i.merchant_id and t.token_id = i.token_id
   order by t.merchant_id, t.token_id
     for no key update of t;

  perform move_tokens(lane, at, merchant_ids, token_ids, versions, move_ids, events, states, actors, evidences,
    details, accesses, account_tails, reasons, bank_codes, attempt_counts, dues, notifieds);

  select array_agg(t.last_move = i.move_id order by i.n) into won
    from unnest(merchant_ids, token_ids, move_ids) with ordinality as i (merchant_id, token_id, move_id, n)
    join tokens t on t.merchant_id = i.merchant_id and t.token_id = i.token_id;

  perform enqueue_notifications(lane, at, array_agg(i.merchant_id), array_agg(i.notification_id),
            array_agg(i.token_id), array_agg(i.bank), array_agg(i.type), array_agg(i.sequence), array_agg(i.url),
            array_agg(i.body))
     from unnest(won, merchant_ids, token_ids, notification_ids, notification_types, notification_banks, notifieds,
                 notification_urls, notification_bodies)
       as i (won, merchant_id, token_id, notification_id, type, bank, sequence, url, body)
    where i.won and i.notification_id is not null
   having count(*) > 0;

  perform answer_requests(lane, array_agg(i.merchant_id), array_agg(i.request_id), array_agg(i.status),
            array_agg(i.answer))
     from unnest(won, merchant_ids, request_ids, answer_statuses, answers)
       as i (won, merchant_id, request_id, status, answer)
    where i.won and i.request_id is not null and i.status is not null
   having count(*) > 0;

  delete from requests r
   using unnest(won, merchant_ids, token_ids, request_ids, answer_statuses)
      as i (won, merchant_id, token_id, request_id, status)
   where r.merchant_id = i.merchant_id and r.request_id = i.request_id and r.claim_id = i.token_id
     and r.status is null
     and i.won and i.status is null;

  return query
  select i.n, won[i.n], t
    from unnest(merchant_ids, token_ids) with ordinality as i (merchant_id, token_id, n)
    join tokens t on t.merchant_id = i.merchant_id and t.token_id = i.token_id
   order by i.n;
end $$;
