// A long result read from a cursor, batch by batch: its connection, and how long a slow reader may keep it.
import type pg from 'pg';
import type { Clock } from './clock.ts';
import { giveUp, sqlState, translate, type Query } from './db.ts';
import { Refusal } from './refusal.ts';

export interface StreamSettings {
  clock: Pick<Clock, 'sleep'>;
  limits: StreamLimits;
  /** A stream was cut off because its reader was too slow. */
  onCut(why: Cut): void;
}

/** A snapshot keeps the server from tidying up after everybody: nobody may hold one for as long as they like. */
export interface StreamLimits {
  /** From the first batch asked for to the last, ms. */
  wholeMs: number;
  /** Without a batch being asked for, ms. */
  stillMs: number;
}

/** What took too long: the whole of it, or a reader who stood still. */
type Cut = 'whole' | 'still';

/** The streams of one door: how many more may be open, and by what rules. */
export interface Streams extends StreamSettings {
  pool: pg.Pool;
  free: number;
}

/** See `Reading.stream`; `begin` opens the transaction in its scope. */
export async function* streamFrom<R>(
  streams: Streams,
  begin: string,
  query: Query,
  batch: number,
  cutOff: (() => void) | undefined,
): AsyncGenerator<R[], void, undefined> {
  if (streams.free === 0) throw new Refusal('overloaded', { retryAfterSeconds: 10 });
  streams.free -= 1;
  const held = hold(streams, cutOff);
  let failure: unknown;
  try {
    const client = await held.take();
    await client.query(begin);
    await client.query(`declare result no scroll cursor for ${query.text}`, [...query.values]);
    for (let full = true; full;) {
      const { rows } = await held.within(() => client.query(`fetch forward ${batch} from result`));
      full = rows.length === batch;
      // Who has the last batch may take their time over it.
      if (full) held.standStill();
      else await held.giveBack(undefined);
      if (rows.length > 0) yield rows as R[];
    }
  } catch (error) {
    failure = error;
    throw worded(error);
  } finally {
    // Also when the reader has gone away: the generator is then ended at its `yield`.
    await held.giveBack(failure);
  }
}

/** A place among the streams and its connection, until they are given back: by the stream, or because time is up. */
function hold(streams: Streams, cutOff: (() => void) | undefined) {
  const { pool, clock, limits } = streams;
  const over = new AbortController();
  let still = new AbortController();
  let client: pg.PoolClient | null = null;
  let why: Cut | null = null;
  let isReading = false;
  let isBack = false;

  async function giveBack(failure: unknown): Promise<void> {
    if (isBack) return;
    isBack = true;
    over.abort();
    still.abort();
    client?.release(await giveUp(client, failure));
    streams.free += 1;
  }
  async function cut(after: number, signal: AbortSignal, what: Cut): Promise<void> {
    await clock.sleep(after, signal);
    if (signal.aborted || why !== null) return;
    why = what;
    streams.onCut(what);
    cutOff?.();
    // A batch that is on its way is waited for: the server gives it up by itself when it takes too long.
    if (!isReading) await giveBack(undefined);
  }
  function mustBeInTime(): void {
    if (why !== null) throw new Refusal('overloaded', { retryAfterSeconds: 10 });
  }

  void cut(limits.wholeMs, over.signal, 'whole');
  return {
    giveBack,
    async take(): Promise<pg.PoolClient> {
      const taken = await pool.connect();
      if (isBack) taken.release();
      else client = taken;
      mustBeInTime();
      return taken;
    },
    /** Reads a batch: the reader goes on. Throws `overloaded` when time was up before, or is after it. */
    async within<T>(read: () => Promise<T>): Promise<T> {
      still.abort();
      mustBeInTime();
      isReading = true;
      try {
        return await read();
      } finally {
        isReading = false;
        mustBeInTime();
      }
    },
    /** The reader has a batch; the time until they ask for the next one is theirs. */
    standStill(): void {
      still = new AbortController();
      void cut(limits.stillMs, still.signal, 'still');
    },
  };
}

/** A statement that took too long is no bug: there is too much to do, or too much was asked for. One that writes is. */
export function worded(error: unknown): unknown {
  const state = sqlState(error);
  if (state === '25006') return error;
  return state === '57014' || state === '25P03'
    ? new Refusal('overloaded', { retryAfterSeconds: 5 })
    : translate(error);
}
