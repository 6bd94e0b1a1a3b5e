-- Changes how much of a payment is refunded or may yet be, if the payment bears it: the one update of payments outside
-- their own move.sql. It never touches the state; the row's lock lets refunds of one payment pass one by one. `most` is what
-- may have gone back afterwards; null for all of it.
create or replace function change_refunded(merchant uuid, payment uuid, change bigint, most bigint) returns boolean
language plpgsql as $$
begin
  update payments p set refunded = p.refunded + change
   where p.merchant_id = merchant and p.payment_id = payment and p.state = 'succeeded'
     and p.refunded + change between 0 and least(p.amount, most);
  return found;
end $$;
