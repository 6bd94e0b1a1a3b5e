// The one reader of time. Business time can be moved in the sandbox and in tests; wire time and waiting cannot.
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
  /** Sets how far business time runs ahead of the wall, in milliseconds. */
  setOffset(ms: number): void;
  offset(): number;
}

/** The clock of a process: business time is wall time plus an offset that stays 0 in production. */
export function systemClock(): MovableClock {
  let offset = 0;
  return {
    now: () => Date.now() + offset,
    wall: () => Date.now(),
    steady: () => performance.now(),
    sleep: (ms, signal) => sleep(ms, signal),
    setOffset: (ms) => {
      offset = ms;
    },
    offset: () => offset,
  };
}

async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await delay(ms, undefined, signal === undefined ? {} : { signal }).catch((error: unknown) => {
    if (signal?.aborted !== true) throw error;
  });
}
