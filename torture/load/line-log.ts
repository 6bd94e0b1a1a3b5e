// A witness's log: lines of JSON that are on the disk before their writer goes on. One fdatasync serves all that wait.
import { open, type FileHandle } from 'node:fs/promises';

export interface LineLog {
  /** Resolves when the line is on the disk; lines are written in the order of the calls. Rejects when it cannot be. */
  append(line: object): Promise<void>;
  /** Waits for what is on its way, then closes the file. */
  close(): Promise<void>;
}

interface Waiting {
  text: string;
  written: PromiseWithResolvers<void>;
}

/** What is done to the file; a test hands in its own to see the order. */
export type Disk = Pick<FileHandle, 'appendFile' | 'datasync' | 'close'>;

/** Opens (or creates) the log and cuts a last line that its writer did not finish. */
export async function openLineLog(path: string): Promise<LineLog> {
  const file = await open(path, 'a+');
  await cutTornLine(file);
  return lineLogOn(file);
}

/** The log over a file that is open for appending. */
export function lineLogOn(disk: Disk): LineLog {
  let waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;
  let broken: Error | undefined;

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        // After a line that is half on the disk there must not be another.
        if (broken !== undefined) throw broken;
        await disk.appendFile(batch.map(({ text }) => text).join(''));
        await disk.datasync();
        for (const { written } of batch) written.resolve();
      } catch (error) {
        broken = error instanceof Error ? error : new Error(String(error));
        for (const { written } of batch) written.reject(broken);
      }
    }
    writing = null;
  }

  return {
    append(line) {
      const written = Promise.withResolvers<void>();
      waiting.push({ text: `${JSON.stringify(line)}\n`, written });
      // Whoever calls in the same turn shares the first write.
      writing ??= Promise.resolve().then(write);
      return written.promise;
    },
    async close() {
      await writing;
      await disk.close();
    },
  };
}

async function cutTornLine(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  const block = Buffer.alloc(65_536);
  for (let end = size; ;) {
    const start = Math.max(0, end - block.length);
    const { bytesRead } = await file.read(block, 0, end - start, start);
    const last = block.subarray(0, bytesRead).lastIndexOf('\n');
    if (last === -1 && start > 0) {
      end = start;
      continue;
    }
    const whole = start + last + 1;
    if (whole < size) await file.truncate(whole);
    return;
  }
}
