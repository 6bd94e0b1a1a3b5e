// All SQL of money in transit. What is taken and given back comes from the ledger's days, so that it costs days and not payments;
// everything else walks along the partial index of what is open.
import type { Query } from '../../base/db.ts';
import type { Reading } from '../../base/reading.ts';
import type { Whose } from './store.ts';

type Snapshot = Pick<Reading, 'rows'>;

/** What lies at a stage since a day of WIB. Whole rupiah. */
export interface Day {
  day: string;
  count: bigint;
  amount: string;
}

const IN_SCOPE =
  '($1::uuid[] is null or $M.merchant_id = any($1)) and ($2::text is null or $M.bank = $2)';

/**
 * Merchants and banks that have taken money, up to which day the bank's statements have been looked through, and how far the
 * ledger is summed. Reckoned before anything is compared with it: under row-level security an index is entered with plain
 * values alone, and a `coalesce` or a function of a column would make it a scan.
 */
const PAIRS = `pairs as materialized (
             select a.merchant_id, a.account, substr(a.account, 17) as bank, s.first_day, s.judged_day,
                    coalesce(s.judged_day, '-infinity') as seen_to,
                    coalesce((s.judged_day + 1)::timestamp at time zone 'Asia/Jakarta', '-infinity') as open_at,
                    case when s.judged_day is not null then s.first_day::timestamp at time zone 'Asia/Jakarta' end as first_at,
                    coalesce(k.journal_no, 0) as mark
               from ledger_accounts a
               left join (
                 select s.bank, min(s.day) as first_day, max(s.day) filter (where s.judged_at is not null) as judged_day
                   from statements s where s.state <> 'refused' group by s.bank
               ) s on s.bank = substr(a.account, 17)
               left join ledger_marks k on k.merchant_id = a.merchant_id
              where ($1::uuid[] is null or a.merchant_id = any($1)) and starts_with(a.account, 'bank_receivable:')
                and ($2::text is null or a.account = 'bank_receivable:' || $2)
           )`;

/** Days that no statement has been looked through for: those after the last one, and those before the first. */
const outside = (day: string): string =>
  `(p.judged_day is null or ${day} > p.judged_day or ${day} < p.first_day)`;

/** What the bank has shown of a merchant and bank, added up where it is read; its days are said behind it. */
const SEEN = `select i.succeeded_day, i.kind, count(*) as count, sum(i.amount) as amount from settlement_items i
                  where i.merchant_id = p.merchant_id and i.bank = p.bank and`;

/** How many journals of the merchants in question are not summed yet. */
export async function countUnsummed(at: Snapshot, { merchantIds }: Whose): Promise<bigint> {
  const [row] = await at.rows<{ journals: bigint }>({
    name: 'home-money-unsummed',
    text: `select coalesce(sum(j.journal_no - coalesce(k.journal_no, 0)), 0)::bigint as journals
             from merchants m
             left join ledger_marks k on k.merchant_id = m.merchant_id
            cross join lateral (
              select l.journal_no from ledger_journals l
               where l.merchant_id = m.merchant_id order by l.journal_no desc limit 1
            ) j
            where $1::uuid[] is null or m.merchant_id = any($1)`,
    values: [merchantIds],
  });
  return row?.journals ?? 0n;
}

/**
 * Payments that succeeded on days whose statement is not looked through yet, less what of them was seen, and refunds alike: by the
 * ledger's days, the journals behind them, and items of those days.
 */
