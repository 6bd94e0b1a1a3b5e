// What checks remember never vouches for what nobody has looked at, whoever else looks meanwhile and whatever goes wrong.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkHourly } from '../src/checks/hourly.ts';
import type { Db } from '../src/base/db.ts';
import { finders, startWorldOfEverything, type Everything } from './books-of-everything.ts';
import { sql } from './database.ts';
import { runTarik } from './tarik.ts';
import type { World } from './world.ts';

let world: World;
let happened: Everything;

beforeAll(async () => {
  const { faulty, happened: all } = await startWorldOfEverything();
  ({ world } = faulty);
  happened = all;
});

afterAll(() => world.close());

const DAY = 24 * 3_600_000;

/** The same database, on which something happens before the first statement of a name. */
function before(name: string, happens: () => Promise<unknown>): Db {
  let done = false;
  return {
    ...world.db,
    async rows(query) {
      if (query.name === name && !done) {
        done = true;
        await happens();
      }
      return await world.db.rows(query);
    },
  };
}

async function spoil(by: number): Promise<void> {
  await sql(
    world.databaseUrl,
    'update payments set refunded = refunded + $2 where payment_id = $1',
    [happened.paid, by],
  );
}

test('a look that began before a full one found something does not vouch for it', async () => {
  const ahead = { aheadMs: DAY, only: ['refunded'] };
  await finders(world, world.db, ahead);
  await spoil(1);
  const found: string[][] = [];
  const meanwhile = before('check-move-marks', async () =>
    found.push(await finders(world, world.db, { ...ahead, full: true })),
  );
  found.push(await finders(world, meanwhile, ahead));
  found.push(await finders(world, world.db, ahead));
  await spoil(-1);
  expect(found).toEqual([['refunded'], [], ['refunded']]);
  expect(await finders(world, world.db, ahead)).toEqual([]);
});

test('what was found stands in the results, also when a later check cannot be made', async () => {
  await sql(world.databaseUrl, 'delete from check_results');
  await sql(world.databaseUrl, 'delete from check_turn');
  await spoil(1);
  const ends = before('check-range-check_outbox', () =>
    Promise.reject(new Error('statement time-out')),
  );
  await expect(checkHourly({ ...world.ctx, db: ends })).rejects.toThrow('statement time-out');
  await spoil(-1);
  const results = await sql<{ check_name: string; findings: number }>(
    world.databaseUrl,
    'select check_name, findings from check_results',
  );
  const findings = Object.fromEntries(results.map((row) => [row.check_name, row.findings]));
  expect(findings).toMatchObject({ refunded: 1, rules: 0 });
  expect(findings).not.toHaveProperty('outbox');
  expect(world.logged()).toContain('the books do not hold');
});

test('the command line remembers by the time of the database, whatever its own clock says', async () => {
  await sql(world.databaseUrl, 'delete from check_marks');
  const { now } = Date;
  Date.now = () => now() + DAY;
  const ended = await runTarik(['check'], { DATABASE_URL: world.databaseUrl }).finally(() => {
    Date.now = now;
  });
  expect(ended).toMatchObject({ code: 0 });
  const [mark] = await sql<{ ahead: boolean }>(
    world.databaseUrl,
    `select max(through_at) > now() + interval '1 minute' as ahead from check_marks`,
  );
  expect(mark).toEqual({ ahead: false });
});
