// The second wall: whatever a statement forgets, who reads for one merchant sees no row of another, in any table.
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate, SCHEMA } from '../src/base/migrate.ts';
import type { ReadingDoor } from '../src/base/reading.ts';
import { openTestReading } from './backoffice-world.ts';
import { freshDatabase, openTestDb, sql, type FreshDatabase } from './database.ts';
import { insertSamples } from './sample-rows.ts';

const ONE = '00000000-0000-4000-8000-000000000001';
const TWO = '00000000-0000-4000-8000-000000000002';
const GATEWAY = '00000000-0000-0000-0000-000000000000';

/** What no page shows, and the role that reads therefore cannot. */
const NEVER = [
  ['merchant_keys', 'sealed_secret'],
  ['bank_connections', 'sealed_credentials'],
  ['tokens', 'sealed_access'],
  ['approvals', 'sealed_asked'],
  ['operators', 'password_hash'],
  ['operators', 'sealed_totp'],
  ['operators', 'sealed_totp_offered'],
  ['operators', 'oidc_subject'],
  ['operator_invitations', 'token_hash'],
  ['operator_sessions', 'session_hash'],
  ['operator_recovery_codes', 'code_hash'],
  ['sign_in_delays', 'key'],
  ['requests', 'answer'],
  ['bank_accounts', 'number_key'],
] as const;

let database: FreshDatabase;
let door: ReadingDoor;
let tables: { name: string; readable: boolean }[];

beforeAll(async () => {
  database = await freshDatabase();
  door = openTestReading(database.url);
  tables = await sql(
    database.url,
    `select c.relname as name, has_column_privilege('tarik_reader', c.oid, a.attnum, 'select') as readable
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'merchant_id'
      where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace order by 1`,
  );
  for (const { name } of tables) await insertSamples(database.url, name, [ONE, TWO, GATEWAY]);
});

afterAll(async () => {
  await door.close();
  await database.drop();
});

function merchantsIn(table: string, merchantIds: readonly string[] | null): Promise<string[]> {
  return door
    .of(merchantIds)
    .rows<{ id: string }>({
      name: `all-${table}`,
      text: `select merchant_id as id from ${table} order by 1`,
      values: [],
    })
    .then((rows) => rows.map(({ id }) => id));
}

describe('who reads', () => {
  test('finds tables to read, and every one with a merchant in it is guarded', async () => {
    const readable = tables.filter((one) => one.readable).map(({ name }) => name);
    expect(readable).toEqual(expect.arrayContaining(['payments', 'audit_entries', 'merchants']));
    const open = await sql(
      database.url,
      `select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'merchant_id'
        where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
          and not (c.relrowsecurity and exists (
            select from pg_policies p where p.tablename = c.relname and p.policyname = 'reader'))`,
    );
    expect(open).toEqual([]);
  });

  test('for one merchant sees its rows alone, in every table', async () => {
    for (const { name, readable } of tables) {
      const found = merchantsIn(name, [ONE]);
      if (readable) expect([name, await found]).toEqual([name, [ONE]]);
      else await expect(found).rejects.toThrow(/permission denied/);
    }
  });

  test('for two sees those of both, for nobody nothing, for all everything', async () => {
    for (const { name } of tables.filter((one) => one.readable)) {
      expect([name, await merchantsIn(name, [TWO, ONE])]).toEqual([name, [ONE, TWO]]);
      expect([name, await merchantsIn(name, [])]).toEqual([name, []]);
      expect([name, await merchantsIn(name, null)]).toEqual([name, [GATEWAY, ONE, TWO]]);
    }
  });

  test('without a setting sees nothing, also where an earlier transaction had one', async () => {
    const url = new URL(database.url);
    url.searchParams.set('options', '-c role=tarik_reader');
    const bare = openTestDb(url.href, 1);
    const count = (name: string) =>
      bare.rows({ name: `n-${name}`, text: `select merchant_id from ${name}`, values: [] });
    const readable = tables.filter((one) => one.readable);
    for (const { name } of readable) expect([name, await count(name)]).toEqual([name, []]);
    await bare.transaction(async (tx) => {
      const text = `select set_config('tarik.merchants', '{${ONE}}', true)`;
      await tx.rows({ name: 'set', text, values: [] });
      expect(
        await tx.rows({ name: 'one', text: 'select merchant_id as id from payments', values: [] }),
      ).toEqual([{ id: ONE }]);
    });
    for (const { name } of readable) expect([name, await count(name)]).toEqual([name, []]);
    await bare.close();
  });

  test.each(NEVER)('never reads %s.%s', async (table, column) => {
    const query = { name: `never-${column}`, text: `select ${column} from ${table}`, values: [] };
    await expect(door.of(null).rows(query)).rejects.toThrow(/permission denied/);
  });

  test('changes nothing', async () => {
    for (const text of [
      `update payments set state = 'failed'`,
      'delete from payments',
      `insert into saved_views values (gen_random_uuid(), gen_random_uuid(), 'a', 'b', 'c', now())`,
      'create table mine (id int)',
    ]) {
      await expect(
        door.of(null).rows({ name: text.slice(0, 20), text, values: [] }),
      ).rejects.toThrow(/read-only|denied/);
    }
  });

  test('sees one moment in several statements', async () => {
    const count = { name: 'moment', text: 'select count(*)::int as n from late_money', values: [] };
    const [before, after] = await door.of(null).together(async (reading) => {
      const first = await reading.rows<{ n: number }>(count);
      await insertSamples(database.url, 'late_money', [ONE]);
      return [first, await reading.rows<{ n: number }>(count)];
    });
    expect(after).toEqual(before);
    expect(await door.of(null).rows(count)).not.toEqual(before);
  });
});

