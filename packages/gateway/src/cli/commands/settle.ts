// `tarik settle`: settles a day by hand, and what people have to do with payouts, the calendar and what was agreed.
import { findMerchantNames } from '../../merchants/store.ts';
import { foreseeDay, type Foreseen } from '../../settlement/foresee.ts';
import type { Position, Unpaid } from '../../settlement/payable.ts';
import { settleDay, type SettledBatch } from '../../settlement/run.ts';
import { example, type AddCommand, type Cli } from '../cli.ts';
import { EXIT, Ended } from '../exit.ts';
import { mustFind } from '../merchant-input.ts';
import { counted, table } from '../screen.ts';
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
  const names = await namesOf(doors, booked);
  const shown = booked.map((batch) => ({ ...keysOf(batch, names), batch_id: batch.batchId }));
  const sum = `${counted(booked.length, 'batch', 'batches')} booked for ${day} (WIB), ${paidBy(booked)}`;
  cli.screen.result(
    { day, dry_run: false, batches: shown },
    booked.length === 0
      ? `nothing was due on ${day} (WIB), or it is settled already`
      : `${positionsTable(booked, names)}\n\n${sum}`,
  );
}

async function foresee(
  cli: Cli,
  doors: SettleDoors,
  day: string,
  scope: string | null,
): Promise<void> {
  const foreseen = await foreseeDay(doors, day, scope);
  const names = await namesOf(doors, foreseen);
  const shown = foreseen.map((batch) => ({
    ...keysOf(batch, names),
    items: batch.items,
    gross: batch.gross.toString(),
    fees: batch.fees.toString(),
    refunds: batch.refunds.toString(),
    net: batch.net.toString(),
    reason: batch.positions === null ? 'no_default_account' : null,
  }));
  cli.screen.result(
    { day, dry_run: true, batches: shown },
    foreseen.length === 0
      ? `nothing is due on ${day} (WIB), or it is settled already`
      : `${positionsTable(foreseen, names)}\n\n${foreseenWords(foreseen, day)}`,
  );
}

type Batch = SettledBatch | Foreseen;
type Names = Awaited<ReturnType<typeof findMerchantNames>>;

async function namesOf({ db }: SettleDoors, batches: readonly Batch[]): Promise<Names> {
  return await findMerchantNames(
    db,
    batches.map(({ merchantId }) => merchantId),
  );
}

function keysOf({ merchantId, bank, day, positions }: Batch, names: Names) {
  return {
    merchant_id: merchantId,
    client_id: names.get(merchantId)?.clientId ?? null,
    name: names.get(merchantId)?.name ?? null,
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

/** A row for each account; the merchant stands in the first one of its own. */
function positionsTable(batches: readonly Batch[], names: Names): string {
  const rows = batches.flatMap(({ merchantId, bank, positions }) => {
    const { name = merchantId, clientId = '' } = names.get(merchantId) ?? {};
    const head = [name, clientId, bank];
    if (positions === null) {
      return [[...head, '-', '', '', '', 'no default account: it waits until there is one']];
    }
    return positions.map((one, n) => [
      ...(n === 0 ? head : ['', '', '']),
      one.account,
      rupiah(one.carried),
      rupiah(one.share),
      one.payout === null ? '-' : rupiah(one.payout),
      one.unpaid === null ? '' : WHY_UNPAID[one.unpaid],
    ]);
  });
  const heads = [
    'MERCHANT',
    'CLIENT-ID',
    'BANK',
    'ACCOUNT',
    '#CARRIED',
    '#SHARE',
    '#PAYOUT',
    'WHY NOT',
  ];
  return table(heads, rows);
}

const WHY_UNPAID: Record<Unpaid, string> = {
  nothing: 'nothing is owed',
  negative: 'negative: carried over',
  below_minimum: 'below the minimum: carried over',
  held: 'held: its last payout was refused or came back',
};

function foreseenWords(foreseen: readonly Foreseen[], day: string): string {
  const real = foreseen.filter(({ positions }) => positions !== null);
  const sum = (of: (one: Foreseen) => bigint): string =>
    rupiah(real.reduce((total, one) => total + of(one), 0n));
  const waiting = foreseen.length - real.length;
  return (
    `${counted(real.length, 'batch', 'batches')} would be booked for ${day} (WIB): ` +
    `${sum((one) => one.gross)} less fees ${sum((one) => one.fees)} less refunds ${sum((one) => one.refunds)} ` +
    `is ${sum((one) => one.net)}, ${paidBy(real)}` +
    (waiting === 0
      ? ''
      : `\n${counted(waiting, 'merchant waits', 'merchants wait')} for a default account`)
  );
}

function paidBy(batches: readonly Batch[]): string {
  const payouts = batches.flatMap(({ positions }) =>
    (positions ?? []).flatMap(({ payout }) => (payout === null ? [] : [payout])),
  );
  const sum = payouts.reduce((total, payout) => total + payout, 0n);
  return `${rupiah(sum)} rupiah in ${counted(payouts.length, 'payout', 'payouts')}`;
}
