// Which changes were told already: what is read again, because something older may have been committed since, is told once.
import type { ChangeRow } from './store.ts';

export interface Seen {
  /** The rows that were never given before, oldest first; remembers them. */
  fresh(rows: readonly ChangeRow[]): ChangeRow[];
  /** Forgets what is older than this instant and is not read again. */
  forget(before: number): void;
}

export function createSeen(): Seen {
  const seen = new Map<string, number>();
  return {
    fresh(rows) {
      const fresh: ChangeRow[] = [];
      for (const row of rows.toSorted((a, b) => a.at - b.at)) {
        const key = `${row.kind} ${row.id} ${row.version} ${row.state}`;
        if (seen.has(key)) continue;
        seen.set(key, row.at);
        fresh.push(row);
      }
      return fresh;
    },
    forget(before) {
      for (const [key, at] of seen) if (at < before) seen.delete(key);
    },
  };
}
