// The lines of a log, one after the other, however long the file is.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/** One line and where it ends. */
export interface Line {
  text: string;
  /** Its number in the file, from 1. */
  number: number;
  /** Whether it ends within the first `until` bytes. */
  early: boolean;
}

/** The size of a file now, bytes; 0 for one that is not there. */
export async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

/**
 * Calls `read` for every whole line of a file that may not be there. A torn last line, left by a crash of its writer, is
 * left out: what was not written whole was not said.
 */
export async function eachLine(
  path: string,
  read: (line: Line) => void,
  until = Number.POSITIVE_INFINITY,
): Promise<void> {
  if ((await sizeOf(path)) === 0) return;
  let rest: Buffer[] = [];
  let bytes = 0;
  let number = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const block = chunk as Buffer;
    let begin = 0;
    for (let end = block.indexOf(10); end !== -1; end = block.indexOf(10, begin)) {
      const piece = block.subarray(begin, end);
      const text = rest.length === 0 ? piece : Buffer.concat([...rest, piece]);
      rest = [];
      begin = end + 1;
      number += 1;
      if (text.length > 0) {
        read({ text: text.toString('utf8'), number, early: bytes + begin <= until });
      }
    }
    if (begin < block.length) rest.push(block.subarray(begin));
    bytes += block.length;
  }
}
