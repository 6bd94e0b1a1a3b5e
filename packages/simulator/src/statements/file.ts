// GET /sandbox/statements/{day}: a bank day as one file of CSV, made while it is sent.
import { Readable } from 'node:stream';
import { formatSnapTimestamp } from '@tarik/wire/snap/timestamp';
import type { Bank } from '../bank.ts';
import { BROKEN, MOVEMENTS } from '../book/entries.ts';
import type { DifferenceKind, Movement, MovementType } from '../book/entries.ts';
import { wibDate } from '../clock.ts';
import { notOver, realDay } from './day.ts';
import { statementLines } from './lines.ts';

const COLUMNS = [
  'date_time',
  'partner_id',
  'type',
  'bank_reference',
  'partner_reference',
  'amount',
  'currency',
] as const;
type Column = (typeof COLUMNS)[number];
/** What is missing in a file with wrong columns. */
const LEFT_OUT: Column = 'partner_reference';

const CHUNK_LINES = 1000;
const END = '\r\n';

/**
 * The statement of a day that is over; with `soFar` that of a day that is not, without the last line, by which a reader
 * knows that a file is whole. Throws a refusal that names `date`.
 */
export function statementFile(bank: Bank, date: string, soFar: boolean): Readable {
  const day = realDay(date);
  const isOver = day < wibDate(bank.clock.now());
  if (!isOver && !soFar) throw notOver(day);
  const broken = brokenKind(bank, day);
  const chunks = fileChunks(bank, day, { isWhole: isOver && broken !== 'half', broken });
  return Readable.from(encoded(chunks, broken), { objectMode: false });
}

function* fileChunks(
  bank: Bank,
  day: string,
  { isWhole, broken }: { isWhole: boolean; broken: DifferenceKind | undefined },
): Generator<string> {
  const columns = COLUMNS.filter((one) => broken !== 'columns' || one !== LEFT_OUT);
  const sums = new Map<MovementType, bigint>(MOVEMENTS.map((type) => [type, 0n]));
  // Half a file ends in the middle of its line in the middle.
  const most = broken === 'half' ? Math.floor(countLines(bank, day) / 2) : Infinity;
  let lines = 0;
  let chunk = columns.join(',') + END;
  for (const movement of statementLines(bank, day)) {
    const line = lineOf(movement, columns);
    if (lines >= most) {
      yield chunk + line.slice(0, line.length / 2);
      return;
    }
    sums.set(movement.type, (sums.get(movement.type) ?? 0n) + movement.amount);
    lines += 1;
    chunk += line + END;
    if (lines % CHUNK_LINES > 0) continue;
    yield chunk;
    chunk = '';
  }
  const totals = MOVEMENTS.map((type) => `${sums.get(type)}.00`);
  yield isWhole ? chunk + ['TOTAL', lines, ...totals].join(',') + END : chunk;
}

/** UTF-8, or what a reader of UTF-8 must refuse. */
function* encoded(chunks: Iterable<string>, broken: DifferenceKind | undefined): Generator<Buffer> {
  if (broken === 'encoding') yield Buffer.from([0xff, 0xfe]);
  for (const chunk of chunks) yield Buffer.from(chunk, broken === 'encoding' ? 'utf16le' : 'utf8');
}

function lineOf(movement: Movement, columns: readonly Column[]): string {
  const cells: Readonly<Record<Column, string>> = {
    date_time: formatSnapTimestamp(movement.at),
    partner_id: csvText(movement.partner),
    type: movement.type,
    bank_reference: movement.reference,
    partner_reference: csvText(movement.partnerReference),
    amount: `${movement.amount}.00`,
    currency: 'IDR',
  };
  return columns.map((column) => cells[column]).join(',');
}

/** References are the partner's own text: quoted where CSV wants it (RFC 4180). */
function csvText(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function countLines(bank: Bank, day: string): number {
  let count = 0;
  for (const _ of statementLines(bank, day)) count += 1;
  return count;
}

/** How the files of a day are broken as a whole: as was ordered last. */
function brokenKind(bank: Bank, day: string): DifferenceKind | undefined {
  const kinds: readonly string[] = BROKEN;
  return bank.book.state.differences.findLast((one) => one.day === day && kinds.includes(one.kind))
    ?.kind;
}
