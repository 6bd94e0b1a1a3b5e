// What is broken when, drawn from a seed: a plan without effects, so that the same seed breaks the same things in the
// same order. The operating system still interleaves as it likes: the schedule is repeatable, the run is not.
import type { Chance } from '../../packages/gateway/tests/chance.ts';
import { faultsOf } from '../../packages/gateway/tests/faulty-world.ts';
import type { FaultName, Operation } from '../../packages/simulator/src/faults.ts';
import type { LinkFault } from '../proxy/types.ts';
import type { Links, PartName } from '../stage/types.ts';

export type Planned = { /** Real ms after the one before. */ afterMs: number } & (
  | { kind: 'kill'; part: PartName; awayMs: number }
  | { kind: 'freeze'; part: PartName; lastsMs: number }
  | { kind: 'link'; link: keyof Links; fault: LinkFault; connections: number; lastsMs: number }
  | { kind: 'reset'; link: keyof Links }
  | { kind: 'reorder'; link: keyof Links; lastsMs: number }
  | { kind: 'bank'; operation: Operation; fault: FaultName; count: number; laterMs: number }
  | { kind: 'receiver'; share: number; lastsMs: number }
  | { kind: 'clock'; seconds: number }
  | { kind: 'skew'; part: PartName; seconds: number; lastsMs: number }
  | { kind: 'disk'; lastsMs: number }
);

export interface Stocked {
  parts: readonly PartName[];
  /** Whether one process's own clock can be moved (libfaketime). */
  skew: boolean;
  /** Whether the database's disk can be filled (a small tmpfs). */
  disk: boolean;
}

/** How much of what, in hundredths; what the machine cannot do is drawn again. */
const SHARES: readonly (readonly [Planned['kind'], number])[] = [
  ['kill', 30],
  ['link', 24],
  ['bank', 24],
  ['reset', 6],
  ['freeze', 5],
  ['reorder', 3],
  ['receiver', 4],
  ['clock', 2.5],
  ['skew', 1],
  ['disk', 0.5],
];

/** How far one process's own clock is set wrong at the most. Signatures' timestamps bear less than an hour. */
const LARGEST_SKEW_S = 3000;

/** The links that can be broken. */
export const LINKS = ['client', 'database', 'bank', 'callbacks', 'receiver'] as const;
const OPERATIONS: readonly Operation[] = [
  ...(['pay', 'pay', 'verify', 'verify', 'status', 'refund', 'otp'] as const),
  ...(['bind', 'inquiry', 'unbind', 'token', 'customer_token'] as const),
];

/** An endless plan; `meanGapMs` is how far its faults lie apart on average. */
export function* planOf(
  chance: Chance,
  stocked: Stocked,
  meanGapMs: number,
): Generator<Planned, never> {
  for (;;) {
    const kind = weighted(chance);
    if ((kind === 'skew' && !stocked.skew) || (kind === 'disk' && !stocked.disk)) continue;
    // Exponential gaps: bursts and lulls, as trouble comes.
    const afterMs = Math.min(10 * meanGapMs, -Math.log(1 - chance.fraction()) * meanGapMs);
    yield { afterMs, ...draw(kind, chance, stocked) };
  }
}

function weighted(chance: Chance): Planned['kind'] {
  let left = chance.fraction() * SHARES.reduce((sum, [, share]) => sum + share, 0);
  for (const [kind, share] of SHARES) if ((left -= share) < 0) return kind;
  return 'kill';
}

type Drawn = Planned extends infer P ? (P extends Planned ? Omit<P, 'afterMs'> : never) : never;

function draw(kind: Planned['kind'], chance: Chance, { parts }: Stocked): Drawn {
  const programs = parts.filter((part) => /^(gateway|worker)/.test(part));
  switch (kind) {
    case 'kill':
      return { kind, part: victim(chance, parts, programs), awayMs: chance.whole(0, 1500) };
    case 'freeze':
      return {
        kind,
        part: victim(chance, parts, programs),
        lastsMs: chance.is(0.05) ? chance.whole(10_000, 30_000) : chance.whole(100, 3000),
      };
    case 'link':
      return {
        kind,
        link: chance.pick(LINKS),
        fault: linkFault(chance),
        connections: chance.whole(1, 8),
        lastsMs: chance.whole(100, 3000),
      };
    case 'reset':
      return { kind, link: chance.pick(LINKS) };
    case 'reorder':
      return { kind, link: chance.pick(LINKS), lastsMs: chance.whole(50, 1500) };
    case 'bank': {
      const operation = chance.pick(OPERATIONS);
      const [fault] = chance.pick(faultsOf(operation));
      const slow = fault === 'hang' || fault === 'hang_after';
      const count = slow ? 1 : chance.whole(1, 12);
      // Now and then later than a bank may be: then we have said no, and the money must go back.
      const laterMs = chance.is(0.08) ? chance.whole(17, 60) * 60_000 : chance.whole(0, 120_000);
      return { kind, operation, fault, count, laterMs };
    }
    case 'receiver':
      return { kind, share: 0.2 + chance.fraction() * 0.8, lastsMs: chance.whole(500, 6000) };
    case 'clock':
      return { kind, seconds: chance.is(0.2) ? chance.whole(600, 7200) : chance.whole(5, 120) };
    case 'skew': {
      const seconds = chance.pick([-LARGEST_SKEW_S, -600, -60, -5, 5, 60, 600, LARGEST_SKEW_S]);
      return { kind, part: chance.pick(programs), seconds, lastsMs: chance.whole(1000, 8000) };
    }
    case 'disk':
      return { kind, lastsMs: chance.whole(200, 2000) };
  }
}

/** Our own programs most often: they are what is on trial. */
function victim(
  chance: Chance,
  parts: readonly PartName[],
  programs: readonly PartName[],
): PartName {
  return chance.is(0.65) ? chance.pick(programs) : chance.pick(parts);
}

function linkFault(chance: Chance): LinkFault {
  const direction = chance.pick(['in', 'out'] as const);
  const kind = chance.pick(['delay', 'throttle', 'cut', 'cut', 'half-open', 'refuse', 'blackhole']);
  switch (kind) {
    case 'delay':
      return { kind, direction, ms: chance.whole(5, 800), jitterMs: chance.whole(0, 400) };
    case 'throttle':
      return { kind, direction, bytesPerSecond: chance.whole(200, 20_000) };
    case 'cut':
      return { kind, direction, bytes: chance.whole(0, 4000) };
    case 'half-open':
      return { kind, direction };
    case 'refuse':
      return { kind };
    default:
      return { kind: 'blackhole' };
  }
}
