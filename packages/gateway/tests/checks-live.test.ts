// Checks on a database that lives: they lock nothing, take nothing that is just happening for a fault, look at what is new
// alone, and are run by one worker at a time.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHECKS } from '../src/checks/catalogue.ts';
import { runChecks, type CheckOutcome } from '../src/checks/check.ts';
import { checkHourly, showResults } from '../src/checks/hourly.ts';
import { createMetrics } from '../src/base/metrics.ts';
import {
  finders,
  rolledBack,
  startWorldOfEverything,
  type Everything,
} from './books-of-everything.ts';
import { sql } from './database.ts';
import { WITHOUT_OTP, type FaultyWorld } from './faulty-world.ts';
import { BANK, paymentBody, type World } from './world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let faulty: FaultyWorld;
let world: World;
let happened: Everything;

beforeAll(async () => {
  ({ faulty, happened } = await startWorldOfEverything());
  ({ world } = faulty);
});

afterAll(() => world.close());

const BY_KEYS = CHECKS.filter(({ way }) => way.kind === 'keys').map(({ name }) => name);
/** Cases, the sums of a merchant and its accounts are few, and are looked at every time. */
const SMALL = [
  'late_money',
  'suspense',
  'refund_in_transit',
  'receivable',
  'settlement',
  'payouts',
  'bank_accounts',
];

describe('a check of what is new', () => {
  test('looks at nothing a second time, and says since when', async () => {
    const [all, again] = await rolledBack(world.databaseUrl, async (db) => {
      const later = { now: () => world.clock.now() + DAY, steady: () => world.clock.steady() };
      return [await runChecks(db, later), await runChecks(db, later)];
    });
    expect(rowsOf(all, ['balances', 'journals', 'chain'])).toEqual([9, 9, 9]);
    expect(Math.min(...rowsOf(all, BY_KEYS))).toBeGreaterThan(0);
    const news = CHECKS.filter(({ way }) => way.kind !== 'rules' && way.kind !== 'due')
      .map(({ name }) => name)
      .filter((name) => !SMALL.includes(name));
    expect(rowsOf(again, news)).toEqual(news.map(() => 0));
    expect(all.every(({ since }) => since === null)).toBe(true);
    expect(again.find(({ check }) => check === 'events')?.since).toBeGreaterThan(world.clock.now());
  });

  test('passes by what was spoilt long ago; a full one finds it, and from then on all do', async () => {
    const found = await rolledBack(world.databaseUrl, async (db, client) => {
      const look = (options: object) => finders(world, db, { aheadMs: DAY, ...options });
      await look({});
      await client.query(
        'update payments set amount = amount + 1, version = version + 1 where payment_id = $1',
        [happened.paid],
      );
      await client.query(
        `update ledger_journals set made_at = made_at - interval '1 day' where subject_id = $1`,
        [happened.paid],
      );
      const seen = [await look({}), await look({ full: true }), await look({})];
      await client.query(
        'update payments set amount = amount - 1, version = version - 1 where payment_id = $1',
        [happened.paid],
      );
      await client.query(
        `update ledger_journals set made_at = made_at + interval '1 day' where subject_id = $1`,
        [happened.paid],
      );
      return [...seen, await look({})];
    });
    const all = ['sums', 'chain', 'payments', 'settlement', 'events'];
    expect(found).toEqual([[], all, all, []]);
  });

  test('finds what was written before it looked last and committed only then', async () => {
    const found = await rolledBack(world.databaseUrl, async (db, client) => {
      const look = (aheadMs: number) => finders(world, db, { aheadMs, only: ['events'] });
      await look(DAY);
      await client.query(
        `update payment_events set at = to_timestamp($2) where payment_id = $1 and version = 1`,
        [happened.paid, (world.clock.now() + DAY - 9 * 60_000) / 1000],
      );
      return await look(DAY + HOUR);
    });
    expect(found).toEqual(['events']);
  });

  test('goes on finding what it has found', async () => {
    const found = await rolledBack(world.databaseUrl, async (db, client) => {
      await finders(world, db, {});
      await client.query(
        `update payment_events set at = to_timestamp($2) where payment_id = $1 and version = 2`,
        [happened.paid, world.clock.now() / 1000],
      );
      await client.query('update payments set refunded = refunded + 1 where payment_id = $1', [
        happened.paid,
      ]);
      const seen = [];
      for (const aheadMs of [0, HOUR, 2 * HOUR]) seen.push(await finders(world, db, { aheadMs }));
      return seen;
    });
    expect(found).toEqual([['refunded'], ['refunded'], ['refunded']]);
  });

  test('of one merchant says nothing of another', async () => {
    const found = await rolledBack(world.databaseUrl, async (db, client) => {
      await client.query('update payments set refunded = refunded + 1 where payment_id = $1', [
        happened.paid,
      ]);
      const two = await world.ctx.merchants.find(world.two.clientId);
      const ofOne = await finders(world, db, { merchantId: happened.merchant });
      return [ofOne, await finders(world, db, { merchantId: two!.merchantId, full: true })];
    });
    expect(found).toEqual([['refunded'], []]);
  });
});

