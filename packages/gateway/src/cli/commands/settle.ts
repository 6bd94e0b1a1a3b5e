// `tarik settle`: settles a day by hand, and what people have to do with payouts, the calendar and what was agreed.
import { foreseeDay, type Foreseen } from '../../settlement/foresee.ts';
import type { Position } from '../../settlement/payable.ts';
import { settleDay, type SettledBatch } from '../../settlement/run.ts';
import { example, type AddCommand, type Cli } from '../cli.ts';
import { EXIT, Ended } from '../exit.ts';
import { mustFind } from '../merchant-input.ts';
import { table } from '../screen.ts';
import { readDay, rupiah, withSettlement, type SettleDoors } from '../settle-input.ts';
import { addCalendar } from './settle-calendar.ts';
import { addPayouts } from './settle-payouts.ts';
import { addPreview } from './settle-preview.ts';

interface Options {
  day?: string;
  merchant?: string;
  dryRun?: true;
}

export const addSettle: AddCommand = (program, cli) => {
  const settle = program
    .command('settle')
    .description('settle what is due on a day; workers do it by themselves at noon of WIB')
    .option('--day <day>', 'a working day of WIB, 2026-11-26, not after today')
    .option('--merchant <client-id>', 'this merchant alone')
    .option('--dry-run', 'say what would be settled, and settle nothing')
    .addHelpText(
      'after',
      `\nMay be ended anywhere and begun again, also while workers are at it: nothing is settled twice.\n${example(
        'settle --day 2026-11-26 --dry-run',
        'settle --day 2026-11-26 --json',
      )}`,
    )
    .action(async (options: Options) => {
      if (options.day === undefined)
        throw new Ended(EXIT.usage, 'settle needs --day, or a command');
      const day = readDay(options.day);
      await withSettlement(cli, async (doors) => {
        const scope: { merchantId?: string } =
          options.merchant === undefined ? {} : await mustFind(doors, options.merchant);
        if (options.dryRun === true) await foresee(cli, doors, day, scope.merchantId ?? null);
        else await run(cli, doors, day, scope);
      });
    });
  addPayouts(settle, cli);
  addCalendar(settle, cli);
  addPreview(settle, cli);
};

async function run(
  cli: Cli,
  doors: SettleDoors,
  day: string,
  scope: { merchantId?: string },
): Promise<void> {
  const booked = await settleDay(doors, day, {
    ...scope,
    ...(cli.signal === undefined ? {} : { signal: cli.signal }),
  });
  const shown = booked.map((batch) => ({ ...keysOf(batch), batch_id: batch.batchId }));
  cli.screen.result(
    { day, dry_run: false, batches: shown },
    words(booked, 'nothing was due', 'batches booked'),
  );
}

async function foresee(
  cli: Cli,
  doors: SettleDoors,
  day: string,
  scope: string | null,
): Promise<void> {
  const foreseen = await foreseeDay(doors, day, scope);
  const shown = foreseen.map((batch) => ({
    ...keysOf(batch),
    items: batch.items,
    gross: batch.gross.toString(),
    fees: batch.fees.toString(),
    refunds: batch.refunds.toString(),
    net: batch.net.toString(),
    reason: batch.positions === null ? 'no_default_account' : null,
  }));
  cli.screen.result(
    { day, dry_run: true, batches: shown },
    words(foreseen, 'nothing would be settled', 'batches would be booked'),
  );
}

function keysOf({ merchantId, bank, day, positions }: SettledBatch | Foreseen) {
  return {
    merchant_id: merchantId,
    bank,
    day,
    accounts: (positions ?? []).map((one: Position) => ({
      account: one.account,
      carried: one.carried.toString(),
      share: one.share.toString(),
      payout: one.payout?.toString() ?? null,
      unpaid: one.unpaid,
    })),
  };
}

function words(batches: readonly (SettledBatch | Foreseen)[], none: string, some: string): string {
  if (batches.length === 0) return none;
  const rows = batches.flatMap(({ merchantId, bank, day, positions }) =>
    positions === null
      ? [[merchantId, bank, day, '-', '', '', '', 'no default account']]
      : positions.map((one) => [
          merchantId,
          bank,
          day,
          one.account,
          rupiah(one.carried),
          rupiah(one.share),
          one.payout === null ? '-' : rupiah(one.payout),
          one.unpaid ?? '',
        ]),
  );
  const heads = ['MERCHANT', 'BANK', 'DAY', 'ACCOUNT', 'CARRIED', 'SHARE', 'PAID OUT', 'WHY NOT'];
  return `${table(heads, rows)}\n\n${batches.length} ${some}`;
}
