-- Leases those of the named refunds that are still due and free; the others are somebody else's. One by one in the order of
-- the arrays, which come sorted: a chore locks in the order of the flows, whatever plan the table's size suggests.
create or replace function lease_refunds(
  lane uuid, at timestamptz, lease timestamptz, merchant_ids uuid[], refund_ids uuid[]
) returns setof refunds
language plpgsql as $$
begin
  for n in 1 .. cardinality(refund_ids) loop
    return query
    update refunds r set lease_until = lease
     where r.merchant_id = merchant_ids[n] and r.refund_id = refund_ids[n]
       and r.due_at <= at and (r.lease_until is null or r.lease_until <= at)
    returning r.*;
  end loop;
end $$;
