// SQL of what people are shown of a bank's days, over all merchants: for people of the gateway.
import type { Tx } from '../base/db.ts';

export interface DayCount {
  left: number;
  open: number;
  resolved: number;
  strays: number;
  closed: number | null;
}

/** What there is to count of each day that has anything. */
export async function countByDay(
  on: Tx,
  bank: string,
  from: string,
  to: string,
): Promise<Map<string, DayCount>> {
  const rows = await on.rows<DayCount & { day: string }>({
    name: 'days-count',
    text: `select d.day::text as day, sum(d.left_over)::int as left, sum(d.open)::int as open,
                  sum(d.resolved)::int as resolved, sum(d.strays)::int as strays, max(d.closed) as closed
             from (
               select m.day, 1 as left_over, 0 as open, 0 as resolved, 0 as strays, null::timestamptz as closed
                 from statement_merchants m
                where m.bank = $1 and m.day between $2 and $3 and m.done_at is null
               union all
               select e.day, 0, (e.state = 'open')::int, (e.state = 'resolved')::int, 0, null
                 from exceptions e where e.bank = $1 and e.day between $2 and $3
               union all
               select y.day, 0, 0, 0, 1, null
                 from statement_strays y where y.bank = $1 and y.day between $2 and $3 and y.owner_id is null
               union all
               select c.day, 0, 0, 0, 0, c.closed_at
                 from closed_days c where c.bank = $1 and c.day between $2 and $3
             ) d
            group by d.day`,
    values: [bank, from, to],
  });
  return new Map(rows.map(({ day, ...count }) => [day, count]));
}
