// What a matrix came to, in figures.
import type { Violation } from '../audit/types.ts';
import type { Victim } from './key.ts';

export interface MatrixFigures {
  seed: number;
  /** Entries: a point of a scenario at its first or second time. */
  points: number;
  /** Different places (part, door and name) among them. */
  places: number;
  /** Places that were passed and are not played, by the reason that is declared for them. */
  ignored: Record<string, number>;
  phases: number;
  victims: number;
  /** Points × phases × victims. */
  combinations: number;
  /** Those that make no sense, by the reason that is declared for them. */
  leftOut: Record<string, number>;
  /** Those that were to be played in this run: all the rest, or a sample. */
  asked: number;
  /** Those whose point was reached and whose victim was struck. */
  covered: number;
  /** Keys whose point was not reached in any try. */
  notHit: string[];
  /** Tries included. */
  runs: number;
  kills: Record<Victim, number>;
  violations: { key: string; violation: Violation }[];
  /** Real time, s. */
  seconds: number;
  /** How long a run took, ms. */
  medianRunMs: number;
}

export function emptyFigures(seed: number): MatrixFigures {
  return {
    seed,
    points: 0,
    places: 0,
    ignored: {},
    phases: 3,
    victims: 5,
    combinations: 0,
    leftOut: {},
    asked: 0,
    covered: 0,
    notHit: [],
    runs: 0,
    kills: { gateway: 0, worker: 0, postgres: 0, bank: 0, connection: 0 },
    violations: [],
    seconds: 0,
    medianRunMs: 0,
  };
}
