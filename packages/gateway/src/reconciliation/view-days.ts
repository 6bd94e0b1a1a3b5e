// A bank's days as people look at them: the statement of each, how far it is matched, and what is open.
import type { Tx } from '../base/db.ts';
import { plusDays } from '../settlement/calendar.ts';
import { countByDay } from './store-days-view.ts';
import { listStatements, type StatementRow } from './store-statements.ts';

export interface DayView {
  day: string;
  /** Null: none has come, or none that was good. */
  statement: StatementRow | null;
  /** Files of this day that were not taken. */
  refused: number;
  /** Merchants whose lines are not matched yet. */
  left: number;
  exceptions: { open: number; resolved: number };
  /** Lines of partners that are nobody here. */
  strays: number;
  /** When the day was closed, epoch ms; null while it is open. */
  closed: number | null;
}

/** The days from one to another, both included. */
export async function viewDays(on: Tx, bank: string, from: string, to: string): Promise<DayView[]> {
  const statements = await listStatements(on, bank, from, to);
  const counts = await countByDay(on, bank, from, to);
  const days: DayView[] = [];
  for (let day = from; day <= to; day = plusDays(day, 1)) {
    const own = statements.filter((one) => one.day === day);
    const count = counts.get(day);
    days.push({
      day,
      statement: own.find(({ state }) => state !== 'refused') ?? null,
      refused: own.filter(({ state }) => state === 'refused').length,
      left: count?.left ?? 0,
      exceptions: { open: count?.open ?? 0, resolved: count?.resolved ?? 0 },
      strays: count?.strays ?? 0,
      closed: count?.closed ?? null,
    });
  }
  return days;
}
