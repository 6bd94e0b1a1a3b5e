// What is to happen at a moment of bank time: slow debits and late callbacks. Moving the clock
// brings it nearer.
import type { BankClock } from './clock.ts';

export interface DueList {
  /** `partner`: whose matter it is. */
  add(at: number, partner: string, run: () => void): void;
  /** Brings what waits for one partner nearer by `ms`. */
  age(partner: string, ms: number): void;
  /** Runs everything whose moment has come. */
  runDue(): void;
  close(): void;
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

export function dueList(clock: BankClock): DueList {
  let entries: { at: number; partner: string; run: () => void }[] = [];
  let timer: NodeJS.Timeout | undefined;

  function runDue(): void {
    if (entries.length === 0) return;
    const now = clock.now();
    const due = entries.filter((entry) => entry.at <= now);
    entries = entries.filter((entry) => entry.at > now);
    for (const entry of due.toSorted((one, other) => one.at - other.at)) entry.run();
    arm();
  }

  function arm(): void {
    clearTimeout(timer);
    if (entries.length === 0) return;
    const nearest = entries.reduce((least, entry) => Math.min(least, entry.at), Infinity);
    const wait = Math.min(Math.max(nearest - clock.now(), 0) + 1, LONGEST_TIMER_MS);
    timer = setTimeout(runDue, wait);
  }

  return {
    add(at, partner, run) {
      entries.push({ at, partner, run });
      arm();
    },
    age(partner, ms) {
      for (const entry of entries) if (entry.partner === partner) entry.at -= ms;
      arm();
    },
    runDue,
    close() {
      entries = [];
      clearTimeout(timer);
    },
  };
}
