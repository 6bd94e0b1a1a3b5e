// Plays scenarios with nothing broken and lists the points that they pass, each once for each thing that it is there for.
import { setTimeout as delay } from 'node:timers/promises';
import type { Point } from '../stage/types.ts';
import { nameOf, type Entry } from './key.ts';
import type { Lane } from './lane.ts';
import { isRight, type Scenario } from './scenario.ts';
import { isRemembered, reasonToIgnore } from './senseless.ts';
import { prepare } from './prepare.ts';

/** What is passed while nobody does anything, listened to for so long, ms. */
const IDLE_MS = 1200;

const SETTLE_MS = 120_000;

/** Names of the points that a stage at rest passes by itself: the looks of idle chores. */
export async function recordIdle({ stage }: Lane): Promise<Set<string>> {
  const stop = await stage.record();
  // Rests of a minute end by that: the chores of the bank's days look, too.
  await stage.advance(61);
  await delay(IDLE_MS);
  return new Set((await stop()).map(placeOf));
}

export interface Recorded {
  entries: Entry[];
  /** Places that are not played, by reason. */
  ignored: [reason: string, place: string][];
}

/** What happens at the same time may take one way or the other: a scenario is recorded so often. */
const RECORDINGS = 3;
const SOMETIMES = 'passed in some recordings and not in others';

/** Records a scenario until it is known what it passes every time; the rest is told with the reason. */
export async function recordScenario(
  lane: Lane,
  scenario: Scenario,
  idle: ReadonlySet<string>,
): Promise<Recorded> {
  const first = await recordOnce(lane, scenario, idle);
  let always = first.entries;
  for (let n = 1; n < RECORDINGS; n += 1) {
    const again = await recordOnce(lane, scenario, idle);
    const passed = new Set(again.entries.map(nameOf));
    always = always.filter((entry) => passed.has(nameOf(entry)));
  }
  const kept = new Set(always.map(nameOf));
  const sometimes = first.entries
    .filter((entry) => !kept.has(nameOf(entry)))
    .map((entry): [string, string] => [SOMETIMES, nameOf(entry)]);
  return { entries: always, ignored: [...first.ignored, ...sometimes] };
}

/** Plays a scenario once and answers its entries in order. Throws when it does not end as it must. */
async function recordOnce(
  lane: Lane,
  scenario: Scenario,
  idle: ReadonlySet<string>,
): Promise<Recorded> {
  const scene = lane.scene(AbortSignal.timeout(SETTLE_MS));
  const bound = await prepare(scene, scenario);
  const stop = await lane.stage.record();
  const lastWord = await scenario.play(scene, bound);
  await lane.stage.heal();
  const left = await lane.stage.settle(SETTLE_MS);
  const points = await stop();
  const word = await lastWord();
  if (left.length > 0 || !isRight(scenario, word, false)) {
    const rest = left.length > 0 ? `; left: ${left.join(', ')}` : '';
    throw new Error(`"${scenario.name}" ended "${word}" and not "${scenario.calm}"${rest}`);
  }
  const ignored = points.flatMap((point): [string, string][] => {
    const reason = reasonToIgnore(point);
    return reason === null ? [] : [[reason, placeOf(point)]];
  });
  return { entries: entriesOf(scenario, points, idle), ignored };
}

/** Each point at its first time, and at its second where it comes again by itself. */
function entriesOf(
  { name: scenario, isCold }: Scenario,
  points: readonly Point[],
  idle: ReadonlySet<string>,
): Entry[] {
  const seen = new Map<string, number>();
  const entries: Entry[] = [];
  for (const point of points) {
    // A cold start is there for what is asked once, and for nothing else.
    if (reasonToIgnore(point) !== null || isRemembered(point) !== (isCold === true)) continue;
    const place = placeOf(point);
    const hit = (seen.get(place) ?? 0) + 1;
    seen.set(place, hit);
    const most = idle.has(place) || point.door === 'timer' || isCold === true ? 1 : 2;
    if (hit <= most) entries.push({ scenario, ...point, hit });
  }
  return entries;
}

/** The looks of idle chores, and rests, are the same in every scenario: each is kept in the first one alone. */
export function withoutRepeatedLooks(
  entries: readonly Entry[],
  idle: ReadonlySet<string>,
): Entry[] {
  const kept = new Map<string, string>();
  return entries.filter((entry) => {
    const place = placeOf(entry);
    if (!idle.has(place) && entry.door !== 'timer') return true;
    const first = kept.get(place) ?? nameOf(entry);
    kept.set(place, first);
    return first === nameOf(entry);
  });
}

function placeOf({ part, door, name }: Point): string {
  return `${part}/${door}/${name}`;
}
