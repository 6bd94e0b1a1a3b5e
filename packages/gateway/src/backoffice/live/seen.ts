// Which changes were told already: what is read again, because something older may have been committed since, is told once.
import type { ChangeRow } from './store.ts';

export interface Freshness {
  /** The rows that were never given before, oldest first; remembers them. */
  fresh(rows: readonly ChangeRow[]): ChangeRow[];
  /** Forgets what is so old at `now` that it is not read again. */
  forget(now: number): void;
  /** How many changes are remembered. */
  size(): number;
}

/**
 * What was told, each kind for as long as it may be read again, ms. Approvals are few and wait for days; of everything else
 * there are thousands a second, and a minute of them is what a process can bear to know.
 */
export function createFreshness(changesMs: number, approvalsMs: number): Freshness {
  const changes = new Map<string, number>();
  const approvals = new Map<string, number>();
  return {
    fresh(rows) {
      const fresh: ChangeRow[] = [];
      for (const row of rows.toSorted((a, b) => a.at - b.at)) {
        const seen = row.kind === 'approval' ? approvals : changes;
        const key = `${row.kind} ${row.id} ${row.version} ${row.state}`;
        if (seen.has(key)) continue;
        seen.set(key, row.at);
        fresh.push(row);
      }
      return fresh;
    },
    forget(now) {
      drop(changes, now - changesMs);
      drop(approvals, now - approvalsMs);
    },
    size: () => changes.size + approvals.size,
  };
}

function drop(seen: Map<string, number>, before: number): void {
  for (const [key, at] of seen) if (at < before) seen.delete(key);
}
