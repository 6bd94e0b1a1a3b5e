// The bank's journal as the stage needs it: what the bank has put off and not done yet.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

interface BookRecord {
  kind: string;
  id?: string;
  dueAt?: number;
}

/** The next moment, business ms, at which the bank does what it has put off; null when there is nothing. */
export async function nextDeferred(journal: string): Promise<number | null> {
  const waiting = new Map<string, number>();
  for await (const line of createInterface({ input: createReadStream(journal) })) {
    if (!line.includes('"call_deferred"') && !line.includes('"deferred_call_run"')) continue;
    for (const { kind, id = '', dueAt = 0 } of readLine(line)) {
      if (kind === 'call_deferred') waiting.set(id, dueAt);
      if (kind === 'deferred_call_run') waiting.delete(id);
    }
  }
  return waiting.size === 0 ? null : Math.min(...waiting.values());
}

/** The last line may be torn: the bank forgets it, too. */
function readLine(line: string): BookRecord[] {
  try {
    return JSON.parse(line) as BookRecord[];
  } catch {
    return [];
  }
}
