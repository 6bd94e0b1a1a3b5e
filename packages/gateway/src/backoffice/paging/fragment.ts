// Statements with optional parts: fragments of SQL that carry their values, put together and compiled into a query.
import { createHash } from 'node:crypto';
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely';
import type { Query } from '../../base/db.ts';

export { sql } from 'kysely';

export type Fragment = RawBuilder<unknown>;

/** It compiles and never connects: statements run through the doors that everything else uses. */
const compiler = new Kysely<Record<string, never>>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** The query of a whole statement, named by its text, so that each form of it is prepared once. */
export function queryOf(statement: Fragment): Query {
  const { sql: text, parameters } = statement.compile(compiler);
  const name = `bo-${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`;
  return { name, text, values: parameters };
}
