-- Leases those of the named tokens that are still due and free; the others are somebody else's. One by one in the order of
-- the arrays, which come sorted: a chore locks in the order of the flows, whatever plan the table's size suggests.
create or replace function lease_tokens(
  lane uuid, at timestamptz, lease timestamptz, merchant_ids uuid[], token_ids uuid[]
) returns setof tokens
language plpgsql as $$
begin
  for n in 1 .. cardinality(token_ids) loop
    return query
    update tokens t set lease_until = lease
     where t.merchant_id = merchant_ids[n] and t.token_id = token_ids[n]
       and t.due_at <= at and (t.lease_until is null or t.lease_until <= at)
    returning t.*;
  end loop;
end $$;
