// `tarik migrate`: brings the database to the shape that this version needs.
import { readDatabaseUrl } from '../../base/config.ts';
import { migrate, schemaStanding } from '../../base/migrate.ts';
import { example, withDb, type AddCommand } from '../cli.ts';
import { EXIT, Ended } from '../exit.ts';

export const addMigrate: AddCommand = (program, cli) => {
  program
    .command('migrate')
    .description('apply the migrations that the database lacks; forward only')
    .option('--check', 'change nothing; end with 1 when something is missing')
    .addHelpText('after', example('migrate', 'migrate --check'))
    .action(async (options: { check?: true }) => {
      const url = readDatabaseUrl(cli.env()).reveal();
      if (options.check) {
        const standing = await withDb(url, schemaStanding);
        cli.screen.result({ standing }, `the database is ${standing}`);
        throw new Ended(standing === 'behind' ? EXIT.failed : EXIT.ok);
      }
      const { applied, definitions } = await migrate(url);
      const words = [
        ...applied.map((name) => `applied ${name}`),
        ...(definitions ? ['defined the functions anew'] : []),
      ];
      cli.screen.result({ applied, definitions }, words.join('\n') || 'nothing to do');
    });
};
