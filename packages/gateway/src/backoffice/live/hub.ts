// One look a second at what has changed, for every page that listens to this process. Whatever process made the change,
// it is in the database; a bell of our own only makes the next look come sooner.
import { logPutOff } from '../../base/log.ts';
import type { ReadingDoor } from '../../base/reading.ts';
import type { Context } from '../../context.ts';
import { APPROVAL_LIFE_MS } from '../../operators/approval.ts';
import { eventOf } from './event.ts';
import { createFreshness } from './seen.ts';
import { listApprovals, listChanges, type ChangeRow } from './store.ts';

export interface Told {
  /** Where this change stands in what this hub has told: `hub.number`. */
  id: string;
  merchantId: string;
  kind: ChangeRow['kind'];
  json: string;
}

export interface Listener {
  hear(told: Told): void;
  /** Something was missed: what the page shows must be read anew. `id` is where it goes on from. */
  reset(id: string): void;
  /** The process is leaving. */
  end(): void;
}

export interface Hub {
  /** Begins to tell, and answers the id to go on from. After `lastId`, what it has missed is told first, or it is reset. */
  listen(listener: Listener, lastId: string | undefined): string;
  leave(listener: Listener): void;
  /** How many listen. */
  size(): number;
  close(): Promise<void>;
}

export const LOOK_MS = 1000;
/** Bells ring in bursts. */
const SHORTEST_MS = 100;
/** What was made before the last look and committed after it is found by looking back, a little each time, ms. */
const BACK_MS = 3000;
/** A call is written within a minute of its time; so far back every so many looks. */
const FAR_BACK_MS = 75_000;
const FAR_EVERY = 5;
const APPROVALS_EVERY = 2;
/** Changes of a kind that one look may tell: more than anybody reads. */
const MOST = 2000;
/**
 * Rows of a kind that one look goes through, most of which were told already. At a hundred payments a second a far look
 * is 30,000 rows: some 120 ms of the server's time every five seconds, and 1 ms of ours, as they are not brought here.
 */
const LOOKED_AT = 3 * MOST;
const LOOKED_AT_FAR = 20_000;
const KEPT = 4096;
/** Looking goes on for a page that only lost its connection. */
const LINGER_MS = 30_000;
const BELLS = ['payments', 'refunds', 'tokens', 'notifications'] as const;

/** A hub that looks only while somebody listens. */
export function createHub(ctx: Context, door: ReadingDoor): Hub {
  const { clock, wake, log } = ctx;
  const name = ctx.random.secretId().slice(0, 8);
  const listeners = new Set<Listener>();
  const kept: Told[] = [];
  let told = 0;
  let looking: Promise<void> | null = null;
  let ring = new AbortController();
  const stop = new AbortController();

  const lastId = (): string => `${name}.${told}`;
  function tell(rows: readonly ChangeRow[]): void {
    for (const row of rows) {
      told += 1;
      const { kind, merchant_id: merchantId } = row;
      const one = { id: lastId(), merchantId, kind, json: JSON.stringify(eventOf(row)) };
      kept.push(one);
      for (const listener of listeners) listener.hear(one);
    }
    if (kept.length > KEPT) kept.splice(0, kept.length - KEPT);
  }

  /** Nobody looks from here on, so that nobody may go on from what was told. */
  function rest(): void {
    kept.length = 0;
    told += 1;
    looking = null;
  }

  async function look(): Promise<void> {
    const freshness = createFreshness(2 * FAR_BACK_MS, APPROVAL_LIFE_MS + 2 * FAR_BACK_MS);
    const reading = door.of(null);
    const began = clock.now();
    let mark = began;
    // Each kind of look goes on where the last of its kind has ended: their stretches of time differ.
    const horizons: { near: string | null; far: string | null } = { near: null, far: null };
    let fails = false;
    let leftAt = clock.steady();
    for (let turn = 0; !stop.signal.aborted; turn += 1) {
      if (listeners.size > 0) leftAt = clock.steady();
      else if (clock.steady() - leftAt > LINGER_MS) {
        rest();
        return;
      }
      try {
        const now = clock.now();
        const far = turn % FAR_EVERY === FAR_EVERY - 1;
        const back = Math.min(mark, now) - (far ? FAR_BACK_MS : BACK_MS);
        const which = far ? 'far' : 'near';
        const { rows, horizon } = await listChanges(
          reading,
          Math.max(back, began - BACK_MS),
          far ? LOOKED_AT_FAR : LOOKED_AT,
          horizons[which],
        );
        horizons[which] = horizon;
        if (turn % APPROVALS_EVERY === 0) {
          const asked = await listApprovals(reading, now - APPROVAL_LIFE_MS - FAR_BACK_MS, MOST);
          // What was asked for before anybody listened is no news.
          rows.push(...(turn === 0 ? (freshness.fresh(asked), []) : asked));
        }
        tell(freshness.fresh(rows));
        if (!far && isTooMuch(rows)) for (const listener of listeners) listener.reset(lastId());
        freshness.forget(now);
        mark = now;
        fails = false;
      } catch (error) {
        // It may be another server that answers next.
        horizons.near = horizons.far = null;
        if (!fails) logPutOff(log, 'changes could not be looked for', {}, error);
        fails = true;
      }
      await clock.sleep(SHORTEST_MS, stop.signal);
      await clock.sleep(LOOK_MS - SHORTEST_MS, AbortSignal.any([ring.signal, stop.signal]));
      ring = new AbortController();
    }
  }

  const hush = BELLS.map((bell) => wake.on(bell, () => ring.abort()));
  return {
    listen(listener, after) {
      listeners.add(listener);
      looking ??= look();
      if (after !== undefined) catchUp(kept, name, after, listener, lastId());
      return lastId();
    },
    leave: (listener) => void listeners.delete(listener),
    size: () => listeners.size,
    async close() {
      for (const silence of hush) silence();
      for (const listener of listeners) listener.end();
      stop.abort();
      await looking;
    },
  };
}

/** Tells what was told since an id, as far back as it is kept; an id of another process says nothing here. */
function catchUp(
  kept: readonly Told[],
  name: string,
  after: string,
  listener: Listener,
  lastId: string,
): void {
  if (after === lastId) return;
  const from = kept.findIndex((one) => one.id === after);
  const first = kept[0]?.id === `${name}.1` && after === `${name}.0`;
  if (from < 0 && !first) listener.reset(lastId);
  else for (const one of kept.slice(from + 1)) listener.hear(one);
}

function isTooMuch(rows: readonly ChangeRow[]): boolean {
  return Map.groupBy(rows, (row) => row.kind)
    .values()
    .some((ofKind) => ofKind.length >= MOST && ofKind[0]?.kind !== 'approval');
}