export async function findTaken(
  at: Snapshot,
  whose: Whose,
): Promise<(Day & { kind: 'payment' | 'refund' })[]> {
  const booked = "case f.template when 'paymentSucceeded' then 'payment' else 'refund' end";
  return await at.rows({
    name: 'home-money-taken',
    text: `with ${PAIRS}, moved as (
             select p.merchant_id, (f.at at time zone 'Asia/Jakarta')::date as day, ${booked} as kind, f.journals as count,
                    f.debits + f.credits as amount
               from pairs p
              cross join lateral (
                select s.at, s.template, s.journals, s.debits, s.credits from ledger_sums s
                 where s.merchant_id = p.merchant_id and s.account = p.account and s.span = 'day'
                   and s.template in ('paymentSucceeded', 'refundSucceeded')
                   and s.at >= p.open_at
                union all
                select s.at, s.template, s.journals, s.debits, s.credits from ledger_sums s
                 where s.merchant_id = p.merchant_id and s.account = p.account and s.span = 'day'
                   and s.template in ('paymentSucceeded', 'refundSucceeded')
                   and s.at < p.first_at
              ) f
             union all
             select p.merchant_id, f.day, ${booked}, 1, f.amount
               from pairs p
              cross join lateral (
                select j.template, t.amount, (j.made_at at time zone 'Asia/Jakarta')::date as day
                  from ledger_journals j
                 cross join lateral (
                   select i.debit, i.credit, i.amount from ledger_transfers i
                    where i.merchant_id = p.merchant_id and i.journal_no = j.journal_no offset 0
                 ) t
                 where j.merchant_id = p.merchant_id and j.journal_no > p.mark
                   and j.template in ('paymentSucceeded', 'refundSucceeded') and p.account in (t.debit, t.credit)
              ) f
              where ${outside('f.day')}
             union all
             select p.merchant_id, i.succeeded_day, i.kind, -i.count, -i.amount
               from pairs p
              cross join lateral (${SEEN} i.succeeded_day > p.seen_to group by 1, 2) i
             union all
             select p.merchant_id, i.succeeded_day, i.kind, -i.count, -i.amount
               from pairs p
              cross join lateral (${SEEN} i.succeeded_day < p.first_day group by 1, 2) i
              where p.judged_day is not null
           )
           select m.day::text as day, m.kind, sum(m.count)::bigint as count, sum(m.amount)::text as amount
             from moved m group by m.day, m.kind having sum(m.count) <> 0 or sum(m.amount) <> 0`,
    values: valuesOf(whose),
  });
}

/** Payments and refunds of days that were looked through which the bank has not shown, or not rightly: each has its exception. */
export async function findUnseenOfExceptions(
  at: Snapshot,
  whose: Whose,
): Promise<(Day & { kind: 'payment' | 'refund' })[]> {
  return await at.rows({
    name: 'home-money-unseen',
    text: `with ${PAIRS}
           select f.day::text as day, f.kind, count(*) as count, sum(f.amount)::text as amount
             from pairs p
            cross join lateral (
              select (j.made_at at time zone 'Asia/Jakarta')::date as day, e.subject_kind as kind,
                     coalesce(y.amount, r.amount) as amount
                from exceptions e
                join ledger_journals j on j.merchant_id = e.merchant_id and j.subject_id = e.subject_id
                 and j.template = case e.subject_kind when 'payment' then 'paymentSucceeded' else 'refundSucceeded' end
                left join payments y on e.subject_kind = 'payment' and y.merchant_id = e.merchant_id
                 and y.payment_id = e.subject_id
                left join refunds r on e.subject_kind = 'refund' and r.merchant_id = e.merchant_id
                 and r.refund_id = e.subject_id
               where e.merchant_id = p.merchant_id and e.bank = p.bank and e.state = 'open'
                 and e.reason in ('missing_at_bank', 'amount_differs') and e.subject_kind in ('payment', 'refund')
                 and not exists (select from settlement_items i
                                  where i.merchant_id = e.merchant_id and i.item_id = e.subject_id)
               group by e.subject_id, 1, 2, 3
            ) f
            where not ${outside('f.day')}
            group by f.day, f.kind`,
    values: valuesOf(whose),
  });
}

/** What the books say is not on a statement yet, and what they hold in suspense. */
export async function findHeld(
  at: Snapshot,
  whose: Whose,
): Promise<{ receivable: bigint; suspense: bigint }> {
  const [row] = await at.rows<{ receivable: string; suspense: string }>({
    name: 'home-money-held',
    text: `select coalesce(sum(a.debits - a.credits) filter (where starts_with(a.account, 'bank_receivable:')), 0)::text
                    as receivable,
                  coalesce(sum(a.credits - a.debits) filter (where a.account = 'suspense'), 0)::text as suspense
             from ledger_accounts a
            where ($1::uuid[] is null or a.merchant_id = any($1))
              and (a.account = 'suspense' or starts_with(a.account, 'bank_receivable:'))
              and ($2::text is null or a.account in ('suspense', 'bank_receivable:' || $2))`,
    values: valuesOf(whose),
  });
  return { receivable: BigInt(row?.receivable ?? 0), suspense: BigInt(row?.suspense ?? 0) };
}

