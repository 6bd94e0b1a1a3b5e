// What is measured and for how long, from the command line.
import { parseArgs } from 'node:util';
import { readCount } from './count.ts';

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
  return {
    rounds: readCount('rounds', values.rounds, 1, 100),
    seconds: readCount('seconds', values.seconds, 1, 600),
    clients: readCount('clients', values.clients, 1, 4096),
    pgClients: readCount('pg-clients', values['pg-clients'], 1, 64),
    merchants: readCount('merchants', values.merchants, 1, 64),
    workers: readCount('workers', values.workers, 1, 8),
    withoutIndexes: values['without-index'],
    json: values.json,
  };
}
