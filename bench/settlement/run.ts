// `npm run bench -- settlement`: few and many payments of a day that the bank's statement has shown, settled each in one run; then
// every check looks at all of it.
import os from 'node:os';
import { parseArgs } from 'node:util';
import { settleDay } from '../../packages/gateway/src/settlement/run.ts';
import { openServer } from '../backoffice/databases.ts';
import { readCount } from '../count.ts';
import { checkAll, checkWords, type Checked } from '../money/full-check.ts';
import { DUE_DAY } from '../money/load.ts';
import { say, seconds, watchMemory, withDay, type Reconciled, type Stage } from '../money/stage.ts';

/** A million payments may take so long to settle, and so long to check, seconds; fewer as much less. */
const MOST_SECONDS_OF_A_MILLION = 600;
/** Ten times as many may take so many times ten times as long. */
const MOST_GROWTH = 1.5;

interface Figure {
  payments: number;
  reconciled: Reconciled;
  seconds: number;
  batches: number;
  payouts: number;
  /** What the process held at the most while it settled, MB. */
  megabytes: number;
  /** Null where it was not asked for. */
  checked: Checked | null;
}

interface Options {
  merchants: number;
  workers: number;
  check: boolean;
}

/** Runs it with these arguments; the exit code says whether it was fast enough and the books held. */
export async function runSettlement(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    allowNegative: true,
    options: {
      payments: { type: 'string', default: '100000,1000000' },
      merchants: { type: 'string', default: '1000' },
      workers: { type: 'string', default: '2' },
      check: { type: 'boolean', default: true },
      json: { type: 'boolean', default: false },
    },
  });
  const sizes = values.payments.split(',').map((one) => readCount('payments', one, 1, 10_000_000));
  const options = {
    merchants: readCount('merchants', values.merchants, 1, 100_000),
    workers: readCount('workers', values.workers, 1, 16),
    check: values.check,
  };
  const server = await openServer(false);
  const figures: Figure[] = [];
  try {
    for (const payments of sizes) {
      const wanted = { payments, merchants: options.merchants, isWrong: false };
      const { workers } = options;
      const measured = await withDay(server, wanted, workers, (stage) =>
        measure(stage, payments, options),
      );
      figures.push(measured);
      if (!values.json) process.stdout.write(words(measured, options));
    }
  } finally {
    await server.close();
  }
  const growth = growthOf(figures);
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ ...options, cores: os.availableParallelism(), figures, growth }, null, 2)}\n`
      : `each payment takes ${growth.toFixed(2)} times as long with the most\n`,
  );
  if (figures.some((figure) => !isGood(figure)) || growth > MOST_GROWTH) process.exitCode = 1;
}

async function measure(
  { ctx, reconcile }: Stage,
  payments: number,
  { workers, check }: Options,
): Promise<Figure> {
  const reconciled = await reconcile(workers);
  say(`settling, ${workers} workers`);
  const memory = watchMemory();
  let [batches, payouts] = [0, 0];
  const took = await seconds(async () => {
    const onBatch: NonNullable<Parameters<typeof settleDay>[2]>['onBatch'] = ({ positions }) => {
      batches += 1;
      payouts += positions.filter((one) => one.payout !== null).length;
    };
    await Promise.all(Array.from({ length: workers }, () => settleDay(ctx, DUE_DAY, { onBatch })));
  });
  const megabytes = memory.highest();
  say(`  ${took.toFixed(1)} s`);
  const checked = check ? await checkAll(ctx) : null;
  return { payments, reconciled, seconds: took, batches, payouts, megabytes, checked };
}

function isGood({ payments, seconds: took, checked }: Figure): boolean {
  const most = (MOST_SECONDS_OF_A_MILLION * payments) / 1_000_000 + 10;
  return took <= most && (checked === null || (checked.findings === 0 && checked.seconds <= most));
}

/** How much longer each payment takes with the most than with the fewest. */
function growthOf(figures: readonly Figure[]): number {
  const each = figures.map(({ seconds: took, payments }) => took / payments);
  return (each.at(-1) ?? 0) / (each[0] ?? 1);
}

function words(one: Figure, { merchants }: Options): string {
  const perSecond = Math.round(one.payments / one.seconds);
  const { lines, importSeconds, matchSeconds, missingSeconds } = one.reconciled;
  return (
    `${one.payments.toLocaleString('en')} payments of ${merchants} merchants: ${one.seconds.toFixed(1)} s ` +
    `(${perSecond.toLocaleString('en')} a second), ${one.batches} batches, ${one.payouts} payouts, ${one.megabytes} MB\n` +
    `  before, their statement of ${lines.toLocaleString('en')} lines: import ${importSeconds.toFixed(1)} s, ` +
    `match ${matchSeconds.toFixed(1)} s, missing ${missingSeconds.toFixed(1)} s\n` +
    (one.checked === null ? '' : checkWords(one.checked))
  );
}
