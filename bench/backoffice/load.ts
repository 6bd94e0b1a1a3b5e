// Loads a history into a fresh database: rows by set-based SQL, ids, seals and hash chains by the program, so that details
// open and the books hold. Constraints stay; the other indexes are made afterwards.
import pg from 'pg';
import { migrate } from '../../packages/gateway/src/base/migrate.ts';
import { openDb, type Db } from '../../packages/gateway/src/base/db.ts';
import { systemClock } from '../../packages/gateway/src/base/clock.ts';
import { systemRandom } from '../../packages/gateway/src/base/random.ts';
import type { Sealer } from '../../packages/gateway/src/base/secrets.ts';
import { createMerchant } from '../../packages/gateway/src/merchants/create.ts';
import { sealDetails } from '../../packages/gateway/src/payments/view.ts';
import { customerKeyOf, phoneKeyOf } from '../../packages/gateway/src/tokens/customer-key.ts';
import { sealDetails as sealTokenDetails } from '../../packages/gateway/src/tokens/view.ts';
import {
  chanceOf,
  createChain,
  customersOf,
  DAY_MS,
  DAYS,
  draw,
  idAt,
  KIND,
  MERCHANTS,
  stretches,
  uuidText,
  type Stretch,
} from './history.ts';
import {
  countDays,
  restNow,
  SHAPE,
  sumBooks,
  writeAudit,
  writeBooks,
  writeItems,
  type Loaded,
} from './load-after.ts';
import {
  CHUNK_TABLE,
  FILL_CHUNK,
  FROM_CHUNK,
  HEAD_BYTES,
  INSERT_TOKEN_EVENTS,
  INSERT_TOKENS,
} from './sql.ts';

/** Payments that are written by one round of statements. */
const CHUNK = 10_000;
const SEED = 5;
const LOADED = [
  'requests',
  'payments',
  'payment_events',
  'notifications',
  'notification_attempts',
  'refunds',
  'refund_events',
  'tokens',
  'token_events',
  'ledger_journals',
  'ledger_transfers',
  'api_calls',
  'approvals',
  'audit_entries',
];

const ROOMY = ['requests', 'notifications'];

// All of one length, so that all sealed details of a chunk have one.
const NAMES = [
  'Budi Santoso',
  'Dewi Lestari',
  'Rina Kartika',
  'Joko Susanto',
  'Putu Wirawan',
  'Hadi Nugroho',
];

/** What loading took, seconds, and what came of it. */
export interface Load {
  rows: number;
  indexes: number;
  figures: number;
  gigabytes: number;
}

/** Loads so many payments, up to now, into a database that is fresh. */
export async function load(
  url: string,
  payments: number,
  sealer: Sealer,
  say: (text: string) => void,
): Promise<Load> {
  await migrate(url);
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC' });
  // A server that is ended under it, by Ctrl-C, fails the statement that runs; it must not end the process before it has tidied up.
  client.on('error', () => undefined);
  await client.connect();
  const db = openDb({
    url,
    connections: 2,
    statementTimeoutMs: 600_000,
    acquireTimeoutMs: 10_000,
    onError: () => undefined,
  });
  const now = Date.now();
  const began = performance.now();
  const since = (from: number) => Math.round((performance.now() - from) / 100) / 10;
  try {
    await client.query(`set session_replication_role = replica; set synchronous_commit = off;
                        set maintenance_work_mem = '1GB'; ${CHUNK_TABLE}`);
    // Room for changes is left by the tables where rows change: a history that is over needs none.
    for (const table of ROOMY) await client.query(`alter table ${table} set (fillfactor = 100)`);
    const indexes = await takeIndexes(client);
    const merchants = await makeMerchants(db, payments, sealer, now);
    // One transaction, which empties the tables first: their rows then go past the write-ahead log.
    await client.query(`begin; truncate ${LOADED.join(', ')} cascade`);
    for (const merchant of merchants) await writeTokens(client, merchant, sealer, born(now));
    await writePayments(client, merchants, payments, sealer, now, say);
    await writeBooks(client, merchants);
    await writeItems(client);
    await client.query('commit');
    await writeAudit(client, db, merchants);
    const rows = since(began);
    say(`  rows ${rows} s; indexes and statistics`);
    const indexing = performance.now();
    for (const index of indexes) await client.query(index);
    for (const table of LOADED) await client.query(`vacuum (analyze) ${table}`);
    const indexed = since(indexing);
    say(`  indexes ${indexed} s; figures`);
    const counting = performance.now();
    await countDays(db, merchants, now);
    await sumBooks(db);
    await client.query('vacuum (analyze)');
    await restNow(client, payments);
    return { rows, indexes: indexed, figures: since(counting), gigabytes: await sizeOf(client) };
  } finally {
    await client.end();
    await db.close();
  }
}

/** The payments that were loaded into a database by a run before; null when it has none, or not all. */
export async function loadedBefore(url: string): Promise<number | null> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    const { rows } = await client.query<{ payments: string }>(
      'select payments from bench_loaded where shape = $1',
      [SHAPE],
    );
    return rows[0] === undefined ? null : Number(rows[0].payments);
  } catch {
    return null;
  } finally {
    await client.end();
  }
}

