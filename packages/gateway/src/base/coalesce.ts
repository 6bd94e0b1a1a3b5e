// Turns the concurrent calls of one event-loop turn into one call per lane, so that they share a commit.
import { isRetryable } from './db.ts';

export interface CoalesceSettings<I, O> {
  /** Calls with the same lane may travel together. On plain PostgreSQL there is one lane. */
  lane(item: I): string;
  /** Runs a batch as one statement; answers one result per item, in order. */
  run(items: readonly I[]): Promise<readonly O[]>;
  /** Largest batch. */
  limit: number;
  /** How many batches of one lane may be under way at once. */
  flights: number;
}

interface Waiting<I, O> {
  item: I;
  resolve(result: O): void;
  reject(error: unknown): void;
}

/**
 * A function that collects its calls and runs them in batches. It never waits for a timer: a batch leaves at the end
 * of the turn, or as soon as an earlier batch of the lane is back. When a batch fails, each of its calls is tried
 * again by itself, so that a poisoned call hurts only itself; `run` must therefore bear a repeat.
 */
export function coalesce<I, O>(settings: CoalesceSettings<I, O>): (item: I) => Promise<O> {
  const lanes = new Map<string, { queue: Waiting<I, O>[]; flying: number; scheduled: boolean }>();

  return (item) => {
    const name = settings.lane(item);
    let lane = lanes.get(name);
    if (lane === undefined) lanes.set(name, (lane = { queue: [], flying: 0, scheduled: false }));
    const { promise, resolve, reject } = Promise.withResolvers<O>();
    lane.queue.push({ item, resolve, reject });
    schedule(lane);
    return promise;
  };

  function schedule(lane: { queue: Waiting<I, O>[]; flying: number; scheduled: boolean }): void {
    if (lane.scheduled) return;
    lane.scheduled = true;
    setImmediate(() => {
      lane.scheduled = false;
      while (lane.queue.length > 0 && lane.flying < settings.flights) {
        lane.flying += 1;
        void fly(lane.queue.splice(0, settings.limit)).finally(() => {
          lane.flying -= 1;
          if (lane.queue.length > 0) schedule(lane);
        });
      }
    });
  }

  async function fly(batch: readonly Waiting<I, O>[]): Promise<void> {
    try {
      const results = await settings.run(batch.map((waiting) => waiting.item));
      batch.forEach((waiting, n) => waiting.resolve(results[n] as O));
    } catch (error) {
      if (batch.length === 1 && !isRetryable(error)) batch[0]?.reject(error);
      else await Promise.all(batch.map(alone));
    }
  }

  async function alone(waiting: Waiting<I, O>): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        const [result] = await settings.run([waiting.item]);
        waiting.resolve(result as O);
        return;
      } catch (error) {
        if (tries >= 5 || !isRetryable(error)) {
          waiting.reject(error);
          return;
        }
      }
    }
  }
}
