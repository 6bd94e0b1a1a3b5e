// What `npm run bench -- reconciliation` measures, from the command line.
import { parseArgs } from 'node:util';

export interface Options {
  /** Lines of each statement, the smallest first. */
  sizes: readonly number[];
  merchants: number;
  /** Loops that match side by side. */
  workers: number;
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
      json: { type: 'boolean', default: false },
    },
  });
  const count = (name: string, text: string, most: number): number => {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < 1 || value > most) {
      throw new Error(`--${name} must be a whole number from 1 to ${most}`);
    }
    return value;
  };
  const sizes = values.sizes.split(',').map((text) => count('sizes', text.trim(), 10_000_000));
  return {
    sizes: sizes.toSorted((a, b) => a - b),
    merchants: count('merchants', values.merchants, 10_000),
    workers: count('workers', values.workers, 16),
    json: values.json,
  };
}
