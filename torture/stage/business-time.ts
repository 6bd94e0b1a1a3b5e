// Business time of the whole stage: the bank leads, the gateway it tells writes it down, the others follow.
import { setTimeout as delay } from 'node:timers/promises';
import type { Straight } from './straight.ts';

export interface BusinessTime {
  now(): number;
  advance(seconds: number): Promise<void>;
  /** Moves to whatever is due, until nothing is or the time is over; answers what is left. */
  settle(withinMs: number): Promise<string[]>;
}

export interface BusinessTimeSettings {
  straight: Straight;
  sandbox<T>(path: string, body?: unknown): Promise<T>;
  /** Tells every process at once what it would see at its next look. */
  tell(offsetMs: number): void;
  /** When the bank will do what it has put off, business ms; null when it has put nothing off. */
  nextOfBank(): Promise<number | null>;
}

/** What the bank says when it has moved. */
interface Moved {
  offset_seconds: number;
}

const PATIENCE_MS = 60_000;
const LOOK_MS = 10;

/** Each further step of settling may overshoot by so much more, so that a thousand rows take few steps, ms. */
const SLACK_MS = 250;
const MOST_SLACK_MS = 60_000;

/** Who holds a row is given so long before time is moved past the end of the lease, ms. */
const HOLDER_MS = 300;

/** What is due by our clock and does not move for so long may not be due yet by a clock that is behind ours, ms. */
const STUCK_MS = 3_000;
const PUSH_S = 60;
const MOST_PUSH_S = 3_600;

/** The time of a stage that has just been started. */
export function createBusinessTime(settings: BusinessTimeSettings): BusinessTime {
  const { straight } = settings;
  let offsetMs = 0;
  let moved: Promise<void> = Promise.resolve();
  /** How far a process's clock may be behind ours, as far as was seen, ms. */
  let behindMs = 0;
  const now = (): number => Date.now() + offsetMs;
  const slowest = (): number => now() - behindMs;

  /** One move after the other: two at once would set somebody's time back. */
  function advance(seconds: number): Promise<void> {
    const moving = moved.then(() => move(seconds));
    moved = moving.catch(() => undefined);
    return moving;
  }

  async function move(seconds: number): Promise<void> {
    const target = offsetMs + Math.ceil(seconds * 1000);
    const until = Date.now() + PATIENCE_MS;
    let reached = target;
    // Read before each attempt: the answer of one that succeeded may have been lost. Where one was, the bank may have moved
    // and the gateway not: it is moved a little more, so that both are told.
    for (let isToldToBoth = true; ;) {
      try {
        const at = await settings.sandbox<Moved>('/sandbox/clock');
        const missing = Math.max(target - at.offset_seconds * 1000, isToldToBoth ? 0 : 1);
        if (missing < 1) break;
        const advance_seconds = missing / 1000;
        const moved = await settings.sandbox<Moved>('/sandbox/clock', { advance_seconds });
        reached = Math.max(target, Math.round(moved.offset_seconds * 1000));
        break;
      } catch (error) {
        if (Date.now() > until) throw error;
        isToldToBoth = false;
        await delay(20);
      }
    }
    offsetMs = reached;
    settings.tell(reached);
  }

  async function nextMoment(): Promise<number | null> {
    const due = await straight.nextDue();
    if (due !== null) return due;
    const later = [await straight.lastLease(), await settings.nextOfBank()];
    const ahead = later.filter((at): at is number => at !== null && at > now());
    return ahead.length > 0 ? Math.min(...ahead) : null;
  }

  async function settle(withinMs: number): Promise<string[]> {
    const until = Date.now() + withinMs;
    for (let step = 0; Date.now() < until; step += 1) {
      const next = await nextMoment();
      if (next === null) return [];
      if (next > now() && (await isLetGo(next))) continue;
      const slack = Math.min(Math.max(0, step - 8) * SLACK_MS, MOST_SLACK_MS);
      if (next > slowest()) await advance((next - slowest() + slack) / 1000);
      await rowsMove(until);
    }
    return await straight.whatIsDue(now());
  }

  /** Whether somebody held what is next and is done with it now. A holder that is dead is waited for in vain. */
  async function isLetGo(next: number): Promise<boolean> {
    if (!(await straight.isHeld(next))) return false;
    for (const until = Date.now() + HOLDER_MS; Date.now() < until; await delay(LOOK_MS)) {
      if ((await straight.nextDue()) !== next) return true;
    }
    return false;
  }

  /** What is due moves, or moves on; a process that is busy with it is given its time. */
  async function rowsMove(until: number): Promise<void> {
    let [since, push] = [Date.now(), PUSH_S];
    let first: number | null = null;
    for (; Date.now() < until; await delay(LOOK_MS)) {
      const due = await straight.nextDue();
      if (due === null || due > slowest()) return;
      if (due !== first) [first, since] = [due, Date.now()];
      if (Date.now() - since < STUCK_MS) continue;
      await advance(push);
      behindMs = Math.max(behindMs, push * 1000);
      since = Date.now();
      push = Math.min(2 * push, MOST_PUSH_S);
    }
  }

  return { now, advance, settle };
}
