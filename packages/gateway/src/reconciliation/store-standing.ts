// SQL of where a payment or refund stands for reconciliation: decided, seen on a statement, or closed by people.
import type { Tx } from '../base/db.ts';
import type { Standing } from './plan-resolution.ts';

interface Row {
  kind: 'payment' | 'refund';
  amount: bigint;
  fee: bigint;
  is_late: boolean;
  is_refunded: boolean;
  state: Standing['state'];
}

/** Holds a payment against refunds that begin; nothing where the id is of no payment. */
export async function holdPayment(
  tx: Tx,
  merchantId: string,
  paymentId: string | null,
): Promise<void> {
  if (paymentId === null) return;
  await tx.rows({
    name: 'standing-hold',
    text: `select 1 from payments p where p.merchant_id = $1 and p.payment_id = $2 for no key update`,
    values: [merchantId, paymentId],
  });
}

/** Where the payment or refund of this id stands; null where the merchant has neither at this bank. */
export async function findStanding(
  on: Tx,
  merchantId: string,
  bank: string,
  subjectId: string | null,
): Promise<Standing | null> {
  if (subjectId === null) return null;
  const [row] = await on.rows<Row>({
    name: 'standing-find',
    text: `select s.kind, s.amount, s.fee, s.is_late,
                  s.kind = 'payment' and exists (
                    select from refunds r
                     where r.merchant_id = $1 and r.payment_id = $3 and r.kind = 'merchant' and r.state <> 'failed'
                       and not exists (select from exceptions e
                                        where e.merchant_id = $1 and e.subject_id = r.refund_id
                                          and e.resolution = 'refund_reversed')) as is_refunded,
                  case when not s.succeeded then 'not_succeeded'
                       when exists (select from statement_lines l
                                     where l.merchant_id = $1 and l.subject_id = $3 and l.type = s.type
                                       and l.status = 'matched') then 'seen'
                       when exists (select from exceptions e
                                     where e.merchant_id = $1 and e.subject_id = $3 and e.state = 'resolved'
                                       and e.resolution in ('payment_reversed', 'refund_reversed', 'loss_borne')) then 'closed'
                       else 'waits' end as state
             from (
               select 'payment' as kind, 'debit' as type, p.amount, p.fee, n.payment_id is not null as is_late,
                      p.state = 'succeeded' or n.payment_id is not null as succeeded
                 from payments p
                 left join late_money n on n.merchant_id = p.merchant_id and n.payment_id = p.payment_id
                where p.merchant_id = $1 and p.payment_id = $3 and p.bank = $2
               union all
               select 'refund', 'refund', r.amount, 0::bigint, r.kind = 'late', r.state = 'succeeded'
                 from refunds r
                 join payments p on p.merchant_id = r.merchant_id and p.payment_id = r.payment_id and p.bank = $2
                where r.merchant_id = $1 and r.refund_id = $3
             ) s`,
    values: [merchantId, bank, subjectId],
  });
  if (row === undefined) return null;
  return {
    kind: row.kind,
    id: subjectId,
    amount: row.amount,
    fee: row.fee,
    isLate: row.is_late,
    isRefunded: row.is_refunded,
    state: row.state,
  };
}
