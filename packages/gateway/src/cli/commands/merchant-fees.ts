// `tarik merchant …-fee`: what a merchant's payments cost at a bank, from when on, and what that comes to.
import type { Command } from 'commander';
import { BANK_SLUGS } from '../../banks/registry.ts';
import { addTariff, planTariff, TariffRefused, withdrawTariff } from '../../fees/change.ts';
import { listTariffs } from '../../fees/store.ts';
import { feeOf, tariffAt, type Tariff } from '../../fees/tariff.ts';
import { appendAudit } from '../../operators/append-audit.ts';
import type { AuditNote } from '../../operators/audit.ts';
import { commandNote } from '../../operators/first.ts';
import { example, withDoors, type Cli } from '../cli.ts';
import { EXIT, Ended } from '../exit.ts';
import { isoTime, mustFind } from '../merchant-input.ts';
import { table } from '../screen.ts';

const OPTIONS: Readonly<Partial<Record<keyof Tariff, string>>> = {
  validFrom: '--from',
  fixed: '--fixed',
  basisPoints: '--basis-points',
  minimum: '--minimum',
  maximum: '--maximum',
};

/** Adds the subcommands about fees. */
export function addMerchantFees(merchant: Command, cli: Cli): void {
  addList(merchant, cli);
  addSet(merchant, cli);
  addWithdraw(merchant, cli);
}

function addList(merchant: Command, cli: Cli): void {
  merchant
    .command('fees')
    .description("a merchant's tariffs: past, in force and to come")
    .argument('<client-id>', "the merchant's Client-Id")
    .option('--amount <rupiah>', 'also what a payment of this amount would cost by each')
    .addHelpText('after', example('merchant fees MCH-0001-10791114622547 --amount 90000'))
    .action(async (clientId: string, { amount: text }: { amount?: string }) => {
      const amount = text === undefined ? null : readWhole('--amount', text);
      const rows = await withDoors(cli, async (doors) => {
        const { merchantId } = await mustFind(doors, clientId);
        const tariffs = await listTariffs(doors.db, merchantId);
        return tariffs.map((one) => ({
          ...tariffWords(one),
          in_force: tariffAt(tariffs, one.bank, doors.clock.now()) === one,
          fee: amount === null ? null : `${feeOf(one, amount)}`,
        }));
      });
      cli.screen.result(rows, rows.length === 0 ? 'no fees' : tableOf(rows, amount !== null));
    });
}

interface SetOptions {
  fixed: string;
  basisPoints: string;
  minimum: string;
  maximum?: string;
  from?: string;
  dryRun?: true;
}

function addSet(merchant: Command, cli: Cli): void {
  merchant
    .command('set-fee')
    .description('what payments cost from an instant on; those that exist keep their fee')
    .argument('<client-id>', "the merchant's Client-Id")
    .argument('<bank>', BANK_SLUGS.join(', '))
    .option('--fixed <rupiah>', 'whole rupiah of each payment', '0')
    .option('--basis-points <points>', '1/100 of a percent of the amount, rounded half up', '0')
    .option('--minimum <rupiah>', 'the least that a payment costs', '0')
    .option('--maximum <rupiah>', 'the most; without it there is none')
    .option('--from <time>', 'not in the past, like 2026-12-01T00:00:00+07:00; at once without it')
    .option('--dry-run', 'change nothing: show the tariff and what 10,000 to 10,000,000 would cost')
    .addHelpText(
      'after',
      example('merchant set-fee MCH-0001-10791114622547 cimb --fixed 2000 --basis-points 100'),
    )
    .action(async (clientId: string, bank: string, options: SetOptions) => {
      const wanted = readTariff(bank, options);
      const tariff = await refusedInWords(() =>
        withDoors(cli, async (doors) => {
          const { merchantId } = await mustFind(doors, clientId, bank);
          if (options.dryRun === true) return planTariff(doors, wanted);
          return await addTariff(doors, merchantId, wanted, {
            by: null,
            also: (tx, made) =>
              appendAudit(
                tx,
                [note(merchantId, 'fee.added', bank, tariffWords(made))],
                doors.clock.now(),
              ),
          });
        }),
      );
      const row = { ...tariffWords(tariff), client_id: clientId, dry_run: options.dryRun === true };
      const costs = SAMPLES.map((amount) => `${amount} costs ${feeOf(tariff, amount)}`).join('\n');
      const done = options.dryRun === true ? `Nothing was changed.\n${costs}` : tariff.feeId;
      cli.screen.result(row, `${tableOf([row], false)}\n\n${done}`);
    });
}