describe('a check of a living database', () => {
  test('takes no lock but the one of every reader, and waits for nobody', async () => {
    const holder = new pg.Client({ connectionString: world.databaseUrl });
    await holder.connect();
    await holder.query('begin');
    const tables = ['payments', 'payment_events', 'refunds', 'tokens', 'notifications', 'requests'];
    for (const table of [...tables, 'ledger_heads', 'ledger_accounts', 'ledger_journals']) {
      await holder.query(`select 1 from ${table} for update`);
    }
    const modes = await rolledBack(world.databaseUrl, async (db, client) => {
      expect(await finders(world, db, { full: true, remember: false })).toEqual([]);
      const { rows } = await client.query<{ mode: string }>(
        `select distinct l.mode from pg_locks l
          where l.pid = pg_backend_pid() and l.locktype = 'relation'
            and l.relation in (select oid from pg_class where relnamespace = 'public'::regnamespace)`,
      );
      return rows.map(({ mode }) => mode);
    });
    await holder.query('rollback');
    await holder.end();
    expect(modes).toEqual(['AccessShareLock']);
  });

  test('looks also where nothing can be written', async () => {
    const found = await rolledBack(world.databaseUrl, async (db, client) => {
      await client.query('update payments set refunded = refunded + 1 where payment_id = $1', [
        happened.paid,
      ]);
      await client.query('set transaction read only');
      return await finders(world, db, { full: true });
    });
    expect(found).toEqual(['refunded']);
  });

  test('finds nothing while payments, refunds and notifications are under way', async () => {
    const bound = await world.token(world.two, WITHOUT_OTP);
    const found: string[] = [];
    let looks = 0;
    const look = async (): Promise<void> => {
      found.push(...(await finders(world, world.db, { full: looks % 2 === 0 })));
      looks += 1;
    };
    for (let round = 0; round < 8; round += 1) {
      const traffic = Promise.all(Array.from({ length: 5 }, () => payAndRefund(bound)));
      await Promise.all([traffic.then(() => world.settle()), look(), look()]);
    }
    found.push(...(await finders(world, world.db)));
    expect(looks).toBe(16);
    expect(found).toEqual([]);
  });
});

describe('the worker', () => {
  test('checks everything once a day and every hour what is new, one process at a time', async () => {
    const before = world.clock.offset();
    await sql(world.databaseUrl, 'delete from check_marks');
    const turns: string[] = [];
    for (let hour = 0; hour < 25; hour += 12) {
      world.clock.setOffset(before + hour * HOUR);
      await sql(world.databaseUrl, 'delete from check_results');
      await Promise.all([checkHourly(world.ctx), checkHourly(world.ctx), checkHourly(world.ctx)]);
      const [row] = await sql<{ looked_at: bigint }>(
        world.databaseUrl,
        `select looked_at from check_results where check_name = 'journals'`,
      );
      turns.push(row!.looked_at > 0n ? 'everything' : 'new');
      world.clock.setOffset(before + hour * HOUR + HOUR / 2);
      await sql(world.databaseUrl, 'delete from check_results');
      await checkHourly(world.ctx);
      expect(await sql(world.databaseUrl, 'select 1 from check_results')).toEqual([]);
    }
    expect(turns).toEqual(['everything', 'new', 'everything']);
  });

  test('takes over from one that died', async () => {
    const soon = new Date(world.clock.now() + 60_000).toISOString();
    await sql(
      world.databaseUrl,
      `update check_turn set next_at = now() - interval '1 day', lease_until = $1`,
      [soon],
    );
    await sql(world.databaseUrl, 'delete from check_results');
    await checkHourly(world.ctx);
    expect(await sql(world.databaseUrl, 'select 1 from check_results')).toEqual([]);
    world.advance(61);
    await checkHourly(world.ctx);
    expect(await sql(world.databaseUrl, 'select 1 from check_results')).toHaveLength(CHECKS.length);
  });

  test('raises an alarm, which every process shows', async () => {
    const spoil = (by: number) =>
      sql(world.databaseUrl, 'update payments set refunded = refunded + $2 where payment_id = $1', [
        happened.paid,
        by,
      ]);
    await spoil(1);
    const other = createMetrics(false);
    for (const [mended, count] of [
      [false, 1],
      [true, 0],
    ] as const) {
      if (mended) await spoil(-1);
      await sql(world.databaseUrl, 'update check_turn set full_at = next_at');
      world.advance(3600);
      await checkHourly(world.ctx);
      await showResults({ db: world.db, metrics: other });
      for (const metrics of [world.ctx.metrics, other]) {
        const text = await metrics.registry.metrics();
        expect(text).toContain(`tarik_check_findings{check="refunded"} ${count}\n`);
        expect(text).toMatch(/tarik_check_ended_timestamp_seconds\{check="refunded"\} 1\d{9}/);
        expect(text).toMatch(/tarik_check_rows\{check="journals"\} [1-9]/);
      }
    }
    expect(world.logged()).toContain('the books do not hold');
  });
});

async function payAndRefund(bound: Awaited<ReturnType<World['token']>>): Promise<void> {
  const body = paymentBody(bound);
  const paid = await world.two.post(`${BANK}/payment`, body);
  expect(paid.status).toBe(201);
  await world.two.post(`${BANK}/payment-refund`, {
    order: { invoice_number: body['order'].invoice_number },
    payment: { original_request_id: paid.requestId },
    refund: { amount: 10_000 },
  });
}

function rowsOf(outcomes: readonly CheckOutcome[], names: readonly string[]): number[] {
  return names.map((name) => outcomes.find(({ check }) => check === name)!.rows);
}
