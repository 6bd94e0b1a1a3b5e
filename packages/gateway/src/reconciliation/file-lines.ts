// The bytes of a statement file before they are parsed: never too many, no line too long, every one of them UTF-8.
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { BadStatement } from './bad-statement.ts';

/** A file of more bytes is refused: ten million lines and more of a bank's. */
export const MOST_BYTES = 1024 ** 3;

/** A line of more bytes is none of a bank's statement. */
export const LONGEST_LINE = 4096;

const LF = 0x0a;

export interface FileRead {
  bytes: number;
  sha256: Buffer;
}

/**
 * Hands the file on as text that ends with whole lines, holding no more than one chunk and the line that it has begun.
 * Throws {@link BadStatement}. `seen` is filled when all has been read.
 */
export async function* linesOf(
  chunks: AsyncIterable<Buffer>,
  seen: { read?: FileRead },
  mostBytes = MOST_BYTES,
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  let bytes = 0;
  let line = 1;
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > mostBytes) {
      throw new BadStatement(
        `the file is too large: a statement has ${mostBytes} bytes at the most`,
      );
    }
    hash.update(chunk);
    const last = chunk.lastIndexOf(LF);
    if (last < 0) {
      rest = Buffer.concat([rest, chunk]);
      if (rest.length > LONGEST_LINE) throw tooLong(line);
      continue;
    }
    const whole = Buffer.concat([rest, chunk.subarray(0, last + 1)]);
    rest = Buffer.from(chunk.subarray(last + 1));
    line += checked(whole, line);
    if (rest.length > LONGEST_LINE) throw tooLong(line);
    yield whole.toString('utf8');
  }
  if (rest.length > 0) {
    checked(rest, line);
    yield rest.toString('utf8');
  }
  seen.read = { bytes, sha256: hash.digest() };
}

/** Answers how many lines end in these bytes; throws for one that is too long or no UTF-8. */
function checked(bytes: Buffer, first: number): number {
  const isText = isUtf8(bytes);
  let line = first;
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(LF, from);
    const to = end < 0 ? bytes.length : end;
    if (to - from > LONGEST_LINE) throw tooLong(line);
    if (!isText) mustBeText(bytes.subarray(from, to), line);
    if (end < 0) break;
    line += 1;
    from = end + 1;
  }
  return line - first;
}

function mustBeText(bytes: Buffer, line: number): void {
  if (isUtf8(bytes)) return;
  let good = 0;
  while (good < bytes.length && isUtf8(bytes.subarray(0, good + 1))) good += 1;
  // A character of several bytes is no text by itself; the fault is at the first byte that no more bytes would mend.
  for (let size = 2; size <= 4 && good + size <= bytes.length; size += 1) {
    if (!isUtf8(bytes.subarray(0, good + size))) continue;
    good += size;
    while (good < bytes.length && isUtf8(bytes.subarray(0, good + 1))) good += 1;
    size = 1;
  }
  const character = bytes.subarray(0, good).toString('utf8').length + 1;
  throw new BadStatement('the file is not in UTF-8, as this bank writes it', line, `${character}`);
}

function tooLong(line: number): BadStatement {
  return new BadStatement(`the line is longer than ${LONGEST_LINE} bytes`, line);
}
