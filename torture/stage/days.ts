// The days of the bank on a stage: time goes to the next midnight or noon of WIB, and whatever is due by then is waited for. The
// processes do it by themselves; here time is only moved.
import { setTimeout as delay } from 'node:timers/promises';
import {
  isWorkingDay,
  plusDays,
  startOf,
  wibDay,
} from '../../packages/gateway/src/settlement/calendar.ts';
import type { BusinessTime } from './business-time.ts';
import type { MoneyLeft } from './money-left.ts';

export interface Days {
  /** The day of WIB that it is, `2026-11-26`. */
  today(): string;
  /** Whether banks settle today. */
  isWorking(): Promise<boolean>;
  /** What is to come by itself in the next days, in words. */
  later(): Promise<string[]>;
  /** Goes to the first minute of the next day: the statement of the last one can be fetched. */
  toMidnight(): Promise<void>;
  /** Goes to a minute past the next noon, at which settlement is made. */
  toNoon(): Promise<void>;
  /** Lets everything be done that is due now; answers what is left when the time, real ms, is over. */
  work(withinMs: number): Promise<string[]>;
  /**
   * Goes from day to day until everything that succeeded was shown, settled and paid out, and its payouts shown; answers what is
   * left after so many days.
   */
  untilSettled(most: number, withinMs: number): Promise<string[]>;
}

const MINUTE_S = 60;
const HOUR_MS = 3_600_000;

/** Ends the longest rest of a chore, and a lease after a few times. */
const STEP_S = 61;
/** What has been woken is given so long to change something, ms. */
const PATIENCE_MS = 700;
const LOOK_MS = 15;
/** So long after it was paid the simulated bank brings a payout back, days. */
const RETURNS = 2;

/** The days of a stage. */
export function createDays(time: BusinessTime, money: MoneyLeft): Days {
  const today = (): string => wibDay(time.now());
  const to = (at: number): Promise<void> => time.advance((at - time.now()) / 1000 + MINUTE_S);

  async function toMidnight(): Promise<void> {
    await to(startOf(plusDays(today(), 1)));
  }

  async function toNoon(): Promise<void> {
    const noon = startOf(today()) + 12 * HOUR_MS;
    await to(noon > time.now() ? noon : startOf(plusDays(today(), 1)) + 12 * HOUR_MS);
  }

  async function changed(left: readonly string[]): Promise<string[]> {
    const before = left.join();
    for (const until = Date.now() + PATIENCE_MS; ; await delay(LOOK_MS)) {
      const now = await money.now(time.now());
      if (now.join() !== before || Date.now() > until) return now;
    }
  }

  async function work(withinMs: number): Promise<string[]> {
    const until = Date.now() + withinMs;
    let left = await money.now(time.now());
    while (left.length > 0 && Date.now() < until) {
      await time.advance(STEP_S);
      left = await changed(left);
    }
    return left;
  }

  async function untilSettled(most: number, withinMs: number): Promise<string[]> {
    const until = Date.now() + withinMs;
    const rest = (): number => Math.max(0, until - Date.now());
    let calm = 0;
    for (let day = 0; day < most && calm < RETURNS && rest() > 0; day += 1) {
      await toMidnight();
      await work(rest());
      await toNoon();
      await work(rest());
      calm = (await money.later()).length === 0 ? calm + 1 : 0;
    }
    return [...(await money.now(time.now())), ...(calm < RETURNS ? await money.later() : [])];
  }

  return {
    today,
    isWorking: async () => isWorkingDay(await money.holidays(), today()),
    later: money.later,
    toMidnight,
    toNoon,
    work,
    untilSettled,
  };
}
