-- Keeps the answers of running requests. The first answer stands; answers come in sealed.
create or replace function answer_requests(
  lane uuid, merchant_ids uuid[], request_ids text[], statuses smallint[], answers bytea[]
) returns void
language plpgsql as $$
begin
  update requests r set status = i.status, answer = i.answer
    from unnest(merchant_ids, request_ids, statuses, answers)
      as i (merchant_id, request_id, status, answer)
   where r.merchant_id = i.merchant_id and r.request_id = i.request_id and r.status is null;
end $$;
