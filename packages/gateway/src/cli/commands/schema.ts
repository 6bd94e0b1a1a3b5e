// `tarik schema`: the whole database as one text, made from the migrations in a PostgreSQL of a moment.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { migrate } from '../../base/migrate.ts';
import { example, withDb, type AddCommand } from '../cli.ts';
import { dumpSchema } from '../schema/dump.ts';

export const addSchema: AddCommand = (program, cli) => {
  program
    .command('schema')
    .description('print the schema that the migrations make')
    .option('--write', 'write it to schema.sql, which a test holds equal')
    .addHelpText('after', example('schema', 'schema --write'))
    .action(async (options: { write?: true }) => {
      const sql = await madeSchema();
      if (options.write) {
        fs.writeFileSync(path.join(import.meta.dirname, '../../../schema.sql'), sql);
        cli.screen.note('schema.sql is written');
      } else {
        cli.screen.print(sql);
      }
    });
};

async function madeSchema(): Promise<string> {
  const { startPostgres } = await import('../../sandbox/embedded-postgres.ts');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tarik-schema-'));
  fs.chmodSync(folder, 0o755);
  const postgres = await startPostgres({ folder, password: 'schema', durable: false });
  try {
    await migrate(postgres.url);
    return await withDb(postgres.url, dumpSchema);
  } finally {
    await postgres.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
