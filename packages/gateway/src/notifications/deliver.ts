// The chore that tells merchants: claims what is due, sends it outside any transaction, records
// what was heard. A crash between sending and recording sends again: at least once, with the same
// body and Request-Id.
import type { Context } from '../context.ts';
import { Refusal } from '../base/refusal.ts';
import { validKeys } from '../merchants/merchant.ts';
import type { Heard, MerchantDoor } from './door.ts';
import { createLanes } from './lanes.ts';
import { URL_DISABLED, isGone, nextStep, type Schedule } from './notification.ts';
import { attemptHeaders } from './sign.ts';
import {
  endLeases,
  findDue,
  leaseDue,
  oldestDue,
  recordAttempt,
  type AttemptRecord,
  type LeasedNotification,
  type NotificationName,
} from './store.ts';

/** Most that is claimed at once. */
const BATCH = 200;
/** Most that one process holds, waiting and under way. */
const HELD = 2000;
const OVERALL = 1000;
const POLL_MS = 200;
/** What was heard waits this long for other records to share its commit with, ms. */
const GATHER_MS = 10;
/** Claims that found little are not repeated at once, so that each finds more, ms. */
const BREATH_MS = 5;
const DATABASE_AWAY_MS = 1000;
const GAUGE_MS = 5000;
/** Longer than a lane's first window takes when every call runs into its time-out. */
const LEASE_MS = 60_000;
/**
 * A call is begun only while its lease lasts at least this long: the door's time-out and the
 * record, ms.
 */
const CALL_MS = 12_000;

/** Calls under way per merchant. */
function laneWidth(sandbox: boolean): number {
  return sandbox ? 16 : 4;
}

/**
 * Sends what is due, up to {@link BATCH} and fairly over the merchants, and resolves with how many
 * were claimed when all of them are recorded. Rejects when one could not be recorded; its lease
 * then runs out and it is sent again.
 */
export async function deliverDue(ctx: Context, door: MerchantDoor): Promise<number> {
  const failures: unknown[] = [];
  const courier = createCourier(ctx, door, {
    window: BATCH,
    onRoom: () => undefined,
    onFailure: (error) => failures.push(error),
  });
  const claimed = await courier.claim();
  await courier.idle();
  if (failures.length > 0) throw failures[0];
  return claimed;
}

/**
 * Delivers until the signal aborts: woken by this process's flows and by a poll. Then takes on
 * nothing new, hears what is under way to its end, and resolves. A database that is away is waited
 * for.
 */
export async function startDelivery(
  ctx: Context,
  door: MerchantDoor,
  signal: AbortSignal,
): Promise<void> {
  let bell = new AbortController();
  let rung = false;
  let ailing = false;
  const ring = (): void => {
    rung = true;
    bell.abort();
  };
  const courier = createCourier(ctx, door, {
    window: 4 * laneWidth(ctx.sandbox),
    onRoom: ring,
    onFailure: (error) => {
      ailing = true;
      logFailure(ctx, error);
    },
  });
  const rest = async (ms: number): Promise<void> => {
    if (!rung && !signal.aborted) await ctx.clock.sleep(ms, bell.signal);
  };
  const stopListening = ctx.wake.on('notifications', ring);
  signal.addEventListener('abort', ring, { once: true });
  let gaugedAt = -Infinity;

  while (!signal.aborted) {
    // What cannot be recorded will be sent again: little of it, while the trouble lasts.
    if (ailing) await ctx.clock.sleep(DATABASE_AWAY_MS, signal);
    ailing = false;
    rung = false;
    bell = new AbortController();
    try {
      if (ctx.clock.steady() - gaugedAt >= GAUGE_MS) {
        gaugedAt = ctx.clock.steady();
        await gauge(ctx);
      }
      const claimed = await courier.claim();
      if (claimed === 0) await rest(POLL_MS);
      else if (claimed < BATCH) await ctx.clock.sleep(BREATH_MS, signal);
    } catch (error) {
      logFailure(ctx, error);
      await ctx.clock.sleep(DATABASE_AWAY_MS, signal);
    }
  }
  stopListening();
  courier.stop();
  await courier.idle();
}

