// Rows for any table, with any value wherever one must stand: for what is true of every table, whatever it is for.
import { sql } from './database.ts';

const VALUES: Readonly<Record<string, string>> = {
  uuid: 'gen_random_uuid()',
  text: 'gen_random_uuid()::text',
  bytea: `'\\x00'`,
  jsonb: `'{}'`,
  boolean: 'true',
  'timestamp with time zone': 'now()',
  date: 'current_date',
  'integer[]': `'{}'`,
};

/**
 * Inserts one row for each of these merchants, and answers the rows. The table loses its checks: no row of this kind is
 * right. Needs a superuser, as which tests connect.
 */
export async function insertSamples<R extends object>(
  url: string,
  table: string,
  merchantIds: readonly string[],
): Promise<R[]> {
  const columns = await sql<{ name: string; type: string }>(
    url,
    `select a.attname as name, format_type(a.atttypid, null) as type from pg_attribute a
      where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attnotnull
        and a.attgenerated = '' and a.attname <> 'merchant_id'`,
    [table],
  );
  const checks = await sql<{ name: string }>(
    url,
    `select conname as name from pg_constraint where conrelid = $1::regclass and contype = 'c'`,
    [table],
  );
  const values = columns.map(({ type }) => VALUES[type] ?? '1');
  const rows = merchantIds.map((id) => `(${[`'${id}'`, ...values].join(', ')})`);
  await sql(
    url,
    `set session_replication_role = replica;
     ${checks.map(({ name }) => `alter table ${table} drop constraint ${name};`).join('\n')}
     insert into ${table} (${['merchant_id', ...columns.map(({ name }) => name)].join(', ')})
     values ${rows.join(', ')}`,
  );
  return await sql(url, `select * from ${table} where merchant_id = any($1)`, [merchantIds]);
}
