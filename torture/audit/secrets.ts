// Secrets in plain, in what processes printed and in everything that our database holds: X2 and O5.
//
// Canaries and merchants' secrets are searched byte for byte. Account and phone numbers from the bank's journal count
// where no further digit touches them. An OTP is six digits, and with many payments every sixth number is somebody's: it
// counts only as a value that stands alone under a name that speaks of an OTP, or alone in quotes.
import { createReadStream } from 'node:fs';
import type { BankBook } from './bank-book.ts';
import type { Findings } from './findings.ts';
import { sizeOf } from './lines.ts';
import { createSearch, type Search } from './search.ts';
import type { Snapshot } from './snapshot.ts';
import type { Evidence } from './types.ts';

/** More numbers than this are not searched for one by one; the first are enough to find a leak. */
const MOST_NUMBERS = 5_000;
const TOUCHING = 64;

interface Hunt {
  search: Search;
  numbers: ReadonlySet<string>;
  otps: ReadonlySet<string>;
  findings: Findings;
  /** What was found where, so that one leak is one finding. */
  found: Set<string>;
}

/** Searches logs and tables. Answers how many secrets were found in plain, each counted once per place. */
export async function judgeSecrets(
  snapshot: Snapshot,
  evidence: Evidence,
  book: BankBook,
  findings: Findings,
): Promise<number> {
  const numbers = new Set([...book.accounts, ...book.phones].filter(isLong).slice(0, MOST_NUMBERS));
  const texts = [...evidence.canaries, ...evidence.merchants.map(({ secret }) => secret)];
  const hunt: Hunt = {
    search: createSearch([...texts, ...numbers]),
    numbers,
    otps: book.otps,
    findings,
    found: new Set(),
  };
  findings.look('X2', texts.length + numbers.size);
  findings.look('O5', book.otps.size);
  for (const log of evidence.processLogs) await searchFile(hunt, log);
  await searchTables(hunt, snapshot);
  return hunt.found.size;
}

function isLong(digits: string): boolean {
  return digits.length >= 9;
}

async function searchFile(hunt: Hunt, path: string): Promise<void> {
  if ((await sizeOf(path)) === 0) return;
  const name = path.slice(path.lastIndexOf('/') + 1);
  let kept = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const block = Buffer.concat([kept, chunk as Buffer]);
    searchBytes(hunt, block, name);
    kept = block.subarray(Math.max(0, block.length - Math.max(hunt.search.longest, TOUCHING)));
  }
}

function searchBytes(hunt: Hunt, bytes: Buffer, place: string): void {
  hunt.search.in(bytes, (text, at) => {
    const isNumber = hunt.numbers.has(text);
    if (isNumber && (isDigit(bytes[at - 1]) || isDigit(bytes[at + text.length]))) return;
    report(hunt, 'X2', text, place);
  });
  if (hunt.otps.size === 0) return;
  // latin1 keeps one character per byte, and everything that an OTP is written with is in it.
  const text = bytes.toString('latin1');
  for (const pattern of [NAMED_OTP, LONE_OTP]) {
    for (const [, otp = ''] of text.matchAll(pattern)) {
      if (hunt.otps.has(otp)) report(hunt, 'O5', otp, place);
    }
  }
}

/** What separates the values of a row where they are searched. */
const BETWEEN = '\x01';

/** `"otp":"123456"`, `otp=123456`, `OTP is 123456`, `\\"otp\\": 123456` … */
const NAMED_OTP = /otp[a-z_]{0,8}[^0-9a-z]{1,6}(?:is|was|of)?[^0-9a-z]{0,3}(\d{6})(?!\d)/gi;
/** `"123456"`, or the whole value of a row; in JSON that names it as money it is money. */
const LONE_OTP = /(?<!"(?:amount|net|value|minimum)": ?)["'\x01](\d{6})(?=["'\\\x01 ])/g;

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}

function report(hunt: Hunt, invariant: 'X2' | 'O5', secret: string, place: string): void {
  const name = `${invariant} ${place} ${secret}`;
  if (hunt.found.has(name)) return;
  hunt.found.add(name);
  // The finding is printed: it names the secret without repeating it.
  const shown =
    secret.length > 6 ? `${secret.slice(0, 3)}… (${secret.length} characters)` : 'an OTP';
  hunt.findings.wrong(invariant, place, `${shown} stands in plain`);
}

/** Columns that hold what the merchant chose: six digits that stand alone there are no OTP. */
const CHOSEN: ReadonlySet<string> = new Set(['request_id', 'invoice_number', 'client_id']);

async function searchTables(hunt: Hunt, snapshot: Snapshot): Promise<void> {
  const columns = await snapshot.all<{ table: string; name: string; type: string }>(
    `select c.relname as table, a.attname as name, t.typname as type
       from pg_class c
       join pg_namespace s on s.oid = c.relnamespace and s.nspname = current_schema()
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       join pg_type t on t.oid = a.atttypid
      where c.relkind in ('r', 'p') order by c.relname, a.attnum`,
  );
  for (const [table, own] of Map.groupBy(columns, (column) => column.table)) {
    // Numbers and times are no place for a secret.
    const searched = own.filter(({ type }) => TEXTUAL.has(type));
    if (searched.length > 0) await searchTable(hunt, snapshot, table, searched);
  }
}

const TEXTUAL: ReadonlySet<string> = new Set([
  'text',
  'varchar',
  'bpchar',
  'json',
  'jsonb',
  'bytea',
]);

/** Columns are searched in one piece per row: texts, then what the merchant chose, then bytes as they are. */
async function searchTable(
  hunt: Hunt,
  snapshot: Snapshot,
  table: string,
  columns: readonly { name: string; type: string }[],
): Promise<void> {
  const bytes = columns.filter(({ type }) => type === 'bytea');
  const texts = columns.filter(({ type }) => type !== 'bytea');
  const free = joined(
    texts.filter(({ name }) => !CHOSEN.has(name)),
    BETWEEN,
  );
  const chosen = joined(
    texts.filter(({ name }) => CHOSEN.has(name)),
    ' ',
  );
  const raw = bytes.map(({ name }, n) => `, "${name}" as bytes${n}`).join('');
  let batch: Buffer[] = [];
  let size = 0;
  const search = (): void => {
    if (batch.length > 0) searchBytes(hunt, Buffer.concat(batch), `table ${table}`);
    batch = [];
    size = 0;
  };
  await snapshot.each<Record<string, string | Buffer | null>>(
    `select ${free} as free, ${chosen} as chosen${raw} from "${table}"`,
    (row) => {
      for (const value of Object.values(row)) {
        const piece = typeof value === 'string' ? Buffer.from(value) : value;
        if (piece === null || piece.length === 0) continue;
        // What the merchant chose is no value of its own here, whatever it looks like.
        batch.push(value === row['chosen'] ? MARK : SEPARATOR, piece, SPACE);
        size += piece.length;
      }
      if (size > 1 << 20) search();
    },
  );
  search();
}

const SPACE = Buffer.from(' ');
/** Stands before what the merchant chose, so that the name of an endpoint does not run into it. */
const MARK = Buffer.from(' chosen:');
const SEPARATOR = Buffer.from(BETWEEN);

function joined(columns: readonly { name: string }[], separator: string): string {
  if (columns.length === 0) return "''";
  return `concat_ws('${separator}', ${columns.map(({ name }) => `"${name}"::text`).join(', ')})`;
}
