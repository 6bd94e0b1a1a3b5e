// What is to be tortured and for how long, from the command line.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

export type Mode = 'chaos' | 'crash-matrix' | 'sabotage' | 'fuzz' | 'soak';

export interface Options {
  mode: Mode;
  /** Everything that is drawn is drawn from it. */
  seed: number;
  /** Chaos and soak: how long, in minutes. */
  minutes: number;
  /** Fuzz: how many requests. */
  requests: number;
  /** Crash matrix: stages side by side. */
  lanes: number;
  /** Crash matrix: so many of its runs, drawn; all when null. */
  sample: number | null;
  /** Crash matrix: scenarios with one of these texts in their name; all when null. */
  of: readonly string[] | null;
  /** Crash matrix: the one run of this name. */
  only: string | null;
  /** Sabotage: `all`, a number drawn from them, or ids. */
  sabotages: 'all' | number | readonly string[];
}

export const USAGE = `npm run torture -- [--minutes N] [--seed S]   chaos: random work while everything breaks (default 5 minutes)
                --crash-matrix [--lanes N] [--sample N] [--of TEXT,TEXT] [--only KEY]
                                              a kill at every point of every scenario
                --sabotage all|N|ID,ID        planted bugs: the auditor must find each
                --fuzz N                      N signed and mutated requests
                --soak MINUTES                steady work: nothing may grow
Every mode takes --seed and prints the one that it drew. The last thing printed is its table;
the exit code is 0 only when everything in it holds.`;

/** Reads the options; null when help was asked for. Throws a sentence that names the one that is wrong. */
export function readOptions(args: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string' },
      seed: { type: 'string' },
      'crash-matrix': { type: 'boolean', default: false },
      sabotage: { type: 'string' },
      fuzz: { type: 'string' },
      soak: { type: 'string' },
      lanes: { type: 'string' },
      sample: { type: 'string' },
      of: { type: 'string' },
      only: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const modes: Mode[] = [
    ...(values['crash-matrix'] ? (['crash-matrix'] as const) : []),
    ...(['sabotage', 'fuzz', 'soak'] as const).filter((mode) => values[mode] !== undefined),
  ];
  if (modes.length > 1) throw new Error(`--${modes.join(' and --')}: one at a time`);
  const [mode = 'chaos'] = modes;
  for (const own of ['lanes', 'sample', 'of', 'only'] as const) {
    if (values[own] !== undefined && mode !== 'crash-matrix') {
      throw new Error(`--${own} belongs to --crash-matrix`);
    }
  }
  if (values.minutes !== undefined && mode !== 'chaos') {
    throw new Error(`--minutes belongs to a run without --${mode}`);
  }
  return {
    mode,
    seed: values.seed === undefined ? randomInt(2 ** 31) : whole('seed', values.seed, 0, 2 ** 32),
    minutes: amount(mode === 'soak' ? 'soak' : 'minutes', values.soak ?? values.minutes ?? '5'),
    requests: whole('fuzz', values.fuzz ?? '200000', 1, 100_000_000),
    lanes: whole('lanes', values.lanes ?? '3', 1, 32),
    sample: values.sample === undefined ? null : whole('sample', values.sample, 1, 1_000_000),
    of: values.of?.split(',').filter((text) => text !== '') ?? null,
    only: values.only ?? null,
    sabotages: sabotages(values.sabotage ?? 'all'),
  };
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new Error(`--${name} must be a whole number from ${least} to ${most}`);
}

function amount(name: string, text: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value > 0 && value <= 10_000) return value;
  throw new Error(`--${name} must be minutes, more than 0 and at most 10000`);
}

function sabotages(text: string): Options['sabotages'] {
  if (text === 'all') return 'all';
  if (/^\d+$/.test(text)) return whole('sabotage', text, 1, 1000);
  const ids = text.split(',').filter((id) => id !== '');
  if (ids.length > 0 && ids.every((id) => /^[a-z0-9-]+$/.test(id))) return ids;
  throw new Error('--sabotage must be all, a number, or ids with commas between them');
}
