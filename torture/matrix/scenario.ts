// A scenario: what a merchant, its customer and the bank do, and in which words it may end.
import type { Bound, Scene } from './scene.ts';

/** Where a story left the matter: asked when everything is at rest, it says the last word about it. */
export type LastWord = () => Promise<string>;

export interface Scenario {
  name: string;
  /** The account that its customer has bound before it begins; null for a customer who has none yet. */
  account: string | null;
  /** Whether gateway and worker have just been started when it begins, and remember nothing. */
  isCold?: true;
  /** What must have happened before it begins, with nothing broken and nothing recorded. */
  before?(scene: Scene, bound: Bound): Promise<void>;
  /** Plays it to its end, or until it is honestly given up. Asserts nothing: the auditor judges. */
  play(scene: Scene, bound: Bound | null): Promise<LastWord>;
  /** The word when nothing is broken. */
  calm: string;
  /** Words that are right as well when something was killed on the way. */
  broken: readonly string[];
}

/** The word of a story that could not go on: no account was bound, and nothing was paid. */
export const GAVE_UP = 'gave up';

export const gaveUp: LastWord = () => Promise.resolve(GAVE_UP);

/** Whether a scenario may end so. */
export function isRight(scenario: Scenario, word: string, isBroken: boolean): boolean {
  if (word === scenario.calm) return true;
  return isBroken && (word === GAVE_UP || scenario.broken.includes(word));
}