describe('a long result', () => {
  const numbers = (to: number) => ({
    name: 'numbers',
    text: 'select n from generate_series(1, $1::int) as n',
    values: [to],
  });

  test('comes in batches, whole and in order', async () => {
    const sizes: number[] = [];
    let sum = 0;
    for await (const batch of door.of([]).stream<{ n: number }>(numbers(2500), 1000)) {
      sizes.push(batch.length);
      for (const { n } of batch) sum += n;
    }
    expect([sizes, sum]).toEqual([[1000, 1000, 500], (2500 * 2501) / 2]);
  });

  test('that nobody reads to its end gives its connection back', async () => {
    for (let n = 0; n < 10; n += 1) {
      for await (const batch of door.of([]).stream<{ n: number }>(numbers(1_000_000), 10)) {
        expect(batch).toHaveLength(10);
        break;
      }
    }
    expect(await openTransactions()).toBe(0);
  });

  test('leaves half of the connections to pages', async () => {
    const open = [1, 2].map(() => door.of([]).stream(numbers(1000), 10)[Symbol.asyncIterator]());
    for (const one of open) await one.next();
    const more = door.of([]).stream(numbers(1000), 10)[Symbol.asyncIterator]();
    await expect(more.next()).rejects.toThrow('overloaded');
    expect(await merchantsIn('payments', [ONE])).toEqual([ONE]);
    for (const one of open) await one.return?.();
    for await (const batch of door.of([]).stream(numbers(10), 100)) expect(batch).toHaveLength(10);
  });

  test('that is broken off by the server is an error, and the door goes on', async () => {
    const reading = door.of([]);
    const rows = reading.stream(numbers(1_000_000), 10)[Symbol.asyncIterator]();
    await rows.next();
    await sql(
      database.url,
      `select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'tarik back office' and datname = current_database() and state = 'idle in transaction'`,
    );
    await expect(rows.next()).rejects.toThrow('database_unavailable');
    expect(await merchantsIn('payments', [TWO])).toEqual([TWO]);
  });

  async function openTransactions(): Promise<number> {
    const [row] = await sql<{ n: number }>(
      database.url,
      `select count(*)::int as n from pg_stat_activity
        where application_name = 'tarik back office' and datname = current_database() and state like 'idle in%'`,
    );
    return row?.n ?? -1;
  }
});