const SAMPLES = [10_000n, 100_000n, 1_000_000n, 10_000_000n];

function addWithdraw(merchant: Command, cli: Cli): void {
  merchant
    .command('withdraw-fee')
    .description('take back a tariff that is not in force yet')
    .argument('<client-id>', "the merchant's Client-Id")
    .argument('<bank>', BANK_SLUGS.join(', '))
    .argument('<fee-id>', 'as `tarik merchant fees` shows it')
    .addHelpText(
      'after',
      example(
        'merchant withdraw-fee MCH-0001-10791114622547 cimb 019ae3b0-2f0e-7c44-8d7c-3a1f5b0c9d21',
      ),
    )
    .action(async (clientId: string, bank: string, feeId: string) => {
      if (!UUID.test(feeId)) throw new Ended(EXIT.usage, `${feeId} is no id of a tariff`);
      await refusedInWords(() =>
        withDoors(cli, async (doors) => {
          const { merchantId } = await mustFind(doors, clientId, bank);
          const said = note(merchantId, 'fee.withdrawn', bank, { fee_id: feeId });
          await withdrawTariff(doors, merchantId, bank, feeId, (tx) =>
            appendAudit(tx, [said], doors.clock.now()),
          );
        }),
      );
      cli.screen.result({ client_id: clientId, bank, fee_id: feeId }, `${feeId} is withdrawn`);
    });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function readTariff(bank: string, options: SetOptions) {
  const { fixed, basisPoints, minimum, maximum, from } = options;
  return {
    bank,
    fixed: readWhole('--fixed', fixed),
    basisPoints: readWhole('--basis-points', basisPoints),
    minimum: readWhole('--minimum', minimum),
    maximum: maximum === undefined ? null : readWhole('--maximum', maximum),
    validFrom: from === undefined ? null : readInstant(from),
  };
}

function readWhole(option: string, text: string): bigint {
  if (/^\d{1,12}$/.test(text)) return BigInt(text);
  throw new Ended(EXIT.usage, `${option} is a whole number without points or commas, like 2000`);
}

/** An instant with its zone: a day that begins somewhere else is a day of other fees. */
function readInstant(text: string): number {
  const ms = /T.*(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(ms)) return ms;
  throw new Ended(EXIT.usage, '--from is an instant with its zone: 2026-12-01T00:00:00+07:00');
}

async function refusedInWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TariffRefused)) throw error;
    throw new Ended(EXIT.usage, `${OPTIONS[error.field] ?? 'fee-id'} ${error.rule}`);
  }
}

function note(merchantId: string, act: string, subject: string, after: unknown): AuditNote {
  return { ...commandNote(act, subject), merchantId, after };
}

function tariffWords(tariff: Tariff) {
  return {
    fee_id: tariff.feeId,
    bank: tariff.bank,
    valid_from: isoTime(tariff.validFrom),
    fixed: `${tariff.fixed}`,
    basis_points: `${tariff.basisPoints}`,
    minimum: `${tariff.minimum}`,
    maximum: tariff.maximum === null ? null : `${tariff.maximum}`,
  };
}

type Row = ReturnType<typeof tariffWords> & { in_force?: boolean; fee?: string | null };

function tableOf(rows: readonly Row[], withFee: boolean): string {
  const heads = [
    'BANK',
    'FROM',
    'FIXED',
    'BASIS POINTS',
    'MINIMUM',
    'MAXIMUM',
    'IN FORCE',
    'FEE-ID',
  ];
  const cells = rows.map((row) => [
    row.bank,
    row.valid_from,
    row.fixed,
    row.basis_points,
    row.minimum,
    row.maximum ?? '-',
    row.in_force === true ? 'yes' : '-',
    row.fee_id,
    ...(withFee ? [row.fee ?? '-'] : []),
  ]);
  return table(withFee ? [...heads, 'FEE'] : heads, cells);
}
