-- What refunds that people have reversed never gave back may be refunded again.
update payments p set refunded = p.refunded - r.amount
  from (select e.merchant_id, f.payment_id, sum(f.amount)::bigint as amount
          from exceptions e
          join refunds f on f.merchant_id = e.merchant_id and f.refund_id = e.subject_id and f.kind = 'merchant'
         where e.resolution = 'refund_reversed'
         group by e.merchant_id, f.payment_id) r
 where p.merchant_id = r.merchant_id and p.payment_id = r.payment_id;
