// What the catalogue says about our schema, in a stable order.
import type { Db } from '../../base/db.ts';

export interface TableRow {
  table: string;
  comment: string | null;
}

export interface ColumnRow {
  table: string;
  column: string;
  type: string;
  not_null: boolean;
  standard: string | null;
}

export interface ClauseRow {
  table: string;
  text: string;
}

export interface FunctionRow {
  name: string;
  definition: string;
}

/** Every table of ours. */
export async function listTables(db: Db): Promise<TableRow[]> {
  return await db.rows({
    name: 'schema-tables',
    text: `select c.relname as table, obj_description(c.oid, 'pg_class') as comment
             from pg_class c
            where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
            order by c.relname collate "C"`,
    values: [],
  });
}

/** Every column, in the order in which a table has them. */
export async function listColumns(db: Db): Promise<ColumnRow[]> {
  return await db.rows({
    name: 'schema-columns',
    text: `select c.relname as table, a.attname as column, a.attnotnull as not_null,
                  format_type(a.atttypid, a.atttypmod) as type,
                  pg_get_expr(d.adbin, d.adrelid) as standard
             from pg_class c
             join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
             left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
            where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
            order by c.relname collate "C", a.attnum`,
    values: [],
  });
}

/** Primary keys, unique rules, checks and foreign keys. "Not null" stands with its column, whatever the server keeps. */
export async function listConstraints(db: Db): Promise<ClauseRow[]> {
  return await db.rows({
    name: 'schema-constraints',
    text: `select k.conrelid::regclass::text as table, pg_get_constraintdef(k.oid, true) as text
             from pg_constraint k
            where k.connamespace = current_schema()::regnamespace and k.contype in ('p', 'u', 'c', 'f', 'x')
            order by k.conrelid::regclass::text collate "C",
                     position(k.contype::text in 'pucfx'), pg_get_constraintdef(k.oid, true) collate "C"`,
    values: [],
  });
}

/** Indexes beside those that a constraint brings. */
export async function listIndexes(db: Db): Promise<ClauseRow[]> {
  return await db.rows({
    name: 'schema-indexes',
    text: `select i.indrelid::regclass::text as table, pg_get_indexdef(i.indexrelid) as text
             from pg_index i
             join pg_class c on c.oid = i.indexrelid
            where c.relnamespace = current_schema()::regnamespace
              and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
            order by c.relname collate "C"`,
    values: [],
  });
}

/** What others than the owner may do with a table, or with some columns of it. */
export async function listGrants(db: Db): Promise<ClauseRow[]> {
  return await db.rows({
    name: 'schema-grants',
    text: `select g.table, g.text from (
             select c.relname as table, coalesce(r.rolname, 'public') as role, '' as columns,
                    'grant ' || string_agg(lower(g.privilege_type), ', ' order by g.privilege_type)
                      || ' to ' || coalesce(r.rolname, 'public') as text
               from pg_class c
               join aclexplode(c.relacl) g on g.grantee <> c.relowner
               left join pg_roles r on r.oid = g.grantee
              where c.relnamespace = current_schema()::regnamespace
              group by c.relname, r.rolname
             union all
             select c.relname, coalesce(r.rolname, 'public'), string_agg(a.attname, ', ' order by a.attnum),
                    'grant ' || lower(g.privilege_type) || ' (' || string_agg(a.attname, ', ' order by a.attnum)
                      || ') to ' || coalesce(r.rolname, 'public')
               from pg_class c
               join pg_attribute a on a.attrelid = c.oid
               join aclexplode(a.attacl) g on g.grantee <> c.relowner
               left join pg_roles r on r.oid = g.grantee
              where c.relnamespace = current_schema()::regnamespace
              group by c.relname, r.rolname, g.privilege_type
           ) g
           order by g.table collate "C", g.role collate "C", g.columns collate "C", g.text collate "C"`,
    values: [],
  });
}

/** Tables whose rows are not everybody's, and whose they are. */
export async function listGuarded(db: Db): Promise<ClauseRow[]> {
  return await db.rows({
    name: 'schema-guarded',
    text: `select g.table, g.text from (
             select c.relname as table, 0 as n, '' as name, 'alter table ' || c.relname || ' enable row level security' as text
               from pg_class c
              where c.relnamespace = current_schema()::regnamespace and c.relrowsecurity
             union all
             select p.tablename, 1, p.policyname,
                    'create policy ' || quote_ident(p.policyname) || ' on ' || p.tablename || ' for ' || lower(p.cmd)
                      || ' to ' || array_to_string(p.roles, ', ')
                      || coalesce(E'\n  using ' || btrim(regexp_replace(p.qual, '[[:space:]]+', ' ', 'g')), '')
                      || coalesce(E'\n  with check ' || p.with_check, '')
               from pg_policies p where p.schemaname = current_schema()
           ) g
           order by g.table collate "C", g.n, g.name collate "C"`,
    values: [],
  });
}

/** Our functions, whole. */
export async function listFunctions(db: Db): Promise<FunctionRow[]> {
  return await db.rows({
    name: 'schema-functions',
    text: `select p.proname as name, pg_get_functiondef(p.oid) as definition
             from pg_proc p
            where p.pronamespace = current_schema()::regnamespace
            order by p.proname collate "C", pg_get_function_identity_arguments(p.oid) collate "C"`,
    values: [],
  });
}
