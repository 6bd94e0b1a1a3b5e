// The crash matrix: every point of every scenario × phase × victim, over several lanes.
import { emptyFigures, type MatrixFigures } from './figures.ts';
import { keyOf, PHASES, readKey, VICTIMS, type Combination, type Entry } from './key.ts';
import { openLane, type Lane } from './lane.ts';
import { recordIdle, recordScenario, withoutRepeatedLooks } from './record.ts';
import { replay, type Run } from './replay.ts';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';
import { reasonToLeaveOut } from './senseless.ts';
import { shuffled } from './shuffle.ts';

export interface MatrixOptions {
  /** Stages side by side; 3 by default. */
  lanes?: number;
  /** Plays so many combinations, of a few scenarios, chosen by the seed. */
  sample?: number;
  /** Plays the scenarios with one of these texts in their name. */
  of?: readonly string[];
  /** Plays this key alone. */
  only?: string;
  /** Leaves out the first ones of the order. */
  from?: number;
  /** Begins no further run when it aborts, and answers what there is: then not everything that was asked is covered. */
  enough?: AbortSignal;
  seed: number;
  say?(words: string): void;
}

/** A stage is replaced after so many runs, so that comparing its books stays a matter of milliseconds. */
const RUNS_PER_STAGE = 120;

/** A point that is not reached is tried so often in all. */
const TRIES = 3;

/** Scenarios of a sample. */
const SAMPLED_SCENARIOS = 5;

const SAY_EVERY_MS = 10_000;

/** Records the scenarios, then plays every combination. Throws when a scenario does not end well with nothing broken. */
export async function runMatrix(options: MatrixOptions): Promise<MatrixFigures> {
  const began = performance.now();
  const { lanes: width = 3, seed, say = () => undefined } = options;
  const figures = emptyFigures(seed);
  const lanes = new Set(await Promise.all(Array.from({ length: width }, openLane)));
  try {
    const combinations =
      options.only === undefined
        ? await chooseCombinations([...lanes], options, figures, say)
        : [readKey(options.only)];
    figures.asked = combinations.length;
    await playAll(lanes, combinations, figures, options);
    await playMissed(lanes, figures, options);
  } finally {
    await Promise.allSettled([...lanes].map((lane) => lane.close()));
  }
  figures.seconds = (performance.now() - began) / 1000;
  return figures;
}

async function chooseCombinations(
  lanes: readonly Lane[],
  { sample, of, from = 0, seed }: MatrixOptions,
  figures: MatrixFigures,
  say: (words: string) => void,
): Promise<Combination[]> {
  const wanted = SCENARIOS.filter(({ name }) => of?.some((text) => name.includes(text)) ?? true);
  if (wanted.length === 0) throw new Error(`no scenario has ${of?.join(' or ')} in its name`);
  const scenarios = sample === undefined || of !== undefined ? wanted : sampled(wanted, seed);
  const entries = await recordAll(lanes, scenarios, figures);
  const all = entries.flatMap((entry) =>
    PHASES.flatMap((phase) => VICTIMS.map((victim) => ({ entry, phase, victim }))),
  );
  figures.points = entries.length;
  figures.places = new Set(entries.map(({ part, name }) => `${part} ${name}`)).size;
  figures.combinations = all.length;
  const played = all.filter((combination) => {
    const reason = reasonToLeaveOut(combination);
    if (reason !== null) figures.leftOut[reason] = (figures.leftOut[reason] ?? 0) + 1;
    return reason === null;
  });
  say(`${entries.length} points of ${scenarios.length} scenarios: ${played.length} combinations`);
  return shuffled(played, seed).slice(from, sample === undefined ? undefined : from + sample);
}

/** Some scenarios, of which one at most needs a past of its own: that takes time. */
function sampled(scenarios: readonly Scenario[], seed: number): Scenario[] {
  let slow = 0;
  const quick = ({ before }: Scenario): boolean => before === undefined || (slow += 1) === 1;
  return shuffled(scenarios, seed).filter(quick).slice(0, SAMPLED_SCENARIOS);
}

