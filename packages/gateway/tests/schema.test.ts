import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { dumpSchema } from '../src/cli/schema/dump.ts';
import { freshDatabase, openTestDb } from './database.ts';

test('schema.sql is what the migrations make (`tarik schema --write` writes it anew)', async () => {
  const database = await freshDatabase();
  const db = openTestDb(database.url);
  const written = readFileSync(path.join(import.meta.dirname, '../schema.sql'), 'utf8');
  expect(await dumpSchema(db)).toBe(written);
  await db.close();
  await database.drop();
});
