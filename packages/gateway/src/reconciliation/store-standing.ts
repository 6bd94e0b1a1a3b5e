// SQL of where a payment, a refund or a payout stands for reconciliation: decided, seen on a statement, or closed by people.
import { instant, type Tx } from '../base/db.ts';
import { invariant } from '../base/invariant.ts';
import type { LineType } from '../banks/statement-profile.ts';
import type { Standing } from './plan-resolution.ts';

interface Row {
  kind: Standing['kind'];
  amount: bigint;
  fee: bigint;
  is_late: boolean;
  is_refunded: boolean;
  borne: bigint;
  account: string | null;
  came_back: Standing['cameBack'];
  return_id: string | null;
  return_state: 'waits' | 'seen' | 'under_way' | null;
  state: Standing['state'];
}

/** Holds a payment against refunds that begin, and its late money against being sent back; nothing where the id is of no payment. */
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
  await tx.rows({
    name: 'standing-hold-late',
    text: `select 1 from late_money n where n.merchant_id = $1 and n.payment_id = $2 for update`,
    values: [merchantId, paymentId],
  });
}

/**
 * Where the payment, refund or payout of this id stands; null where the merchant has none at this bank. `type` says whether of a
 * payout its leaving or its return is meant.
 */
export async function findStanding(
  on: Tx,
  merchantId: string,
  { bank, type }: { bank: string; type: LineType },
  subjectId: string | null,
): Promise<Standing | null> {
  if (subjectId === null) return null;
  const [row] = await on.rows<Row>({
    name: 'standing-find',
    text: `select s.kind, s.amount, s.fee, s.is_late, s.account, s.came_back, b.return_id, b.return_state,
                  s.kind = 'payment' and exists (
                    select from refunds r
                     where r.merchant_id = $1 and r.payment_id = $3 and r.kind = 'merchant' and r.state <> 'failed'
                       and not exists (select from exceptions e
                                        where e.merchant_id = $1 and e.subject_id = r.refund_id
                                          and e.resolution = 'refund_reversed')) as is_refunded,
                  (select coalesce(sum(case j.template when 'lossBorne' then t.amount else -t.amount end), 0)
                     from exceptions e
                     join ledger_journals j on j.merchant_id = e.merchant_id and j.subject_id = e.exception_id
                      and j.template in ('lossBorne', 'lossRecovered')
                     join ledger_transfers t on t.merchant_id = j.merchant_id and t.journal_no = j.journal_no
                    where e.merchant_id = $1 and e.subject_id = $3 and e.type = s.type
                      and e.resolution in ('loss_borne', 'loss_recovered'))::bigint as borne,
                  case when not s.succeeded then 'not_succeeded'
                       when exists (select from statement_lines l
                                     where l.merchant_id = $1 and l.subject_id = $3 and l.type = s.type
                                       and l.status = 'matched') then 'seen'
                       when exists (select from exceptions e
                                     where e.merchant_id = $1 and e.subject_id = $3 and e.state = 'resolved' and e.type = s.type
                                       and e.reason in ('missing_at_bank', 'amount_differs')
                                       and e.resolution in ('payment_reversed', 'refund_reversed', 'owed_again',
                                                            'loss_borne')) then 'closed'
                       else 'waits' end as state
             from (
               select 'payment' as kind, 'debit' as type, p.amount, p.fee, n.payment_id is not null as is_late,
                      p.state = 'succeeded' or n.payment_id is not null as succeeded, null as account,
                      null as came_back, n.refund_id
                 from payments p
                 left join late_money n on n.merchant_id = p.merchant_id and n.payment_id = p.payment_id
                where p.merchant_id = $1 and p.payment_id = $3 and p.bank = $2
               union all
               select 'refund', 'refund', r.amount, 0::bigint, r.kind = 'late', r.state = 'succeeded', null, null, null
                 from refunds r
                 join payments p on p.merchant_id = r.merchant_id and p.payment_id = r.payment_id and p.bank = $2
                where r.merchant_id = $1 and r.refund_id = $3
               union all
               select 'payout', case $4::text when 'payout_return' then $4::text else 'payout' end, o.amount, 0::bigint, false,
                      o.state in ('sent', 'paid', 'returned'), o.account,
                      case when o.state <> 'returned' then null
                           when exists (select from statement_lines l
                                         where l.merchant_id = $1 and l.subject_id = $3 and l.type = 'payout_return'
                                           and l.status = 'matched') then 'seen'
                           when exists (select from exceptions e
                                         where e.merchant_id = $1 and e.subject_id = $3 and e.state = 'open'
                                           and e.type = 'payout_return' and e.reason = 'missing_at_bank') then 'missing'
                           else 'to_come' end, null
                 from payouts o where o.merchant_id = $1 and o.payout_id = $3 and o.bank = $2
             ) s
             left join lateral (
               select r.refund_id as return_id,
                      case when r.state in ('requested', 'unclear') then 'under_way'
                           when exists (select from exceptions e
                                         where e.merchant_id = $1 and e.subject_id = r.refund_id and e.state = 'open'
                                           and e.reason = 'missing_at_bank') then 'waits'
                           when exists (select from statement_lines l
                                         where l.merchant_id = $1 and l.subject_id = r.refund_id and l.type = 'refund'
                                           and l.status = 'matched') then 'seen'
                           else 'under_way' end as return_state
                 from refunds r
                where r.merchant_id = $1 and r.refund_id = s.refund_id and r.state <> 'failed'
             ) b on true`,
    values: [merchantId, bank, subjectId, type],
  });
  if (row === undefined) return null;
  return {
    kind: row.kind,
    id: subjectId,
    amount: row.amount,
    fee: row.fee,
    isLate: row.is_late,
    isRefunded: row.is_refunded,
    borne: row.borne,
    returnedBy:
      row.return_id === null || row.return_state === null
        ? null
        : { id: row.return_id, state: row.return_state },
    account: row.account,
    cameBack: row.came_back,
    state: row.state,
  };
}

/** Says that late money has never come: nothing of it is sent back any more. */
export async function endLateMoney(
  tx: Tx,
  merchantId: string,
  paymentId: string,
  at: number,
): Promise<void> {
  await tx.rows({
    name: 'standing-end-late',
    text: `update late_money n set reversed_at = $3, due_at = null
            where n.merchant_id = $1 and n.payment_id = $2 and n.reversed_at is null`,
    values: [merchantId, paymentId, instant(at)],
  });
}

/** What a refund of a payment never gave back may be refunded again. */
export async function giveRoom(tx: Tx, merchantId: string, refundId: string): Promise<void> {
  const [row] = await tx.rows<{ given: boolean }>({
    name: 'standing-give-room',
    text: `select change_refunded(r.merchant_id, r.payment_id, -r.amount, null) as given
             from refunds r where r.merchant_id = $1 and r.refund_id = $2 and r.kind = 'merchant'`,
    values: [merchantId, refundId],
  });
  invariant(row?.given === true, 'a refund that succeeded is counted on its payment');
}