async function recordAll(
  lanes: readonly Lane[],
  scenarios: readonly Scenario[],
  figures: MatrixFigures,
): Promise<Entry[]> {
  const idles = await Promise.all(lanes.map(recordIdle));
  const idle = idles.reduce((all, one) => all.union(one));
  const found = new Map<string, Entry[]>();
  const ignored = new Map<string, Set<string>>();
  const left = [...scenarios];
  const record = async (lane: Lane): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const recorded = await recordScenario(lane, next, idle);
      found.set(next.name, recorded.entries);
      for (const [reason, place] of recorded.ignored) {
        ignored.set(reason, (ignored.get(reason) ?? new Set()).add(place));
      }
    }
  };
  await Promise.all(lanes.map(record));
  for (const [reason, places] of ignored) figures.ignored[reason] = places.size;
  const inOrder = scenarios.flatMap(({ name }) => found.get(name) ?? []);
  return withoutRepeatedLooks(inOrder, idle);
}

async function playAll(
  lanes: Set<Lane>,
  combinations: readonly Combination[],
  figures: MatrixFigures,
  { enough, say = () => undefined }: MatrixOptions,
): Promise<void> {
  const left = [...combinations];
  if (enough?.aborted === true) return;
  enough?.addEventListener('abort', () => left.splice(0));
  const times: number[] = [];
  const began = performance.now();
  const progress = setInterval(() => {
    const done = combinations.length - left.length;
    const rate = done / ((performance.now() - began) / 1000);
    const minutes = Math.ceil(left.length / Math.max(rate, 0.01) / 60);
    const red = `${figures.violations.length} violations, ${figures.notHit.length} not hit`;
    say(`${done} of ${combinations.length}, ${rate.toFixed(1)}/s, ${minutes} min left, ${red}`);
  }, SAY_EVERY_MS);
  const ride = async (first: Lane): Promise<void> => {
    let lane = first;
    let runs = 0;
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const tried = await tryUntilHit(lane, next, figures);
      times.push(...tried.map(({ ms }) => ms));
      runs += tried.length;
      const isRed = tried.some(({ violations }) => violations.length > 0);
      for (const { key, violations } of tried) {
        for (const violation of violations) {
          figures.violations.push({ key, violation });
          say(`RED ${key}: ${violation.invariant} ${violation.subject}: ${violation.detail}`);
        }
      }
      if ((!isRed && runs < RUNS_PER_STAGE) || left.length === 0) continue;
      lanes.delete(lane);
      await lane.close().catch(() => say('a stage did not close'));
      lane = await openLane();
      lanes.add(lane);
      runs = 0;
    }
  };
  try {
    await Promise.all([...lanes].map(ride));
  } finally {
    clearInterval(progress);
  }
  figures.medianRunMs ||= Math.round(times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0);
}

/** A busy machine may be too slow to pass a point in time: what was missed is played once more, on one stage alone. */
async function playMissed(
  lanes: Set<Lane>,
  figures: MatrixFigures,
  options: MatrixOptions,
): Promise<void> {
  const missed = figures.notHit.splice(0).map(readKey);
  if (missed.length === 0) return;
  for (const lane of [...lanes].slice(1)) {
    lanes.delete(lane);
    await lane.close();
  }
  options.say?.(`${missed.length} points were not hit and are tried again`);
  await playAll(lanes, missed, figures, options);
}

async function tryUntilHit(
  lane: Lane,
  combination: Combination,
  figures: MatrixFigures,
): Promise<Run[]> {
  const scenario = SCENARIOS.find(({ name }) => name === combination.entry.scenario);
  if (scenario === undefined) throw new Error(`no scenario "${combination.entry.scenario}"`);
  const runs: Run[] = [];
  for (let tries = 0; tries < TRIES; tries += 1) {
    const run = await playSafely(lane, scenario, combination);
    figures.runs += 1;
    runs.push(run);
    if (run.isHit) {
      figures.covered += 1;
      figures.kills[combination.victim] += 1;
    }
    if (run.isHit || run.violations.length > 0) return runs;
  }
  figures.notHit.push(keyOf(combination));
  return runs;
}

/** A run that breaks off is a finding like any other. */
async function playSafely(lane: Lane, scenario: Scenario, combination: Combination): Promise<Run> {
  try {
    return await replay(lane, scenario, combination);
  } catch (error) {
    const key = keyOf(combination);
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { key, isHit: false, violations: [{ invariant: 'run', subject: key, detail }], ms: 0 };
  }
}
