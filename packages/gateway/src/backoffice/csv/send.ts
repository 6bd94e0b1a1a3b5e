// A list as a file: streamed row by row as fast as the client reads it, with nothing held but one batch, until it leaves.
import { stringify } from 'csv-stringify';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { z } from 'zod';
import type { Query } from '../../base/db.ts';
import { safeText } from '../../base/safe-text.ts';
import type { CsvQuery } from '../contract/payments.ts';
import { Denied } from '../denied.ts';
import type { Call, Shape, Streamed } from '../route.ts';
import { writeNote } from '../payments/note.ts';
import { DEFAULT_ZONE, isZone, timeIn, zoneWords } from './words.ts';

/** Rows that are fetched at once. */
const BATCH = 500;

/** A cell: a number as it is, a text made safe. */
type Cell = string | bigint | null;

/** The name of a column and its cell; a name that ends in `_at` gets the zone. */
export type Column<W> = readonly [name: string, cell: (row: W, zone: string) => Cell];

export interface File<R, W> {
  /** In the file's name. */
  name: string;
  /** In the audit, where that is another word; and the file is then of no range of time. */
  noted?: string;
  columns: readonly Column<W>[];
  query: Query;
  word(row: R): W;
}

/** A time of a row in the file's zone. */
export function instantWord(instant: string | null, zone: string): string | null {
  return instant === null ? null : timeIn(Date.parse(instant), zone);
}

/** An amount as a number. */
export function moneyWord(amount: string): bigint {
  return BigInt(amount);
}

/** Sends the file, with a note in the audit before its first byte. Throws `field_invalid` for an unknown zone. */
export async function sendCsv<R, W>(call: Call<Shape>, file: File<R, W>): Promise<Streamed> {
  const query = call.query as z.output<typeof CsvQuery>;
  const zone = query.zone ?? DEFAULT_ZONE;
  if (!isZone(zone)) throw new Denied('field_invalid', { field: 'zone' });
  const after = JSON.parse(JSON.stringify(query, plainly)) as unknown;
  const act = `${file.noted ?? file.name}.exported`;
  await writeNote(call.ctx, call.note(act, call.scope.workspace, { after }));

  const { reply, reading } = call;
  // A file that ends well is taken for whole; a connection that breaks is not.
  const cutOff = (): void => void reply.raw.destroy();
  const batches = reading.stream<R>(file.query, BATCH, cutOff)[Symbol.asyncIterator]();
  // What can be refused is refused before the file begins.
  const first = await batches.next();
  reply.hijack();
  reply.raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${fileName(call, file, query)}"`,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  // So that spreadsheets take it for UTF-8.
  reply.raw.write('\uFEFF');
  const rows = rowsOf(file, headOf(file, zone, call.ctx.clock.now()), zone, first, batches);
  try {
    await pipeline(Readable.from(rows), stringify(), reply.raw);
  } catch (error) {
    // Its head has left: all that can be said now is that the file is cut short.
    reply.raw.destroy();
    if (!hasLeft(error)) call.ctx.log.error('an export broke off', {}, error);
  } finally {
    // Also when the client has left, even before its first row: the cursor is not kept open for nobody.
    await batches.return?.();
  }
  return 'streamed';
}

function headOf<R, W>({ columns }: File<R, W>, zone: string, now: number): Cell[] {
  const words = zoneWords(zone, now);
  return columns.map(([name]) => (name.endsWith('_at') ? `${name} (${words})` : name));
}

async function* rowsOf<R, W>(
  { columns, word }: File<R, W>,
  head: Cell[],
  zone: string,
  first: IteratorResult<R[]>,
  batches: AsyncIterator<R[]>,
): AsyncGenerator<Cell[]> {
  yield head;
  for (let batch = first; batch.done !== true; batch = await batches.next()) {
    for (const row of batch.value) {
      const worded = word(row);
      yield columns.map(([, cell]) => safe(cell(worded, zone)));
    }
  }
}

function safe(cell: Cell): Cell {
  return typeof cell === 'string' ? safeText(cell) : cell;
}

function fileName(
  { scope, ctx }: Call<Shape>,
  { name, noted }: Pick<File<never, never>, 'name' | 'noted'>,
  { from, to }: { from?: string | undefined; to?: string | undefined },
): string {
  if (noted !== undefined) return `${name}-${scope.workspace}.csv`;
  const until = to ?? new Date(ctx.clock.now()).toISOString();
  const range = [from, until].map((one) => (one === undefined ? 'start' : one.slice(0, 10)));
  return `${name}-${scope.workspace}-${range.join('-to-')}.csv`;
}

/** A merchant may call a customer by an e-mail address, and an audit forgets nothing. */
function plainly(key: string, value: unknown): unknown {
  if (key === 'customer_id') return '***';
  return typeof value === 'bigint' ? `${value}` : value;
}

function hasLeft(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