describe('the role that serves', () => {
  const role = `serving_${randomBytes(6).toString('hex')}`;

  test('sees all that it saw, and may read as the reader', async () => {
    await sql(database.url, `create role ${role} login password 'p'`);
    await sql(database.url, 'select grant_application($1)', [role]);
    const url = as(role);
    const db = openTestDb(url, 1);
    for (const { name } of tables) {
      const text = `select count(*)::int as n from ${name}`;
      const [row] = await db.rows<{ n: number }>({ name: `n-${name}`, text, values: [] });
      expect([name, row?.n]).toEqual([name, name === 'late_money' ? 4 : 3]);
    }
    await db.close();
    const reading = openTestReading(url);
    const query = { name: 'ids', text: 'select merchant_id as id from payments', values: [] };
    expect(await reading.of([ONE]).rows(query)).toEqual([{ id: ONE }]);
    await reading.close();
  });

  test('plans the hot statements as if there were no policies', async () => {
    const hot = [
      `select * from payments where merchant_id = '${ONE}' and payment_id = '${TWO}'`,
      `select * from payments where due_at <= now() order by due_at limit 10`,
      `select * from payments where merchant_id = '${ONE}' and invoice_number = 'x' and state <> 'failed'`,
      `update payments set lease_until = now() where merchant_id = '${ONE}' and payment_id = '${TWO}'`,
      `insert into payment_events select * from payment_events on conflict do nothing`,
      `select * from notifications where merchant_id = '${ONE}' and due_at is not null order by due_at`,
      `select n.* from unnest(array['${ONE}'::uuid], array['${TWO}'::uuid]) as i (m, id)
         join notifications n on n.merchant_id = i.m and n.notification_id = i.id for update of n`,
      `select * from requests where merchant_id = '${ONE}' and request_id = 'x'`,
      `select * from tokens where merchant_id = '${ONE}' and customer_key = '\\x00' and state = 'active'`,
      `select k.* from merchant_keys k where k.merchant_id = '${ONE}'`,
    ];
    for (const text of hot) {
      const plan = async (url: string) =>
        (await sql<{ 'QUERY PLAN': string }>(url, `explain ${text}`)).map(
          (row) => row['QUERY PLAN'],
        );
      expect(await plan(as(role))).toEqual(await plan(database.url));
    }
  });

  test('that had its rights before the policies came still sees everything, without a new grant', async () => {
    const its = await freshDatabase('empty');
    const owner = `owner_${randomBytes(6).toString('hex')}`;
    await migrateBefore(its.url, '0013');
    await sql(
      its.url,
      `create role ${owner} login password 'p'; grant select on merchants to ${owner}`,
    );
    await migrate(its.url);
    await sql(
      its.url,
      `insert into merchants (merchant_id, client_id, name, created_at) values ('${ONE}', 'a', 'A', now())`,
    );
    const url = new URL(its.url);
    [url.username, url.password] = [owner, 'p'];
    expect(await sql(url.href, 'select name from merchants')).toEqual([{ name: 'A' }]);
    await sql(its.url, `drop owned by ${owner}; drop role ${owner}`);
    await its.drop();
  });

  test('comes to tables that are in use one by one, and holds none while it waits for another', async () => {
    const its = await freshDatabase('empty');
    await migrateBefore(its.url, '0013');
    const owner = openTestDb(its.url);
    const migrated = await owner.transaction(async (tx) => {
      await tx.rows({ name: '', text: 'lock table refunds in access share mode', values: [] });
      const begun = migrate(its.url);
      const locks = (granted: boolean) =>
        sql(
          its.url,
          `select l.relation::regclass::text from pg_locks l
             join pg_class c on c.oid = l.relation and c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
            where l.mode = 'AccessExclusiveLock' and l.granted = ${granted}`,
        );
      await expect.poll(() => locks(false)).toEqual([{ relation: 'refunds' }]);
      expect(await locks(true)).toEqual([]);
      return { begun };
    });
    expect((await migrated.begun).applied).toContain('0013_reading.sql');
    await owner.close();
    await its.drop();
  });

  test('is told plainly when an owner may not make or take the reader', async () => {
    const its = await freshDatabase('empty');
    const owner = `owner_${randomBytes(6).toString('hex')}`;
    await sql(its.url, `create role ${owner} login password 'p'`);
    await sql(its.url, `alter database ${new URL(its.url).pathname.slice(1)} owner to ${owner}`);
    const url = new URL(its.url);
    [url.username, url.password] = [owner, 'p'];
    await expect(migrate(url.href)).rejects.toThrow(
      new RegExp(`"grant tarik_reader to ${owner} with admin option"`),
    );
    await sql(its.url, `grant tarik_reader to ${owner} with admin option`);
    await migrate(url.href);
    const reading = openTestReading(url.href);
    const query = { name: 'ids', text: 'select merchant_id from payments', values: [] };
    expect(await reading.of([ONE]).rows(query)).toEqual([]);
    await reading.close();
    await its.drop();
    await sql(database.url, `drop role ${owner}`);
  });

  afterAll(async () => {
    await sql(database.url, `drop owned by ${role}; drop role ${role}`);
  });

  function as(name: string): string {
    const url = new URL(database.url);
    [url.username, url.password] = [name, 'p'];
    return url.href;
  }
});

/** As a version that had no policies yet left the database. */
async function migrateBefore(url: string, first: string): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tarik-before-'));
  const [migrations, definitions] = ['migrations', 'definitions'].map((name) =>
    path.join(folder, name),
  );
  for (const made of [migrations!, definitions!]) mkdirSync(made);
  for (const name of readdirSync(SCHEMA.migrations).filter((one) => one < first)) {
    cpSync(path.join(SCHEMA.migrations, name), path.join(migrations!, name));
  }
  await migrate(url, { migrations: migrations!, definitions: definitions! });
  rmSync(folder, { recursive: true });
}
