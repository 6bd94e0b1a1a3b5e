// What the shop was told: the last notifications in memory, every one in a file of JSON lines.
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface Received {
  /** ISO 8601. */
  received_at: string;
  verified: boolean;
  /** Why it was not believed. */
  doubt?: string;
  headers: Record<string, string>;
  /** The JSON that was sent, or the text when it was none. */
  body: unknown;
}

export interface Inbox {
  add(notification: Received): void;
  /** Newest first. */
  list(): readonly Received[];
  /** How many were ever received. */
  count(): number;
}

const KEPT = 500;

/** The inbox of a folder; what an earlier run received is there again. */
export function openInbox(folder: string): Inbox {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'notifications.jsonl');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (text !== '' && !text.endsWith('\n')) appendFileSync(file, '\n');
  const lines = text.split('\n').filter(isWhole);
  const kept = lines
    .slice(-KEPT)
    .map((line) => JSON.parse(line) as Received)
    .toReversed();
  let count = lines.length;
  return {
    add(notification) {
      // Written before it is acknowledged: what we said 2xx to is ours to remember.
      appendFileSync(file, `${JSON.stringify(notification)}\n`, { mode: 0o600 });
      kept.unshift(notification);
      kept.length = Math.min(kept.length, KEPT);
      count += 1;
    },
    list: () => kept,
    count: () => count,
  };
}

/** A line that a crash cut short is left out. */
function isWhole(line: string): boolean {
  try {
    return line !== '' && typeof JSON.parse(line) === 'object';
  } catch {
    return false;
  }
}
