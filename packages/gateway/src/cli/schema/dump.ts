// The database as one readable text: `schema.sql`, which a reviewer reads and a test holds equal to the migrations.
import type { Db } from '../../base/db.ts';
import {
  listColumns,
  listConstraints,
  listFunctions,
  listGrants,
  listGuarded,
  listIndexes,
  listTables,
  type ClauseRow,
  type ColumnRow,
} from './store.ts';

const HEAD = `-- The whole database as the migrations leave it. Written by \`tarik schema --write\`; do not edit.
`;

/** Words the schema of a database; equal schemas give equal texts, on any supported server version. */
export async function dumpSchema(db: Db): Promise<string> {
  const [columns, constraints, indexes, grants, guarded, functions] = await Promise.all([
    listColumns(db),
    listConstraints(db),
    listIndexes(db),
    listGrants(db),
    listGuarded(db),
    listFunctions(db),
  ]);
  const tables = (await listTables(db)).map(({ table }) =>
    [
      `create table ${table} (`,
      [
        ...of(columns, table).map(column),
        ...of(constraints, table).map(({ text }) => `  ${lowered(text)}`),
      ].join(',\n'),
      ');',
      ...of(indexes, table).map(({ text }) => `${lowered(text)};`),
      ...of(grants, table).map(({ text }) => `${text.replace(' to ', ` on ${table} to `)};`),
      ...of(guarded, table).map(({ text }) => `${lowered(text)};`),
    ].join('\n'),
  );
  return [HEAD, ...tables.map((text) => `${text}\n`), ...functions.map(defined)].join('\n');
}

function of<R extends ClauseRow | ColumnRow>(rows: readonly R[], table: string): R[] {
  return rows.filter((row) => row.table === table);
}

function column({ column: name, type, standard, not_null: notNull }: ColumnRow): string {
  const worded = type.replace('timestamp with time zone', 'timestamptz');
  const rest = [notNull ? ' not null' : '', standard === null ? '' : ` default ${standard}`];
  return `  ${name} ${worded}${rest.join('')}`;
}

function defined({ definition }: { definition: string }): string {
  const body = definition.indexOf('$function$');
  const head = lowered(definition.slice(0, body)).replaceAll(
    'timestamp with time zone',
    'timestamptz',
  );
  return `${head}${definition.slice(body).trimEnd()};\n`;
}

// The server words its own keywords in capitals; texts in quotes stay as they are.
function lowered(text: string): string {
  return text
    .split(/('(?:[^']|'')*')/)
    .map((part, n) =>
      n % 2 === 1 ? part : part.replace(/\b[A-Z][A-Z]+\b/g, (w) => w.toLowerCase()),
    )
    .join('')
    .replaceAll(' public.', ' ');
}
