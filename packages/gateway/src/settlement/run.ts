// A run: settles a day, one merchant and bank after the other. May be ended anywhere and begun again, by several at once: each
// step is one commit, and the next one goes on from what is there.
import type { Random } from '../base/random.ts';
import { Refusal } from '../base/refusal.ts';
import type { Context } from '../context.ts';
import type { Held } from './batch.ts';
import { bookBatch } from './book.ts';
import {
  isWorkingDay,
  knowsYear,
  lastWorkingDay,
  plusDays,
  settlementDay,
  startOf,
  wibDay,
  type Day,
  type Holidays,
} from './calendar.ts';
import { claimBatch, type Doors } from './claim.ts';
import { collectPage, type Step } from './collect.ts';
import type { Position } from './payable.ts';
import { findDuePairs, releaseBatch, type After, type Pair } from './store-batches.ts';
import { listHolidays } from './store-calendar.ts';

/** Settlement is made at noon of WIB, when the statements of the days before have come. */
const RUN_HOUR = 12;
const HOUR_MS = 3_600_000;

/** Pairs that are looked up at once. */
const PAIRS = 100;

/** A batch that a run has booked. */
export interface SettledBatch extends Held {
  positions: Position[];
}

export interface RunOptions {
  /** This merchant alone. */
  merchantId?: string;
  /** Called after each batch. */
  onBatch?(batch: SettledBatch): void;
  /** Called after each page of items that was taken into a batch. */
  onStep?(): void;
  /** Items of one page; a thousand without. */
  pageSize?: number;
  /** Ends the run after the page or the booking under way: a batch of which more is left is given back, for whoever goes on. */
  signal?: AbortSignal;
}

/** The day cannot be settled: banks rest on it, or it has not come. */
export class DayRefused extends Error {
  override name = 'DayRefused';
}

/** The latest day whose run is due at an instant, epoch ms. */
export function dueRun(holidays: Holidays, now: number): Day {
  const today = wibDay(now);
  const isTime = now >= startOf(today) + RUN_HOUR * HOUR_MS;
  return lastWorkingDay(holidays, isTime ? today : plusDays(today, -1));
}

/** When the workers settle next: a day, and the instant of it, epoch ms. */
export function nextRun(holidays: Holidays, now: number): { day: Day; at: number } {
  const today = wibDay(now);
  const isOver = now >= startOf(today) + RUN_HOUR * HOUR_MS;
  const day = settlementDay(holidays, isOver ? plusDays(today, 1) : today, 0);
  return { day, at: startOf(day) + RUN_HOUR * HOUR_MS };
}

/**
 * Settles everything that is due on `day` and in no batch yet, and goes on with batches that somebody has left. Answers what
 * it booked, in no order. A pair whose batch of that day is booked waits for the next day with whatever was reconciled since;
 * one without a default account waits until it has one. One that cannot be settled stops none of the others: what failed is
 * thrown after the last one, and at once only when the database is away. Throws {@link DayRefused} for a day on which nothing
 * is settled.
 */
export async function settleDay(
  ctx: Doors,
  day: Day,
  options: RunOptions = {},
): Promise<SettledBatch[]> {
  const holidays = await listHolidays(ctx.db);
  mustBeSettled(holidays, day, ctx.clock.now());
  const booked: SettledBatch[] = [];
  const failures: unknown[] = [];
  const isEnded = (): boolean => options.signal?.aborted === true;
  for await (const pairs of duePages(ctx, day, options.merchantId ?? null)) {
    // Whoever begins at the same moment begins elsewhere.
    for (const pair of shuffled(pairs, ctx.random)) {
      if (isEnded()) break;
      try {
        for await (const batch of settlePair(ctx, pair, { day, holidays, options })) {
          booked.push(batch);
          options.onBatch?.(batch);
        }
      } catch (error) {
        if (error instanceof Refusal) throw error;
        failures.push(error);
      }
    }
    if (isEnded()) break;
  }
  if (failures.length > 0) throw failures[0];
  return booked;
}

function shuffled<T>(some: readonly T[], random: Pick<Random, 'fraction'>): T[] {
  return some
    .map((one) => ({ one, place: random.fraction() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ one }) => one);
}

/** Throws {@link DayRefused} for a day on which banks rest, and for one that has not come. */
export function mustBeSettled(holidays: Holidays, day: Day, now: number): void {
  if (day > wibDay(now)) throw new DayRefused(`${day} has not come yet`);
  if (!isWorkingDay(holidays, day)) throw new DayRefused(`${day} is no working day of the banks`);
}

/** Everybody with something due, in order; or, without a payable account, everybody who waits for one. */
export async function* duePairs(
  { db, clock }: Pick<Doors, 'db' | 'clock'>,
  day: Day,
  scope: string | null,
  payable = true,
): AsyncGenerator<Pair> {
  for await (const pairs of duePages({ db, clock }, day, scope, payable)) yield* pairs;
}

async function* duePages(
  { db, clock }: Pick<Doors, 'db' | 'clock'>,
  day: Day,
  scope: string | null,
  payable = true,
): AsyncGenerator<Pair[]> {
  for (let after: Pair | null = null; ;) {
    const ask = { day, at: clock.now(), payable, after, scope, limit: PAIRS };
    const pairs: Pair[] = await findDuePairs(db, ask);
    yield pairs;
    after = pairs.at(-1) ?? null;
    if (pairs.length < PAIRS) return;
  }
}

/** A batch that was left comes first, with its own day; then the one of this day. */
async function* settlePair(
  ctx: Doors,
  pair: Pair,
  { day, holidays, options }: { day: Day; holidays: Holidays; options: RunOptions },
): AsyncGenerator<SettledBatch> {
  for (;;) {
    const held = await claimBatch(ctx, pair, day, holidays);
    const batch = held === null ? null : await settleBatch(ctx, held, options);
    if (batch === null) return;
    yield batch;
    if (batch.day >= day || options.signal?.aborted === true) return;
  }
}

/** A large batch takes minutes, in pages of one commit each: what was taken so far stays taken when the run ends between two. */
async function settleBatch(
  ctx: Doors,
  held: Held,
  { onStep, signal, pageSize }: RunOptions,
): Promise<SettledBatch | null> {
  for (let after: After | null = null; ;) {
    const step: Step = await collectPage(ctx, held, after, pageSize);
    onStep?.();
    if (typeof step === 'object') {
      if (signal?.aborted === true) {
        await releaseBatch(ctx.db, held);
        return null;
      }
      after = step.after;
      continue;
    }
    const ended = step === 'done' ? await bookBatch(ctx, held) : step;
    if (ended === 'lost') return null;
    if (ended === 'no_default_account') {
      await releaseBatch(ctx.db, held);
      return null;
    }
    return { ...held, ...ended };
  }
}

/** The worker's turn: settles the latest day that is due, without being asked. Answers how many batches it booked. */
export async function settleDue(ctx: Context): Promise<number> {
  const holidays = await listHolidays(ctx.db);
  const day = dueRun(holidays, ctx.clock.now());
  const booked = await settleDay(ctx, day);
  if (booked.length === 0) return 0;
  ctx.log.info('a day was settled', { operation: 'settlement', count: booked.length });
  if (!knowsYear(holidays, day)) {
    ctx.log.warn('no holidays are known for this year', { operation: 'settlement' });
  }
  return booked.length;
}
