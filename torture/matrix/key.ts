// A combination of the matrix, and its key, by which it is played again: `scenario/part/door/name#hit:phase:victim`.
import type { Door, PartName, Phase, Point } from '../stage/types.ts';

export const PHASES = ['before', 'sent', 'after'] as const satisfies readonly Phase[];

export const VICTIMS = ['gateway', 'worker', 'postgres', 'bank', 'connection'] as const;
export type Victim = (typeof VICTIMS)[number];

/** A point of a scenario, at its first or second time. */
export interface Entry extends Point {
  scenario: string;
  hit: number;
}

export interface Combination {
  entry: Entry;
  phase: Phase;
  victim: Victim;
}

export function keyOf({ entry, phase, victim }: Combination): string {
  return `${nameOf(entry)}:${phase}:${victim}`;
}

/** The key without phase and victim. */
export function nameOf({ scenario, part, door, name, hit }: Entry): string {
  return `${scenario}/${part}/${door}/${name}#${hit}`;
}

/** Reads a key. Throws when it is none. */
export function readKey(key: string): Combination {
  const found = /^([^/]+)\/([a-z]+-\d+)\/([a-z]+)\/(.+)#(\d+):([a-z]+):([a-z]+)$/.exec(key);
  const [, scenario = '', part, door, name = '', hit, phase, victim] = found ?? [];
  const isKnown = PHASES.includes(phase as Phase) && VICTIMS.includes(victim as Victim);
  if (!isKnown) throw new Error(`"${key}" is no key: scenario/part/door/name#hit:phase:victim`);
  return {
    entry: { scenario, part: part as PartName, door: door as Door, name, hit: Number(hit) },
    phase: phase as Phase,
    victim: victim as Victim,
  };
}
