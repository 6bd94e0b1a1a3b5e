// `npm run bench -- reconciliation`: a bank's statement of one day, taken in, matched and looked through for what is missing.
import os from 'node:os';
import { openServer } from '../backoffice/databases.ts';
import { checkAll, checkWords, type Checked } from '../money/full-check.ts';
import { WRONG } from '../money/rows.ts';
import { watchMemory, withDay, type Reconciled, type Stage } from '../money/stage.ts';
import { readOptions, type Options } from './options.ts';

/** What a million lines may take, s. */
const MOST_SECONDS = 300;

interface Measured extends Reconciled {
  payments: number;
  /** The process's memory at its highest, MB. */
  memory: number;
  exceptions: Record<string, number>;
  /** Null where it was not asked for. */
  checked: Checked | null;
}

/** Runs it with these arguments; the exit code says whether it was fast enough and found what was planted. */
export async function runReconciliation(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  const server = await openServer(false);
  const measured: Measured[] = [];
  try {
    for (const lines of options.sizes) {
      // Every tenth payment has a second line, since a part of it goes back.
      const payments = Math.ceil((lines * 10) / 11);
      const wanted = { payments, merchants: options.merchants, isWrong: true };
      measured.push(
        await withDay(server, wanted, options.workers, (stage) =>
          measure(stage, payments, options),
        ),
      );
    }
  } finally {
    await server.close();
  }
  report(measured, options);
}

async function measure(
  { ctx, reconcile }: Stage,
  payments: number,
  { workers, check }: Options,
): Promise<Measured> {
  const memory = watchMemory();
  const reconciled = await reconcile(workers);
  const highest = memory.highest();
  const rows = await ctx.db.rows<{ reason: string; count: bigint }>({
    name: 'bench-exceptions',
    text: 'select e.reason, count(*) as count from exceptions e group by e.reason order by e.reason',
    values: [],
  });
  return {
    ...reconciled,
    payments,
    memory: highest,
    exceptions: Object.fromEntries(rows.map(({ reason, count }) => [reason, Number(count)])),
    checked: check ? await checkAll(ctx) : null,
  };
}

const whole = (one: Reconciled): number =>
  one.importSeconds + one.matchSeconds + one.missingSeconds;

function isFast(one: Measured): boolean {
  return whole(one) <= (MOST_SECONDS * one.lines) / 1e6 + 10;
}

/** Whether every planted difference was found, and no other. */
function isRight({ payments, exceptions, checked }: Measured): boolean {
  const planted = (place: number): number => Math.ceil((payments - place) / WRONG);
  return (
    exceptions['amount_differs'] === planted(2) &&
    exceptions['missing_here'] === planted(3) &&
    // What stands under another reference is missing under its own.
    exceptions['missing_at_bank'] === planted(1) + planted(3) &&
    (checked === null || checked.findings === 0)
  );
}

function report(measured: readonly Measured[], options: Options): void {
  if (measured.some((one) => !isFast(one) || !isRight(one))) process.exitCode = 1;
  const cores = os.availableParallelism();
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ cores, measured })}\n`);
    return;
  }
  const line = (cells: readonly string[]): string =>
    cells.map((cell) => cell.padStart(12)).join('');
  const heads = ['lines', 'import s', 'match s', 'missing s', 'lines/s', 'memory MB'];
  process.stdout.write(
    `\nReconciliation · ${options.merchants} merchants, ${options.workers} workers, ${cores} cores\n${line(heads)}\n`,
  );
  for (const one of measured) {
    const cells = [
      `${one.lines}`,
      one.importSeconds.toFixed(1),
      one.matchSeconds.toFixed(1),
      one.missingSeconds.toFixed(1),
      (one.lines / whole(one)).toFixed(0),
      `${one.memory}`,
    ];
    process.stdout.write(`${line(cells)}  ${JSON.stringify(one.exceptions)}\n`);
    if (one.checked !== null) process.stdout.write(checkWords(one.checked));
  }
}
