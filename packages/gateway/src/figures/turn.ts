// The worker's turn at the figures: every minute it counts what has happened since, hour by hour, and never adds.
import type { Tx } from '../base/db.ts';
import type { Context } from '../context.ts';
import * as store from './store.ts';

type Doors = Pick<Context, 'db' | 'clock'>;

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** What was made in the last seconds may not be committed yet: it is left to whoever looks, who counts it live. */
const SETTLING_MS = 10 * SECOND_MS;
/** A commit may come so much later than the time that it bears: as much is looked at once more, every time. */
const LATENESS_MS = 2 * MINUTE_MS;
/** After being away it goes on in steps of an hour, each in a transaction of its own; of a day where little happened. */
const STEP_MS = HOUR_MS;
const LONG_STEP_MS = 24 * HOUR_MS;
/** So many events are little. */
const FEW_EVENTS = 20_000;
/** Hours that are over and changed, counted at once: so many, or with so many payments in them. */
const BATCH = 100;
const BATCH_PAYMENTS = 200_000;
const BATCHES = 10;

/**
 * Counts when it is time and nobody else does, one step; answers 1 where more is left to count. Hours are counted anew
 * from the payments, so that it does not matter how often, and whether somebody was in the midst of it and died.
 */
export async function countFigures(ctx: Doors): Promise<number> {
  const now = ctx.clock.now();
  await store.beginTurns(ctx.db, now);
  const isBehind = await countStretch(ctx, now);
  if (isBehind === null) return 0;
  for (let batch = 0; batch < BATCHES; batch += 1) {
    if (!(await countLate(ctx))) return isBehind ? 1 : 0;
  }
  return 1;
}

/** Counts the stretch from where all is counted; whether there is more behind it. Null when it is not our turn. */
async function countStretch({ db }: Doors, now: number): Promise<boolean | null> {
  return await db.transaction(async (tx) => {
    const through = await store.takeTurn(tx, now);
    if (through === null) return null;
    const settled = now - SETTLING_MS;
    const cut = Math.min(through + (await stepFrom(tx, through, settled)), settled);
    // A sandbox's clock can have been ahead: what was counted of a time that is now to come waits until it has come.
    if (cut <= through) {
      await store.endTurn(tx, through, now + MINUTE_MS);
      return false;
    }
    const first = through - LATENESS_MS;
    const open = through - (through % HOUR_MS);
    const changed = await store.findChangedHours(tx, first, cut);
    await store.countHours(
      tx,
      changed.filter(({ hour }) => hour >= open),
      cut,
    );
    await store.noteLate(
      tx,
      changed.filter(({ hour }) => hour < open),
    );
    await store.countCalls(tx, first, cut);
    const isBehind = cut < settled;
    await store.endTurn(tx, cut, isBehind ? now : now + MINUTE_MS - SECOND_MS);
    return isBehind;
  });
}

async function stepFrom(tx: Tx, through: number, settled: number): Promise<number> {
  if (settled - through <= STEP_MS) return STEP_MS;
  const isQuiet = await store.hasFewEvents(tx, through, through + LONG_STEP_MS, FEW_EVENTS);
  return isQuiet ? LONG_STEP_MS : STEP_MS;
}

/** Counts some of the hours that were over and have changed; false when there were none, or somebody else is at it. */
async function countLate({ db }: Doors): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const through = await store.holdTurn(tx);
    if (through === null) return false;
    const hours = await store.takeLate(tx, BATCH, BATCH_PAYMENTS);
    await store.countHours(tx, hours, through);
    return hours.length > 0;
  });
}
