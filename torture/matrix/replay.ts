// One run: a scenario is played, at the armed point somebody dies, everything is started again and comes to rest; then
// everybody's books are compared.
import { setTimeout as delay } from 'node:timers/promises';
import type { Violation } from '../audit/types.ts';
import type { PartName, Stage } from '../stage/types.ts';
import { keyOf, type Combination, type Victim } from './key.ts';
import type { Lane } from './lane.ts';
import { prepare } from './prepare.ts';
import { isRight, type Scenario } from './scenario.ts';

/** A story that takes longer gives up, ms. */
const STORY_MS = 90_000;

/** What is due comes to its end within this, ms. */
const SETTLE_MS = 60_000;

/** Rests that end soon, and looks that come soon, are waited for, ms. */
const REST_MS = 400;

export interface Run {
  key: string;
  /** Whether the point was reached, and so somebody killed. */
  isHit: boolean;
  violations: Violation[];
  ms: number;
}

/** Plays one combination on a lane. Violations are those that this run has added. */
export async function replay(
  lane: Lane,
  scenario: Scenario,
  combination: Combination,
): Promise<Run> {
  const began = performance.now();
  const { stage } = lane;
  const { entry, phase, victim } = combination;
  const key = keyOf(combination);
  const bound = await prepare(lane.scene(AbortSignal.timeout(STORY_MS)), scenario);
  const { door, name, hit } = entry;
  let revived: Promise<void> = Promise.resolve();
  const reached = Promise.withResolvers<true>();
  const armed = await stage.arm(entry.part, { door, name, hit, phase }, async () => {
    reached.resolve(true);
    ({ revived } = await strike(stage, combination));
  });
  const isReached = (withinMs: number) =>
    Promise.race([reached.promise, delay(withinMs, false as const)]);
  const lastWord = await scenario.play(lane.scene(AbortSignal.timeout(STORY_MS)), bound);
  // The point may lie in what is done later.
  if (!(await isReached(0))) await stage.settle(SETTLE_MS);
  await isReached(REST_MS);
  const isHit = await armed.disarm();
  await revived;
  await stage.heal();
  const left = await stage.settle(SETTLE_MS);
  const word = await lastWord();
  const violations: Violation[] = [];
  const wrong = (invariant: string, detail: string): void => {
    violations.push({ invariant, subject: key, detail });
  };
  if (left.length > 0) wrong('rest', left.join(', '));
  if (!isRight(scenario, word, isHit)) wrong('story', `ended "${word}" (${victim})`);
  violations.push(...(await lane.newViolations()));
  return { key, isHit, violations, ms: performance.now() - began };
}

/** Kills the victim; its return begins when the call that stood still has been let go. */
async function strike(stage: Stage, combination: Combination): Promise<{ revived: Promise<void> }> {
  const { victim } = combination;
  if (victim === 'connection') {
    linkOf(stage, combination).resetAll();
    return { revived: Promise.resolve() };
  }
  const part = stage.part(PARTS[victim]);
  await part.kill();
  const { promise: revived, resolve, reject } = Promise.withResolvers<void>();
  setImmediate(() => void part.start().then(resolve, reject));
  revived.catch(() => undefined);
  return { revived };
}

const PARTS: Readonly<Record<Exclude<Victim, 'connection'>, PartName>> = {
  gateway: 'gateway-1',
  worker: 'worker-1',
  postgres: 'postgres',
  bank: 'bank',
};

function linkOf({ links }: Stage, { entry }: Combination) {
  if (entry.door === 'db') return links.database;
  if (entry.door === 'http') return entry.name === 'http notify' ? links.receiver : links.bank;
  return entry.name.startsWith('socket bank-') ? links.callbacks : links.client;
}
