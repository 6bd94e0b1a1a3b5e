// `tarik check`: what must always hold, looked at on the live database.
import { databaseClock } from '../../app/database-time.ts';
import { readDatabaseUrl } from '../../base/config.ts';
import { CHECK_NAMES } from '../../checks/catalogue.ts';
import { runChecks, type CheckOutcome } from '../../checks/check.ts';
import { example, withDb, type AddCommand, type Cli } from '../cli.ts';
import { EXIT, Ended } from '../exit.ts';
import { mustFind } from '../merchant-input.ts';
import { table } from '../screen.ts';

/** Statements at the same time: whoever types the command waits for it, and the payments must not. */
const AT_ONCE = 2;

interface Options {
  full?: true;
  only?: string;
  merchant?: string;
}

export const addCheck: AddCommand = (program, cli) => {
  program
    .command('check')
    .description(
      'check what must always hold on the live database; ends with 1 when something does not',
    )
    .option('--full', 'look at everything, not only at what is new since the last check')
    .option('--only <names>', 'these checks alone, with commas between them')
    .option('--merchant <client-id>', 'this merchant alone')
    .addHelpText(
      'after',
      `\nChecks: ${CHECK_NAMES.join(', ')}.\n${example(
        'check',
        'check --full --json',
        'check --only balances,chain --merchant MCH-0001-10791114622547',
      )}`,
    )
    .action(async (options: Options) => {
      const only = options.only === undefined ? undefined : readNames(options.only);
      const outcomes = await withDb(readDatabaseUrl(cli.env()).reveal(), async (db) => {
        const { merchant, full = false } = options;
        return await runChecks(db, await databaseClock(db), {
          full,
          atOnce: AT_ONCE,
          ...(only === undefined ? {} : { only }),
          ...(merchant === undefined ? {} : await mustFind({ db }, merchant)),
        });
      });
      const findings = outcomes.flatMap((one) => one.findings);
      cli.screen.result({ checks: outcomes.map(shown), findings }, words(cli, outcomes));
      throw new Ended(findings.length === 0 ? EXIT.ok : EXIT.failed);
    });
};

function readNames(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !CHECK_NAMES.includes(name));
  if (unknown.length === 0) return names;
  throw new Ended(
    EXIT.usage,
    `there is no check ${unknown.join(', ')}; there are ${CHECK_NAMES.join(', ')}`,
  );
}

function shown({ check, rows, since, durationMs, findings }: CheckOutcome) {
  return { check, rows, since: timeOf(since), duration_ms: durationMs, findings: findings.length };
}

function words(cli: Cli, outcomes: readonly CheckOutcome[]): string {
  const { paint } = cli.screen;
  const rows = outcomes.map(({ check, rows: seen, since, durationMs, findings }) => [
    findings.length === 0 ? paint('green', '✓') : paint('red', '✗'),
    check,
    `${seen}`,
    timeOf(since) ?? 'nothing',
    `${durationMs} ms`,
    `${findings.length}`,
  ]);
  const heads = ['', 'CHECK', 'ROWS', 'TAKEN AS CHECKED BEFORE', 'TOOK', 'FOUND'];
  const found = outcomes.flatMap(({ findings }) =>
    findings.map((one) => [one.check, one.merchantId ?? '-', one.subject, one.detail]),
  );
  return found.length === 0
    ? `${table(heads, rows)}\n\n${outcomes.length} checks, nothing found`
    : `${table(heads, rows)}\n\n${table(['CHECK', 'MERCHANT', 'SUBJECT', 'WHAT'], found)}\n\nWhat to do: docs/checks.md`;
}

function timeOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