interface CourierSettings {
  window: number;
  onRoom(): void;
  onFailure(error: unknown): void;
}

interface Courier {
  /** Claims what is due and begins to send it; answers how many were claimed. */
  claim(): Promise<number>;
  /** What has not been sent yet is given back. */
  stop(): void;
  idle(): Promise<void>;
}

function createCourier(ctx: Context, door: MerchantDoor, settings: CourierSettings): Courier {
  const lanes = createLanes({
    width: laneWidth(ctx.sandbox),
    overall: OVERALL,
    window: settings.window,
    maxWindow: Math.max(settings.window, 2 * BATCH),
    steady: () => ctx.clock.steady(),
    onRoom: settings.onRoom,
  });
  const held = new Set<string>();
  const writing = new Set<Promise<void>>();
  const gathering: (() => void)[] = [];
  let stopped = false;
  let merchantsSeen = 1;

  // A call's place in its lane is free when the merchant has answered; its record then waits for
  // others to share a commit with.
  async function run(leased: LeasedNotification): Promise<boolean> {
    const sends = !stopped && leased.leaseUntil - ctx.clock.now() >= CALL_MS;
    const trying = sends ? send(ctx, door, leased) : undefined;
    const written = (trying === undefined ? endLeases(ctx.db, [leased]) : trying.then(record))
      .catch(settings.onFailure)
      .then(() => {
        held.delete(leased.notificationId);
        writing.delete(written);
      });
    writing.add(written);
    const attempt = await trying?.catch(() => undefined);
    return attempt?.somebody ?? true;
  }

  async function record(attempt: Attempted): Promise<void> {
    await gathered();
    await recordAttempt(ctx.db, ctx.clock)(attempt.record);
    tellOperator(ctx, attempt.record);
  }

  // Nobody waits for a record, so that a few milliseconds buy a commit for many.
  function gathered(): Promise<void> {
    return new Promise((resolve) => {
      gathering.push(resolve);
      if (gathering.length >= BATCH) release();
      else if (gathering.length === 1) void ctx.clock.sleep(GATHER_MS).then(release);
    });
  }

  function release(): void {
    for (const resolve of gathering.splice(0)) resolve();
  }

  // Cut to each lane's room; what this very process holds is left out even when the sandbox's clock
  // ran past its lease.
  function choose(due: readonly NotificationName[]): NotificationName[] {
    const taken = new Map<string, number>();
    return due.filter(({ merchantId, notificationId }) => {
      const before = taken.get(merchantId) ?? 0;
      if (held.has(notificationId) || before >= lanes.room(merchantId)) return false;
      taken.set(merchantId, before + 1);
      return true;
    });
  }

  return {
    async claim() {
      const limit = Math.min(BATCH, HELD - held.size);
      if (limit <= 0) return 0;
      const at = ctx.clock.now();
      const share = Math.max(8, Math.ceil(BATCH / merchantsSeen));
      const due = await findDue(ctx.db, at, { busy: lanes.busy(), share, limit });
      merchantsSeen = Math.max(1, new Set(due.map(({ merchantId }) => merchantId)).size);
      const chosen = choose(due);
      if (chosen.length === 0) return 0;
      const leased = await leaseDue(ctx.db, chosen, at, at + LEASE_MS);
      for (const one of leased) held.add(one.notificationId);
      const byMerchant = Map.groupBy(leased, ({ merchantId }) => merchantId);
      for (const [merchantId, own] of byMerchant) {
        lanes.add(
          merchantId,
          own.map((one) => () => run(one)),
        );
      }
      return leased.length;
    },
    stop() {
      stopped = true;
    },
    async idle() {
      await lanes.idle();
      await Promise.resolve(); // the last answer is on its way to be recorded
      release();
      await Promise.all(writing);
    },
  };
}

