// What the shop remembers of visitors and orders: in memory, and every change as a line of a file.
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/** Things of one kind, each under its id. */
export interface Records<T> {
  get(id: string): T | undefined;
  put(id: string, value: T): void;
  all(): Iterable<T>;
}

/** Fields that hold whole rupiah: digits in the file, `bigint` in memory. */
const RUPIAH = new Set(['amount', 'price']);

/** The records of a file; what an earlier run wrote is there again. */
export function openRecords<T>(folder: string, name: string): Records<T> {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.jsonl`);
  const known = new Map<string, T>();
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  for (const line of text.split('\n')) {
    const read = readLine<T>(line);
    if (read !== undefined) known.set(read.id, read.value);
  }
  // One line for each is enough of the past; this also drops a line that a crash cut short.
  const whole = [...known].map(([id, value]) => writtenLine(id, value)).join('');
  writeFileSync(`${file}.new`, whole, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return {
    get: (id) => known.get(id),
    put(id, value) {
      appendFileSync(file, writtenLine(id, value), { mode: 0o600 });
      known.set(id, value);
    },
    all: () => known.values(),
  };
}

function writtenLine(id: string, value: unknown): string {
  const digits = (_: string, field: unknown): unknown =>
    typeof field === 'bigint' ? String(field) : field;
  return `${JSON.stringify({ id, value }, digits)}\n`;
}

function readLine<T>(line: string): { id: string; value: T } | undefined {
  if (line === '') return undefined;
  try {
    return JSON.parse(line, (name, field: unknown) =>
      RUPIAH.has(name) && typeof field === 'string' ? BigInt(field) : field,
    ) as { id: string; value: T };
  } catch {
    return undefined;
  }
}
