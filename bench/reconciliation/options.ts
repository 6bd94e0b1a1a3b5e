// What `npm run bench -- reconciliation` measures, from the command line.
import { parseArgs } from 'node:util';
import { readCount } from '../count.ts';

export interface Options {
  /** Lines of each statement, the smallest first. */
  sizes: readonly number[];
  merchants: number;
  /** Loops that match side by side. */
  workers: number;
  /** Lets every check look at all of it afterwards. */
  check: boolean;
  json: boolean;
}

/** Reads the options; throws a sentence that names the one that is wrong. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sizes: { type: 'string', default: '100000,1000000' },
      merchants: { type: 'string', default: '1000' },
      workers: { type: 'string', default: '2' },
      check: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const sizes = values.sizes
    .split(',')
    .map((text) => readCount('sizes', text.trim(), 1, 10_000_000));
  return {
    sizes: sizes.toSorted((a, b) => a - b),
    merchants: readCount('merchants', values.merchants, 1, 10_000),
    workers: readCount('workers', values.workers, 1, 16),
    check: values.check,
    json: values.json,
  };
}