interface Attempted {
  record: AttemptRecord;
  /** Whether there was anybody to answer, or nobody was called. */
  somebody: boolean;
}

async function send(
  ctx: Context,
  door: MerchantDoor,
  leased: LeasedNotification,
): Promise<Attempted> {
  const { merchantId, notificationId, createdAt } = leased;
  const began = ctx.clock.now();
  const { heard, schedule } = await tell(ctx, door, leased);
  const { status, error, answer, durationMs } = heard;
  const attempt = leased.attempts + 1;
  const tried = { ...heard, schedule, createdAt, attempts: attempt };
  const next = nextStep(tried, ctx.clock.now(), ctx.clock.wall(), () => ctx.random.fraction());
  return {
    record: {
      merchantId,
      notificationId,
      attempt,
      began,
      status,
      error,
      answer,
      durationMs,
      next,
      gone: isGone(heard),
    },
    somebody: status !== null || error === URL_DISABLED,
  };
}

function tellOperator(ctx: Context, record: AttemptRecord): void {
  const { merchantId, notificationId, attempt, status, error, next } = record;
  ctx.metrics.notifications.inc({ result: next.state === 'pending' ? 'failed' : next.state });
  if (next.state !== 'exhausted' && next.state !== 'undeliverable') return;
  ctx.log.warn('a merchant could not be told', {
    merchantId,
    notificationId,
    state: next.state,
    attempt,
    ...(status === null ? {} : { status }),
    ...(error === null ? {} : { reason: error }),
  });
}

async function tell(
  ctx: Context,
  door: MerchantDoor,
  leased: LeasedNotification,
): Promise<{ heard: Heard; schedule: Schedule }> {
  const { merchantId, notificationId, url } = leased;
  const merchant = await ctx.merchants.byId(merchantId);
  const schedule = merchant?.settings.notificationSchedule ?? 'durable';
  if (leased.disabled) return { heard: unsent(URL_DISABLED), schedule };
  const [newest, ...others] = merchant === null ? [] : validKeys(merchant, ctx.clock.now());
  if (merchant === null || newest === undefined) return { heard: unsent('no_valid_key'), schedule };
  if (!URL.canParse(url)) return { heard: unsent('url_malformed'), schedule };
  const body = openBody(ctx, leased);
  if (body === null) return { heard: unsent('body_unreadable'), schedule };
  const headers = attemptHeaders({
    clientId: merchant.clientId,
    notificationId,
    url,
    body,
    keys: [newest.key, ...others.map(({ key }) => key)],
    wall: ctx.clock.wall(),
  });
  return { heard: await door.post({ url, headers, body }), schedule };
}

// Sealed with a key that the ring has lost, or not what we wrote: nobody can mend it by waiting,
// but it must be seen.
function openBody(
  ctx: Context,
  { merchantId, notificationId, body }: LeasedNotification,
): Buffer | null {
  const place = { table: 'notifications', column: 'body', merchantId, row: notificationId };
  try {
    return ctx.sealer.open(place, body);
  } catch (error) {
    ctx.metrics.bugs.inc();
    ctx.log.error('a notification cannot be opened', { merchantId, notificationId }, error);
    return null;
  }
}

function unsent(error: string): Heard {
  return { status: null, error, retryAfter: null, answer: null, durationMs: 0 };
}

async function gauge(ctx: Context): Promise<void> {
  const dueAt = await oldestDue(ctx.db);
  const age = dueAt === null ? 0 : (ctx.clock.now() - dueAt) / 1000;
  ctx.metrics.oldestDue.set(Math.max(0, age));
}

function logFailure(ctx: Context, error: unknown): void {
  if (error instanceof Refusal) {
    ctx.log.warn('notifications wait for the database', { reason: error.code });
    return;
  }
  ctx.metrics.bugs.inc();
  ctx.log.error('a notification could not be sent or recorded', {}, error);
}
