// `tarik reconcile`: the bank's statements taken in, what came of them, and days closed.
import { createReadStream, statSync } from 'node:fs';
import type { Command } from 'commander';
import { BANK_SLUGS, STATEMENT_PROFILES } from '../../banks/registry.ts';
import type { StatementProfile } from '../../banks/statement-profile.ts';
import { BadStatement } from '../../reconciliation/bad-statement.ts';
import { closeDay, DayNotClosed } from '../../reconciliation/close-day.ts';
import { importStatement } from '../../reconciliation/import.ts';
import { notePartner } from '../../reconciliation/adopt-strays.ts';
import { mustBeBank } from '../bank-input.ts';
import { businessClock } from '../business-clock.ts';
import { example, withDoors, type AddCommand, type Cli } from '../cli.ts';
import { EXIT, Ended } from '../exit.ts';
import { mustFind } from '../merchant-input.ts';
import { counted } from '../screen.ts';
import { readDay, rupiah } from '../settle-input.ts';
import { addReconcileViews } from './reconcile-views.ts';

export const addReconcile: AddCommand = (program, cli) => {
  const reconcile = program
    .command('reconcile')
    .description("compare the bank's statements with the books, and close its days")
    .addHelpText(
      'after',
      example(
        'reconcile import statement.csv --bank cimb --day 2026-11-25',
        'reconcile exceptions --bank cimb',
      ),
    );
  addImport(reconcile, cli);
  addReconcileViews(reconcile, cli);
  addClose(reconcile, cli);
  addPartner(reconcile, cli);
};

interface DayOptions {
  bank: string;
  day: string;
  dryRun?: true;
}

function addImport(reconcile: Command, cli: Cli): void {
  reconcile
    .command('import')
    .description("take in a bank's statement of one day; it is matched by the workers")
    .argument('<file>', 'the file as the bank gave it')
    .requiredOption('--bank <bank>', BANK_SLUGS.join(', '))
    .requiredOption('--day <day>', "the bank's day, 2026-11-25")
    .option('--dry-run', 'judge the file, and keep nothing')
    .addHelpText(
      'after',
      example(
        'reconcile import statement.csv --bank cimb --day 2026-11-25 --dry-run',
        'reconcile import statement.csv --bank cimb --day 2026-11-25',
      ),
    )
    .action(async (file: string, options: DayOptions) => {
      const { bank } = options;
      const day = readDay(options.day);
      const profile = profileOf(bank);
      mustBeFile(file);
      const imported = await withDoors(cli, async (doors, sandbox) => {
        const clock = await businessClock(doors.db, sandbox);
        return await importStatement(
          { ...doors, clock },
          {
            bank,
            profile,
            day,
            open: () => createReadStream(file) as AsyncIterable<Buffer>,
            by: 'cli',
            dryRun: options.dryRun === true,
          },
        ).catch(refusedAs);
      });
      const { statementId, lines, sums, merchants, strays } = imported;
      cli.screen.result(
        {
          statement_id: statementId,
          bank,
          day,
          lines,
          merchants,
          strays,
          debits: `${sums.debit}`,
          refunds: `${sums.refund}`,
          payouts: `${sums.payout}`,
          payout_returns: `${sums.payout_return}`,
        },
        `${statementId === null ? 'good, and not kept' : `kept as ${statementId}`}: ` +
          `${counted(lines, 'line', 'lines')} of ${counted(merchants, 'merchant', 'merchants')}` +
          (strays === 0 ? '' : `, and ${strays} of nobody that is known here`) +
          `\ntaken ${rupiah(sums.debit)}, given back ${rupiah(sums.refund)}, ` +
          `paid out ${rupiah(sums.payout)}, returned ${rupiah(sums.payout_return)}`,
      );
    });
}

function addClose(reconcile: Command, cli: Cli): void {
  reconcile
    .command('close')
    .description("close a bank's day; what comes later counts on the next open one")
    .requiredOption('--bank <bank>', BANK_SLUGS.join(', '))
    .requiredOption('--day <day>', "the bank's day, 2026-11-25")
    .option('--dry-run', 'say only whether it could be closed')
    .addHelpText('after', example('reconcile close --bank cimb --day 2026-11-25 --dry-run'))
    .action(async ({ bank, day, dryRun }: DayOptions) => {
      mustBeBank(bank);
      const wanted = readDay(day);
      const closed = await withDoors(cli, async (doors, sandbox) => {
        const clock = await businessClock(doors.db, sandbox);
        const input = { bank, day: wanted, by: 'cli', operatorId: null } as const;
        return await closeDay({ db: doors.db, clock }, { ...input, dryRun: dryRun === true }).catch(
          refusedAs,
        );
      });
      const { openExceptions: open, strays, headsHash } = closed;
      cli.screen.result(
        {
          bank,
          day,
          closed: headsHash !== null,
          open_exceptions: open,
          strays,
          heads_hash: headsHash,
        },
        `${headsHash === null ? 'could be closed' : `closed, sealed by ${headsHash}`}; ` +
          counted(open, 'exception is open and goes on', 'exceptions are open and go on'),
      );
    });
}

function addPartner(reconcile: Command, cli: Cli): void {
  reconcile
    .command('partner')
    .description('say what a bank calls, or once called, a merchant: its lines find it then')
    .argument('<client-id>', "the merchant's Client-Id")
    .argument('<partner>', "as the bank's statements name it")
    .requiredOption('--bank <bank>', BANK_SLUGS.join(', '))
    .addHelpText('after', example('reconcile partner MCH-0001-10791114622547 OLD-KEY --bank cimb'))
    .action(async (clientId: string, partner: string, { bank }: { bank: string }) => {
      mustBeBank(bank);
      await withDoors(cli, async (doors) => {
        const { merchantId } = await mustFind(doors, clientId, bank);
        await notePartner(doors.db, doors.sealer, { merchantId, bank, partner });
      });
      cli.screen.result({ client_id: clientId, bank, partner }, `${partner} is ${clientId} now`);
    });
}

function profileOf(bank: string): StatementProfile {
  mustBeBank(bank);
  const profile = STATEMENT_PROFILES.get(bank) ?? null;
  if (profile === null) throw new Ended(EXIT.usage, `${bank} gives no statements that we can read`);
  return profile;
}

function mustBeFile(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isFile() !== true) throw new Ended(EXIT.usage, `the file ${file} cannot be read`);
}

function refusedAs(error: unknown): never {
  if (error instanceof BadStatement || error instanceof DayNotClosed) {
    throw new Ended(EXIT.failed, error.message);
  }
  throw error;
}
