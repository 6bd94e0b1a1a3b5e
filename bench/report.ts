// What the bench has to say: ratios of the same round, as min / median / max.
import type { Measured } from './load.ts';
import type { Options } from './options.ts';

export interface Round {
  whole: Measured;
  /** Payments per second. */
  oneByOne: number;
  /** Answers per second. */
  bare: number;
}

export interface Report {
  options: Options;
  cores: number;
  node: string;
  postgres: string;
  comparator: string;
  rounds: readonly Round[];
  failures: number;
  undelivered: number;
}

interface Spread {
  min: number;
  median: number;
  max: number;
}

/** Prints the report on standard output: a table for people or one JSON object. */
export function printReport(report: Report, json: boolean): void {
  const rounds = report.rounds;
  const figures = {
    payments_per_second: spread(rounds.map((round) => round.whole.perSecond)),
    p50_ms: spread(rounds.map((round) => round.whole.p50)),
    p99_ms: spread(rounds.map((round) => round.whole.p99)),
    one_by_one_per_second: spread(rounds.map((round) => round.oneByOne)),
    bare_route_per_second: spread(rounds.map((round) => round.bare)),
    ratio_to_one_by_one: spread(rounds.map((round) => round.whole.perSecond / round.oneByOne)),
    ratio_to_bare_route: spread(rounds.map((round) => round.whole.perSecond / round.bare)),
  };
  if (json) {
    const { options, rounds: _, ...about } = report;
    process.stdout.write(`${JSON.stringify({ ...about, options, ...figures }, null, 2)}\n`);
    return;
  }
  const { options } = report;
  const lines = [
    '',
    `Payments through the whole gateway · ${options.rounds} rounds of ${options.seconds} s`,
    `${report.cores} cores, Node ${report.node}, PostgreSQL ${report.postgres} (embedded, durable), ${report.comparator}`,
    ...(options.withoutIndexes.length === 0
      ? []
      : [`WITHOUT ${options.withoutIndexes.join(', ')}: not the product, but what an index costs`]),
    `full schema, balances and hash chain in the transaction, notifications on`,
    `${options.clients} clients, ${options.workers} gateway process(es), ${options.merchants} merchants; ` +
      `one by one: ${options.pgClients} clients`,
    '',
    `                             min    median       max`,
    row('payments/s', figures.payments_per_second, 0),
    row('p50, ms', figures.p50_ms, 1),
    row('p99, ms', figures.p99_ms, 1),
    row('one by one, payments/s', figures.one_by_one_per_second, 0),
    row('bare route, answers/s', figures.bare_route_per_second, 0),
    row('whole / one by one', figures.ratio_to_one_by_one, 2),
    row('whole / bare route', figures.ratio_to_bare_route, 3),
    '',
    `failed calls ${report.failures}, notifications not delivered ${report.undelivered}`,
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function row(name: string, { min, median, max }: Spread, digits: number): string {
  const cells = [min, median, max].map((value) => value.toFixed(digits).padStart(10));
  return `${name.padEnd(22)}${cells.join('')}`;
}

function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? 0;
  const high = sorted[Math.floor(middle)] ?? 0;
  return { min: sorted[0] ?? 0, median: (low + high) / 2, max: sorted.at(-1) ?? 0 };
}
