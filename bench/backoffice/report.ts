// What the bench of the Back Office has to say: both sizes beside one another, and what is too slow.
import os from 'node:os';
import type { Figure, Pair } from './measure.ts';

/** Below this a ratio says nothing but how noisy the machine is, ms. */
const FLOOR_MS = 5;

interface Judged extends Pair {
  /** p95 with many over p95 with few; null where nothing was measured. */
  ratio: number | null;
  faults: string[];
}

/** Judges what was measured by its own limits. */
export function judge(pair: Pair): Judged {
  const { small, large, limits } = pair;
  const { mostMs, mostTimes } = limits;
  const faults = [large, small].flatMap(({ failure }) => (failure === null ? [] : [failure]));
  if (Math.max(large.p95, small.p95) > mostMs) faults.push(`slower than ${mostMs} ms`);
  const ratio = small.p95 > 0 ? large.p95 / small.p95 : null;
  if (ratio !== null && mostTimes !== null && ratio > mostTimes && large.p95 > FLOOR_MS) {
    faults.push(`${ratio.toFixed(1)} times as slow`);
  }
  return { ...pair, ratio, faults };
}

/** Prints it on standard output: a table for people or one JSON object. */
export function printReport(
  judged: readonly Judged[],
  sizes: readonly [number, number],
  answers: number,
  json: boolean,
): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ sizes, answers, cases: judged }, null, 2)}\n`);
    return;
  }
  const width = Math.max(...judged.map(({ name }) => name.length), 10);
  const cell = (ms: number) => ms.toFixed(1).padStart(7);
  const cells = ({ p50, p95, p99 }: Figure) => [p50, p95, p99].map(cell).join('');
  const head = (count: number) => `${count.toLocaleString('en')} payments`.padStart(21);
  const lines = [
    '',
    `The Back Office's API · ${answers} answers each, ms · ${os.availableParallelism()} cores, Node ${process.version}`,
    '',
    `${''.padEnd(width)}  ${head(sizes[0])}  ${head(sizes[1])}    ratio`,
    `${''.padEnd(width)}      p50    p95    p99      p50    p95    p99   of p95  at most`,
    ...judged.map(
      ({ name, small, large, limits, ratio, faults }) =>
        `${name.padEnd(width)}  ${cells(small)}  ${cells(large)}  ${(ratio?.toFixed(2) ?? '–').padStart(7)}` +
        `  ${String(limits.mostMs).padStart(5)}${limits.mostTimes === null ? '     ' : `, ×${limits.mostTimes}`}` +
        (faults.length === 0 ? '' : `  ← ${faults.join('; ')}`),
    ),
    '',
    `${judged.filter(({ faults }) => faults.length > 0).length} of ${judged.length} are at fault`,
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