/** What the bank has shown and no batch has booked, by the day on which it is due and that on which it succeeded; the net of it. */
export async function findUnsettled(
  at: Snapshot,
  whose: Whose,
): Promise<(Day & { succeeded: string })[]> {
  return await at.rows({
    name: 'home-money-unsettled',
    text: `select i.due_day::text as day, i.succeeded_day::text as succeeded, count(*) as count,
                  sum(case i.kind when 'payment' then i.amount - i.fee else -i.amount end)::text as amount
             from settlement_items i
            where i.batch_id is null and ${inScope('i')}
            group by i.due_day, i.succeeded_day
           union all
           select b.day::text, b.day::text, b.items, b.net::text from settlement_batches b
            where b.state = 'collecting' and b.items > 0 and ${inScope('b')}`,
    values: valuesOf(whose),
  });
}

/** Payouts that nobody has answered. */
export async function findOpenPayouts(at: Snapshot, whose: Whose): Promise<Day[]> {
  return await at.rows(
    byDay(
      'payouts',
      'o',
      'o.created_at',
      'o.amount',
      `payouts o where o.state in ('ready', 'sent')`,
      whose,
    ),
  );
}

/** Refunds that merchants have asked for and the bank has not decided: what is under way has a due time. */
export async function findRefundsInTransit(at: Snapshot, whose: Whose): Promise<Day[]> {
  return await at.rows({
    name: 'home-money-refunds',
    text: `select (r.created_at at time zone 'Asia/Jakarta')::date::text as day, count(*) as count,
                  sum(r.amount)::text as amount
             from refunds r
             join payments p on p.merchant_id = r.merchant_id and p.payment_id = r.payment_id
            where r.due_at is not null and r.state in ('requested', 'unclear') and r.kind = 'merchant'
              and ($1::uuid[] is null or r.merchant_id = any($1)) and ($2::text is null or p.bank = $2)
            group by 1`,
    values: valuesOf(whose),
  });
}

/** Differences with the bank that nobody has resolved: the amount in question, or what two amounts differ by. */
export async function findOpenExceptions(at: Snapshot, whose: Whose): Promise<Day[]> {
  const amount = `case e.reason when 'amount_differs' then abs(e.amount - e.expected) else coalesce(e.amount, e.expected) end`;
  return await at.rows(
    byDay('exceptions', 'e', 'e.opened_at', amount, `exceptions e where e.state = 'open'`, whose),
  );
}

/** Money in suspense by what explains it: open exceptions, and what came after a final no and is not back. */
export async function findInSuspense(at: Snapshot, whose: Whose): Promise<Day[]> {
  return await at.rows({
    name: 'home-money-suspense',
    text: `select f.day::text as day, count(*) as count, sum(f.amount)::text as amount
             from (
               select (e.opened_at at time zone 'Asia/Jakarta')::date as day, e.booked as amount
                 from exceptions e where e.state = 'open' and e.booked <> 0 and ${inScope('e')}
               union all
               select (n.found_at at time zone 'Asia/Jakarta')::date, n.amount
                 from late_money n
                 join payments p on p.merchant_id = n.merchant_id and p.payment_id = n.payment_id
                 left join refunds r on r.merchant_id = n.merchant_id and r.refund_id = n.refund_id
                where r.state is distinct from 'succeeded'
                  and ($1::uuid[] is null or n.merchant_id = any($1)) and ($2::text is null or p.bank = $2)
             ) f
            group by f.day`,
    values: valuesOf(whose),
  });
}

/** What is open in a table, by the day since which it is. */
function byDay(
  name: string,
  alias: string,
  since: string,
  amount: string,
  from: string,
  whose: Whose,
): Query {
  return {
    name: `home-money-${name}`,
    text: `select (${since} at time zone 'Asia/Jakarta')::date::text as day, count(*) as count,
                  sum(${amount})::text as amount
             from ${from} and ${inScope(alias)} group by 1`,
    values: valuesOf(whose),
  };
}

function inScope(alias: string): string {
  return IN_SCOPE.replaceAll('$M', alias);
}

function valuesOf({ merchantIds, bank }: Whose): Query['values'] {
  return [merchantIds, bank];
}
