-- Leases those of the named payments that are still due and free; the others are somebody else's. One by one in the order of
-- the arrays, which come sorted: a chore locks in the order of the flows, whatever plan the table's size suggests.
create or replace function lease_payments(
  lane uuid, at timestamptz, lease timestamptz, merchant_ids uuid[], payment_ids uuid[]
) returns setof payments
language plpgsql as $$
begin
  for n in 1 .. cardinality(payment_ids) loop
    return query
    update payments p set lease_until = lease
     where p.merchant_id = merchant_ids[n] and p.payment_id = payment_ids[n]
       and p.due_at <= at and (p.lease_until is null or p.lease_until <= at)
    returning p.*;
  end loop;
end $$;
