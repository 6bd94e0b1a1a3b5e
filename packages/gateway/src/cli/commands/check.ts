// `tarik check`: the books balance, the chain holds, payments, refunds and ledger say the same.
import { readDatabaseUrl } from '../../base/config.ts';
import { CHECK_NAMES, checkBooks } from '../../ledger/check.ts';
import { example, withDb, type AddCommand } from '../cli.ts';
import { EXIT, Ended } from '../exit.ts';
import { table } from '../screen.ts';

export const addCheck: AddCommand = (program, cli) => {
  program
    .command('check')
    .description('check the books on the live database; ends with 1 when something does not hold')
    .addHelpText('after', example('check', 'check --json'))
    .action(async () => {
      const findings = await withDb(readDatabaseUrl(cli.env()).reveal(), checkBooks);
      const rows = findings.map((one) => [one.check, one.merchantId, one.subject, one.detail]);
      const words =
        findings.length === 0
          ? `${cli.screen.paint('green', '✓')} ${CHECK_NAMES.length} checks, nothing found`
          : table(['CHECK', 'MERCHANT', 'SUBJECT', 'WHAT'], rows);
      cli.screen.result({ checks: CHECK_NAMES, findings }, words);
      throw new Ended(findings.length === 0 ? EXIT.ok : EXIT.failed);
    });
};
