// The table of the sabotages: which were caught, by what, and how fast.
import { numberOf } from './sabotages.ts';
import type { Sabotage } from './types.ts';

export interface Verdict {
  sabotage: Sabotage;
  isCaught: boolean;
  /** Invariants that turned red; `rest` when something did not come to rest. */
  caughtBy: readonly string[];
  seconds: number;
  /** The first finding, or why there is none. */
  says: string;
}

/** The columns that hold words. */
const LEFT: ReadonlySet<number> = new Set([1, 2]);

/** Lines of text: a head, one for each, and the sum. */
export function tableOf(verdicts: readonly Verdict[]): string[] {
  const rows = verdicts.map(({ sabotage, isCaught, caughtBy, seconds }) => [
    String(numberOf(sabotage)),
    sabotage.title,
    isCaught ? caughtBy.join(' ') : 'NOT CAUGHT',
    seconds.toFixed(1),
    String(sabotage.budgetSeconds),
  ]);
  const head = ['#', 'Sabotage', 'Caught by', 'Seconds', 'Budget'];
  const widths = head.map((name, n) =>
    Math.max(name.length, ...rows.map((row) => row[n]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, n) => (LEFT.has(n) ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0)))
      .join('  ');
  const caught = verdicts.filter(({ isCaught }) => isCaught).length;
  return ['', line(head), ...rows.map(line), '', `${caught} of ${verdicts.length} are caught`];
}
