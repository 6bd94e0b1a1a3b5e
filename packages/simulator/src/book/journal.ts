// The journal: an append-only file of JSON lines. One line is one commit; concurrent lines
// share one fsync.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

export interface Journal {
  /** Queues one line; {@link Journal.settled} says when it and all before it are on the disk. */
  append(line: string): void;
  /** Resolves when everything appended so far is durable; at once when nothing is under way. */
  settled(): Promise<void> | undefined;
  close(): Promise<void>;
}

/**
 * Opens the journal after handing every whole line of it to `read`. A torn last line (a crash
 * while writing) is cut off; a broken line elsewhere throws, naming its number.
 */
export async function openJournal(
  path: string,
  read: (line: string) => void,
  options: { fsync: boolean },
): Promise<Journal> {
  const file = await open(path, 'a+', 0o600);
  try {
    await file.truncate(await readLines(path, read));
  } catch (error) {
    await file.close();
    throw error;
  }
  return groupWriter(file, options.fsync);
}

/** Calls `read` for each whole line and returns how many bytes of the file they take. */
async function readLines(path: string, read: (line: string) => void): Promise<number> {
  let rest = Buffer.alloc(0);
  let whole = 0;
  let number = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    let block = Buffer.concat([rest, chunk as Buffer]);
    for (let end = block.indexOf(10); end !== -1; end = block.indexOf(10)) {
      number += 1;
      try {
        read(block.toString('utf8', 0, end));
      } catch (error) {
        throw new Error(`${path}: line ${number} is broken`, { cause: error });
      }
      whole += end + 1;
      block = block.subarray(end + 1);
    }
    rest = block;
  }
  return whole;
}

function groupWriter(file: FileHandle, fsync: boolean): Journal {
  let waiting: string[] = [];
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  async function flush(): Promise<void> {
    const lines = waiting;
    waiting = [];
    next = undefined;
    await file.appendFile(`${lines.join('\n')}\n`);
    if (fsync) await file.datasync();
  }

  // The batch of everything queued since the running one began: it starts when that one ends, and
  // never runs after a failure, so that no later line can follow a gap.
  function schedule(): Promise<void> {
    const before = running;
    const batch = (before ?? Promise.resolve()).then(flush);
    running = batch;
    // A failed batch stays, so that everything after it fails too.
    void forget(batch);
    return batch;
  }

  async function forget(batch: Promise<void>): Promise<void> {
    try {
      await batch;
      if (running === batch) running = undefined;
    } catch {
      // Whoever waits for the batch hears of it.
    }
  }

  return {
    append(line) {
      waiting.push(line);
      next ??= schedule();
    },
    settled: () => next ?? running,
    async close() {
      await Promise.allSettled([next ?? running]);
      await file.close();
    },
  };
}
