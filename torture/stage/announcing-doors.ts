// Inside a gateway's process: doors that announce every call, and a clock whose short rests end when time is moved.
import type { Through } from '../../packages/gateway/src/app/through.ts';
import { CIMB } from '../../packages/gateway/src/banks/cimb/profile.ts';
import type { MovableClock } from '../../packages/gateway/src/base/clock.ts';
import type { Db, Query, Tx } from '../../packages/gateway/src/base/db.ts';
import type { Points, Visit } from './points.ts';

/** A chore's rest between two looks, which ends whenever time is moved, ms. */
const SHORT_REST_MS = 1000;

/** Longer rests of chores are whole multiples of this, and end when time is moved by as much. Other waits are deadlines and are left alone. */
const LONG_REST_STEP_MS = 5000;
const LONGEST_REST_MS = 60_000;

export interface AnnouncingDoors extends Through {
  /** Takes over business time and lets every chore look at once. */
  moveClock(offsetMs: number): void;
}

/** Doors for {@link startGateway} that let every call pass through `points`. */
export function announcingDoors(points: Points): AnnouncingDoors {
  const rests = new Set<Rest>();
  let moved: MovableClock | undefined;
  let told = 0;
  return {
    db: (door) => announcedDb(points, door),
    bank: (door) => ({
      exchange: (call) =>
        points.pass('http', `http ${operationOf(call.path)}`, () => door.exchange(call)),
      inFlight: (bank) => door.inFlight(bank),
      close: () => door.close(),
    }),
    merchant: (door) => ({
      post: (post) => points.pass('http', 'http notify', () => door.post(post)),
      close: () => door.close(),
    }),
    clock(door) {
      moved = door;
      const sleep: MovableClock['sleep'] = async (ms, signal) => {
        const name = Number.isInteger(ms) ? `timer ${ms}` : 'timer odd';
        await points.pass('timer', name, () => rest(rests, door, ms, signal));
      };
      return { ...door, sleep };
    },
    moveClock(offsetMs) {
      moved?.setOffset(offsetMs);
      const by = offsetMs - told;
      told = offsetMs;
      for (const one of rests) if (one.ms <= SHORT_REST_MS || one.ms <= by) one.end();
    },
  };
}

function announcedDb(points: Points, door: Db): Db {
  const announced = (on: Tx): Tx => ({
    rows: <R>(query: Query) =>
      points.pass('db', `db ${query.name}`, () => on.rows<R>(query), query.text),
  });
  return {
    rows: announced(door).rows,
    async transaction(work) {
      let commit: Visit | undefined;
      try {
        return await door.transaction(async (tx) => {
          const done = await work(announced(tx));
          commit = points.visit('db', 'db commit');
          await commit?.before('commit');
          return done;
        });
      } finally {
        await commit?.after();
      }
    },
    close: () => door.close(),
  };
}

interface Rest {
  ms: number;
  end(): void;
}

function isRest(ms: number): boolean {
  return ms <= SHORT_REST_MS || (ms <= LONGEST_REST_MS && ms % LONG_REST_STEP_MS === 0);
}

async function rest(
  rests: Set<Rest>,
  door: MovableClock,
  ms: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (signal === undefined || signal.aborted || !isRest(ms)) return door.sleep(ms, signal);
  const own = new AbortController();
  const end = (): void => own.abort();
  const one = { ms, end };
  signal.addEventListener('abort', end, { once: true });
  rests.add(one);
  try {
    await door.sleep(ms, own.signal);
  } finally {
    rests.delete(one);
    signal.removeEventListener('abort', end);
  }
}

function operationOf(path: string): string {
  const known = Object.entries(CIMB.paths).find(([, below]) => path.endsWith(below));
  return known?.[0] ?? 'unknown';
}
