// The tables can be spread by merchant later without an edit: the rules that hold from the first migration, read from
// the catalogue of a migrated database.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, sql, type FreshDatabase } from './database.ts';

/** Tables that are not spread by merchant, each with its reason. */
const EXEMPT = [
  'merchants', // the one shared parent
  'schema_migrations', // the migrations' own
  'schema_definitions', // likewise
  'sandbox_clock', // one row, in a sandbox alone
  'check_turn', // one row, of the workers
  'check_results', // one row for each check
  'figures_turn', // one row, of the workers
  'holidays', // the calendar of all banks
  'payout_files', // one pays several merchants
  'statements', // a bank's file, for all of its merchants
  'statement_strays', // lines of nobody that is known here
  'closed_days', // a bank's
  'operators', // people, who may work for several merchants or for the gateway
  'operator_sessions', // theirs
  'operator_recovery_codes', // theirs
  'saved_views', // theirs
  'sign_in_delays', // of strangers
  'sign_in_failures', // likewise
];

const FINDINGS = `
with t as (
  select c.oid, c.relname as name from pg_class c
   where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and c.relname <> all ($1)
),
merchant as (
  select a.attrelid, a.attnum, a.attnotnull, a.atttypid from pg_attribute a where a.attname = 'merchant_id'
)
select t.name, 'merchant_id is missing, nullable or of another type' as finding
  from t left join merchant m on m.attrelid = t.oid
 where m.attnum is null or not m.attnotnull
    or m.atttypid <> (select atttypid from merchant where attrelid = 'merchants'::regclass)
union all
select t.name, 'has no primary key' from t
 where not exists (select 1 from pg_index i where i.indrelid = t.oid and i.indisprimary)
union all
select t.name, 'unique index ' || i.indexrelid::regclass || ' does not begin with merchant_id'
  from t join pg_index i on i.indrelid = t.oid join merchant m on m.attrelid = t.oid
 where i.indisunique and i.indkey[0] <> m.attnum
union all
select t.name, 'exclusion constraint ' || c.conname
  from t join pg_constraint c on c.conrelid = t.oid where c.contype = 'x'
union all
select t.name, 'foreign key ' || c.conname || ' does not pair merchant_id with merchant_id'
  from t join pg_constraint c on c.conrelid = t.oid
  left join merchant m on m.attrelid = t.oid left join merchant f on f.attrelid = c.confrelid
 where c.contype = 'f' and (c.conkey[1] is distinct from m.attnum or c.confkey[1] is distinct from f.attnum)
union all
select t.name, 'foreign key ' || c.conname || ' changes rows by itself'
  from t join pg_constraint c on c.conrelid = t.oid
 where c.contype = 'f' and (c.confdeltype <> 'a' or c.confupdtype <> 'a')
union all
select t.name, 'trigger ' || g.tgname from t join pg_trigger g on g.tgrelid = t.oid where not g.tgisinternal
union all
select t.name, 'rule ' || r.rulename from t join pg_rewrite r on r.ev_class = t.oid
union all
select t.name, 'identity or serial smaller than bigint: ' || a.attname
  from t join pg_attribute a on a.attrelid = t.oid
  left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
 where a.atttypid in ('int4'::regtype, 'int2'::regtype) and a.attnum > 0
   and (a.attidentity <> '' or pg_get_expr(d.adbin, d.adrelid) like 'nextval(%')
union all
select 'merchants', 'points at ' || c.confrelid::regclass
  from pg_constraint c where c.conrelid = 'merchants'::regclass and c.contype = 'f'`;

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database.drop());

const findings = () => sql<{ name: string; finding: string }>(database.url, FINDINGS, [EXEMPT]);

test('every table keeps the rules of the house', async () => {
  expect(await findings()).toEqual([]);
});

describe('the rules see', () => {
  test.each([
    [
      'a table without merchants',
      'create table bad (id uuid primary key)',
      'merchant_id is missing',
    ],
    [
      'a key in another order',
      'create table bad (id uuid, merchant_id uuid not null, primary key (id, merchant_id))',
      'does not begin with merchant_id',
    ],
    [
      'a foreign key across merchants',
      `create table bad (merchant_id uuid not null, id uuid, other uuid not null, token_id uuid,
         primary key (merchant_id, id), foreign key (other, token_id) references tokens)`,
      'does not pair',
    ],
    [
      'a small identity',
      `create table bad (merchant_id uuid not null, id int generated always as identity,
         primary key (merchant_id, id))`,
      'smaller than bigint',
    ],
    [
      'a trigger',
      `create table bad (merchant_id uuid primary key);
       create function f() returns trigger language plpgsql as 'begin return new; end';
       create trigger g before insert on bad for each row execute function f()`,
      'trigger g',
    ],
  ])('%s', async (_what, statements, finding) => {
    await sql(database.url, statements);
    const found = (await findings()).filter((one) => one.name === 'bad');
    await sql(database.url, 'drop table bad cascade');
    expect(found.map((one) => one.finding).join('; ')).toContain(finding);
  });
});

describe('the role that serves', () => {
  const role = `serving_${randomBytes(6).toString('hex')}`;
  let url: string;

  beforeAll(async () => {
    await sql(database.url, `create role ${role} login password 'p'`);
    await sql(database.url, 'select grant_application($1)', [role]);
    const serving = new URL(database.url);
    serving.username = role;
    serving.password = 'p';
    url = serving.href;
  });

  afterAll(async () => {
    await sql(database.url, `drop owned by ${role}; drop role ${role}`);
  });

  test('reads and writes what payments need', async () => {
    await sql(
      url,
      `insert into merchants (merchant_id, client_id, name, created_at)
       values (gen_random_uuid(), '${role}', 'M', now())`,
    );
    expect(await sql(url, 'select 1 from ledger_transfers')).toEqual([]);
  });

  test.each(['ledger_journals', 'ledger_transfers', 'payment_events'])(
    'cannot change or remove what %s says',
    async (table) => {
      await expect(sql(url, `update ${table} set merchant_id = merchant_id`)).rejects.toThrow(
        /denied/,
      );
      await expect(sql(url, `delete from ${table}`)).rejects.toThrow(/denied/);
      await expect(sql(url, `truncate ${table} cascade`)).rejects.toThrow(/denied/);
    },
  );
});
