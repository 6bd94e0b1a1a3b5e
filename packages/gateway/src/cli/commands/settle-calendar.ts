// `tarik settle holidays` and `tarik settle terms`: when is settled, and what was agreed.
import type { Command } from 'commander';
import { BANK_SLUGS } from '../../banks/registry.ts';
import { addHoliday, changeTerms, dropHoliday } from '../../settlement/edit-calendar.ts';
import {
  findHolidays,
  findTerms,
  HOLIDAY_KINDS,
  type HolidayKind,
} from '../../settlement/store-calendar.ts';
import { example, type Cli } from '../cli.ts';
import { EXIT, Ended } from '../exit.ts';
import { mustFind } from '../merchant-input.ts';
import { table } from '../screen.ts';
import {
  BY_COMMAND,
  onlyLooks,
  readDay,
  readWhole,
  rupiah,
  withSettlement,
} from '../settle-input.ts';

/** Adds the subcommands about days and terms. */
export function addCalendar(settle: Command, cli: Cli): void {
  addHolidays(settle, cli);
  addTerms(settle, cli);
}

interface HolidayOptions {
  add?: string;
  remove?: string;
  name?: string;
  kind: string;
  provisional?: true;
}

function addHolidays(settle: Command, cli: Cli): void {
  settle
    .command('holidays')
    .description('the days on which banks do not settle; adds one, or removes one')
    .option('--add <day>', 'a day, 2026-12-24')
    .option('--name <name>', 'of the day that is added')
    .option('--kind <kind>', HOLIDAY_KINDS.join(', '), 'other')
    .option('--provisional', 'it is calculated, not decreed')
    .option('--remove <day>', 'a day that is no holiday after all')
    .option('--dry-run', 'look at what was typed, and change nothing')
    .addHelpText(
      'after',
      `\nWhat waits is moved to its new day at once; what is booked stays.\n${example(
        'settle holidays',
        'settle holidays --add 2027-03-09 --name "Cuti bersama Idulfitri" --kind joint_leave',
      )}`,
    )
    .action(async (options: HolidayOptions, command: Command) => {
      const dryRun = onlyLooks(cli, command);
      if (options.add !== undefined && options.remove !== undefined) {
        throw new Ended(EXIT.usage, 'either --add or --remove');
      }
      const add = options.add === undefined ? null : readDay(options.add);
      const remove = options.remove === undefined ? null : readDay(options.remove);
      if (add !== null && (options.name ?? '') === '') {
        throw new Ended(EXIT.usage, '--add needs --name');
      }
      const holiday = {
        day: add ?? '',
        name: options.name ?? '',
        kind: readKind(options.kind),
        provisional: options.provisional === true,
      };
      const holidays = await withSettlement(cli, async (doors) => {
        if (add !== null && !dryRun) await addHoliday(doors, holiday, BY_COMMAND);
        if (remove !== null && !dryRun) {
          await dropHoliday(doors, remove, BY_COMMAND);
        }
        return await findHolidays(doors.db);
      });
      const rows = holidays.map((one) => [
        one.day,
        one.provisional ? `${one.kind}, provisional` : one.kind,
        one.name,
      ]);
      cli.screen.result({ holidays }, table(['DAY', 'KIND', 'NAME'], rows));
    });
}

function readKind(text: string): HolidayKind {
  const kind = HOLIDAY_KINDS.find((one) => one === text);
  if (kind !== undefined) return kind;
  throw new Ended(EXIT.usage, `a kind is one of ${HOLIDAY_KINDS.join(', ')}`);
}

interface TermsOptions {
  workingDays?: string;
  minimum?: string;
}

function addTerms(settle: Command, cli: Cli): void {
  settle
    .command('terms')
    .description('what was agreed with a merchant for a bank; changes it')
    .argument('<client-id>', "the merchant's Client-Id")
    .argument('<bank>', BANK_SLUGS.join(', '))
    .option('--working-days <days>', 'from success to settlement')
    .option('--minimum <rupiah>', 'a balance below this is carried over')
    .option('--dry-run', 'look at what was typed, and change nothing')
    .addHelpText(
      'after',
      `\nHolds for what is reconciled from now on, and the minimum for the next batch.\n${example(
        'settle terms MCH-0001-10791114622547 cimb',
        'settle terms MCH-0001-10791114622547 cimb --minimum 50000',
      )}`,
    )
    .action(async (clientId: string, bank: string, options: TermsOptions, command: Command) => {
      const dryRun = onlyLooks(cli, command);
      const days = options.workingDays;
      const wanted = {
        ...(days === undefined ? {} : { workingDays: Number(readWhole(days, '--working-days')) }),
        ...(options.minimum === undefined
          ? {}
          : { minimum: readWhole(options.minimum, '--minimum') }),
      };
      const terms = await withSettlement(cli, async (doors) => {
        const pair = { ...(await mustFind(doors, clientId, bank)), bank };
        const changed = { ...(await findTerms(doors.db, pair.merchantId, bank)), ...wanted };
        if (Object.keys(wanted).length > 0 && !dryRun) {
          await changeTerms(doors, pair, changed, BY_COMMAND);
        }
        return changed;
      });
      const { workingDays, minimum } = terms;
      cli.screen.result(
        { client_id: clientId, bank, working_days: workingDays, minimum: minimum.toString() },
        `${bank}: T+${workingDays} working days, ` +
          (minimum === 0n
            ? 'no minimum'
            : `a balance below ${rupiah(minimum)} rupiah is carried over`),
      );
    });
}
