// SQL of what stands behind a journal: what its subject is called, and what happened to it at that instant, by whom.
import { instant, type Query } from '../../base/db.ts';
import type { SubjectKind } from './subjects.ts';

export interface BehindRow {
  name: string | null;
  event: string | null;
  actor: string | null;
  /** Ids of people, who asked first. */
  people: (string | null)[] | null;
}

/** $1: the merchant, $2: the subject, $3: when the journal was booked, which is when its cause was written. */
const BEHIND: Readonly<Record<SubjectKind, string>> = {
  payment: `select p.invoice_number as name, e.event, e.actor,
                   array[e.evidence ->> 'askedBy', e.evidence ->> 'decidedBy'] as people
              from payments p
              left join lateral (
                select v.event, v.actor, v.evidence from payment_events v
                 where v.merchant_id = p.merchant_id and v.payment_id = p.payment_id and v.at = $3
                 order by v.version desc limit 1
              ) e on true
             where p.merchant_id = $1 and p.payment_id = $2`,
  refund: `select p.invoice_number as name, e.event, e.actor,
                  array[e.evidence ->> 'askedBy', e.evidence ->> 'decidedBy'] as people
             from refunds r
             join payments p on p.merchant_id = r.merchant_id and p.payment_id = r.payment_id
             left join lateral (
               select v.event, v.actor, v.evidence from refund_events v
                where v.merchant_id = r.merchant_id and v.refund_id = r.refund_id and v.at = $3
                order by v.version desc limit 1
             ) e on true
            where r.merchant_id = $1 and r.refund_id = $2`,
  chunk: `select c.bank || ' ' || coalesce(s.day, c.day) as name, null as event,
                 case when s.statement_id is null then 'operator' else 'statement' end as actor,
                 array[x.asked_by, x.approved_by]::text[] as people
            from reconciled_chunks c
            left join statements s on s.statement_id = c.statement_id
            left join exceptions x on s.statement_id is null and x.merchant_id = c.merchant_id and x.exception_id = c.chunk_id
           where c.merchant_id = $1 and c.chunk_id = $2 and $3::timestamptz is not null`,
  batch: `select b.bank || ' ' || b.day as name, null as event, 'settlement' as actor, null as people
            from settlement_batches b
           where b.merchant_id = $1 and b.batch_id = $2 and $3::timestamptz is not null`,
  payout: `select o.account as name, e.state as event, e.actor, null as people
             from payouts o
             left join lateral (
               select v.state, v.actor from payout_events v
                where v.merchant_id = o.merchant_id and v.payout_id = o.payout_id and v.at = $3
                order by v.version desc limit 1
             ) e on true
            where o.merchant_id = $1 and o.payout_id = $2`,
  exception: `select x.bank || ' ' || x.day as name,
                     case when x.resolved_at = $3 then x.resolution else x.reason end as event,
                     case when x.resolved_at = $3 and x.asked_by is not null then 'operator' else 'statement' end as actor,
                     case when x.resolved_at = $3 then array[x.asked_by, x.approved_by]::text[] end as people
                from exceptions x
               where x.merchant_id = $1 and x.exception_id = $2`,
};

/** What stands behind a journal of this kind of subject. */
export function behindQuery(
  kind: SubjectKind,
  merchantId: string,
  subjectId: string,
  madeAt: number,
): Query {
  return {
    name: `bo-behind-${kind}`,
    text: BEHIND[kind],
    values: [merchantId, subjectId, instant(madeAt)],
  };
}
