// What is still to be done about money, in words, straight from the database: by when a day is over, a statement in and matched, a
// batch booked, a payout answered.
import { plusDays, wibDay } from '../../packages/gateway/src/settlement/calendar.ts';
import { dueRun } from '../../packages/gateway/src/settlement/run.ts';
import type { Straight } from './straight.ts';

export interface MoneyLeft {
  /** What is due at this business time, ms, and not done. */
  now(at: number): Promise<string[]>;
  /** What is to come by itself in the next days: what succeeded and was not shown yet, and what was shown and is not settled. */
  later(): Promise<string[]>;
  /** Days on which banks rest, beside the ends of weeks. */
  holidays(): Promise<ReadonlySet<string>>;
}

const NOW = `
  select 'the statement of ' || k.next as what
    from (select coalesce(max(s.day) + 1, (select (min(p.created_at) + interval '7 hours')::date from payments p)) as next
            from statements s where s.state <> 'refused') k
   where k.next <= $1::date
  union all
  select 'a statement is loaded: ' || s.day from statements s where s.state = 'loaded'
  union all
  select 'lines of ' || m.day || ' for ' || m.merchant_id || ' after ' || m.matched_through
    from statement_merchants m where m.done_at is null
  union all
  select 'what is missing on ' || s.day from statements s
   where s.state <> 'refused' and s.judged_at is null
     and exists (select from statements n where n.bank = s.bank and n.day = s.day + 1 and n.state <> 'refused')
  union all
  select 'a batch of ' || b.day || ' for ' || b.merchant_id || ' with ' || b.items
    from settlement_batches b where b.state = 'collecting'
  union all
  select 'the batch of ' || $2 || ' for ' || i.merchant_id from settlement_items i
   where i.batch_id is null and i.due_day <= $2::date
     and exists (select from bank_accounts a where a.merchant_id = i.merchant_id and a.is_default)
     and not exists (select from settlement_batches b
                      where b.merchant_id = i.merchant_id and b.bank = i.bank and b.day >= $2::date)
   group by i.merchant_id
  union all
  select 'a payout is ' || p.state || ' in ' || coalesce(f.state, 'no file') || ': ' || p.payout_id
    from payouts p left join payout_files f on f.file_id = p.file_id where p.state in ('ready', 'sent')`;

const LATER = `
  select 'not settled: ' || count(*) as what from settlement_items i where i.batch_id is null having count(*) > 0
  union all
  select 'not shown: ' || d.type || ' ' || count(*) from (
    select p.merchant_id, p.payment_id as id, 'debit' as type from payments p where p.state = 'succeeded'
    union all select n.merchant_id, n.payment_id, 'debit' from late_money n
    union all select r.merchant_id, r.refund_id, 'refund' from refunds r where r.state = 'succeeded'
    union all select o.merchant_id, o.payout_id, 'payout' from payouts o where o.state in ('paid', 'returned')
    union all select o.merchant_id, o.payout_id, 'payout_return' from payouts o where o.state = 'returned') d
   where not exists (select from statement_lines l
                      where l.merchant_id = d.merchant_id and l.subject_id = d.id and l.type = d.type
                        and l.status in ('matched', 'amount_differs'))
     and not exists (select from exceptions e where e.merchant_id = d.merchant_id and e.subject_id = d.id)
  group by d.type`;

/** The looks, over the stage's own line. */
export function openMoneyLeft(straight: Straight): MoneyLeft {
  const words = async (text: string, values: unknown[]): Promise<string[]> =>
    (await straight.rows<{ what: string }>(text, values)).map(({ what }) => what);
  async function holidays(): Promise<ReadonlySet<string>> {
    const rows = await straight.rows<{ day: string }>('select day::text from holidays');
    return new Set(rows.map(({ day }) => day));
  }
  return {
    holidays,
    async now(at) {
      const run = dueRun(await holidays(), at);
      return await words(NOW, [plusDays(wibDay(at), -1), run]);
    },
    later: () => words(LATER, []),
  };
}
