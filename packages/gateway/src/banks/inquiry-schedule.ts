// How often a bank is asked what became of a call whose outcome is not known.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * How long after its row was written a call may still be leaving us, ms: a merchant's call is answered within 20 s, and
 * its line is given up within 15 s more. A bank's longest processing time begins when it has heard us.
 */
export const LEAVES_WITHIN_MS = 35 * SECOND;

// 5, 10, 20, 40, 60 s, then slower, hourly to a day, then daily: never giving up.
const DELAYS = [
  ...[5, 10, 20, 40, 60].map((seconds) => seconds * SECOND),
  ...[2, 5, 10, 30].map((minutes) => minutes * MINUTE),
];

/** Pause before the next inquiry after `asked` of them, ms. */
export function inquiryDelay(asked: number): number {
  const delay = DELAYS[asked];
  if (delay !== undefined) return delay;
  return asked < DELAYS.length + 24 ? HOUR : 24 * HOUR;
}
