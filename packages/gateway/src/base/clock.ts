// The one reader of time. Business time is the database's, and can be moved in the sandbox and in tests; wire time and
// waiting cannot.
import { setTimeout as delay } from 'node:timers/promises';

export interface Clock {
  /** Business time in milliseconds since the epoch: states, schedules, expiries. Moves with the sandbox clock. */
  now(): number;
  /** Wall time in milliseconds: what goes on a wire to somebody whose clock we do not move. */
  wall(): number;
  /** A steady count of milliseconds for measuring durations; never for dates. */
  steady(): number;
  /** Waits in real time; for deadlines inside one call, never for something that must survive a crash. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface MovableClock extends Clock {
  /** Sets how far business time runs ahead of the true one, in milliseconds. */
  setOffset(ms: number): void;
  offset(): number;
  /**
   * Business time goes on by the steady count from `ms` (epoch), which it was when that count was `steady`: this
   * machine's wall clock no longer moves it. It stands while it would go back by less than a second.
   */
  anchor(ms: number, steady: number): void;
}

/** By so much two readings of one clock may differ, ms; more, and it was set back. */
const STANDS_MS = 1000;

/** The clock of a process: business time is true time plus an offset that stays 0 in production. */
export function systemClock(): MovableClock {
  let offset = 0;
  let anchored: number | null = null;
  let latest = -Infinity;

  // A reading that comes out some ms earlier lets time stand until it is caught up: what follows must not seem to be before.
  function trueTime(): number {
    const time = Math.floor(anchored === null ? Date.now() : anchored + performance.now());
    if (time < latest && latest - time <= STANDS_MS) return latest;
    latest = time;
    return time;
  }

  return {
    now: () => trueTime() + offset,
    wall: () => Date.now(),
    steady: () => performance.now(),
    sleep: (ms, signal) => sleep(ms, signal),
    setOffset: (ms) => {
      offset = ms;
    },
    offset: () => offset,
    anchor: (ms, steady) => {
      anchored = ms - steady;
    },
  };
}

async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await delay(ms, undefined, signal === undefined ? {} : { signal }).catch((error: unknown) => {
    if (signal?.aborted !== true) throw error;
  });
}
