// Token buckets: how often somebody may call. In memory, per process, and forgotten once they are full again.
import type { Clock } from '../base/clock.ts';

export interface Rate {
  perSecond: number;
  /** How many calls may come at once after a rest. */
  burst: number;
}

export interface Buckets {
  /** Takes one token from the bucket of `key`; answers 0, or after how many whole seconds one will be there. */
  take(key: string, rate: Rate): number;
}

interface Bucket {
  tokens: number;
  at: number;
  /** When it is full again, and as good as a new one. */
  fullAt: number;
}

/** Buckets are looked through for full ones whenever there are this many more of them. */
const SWEEP_EVERY = 10_000;

export function createBuckets(clock: Clock): Buckets {
  const buckets = new Map<string, Bucket>();
  let sweepAt = SWEEP_EVERY;

  function bucketOf(key: string, now: number, { burst }: Rate): Bucket {
    const known = buckets.get(key);
    if (known !== undefined) return known;
    if (buckets.size >= sweepAt) {
      for (const [name, bucket] of buckets) if (now >= bucket.fullAt) buckets.delete(name);
      sweepAt = buckets.size + SWEEP_EVERY;
    }
    const bucket = { tokens: burst, at: now, fullAt: now };
    buckets.set(key, bucket);
    return bucket;
  }

  return {
    take(key, rate) {
      const now = clock.steady();
      const bucket = bucketOf(key, now, rate);
      const grown = bucket.tokens + ((now - bucket.at) / 1000) * rate.perSecond;
      bucket.tokens = Math.min(rate.burst, grown);
      bucket.at = now;
      const wait = bucket.tokens < 1 ? Math.ceil((1 - bucket.tokens) / rate.perSecond) : 0;
      if (wait === 0) bucket.tokens -= 1;
      bucket.fullAt = now + ((rate.burst - bucket.tokens) / rate.perSecond) * 1000;
      return wait;
    },
  };
}
