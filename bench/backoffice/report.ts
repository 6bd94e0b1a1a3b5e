// What the bench of the Back Office has to say: both sizes beside one another, and what is too slow.
import os from 'node:os';
import type { Figure } from './measure.ts';

/** No answer may be slower at p95, ms. */
const MOST_MS = 100;
/** Nor slower than so many times what it takes with few payments. */
const MOST_TIMES = 2;
/** Below this a ratio says nothing but how noisy the machine is, ms. */
const FLOOR_MS = 5;

interface Compared {
  name: string;
  small: Figure;
  large: Figure;
  /** p95 with many over p95 with few. */
  ratio: number;
  faults: string[];
}

/** Puts both sizes beside one another and judges each case. */
export function compare(small: readonly Figure[], large: readonly Figure[]): Compared[] {
  return large.flatMap((one, n) => {
    const other = small[n];
    if (other === undefined) return [];
    const ratio = one.p95 / other.p95;
    const faults = [one, other].flatMap(({ failure }) => (failure === null ? [] : [failure]));
    if (one.p95 > MOST_MS || other.p95 > MOST_MS) faults.push(`slower than ${MOST_MS} ms`);
    if (one.p95 > FLOOR_MS && one.p95 > MOST_TIMES * Math.max(other.p95, FLOOR_MS / MOST_TIMES)) {
      faults.push(`${ratio.toFixed(1)} times as slow`);
    }
    return [{ name: one.name, small: other, large: one, ratio, faults }];
  });
}

/** Prints it on standard output: a table for people or one JSON object. */
export function printReport(
  compared: readonly Compared[],
  sizes: readonly [number, number],
  answers: number,
  json: boolean,
): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ sizes, answers, cases: compared }, null, 2)}\n`);
    return;
  }
  const width = Math.max(...compared.map(({ name }) => name.length), 10);
  const cell = (ms: number) => ms.toFixed(1).padStart(7);
  const cells = ({ p50, p95, p99 }: Figure) => [p50, p95, p99].map(cell).join('');
  const head = (count: number) => `${count.toLocaleString('en')} payments`.padStart(21);
  const lines = [
    '',
    `The Back Office's API · ${answers} answers each, ms · ${os.availableParallelism()} cores, Node ${process.version}`,
    '',
    `${''.padEnd(width)}  ${head(sizes[0])}  ${head(sizes[1])}    ratio`,
    `${''.padEnd(width)}      p50    p95    p99      p50    p95    p99   of p95`,
    ...compared.map(
      ({ name, small, large, ratio, faults }) =>
        `${name.padEnd(width)}  ${cells(small)}  ${cells(large)}  ${ratio.toFixed(2).padStart(7)}` +
        (faults.length === 0 ? '' : `  ← ${faults.join('; ')}`),
    ),
    '',
    `${compared.filter(({ faults }) => faults.length > 0).length} of ${compared.length} are at fault`,
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
