// Loads a day of payments into a fresh database, with all that tells of them, and writes the bank's statement of that day.
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import type { Context } from '../../packages/gateway/src/context.ts';
import { activateBank } from '../../packages/gateway/src/merchants/activate-bank.ts';
import { createMerchant } from '../../packages/gateway/src/merchants/create.ts';
import { plusDays, startOf } from '../../packages/gateway/src/settlement/calendar.ts';
import {
  ACCOUNTS,
  BANK_ACCOUNTS,
  BANK_ACCOUNT_HISTORY,
  BOOK,
  FILL_CHUNK,
  FROM_CHUNK,
  LINES,
  TABLES,
  TOKEN_EVENTS,
} from './rows.ts';

/** The day of the payments, a Thursday; with two working days they are due on the Monday after it. */
export const PAID_DAY = '2026-11-26';
export const DUE_DAY = '2026-11-30';

const HEADER = 'date_time,partner_id,type,bank_reference,partner_reference,amount,currency\r\n';
/** Payments that are written by one round of statements. */
const CHUNK = 20_000;
/** Payments of a merchant that are booked at once. */
const BOOKED = 2000;
/** Connections that book side by side. */
const BOOKERS = 2;

export interface Wanted {
  payments: number;
  merchants: number;
  /** Whether every so many lines of the statement something is wrong. */
  isWrong: boolean;
}

/** Where the statements are: of the day, and of the next one, on which nothing happened. */
export interface Files {
  ofDay: string;
  ofNext: string;
}

/** Loads them. The database has its shape, and no durability while this runs. */
export async function loadDay(
  ctx: Context,
  url: string,
  wanted: Wanted,
  files: Files,
): Promise<void> {
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(TABLES);
    await makeMerchants(ctx, client, wanted.merchants);
    // What is loaded is right by itself, and the constraints would look a million times.
    await client.query('set session_replication_role = replica');
    await pipeline(Readable.from(writing(client, wanted)), createWriteStream(files.ofDay));
    await pipeline(Readable.from([HEADER, footer(0, 0n, 0n)]), createWriteStream(files.ofNext));
    await client.query('analyze payments, refunds');
    await writeBooks(client, url);
    await client.query('drop table bench_chunk');
    await client.query('vacuum (analyze)');
  } finally {
    await client.end();
  }
}

async function makeMerchants(ctx: Context, client: pg.Client, count: number): Promise<void> {
  const before = new Date(startOf(plusDays(PAID_DAY, -1))).toISOString();
  for (let n = 0; n < count; n += 1) {
    const { merchantId } = await createMerchant(ctx, {
      name: `Toko ${n}`,
      clientId: `MCH-BENCH-${n}`,
    });
    const input = { bank: 'cimb', key: `KEY-${n}`, secret: 'secret', notificationUrl: null };
    await activateBank(ctx, merchantId, input);
    await client.query('insert into bench_parties values ($1, $2)', [n, merchantId]);
  }
  await client.query(ACCOUNTS, [before]);
  await client.query(TOKEN_EVENTS);
  for (const text of [BANK_ACCOUNTS, ...BANK_ACCOUNT_HISTORY]) await client.query(text, [before]);
}

/** Writes the rows chunk by chunk, and yields the statement of each. */
async function* writing(
  client: pg.Client,
  { payments, merchants, isWrong }: Wanted,
): AsyncGenerator<string> {
  yield HEADER;
  const sum = { lines: 0, debits: 0n, refunds: 0n };
  const begins = new Date(startOf(PAID_DAY)).toISOString();
  for (let n = 0; n < payments; n += CHUNK) {
    const upto = Math.min(n + CHUNK, payments);
    await client.query('truncate bench_chunk');
    await client.query(FILL_CHUNK, [n, upto, payments, begins, merchants]);
    for (const statement of FROM_CHUNK) await client.query(statement);
    const { rows } = await client.query<{
      text: string;
      lines: bigint;
      debits: bigint;
      refunds: bigint;
    }>(LINES, [isWrong]);
    for (const row of rows) {
      sum.lines += Number(row.lines);
      sum.debits += row.debits;
      sum.refunds += row.refunds;
      yield row.text;
    }
  }
  yield footer(sum.lines, sum.debits, sum.refunds);
}

function footer(lines: number, debits: bigint, refunds: bigint): string {
  return `TOTAL,${lines},${debits}.00,${refunds}.00,0.00,0.00\r\n`;
}

/** Books everything by the ledger's own writer, several merchants at a time. */
async function writeBooks(client: pg.Client, url: string): Promise<void> {
  const { rows } = await client.query<{ merchant_id: string }>(
    'select merchant_id from bench_parties',
  );
  const left = rows.map((row) => row.merchant_id);
  const at = new Date(startOf(PAID_DAY) + 12 * 3_600_000).toISOString();
  const book = async (): Promise<void> => {
    const booker = new pg.Client({ connectionString: url, options: '-c timezone=UTC' });
    booker.on('error', () => undefined);
    await booker.connect();
    try {
      await booker.query('set session_replication_role = replica');
      for (let merchant = left.pop(); merchant !== undefined; merchant = left.pop()) {
        for (let last: string | undefined = '00000000-0000-0000-0000-000000000000'; last;) {
          const values: unknown[] = [merchant, last, at, BOOKED];
          const booked = await booker.query<{ last: string }>(BOOK, values);
          last = booked.rows[0]?.last;
        }
      }
    } finally {
      await booker.end();
    }
  };
  await Promise.all(Array.from({ length: BOOKERS }, book));
}