/** Drops every index that is no constraint, and answers the statements that make them again. */
async function takeIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; text: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as text from pg_index i
      where i.indrelid::regclass::text = any ($1)
        and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)
        and not i.indisprimary`,
    [LOADED],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  return rows.map(({ text }) => text);
}

/** When merchants and their tokens were made: a day before the first payment. */
function born(now: number): number {
  return now - (DAYS + 1) * DAY_MS;
}

async function makeMerchants(
  db: Db,
  payments: number,
  sealer: Sealer,
  now: number,
): Promise<Loaded[]> {
  const clock = { ...systemClock(), now: () => born(now) };
  const made: Loaded[] = [];
  for (const [m, { name, clientId, share }] of MERCHANTS.entries()) {
    const doors = { db, clock, random: systemRandom(), sealer };
    const { merchantId } = await createMerchant(doors, {
      name,
      clientId,
      settings: { rate: null },
    });
    const chance = chanceOf(SEED + m);
    const customers = Array.from({ length: customersOf(payments * share) }, (_, n) => {
      const token = Buffer.alloc(16);
      idAt(born(now) + n, chance, token, 0);
      const id = `C-${String(n).padStart(6, '0')}`;
      const phone = `628${m}${String(n).padStart(9, '0')}`;
      const key = customerKeyOf({ sealer }, merchantId, id);
      return { id, name: NAMES[n % NAMES.length] ?? '', phone, token, key };
    });
    made.push({ merchantId, customers, chain: createChain(merchantId) });
  }
  return made;
}

async function writeTokens(
  client: pg.Client,
  { merchantId, customers }: Loaded,
  sealer: Sealer,
  at: number,
): Promise<void> {
  for (let first = 0; first < customers.length; first += CHUNK) {
    const some = customers.slice(first, first + CHUNK);
    const ids = some.map(({ token }) => uuidText(token));
    const sealed = some.map(({ id, name, phone }, n) =>
      sealTokenDetails({ sealer }, merchantId, ids[n] ?? '', {
        customer: { id, name, phone },
        accountPhone: phone,
      }),
    );
    await client.query(INSERT_TOKENS, [
      merchantId,
      ids,
      some.map(({ key }) => key),
      sealed,
      some.map((_, n) => String((first + n) % 10_000).padStart(4, '0')),
      at,
      some.map(({ phone }) => phoneKeyOf({ sealer }, merchantId, phone)),
    ]);
  }
  await client.query(INSERT_TOKEN_EVENTS, [merchantId]);
}

async function writePayments(
  client: pg.Client,
  merchants: readonly Loaded[],
  payments: number,
  sealer: Sealer,
  now: number,
  say: (text: string) => void,
): Promise<void> {
  const chance = chanceOf(SEED);
  let written = 0;
  let told = performance.now();
  // While the database writes one chunk, the next is drawn and sealed.
  let writing: Promise<unknown> = Promise.resolve();
  for (const stretch of stretches(payments, now, CHUNK)) {
    const merchant = merchants[stretch.merchant];
    if (merchant === undefined) throw new Error('every stretch has a merchant');
    const values = chunkOf(stretch, merchant, sealer, now, chance);
    await writing;
    writing = client.query(FILL_CHUNK, values).then(() => client.query(FROM_CHUNK));
    // It is awaited one round later; until then somebody must listen.
    writing.catch(() => undefined);
    await new Promise(setImmediate);
    written += stretch.count;
    if (performance.now() - told > 15_000) {
      told = performance.now();
      say(`  ${written} of ${payments} payments`);
    }
  }
  await writing;
}

/** The parameters of FILL_CHUNK. */
function chunkOf(
  stretch: Stretch,
  { merchantId, customers, chain }: Loaded,
  sealer: Sealer,
  now: number,
  chance: () => number,
): unknown[] {
  const columns: number[][] = Array.from({ length: 9 }, () => []);
  const blobs: Buffer[] = [];
  let bytes = 0;
  for (let n = 0; n < stretch.count; n += 1) {
    const drawn = draw(stretch, n, customers.length, now, chance);
    const customer = customers[drawn.customer];
    if (customer === undefined) throw new Error('every payment has a customer');
    const head = Buffer.alloc(HEAD_BYTES);
    idAt(drawn.createdAt, chance, head, 0);
    const paymentId = uuidText(head.subarray(0, 16));
    customer.token.copy(head, 16);
    customer.key.copy(head, 32);
    let [journal, refundJournal] = [0, 0];
    if (drawn.kind === KIND.paid || drawn.kind === KIND.paidByOtp) {
      chain.link('paymentSucceeded', paymentId, drawn.lastAt, drawn.amount).copy(head, 64);
      journal = chain.journals;
    }
    idAt(drawn.lastAt, chance, head, 96);
    if (drawn.refund > 0) {
      const refundId = uuidText(head.subarray(96, 112));
      chain.link('refundSucceeded', refundId, drawn.lastAt, drawn.refund).copy(head, 112);
      refundJournal = chain.journals;
    }
    const { id, name, phone } = customer;
    const details = { customer: { id, name, phone }, otpLifeMs: 300_000 };
    const sealed = sealDetails({ sealer }, merchantId, paymentId, details);
    bytes = head.length + sealed.length;
    blobs.push(head, sealed);
    const { kind, createdAt, lastAt, amount, tookMs, reason, refund } = drawn;
    const row = [kind, createdAt, lastAt, amount, tookMs, reason, journal, refund, refundJournal];
    for (const [c, value] of row.entries()) columns[c]?.push(value);
  }
  const { notified } = MERCHANTS[stretch.merchant] ?? { notified: false };
  return [merchantId, stretch.first, Buffer.concat(blobs), bytes, notified, ...columns];
}

async function sizeOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ size: string }>(
    'select pg_database_size(current_database()) as size',
  );
  return Math.round(Number(rows[0]?.size) / 1e7) / 100;
}
