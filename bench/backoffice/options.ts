// What is loaded and measured by `npm run bench -- backoffice`, from the command line.
import { parseArgs } from 'node:util';
import { readCount } from '../count.ts';

export interface Options {
  /** Payments of the large database and of the small one. */
  payments: number;
  small: number;
  /** Answers that are measured for each case and size. */
  answers: number;
  /** Loads of each page that are measured in a browser. */
  loads: number;
  /** The loaded databases stay, and are used again by the next run. */
  keep: boolean;
  /** Loads, checks the books of what was loaded, and measures nothing. */
  loadOnly: boolean;
  json: boolean;
}

/** Reads the options; throws a sentence that names the one that is wrong. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      payments: { type: 'string', default: '10000000' },
      small: { type: 'string', default: '10000' },
      answers: { type: 'string', default: '100' },
      loads: { type: 'string', default: '20' },
      keep: { type: 'boolean', default: false },
      'load-only': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const small = readCount('small', values.small, 1000, 1_000_000);
  return {
    // Each size is a database of its own.
    payments: readCount('payments', values.payments, small + 1, 100_000_000),
    small,
    answers: readCount('answers', values.answers, 10, 10_000),
    loads: readCount('loads', values.loads, 5, 1000),
    keep: values.keep,
    loadOnly: values['load-only'],
    json: values.json,
  };
}
