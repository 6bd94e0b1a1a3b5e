// What is measured and for how long, from the command line.
import { parseArgs } from 'node:util';

export interface Options {
  rounds: number;
  seconds: number;
  clients: number;
  pgClients: number;
  merchants: number;
  workers: number;
  /** Indexes that are dropped before anything is measured. */
  withoutIndexes: readonly string[];
  json: boolean;
}

/** Reads the options; throws a sentence that names the one that is wrong. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '4' },
      clients: { type: 'string', default: '64' },
      'pg-clients': { type: 'string', default: '8' },
      merchants: { type: 'string', default: '8' },
      workers: { type: 'string', default: '1' },
      'without-index': { type: 'string', multiple: true, default: [] },
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
  return {
    rounds: count('rounds', values.rounds, 100),
    seconds: count('seconds', values.seconds, 600),
    clients: count('clients', values.clients, 4096),
    pgClients: count('pg-clients', values['pg-clients'], 64),
    merchants: count('merchants', values.merchants, 64),
    workers: count('workers', values.workers, 8),
    withoutIndexes: values['without-index'],
    json: values.json,
  };
}
