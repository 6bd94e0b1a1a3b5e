// `tarik migrate`: brings the database to the shape that this version needs.
import { readDatabaseUrl } from '../../base/config.ts';
import { grantApplication, migrate, schemaStanding } from '../../base/migrate.ts';
import { example, withDb, type AddCommand } from '../cli.ts';
import { EXIT, Ended } from '../exit.ts';

export const addMigrate: AddCommand = (program, cli) => {
  program
    .command('migrate')
    .description('apply the migrations that the database lacks; forward only')
    .option('--check', 'change nothing; end with 1 when something is missing')
    .option('--app-role <role>', 'give this role what `tarik serve` needs, and no more')
    .addHelpText('after', example('migrate', 'migrate --app-role tarik_app', 'migrate --check'))
    .action(async (options: { check?: true; appRole?: string }) => {
      const url = readDatabaseUrl(cli.env()).reveal();
      if (options.check) {
        const standing = await withDb(url, schemaStanding);
        cli.screen.result({ standing }, `the database is ${standing}`);
        throw new Ended(standing === 'behind' ? EXIT.failed : EXIT.ok);
      }
      const { applied, definitions } = await migrate(url);
      const { appRole } = options;
      if (appRole !== undefined) await withDb(url, (db) => grantApplication(db, appRole));
      const words = [
        ...applied.map((name) => `applied ${name}`),
        ...(definitions ? ['defined the functions anew'] : []),
        ...(appRole === undefined ? [] : [`gave ${appRole} what serving needs`]),
      ];
      const granted = appRole ?? null;
      cli.screen.result({ applied, definitions, granted }, words.join('\n') || 'nothing to do');
    });
};
