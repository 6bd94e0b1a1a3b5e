// The bank's clock: the wall, or a clock that a test hands in, plus an offset that programs
// may push forward.

export interface BankClock {
  /** Bank time in ms since the epoch: lives of OTPs and tokens, dates in the book. */
  now(): number;
  /** Real time in ms since the epoch: what stands in X-TIMESTAMP. */
  wall(): number;
  /** How far bank time runs ahead of the clock beneath it, in ms. */
  offset(): number;
  setOffset(ms: number): void;
}

/** Builds the bank's clock above `base`; real time when there is none. */
export function bankClock(base: { now(): number } = Date): BankClock {
  let offset = 0;
  return {
    now: () => base.now() + offset,
    wall: () => Date.now(),
    offset: () => offset,
    setOffset: (ms) => {
      offset = ms;
    },
  };
}

const WIB_MS = 7 * 3_600_000;

/** The bank's day (WIB, UTC+7) of a moment, `2026-11-23`. */
export function wibDate(ms: number): string {
  return new Date(ms + WIB_MS).toISOString().slice(0, 10);
}

/** The bank's time of day (WIB) of a moment, `09:41:07`. */
export function wibTime(ms: number): string {
  return new Date(ms + WIB_MS).toISOString().slice(11, 19);
}

/** A number for the bank's day of a moment, which changes at midnight WIB. */
export function wibDay(ms: number): number {
  return Math.floor((ms + WIB_MS) / 86_400_000);
}
