// Reads a bank's statement file by its profile, line by line, in bounded memory. Every fault names its line and its column.
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { StatementProfile } from '../banks/statement-profile.ts';
import { plusDays } from '../settlement/calendar.ts';
import { BadStatement, shown } from './bad-statement.ts';
import { linesOf, LONGEST_LINE, type FileRead } from './file-lines.ts';
import { readLine } from './read-line.ts';
import { noSums, type FileSums, type StatementLine } from './statement.ts';

/** Opens the file from its beginning. */
export type OpenFile = () => AsyncIterable<Buffer>;

export interface ReadSettings {
  profile: StatementProfile;
  /** The bank's day of the file. */
  day: string;
  /** Called with the next lines, some thousands of them; the ones after them are read meanwhile, and wait for it to end. */
  onLines(lines: StatementLine[]): Promise<void> | void;
  mostBytes?: number;
}

/** Lines that are handed on at once. */
const BATCH = 5000;

/** More than any bank moves in a day; what the sums of a statement are held in. */
const MOST_SUM = 9_000_000_000_000_000_000n;

interface CsvRecord {
  record: string[];
  info: { lines: number };
}

/**
 * Reads the whole file and answers its sums, its size and its hash. Throws {@link BadStatement} at the first fault: another
 * encoding, other columns, a line that is none, a file that ends before its last line, lines of another day. What was handed on
 * before is then void.
 */
export async function readStatement(
  open: OpenFile,
  settings: ReadSettings,
): Promise<FileSums & FileRead> {
  const seen: { read?: FileRead } = {};
  const reading = startReading(settings);
  let batch: StatementLine[] = [];
  let taking = Promise.resolve();
  const handOn = async (): Promise<void> => {
    const lines = batch;
    batch = [];
    await taking;
    if (lines.length > 0) taking = Promise.resolve(settings.onLines(lines));
    // A failure is met where it is awaited next; until then somebody must listen.
    taking.catch(() => undefined);
  };
  try {
    for await (const { record, info } of recordsOf(open, settings, seen)) {
      const line = reading.next(record, info.lines);
      if (line !== null && batch.push(line) >= BATCH) await handOn();
    }
    const sums = reading.end();
    await handOn();
    await taking;
    if (seen.read === undefined) throw new BadStatement('the file ends before it was read');
    return { ...sums, ...seen.read };
  } catch (error) {
    // Nothing is under way any more when the caller learns of it.
    await Promise.allSettled([taking]);
    throw error;
  }
}

async function* recordsOf(
  open: OpenFile,
  { profile, mostBytes }: ReadSettings,
  seen: { read?: FileRead },
): AsyncGenerator<CsvRecord> {
  const parser = parse({
    bom: true,
    delimiter: profile.delimiter,
    info: true,
    max_record_size: LONGEST_LINE,
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n', '\r'],
  });
  const source = Readable.from(linesOf(open(), seen, mostBytes));
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const one of parser) yield one as CsvRecord;
  } catch (error) {
    throw error instanceof CsvError ? asBadStatement(error) : error;
  } finally {
    source.destroy();
  }
}

/** The parser's own faults in our words. */
function asBadStatement(error: CsvError): BadStatement {
  const { code, lines, column } = error as CsvError & { lines?: number; column?: unknown };
  const rules: Readonly<Record<string, string>> = {
    CSV_QUOTE_NOT_CLOSED: 'a quoted field does not end; is the file cut off?',
    CSV_INVALID_CLOSING_QUOTE: 'a character follows a closing quote',
    INVALID_OPENING_QUOTE: 'a quote stands inside a field that does not begin with one',
    CSV_MAX_RECORD_SIZE: `the line is longer than ${LONGEST_LINE} bytes`,
  };
  const at = typeof column === 'number' ? `${column + 1}` : null;
  return new BadStatement(rules[code] ?? `this is no CSV (${code})`, lines ?? null, at);
}

interface Reading {
  /** The line that a record is, or null for the first and the last one. */
  next(record: readonly string[], lineNo: number): StatementLine | null;
  /** The sums, when the last line has said the same. */
  end(): FileSums;
}

/** One file under way: header, lines, footer, nothing after it. */
function startReading({ profile, day }: ReadSettings): Reading {
  let headed = false;
  let ended: number | null = null;
  let lines = 0;
  let ofDay = 0;
  let last = 0;
  const sums = noSums();
  const before = plusDays(day, -1);

  return {
    next(record, lineNo) {
      last = lineNo;
      if (!headed) {
        mustBeHeader(profile, record, lineNo);
        headed = true;
        return null;
      }
      if (ended !== null) {
        throw new BadStatement(
          `a line follows the ${profile.footer.mark} of line ${ended}`,
          lineNo,
        );
      }
      if (record[0] === profile.footer.mark) {
        mustSay(profile, record, lineNo, { lines, sums });
        ended = lineNo;
        return null;
      }
      const line = readLine(profile, record, lineNo, [before, day]);
      lines += 1;
      if (line.day === day) ofDay += 1;
      sums[line.type] += line.amount;
      if (sums[line.type] > MOST_SUM) {
        throw new BadStatement('the sum of the lines is too large', lineNo, profile.columns.amount);
      }
      return line;
    },
    end() {
      if (!headed) throw new BadStatement('the file is empty: its header is missing', 1);
      if (ended === null) {
        const mark = profile.footer.mark;
        throw new BadStatement(
          `the file ends without its last line, ${mark}: half of it is missing`,
          last + 1,
        );
      }
      if (lines > 0 && ofDay === 0) {
        const rule = `no line is of ${day}: this is the file of another day`;
        throw new BadStatement(rule, 2, profile.columns.at);
      }
      return { lines, sums };
    },
  };
}

function mustBeHeader(profile: StatementProfile, record: readonly string[], lineNo: number): void {
  const { header } = profile;
  for (let n = 0; n < Math.max(header.length, record.length); n += 1) {
    const [want, is] = [header[n], record[n]];
    if (want === is) continue;
    const column = `${n + 1}`;
    if (is === undefined) throw new BadStatement(`the column ${want} is missing`, lineNo, column);
    if (want === undefined) {
      throw new BadStatement(`${shown(is)} is a column too many`, lineNo, column);
    }
    throw new BadStatement(`the column must be ${want}, and is ${shown(is)}`, lineNo, column);
  }
}

/** The last line says how many lines there are, and what they come to. */
function mustSay(
  { footer, header }: StatementProfile,
  record: readonly string[],
  lineNo: number,
  { lines, sums }: FileSums,
): void {
  const words = [
    { name: 'number of lines', want: `${lines}` },
    ...footer.sums.map((type) => ({ name: `sum of ${type}`, want: `${sums[type]}` })),
  ];
  words.forEach(({ name, want }, n) => {
    const is = (record[n + 1] ?? '').replace(/\.00$/, '');
    if (is === want) return;
    const rule = `the ${name} is ${want} by the lines, and ${shown(is)} by ${footer.mark}`;
    throw new BadStatement(
      `${rule}: half of the file is missing, or it was changed`,
      lineNo,
      `${n + 2}`,
    );
  });
  const most = Math.max(words.length + 1, header.length);
  if (record.slice(words.length + 1, most).some((field) => field !== '') || record.length > most) {
    throw new BadStatement(`${footer.mark} has fields too many`, lineNo, `${words.length + 2}`);
  }
}
