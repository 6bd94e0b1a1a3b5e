// The load: so many callers, each sending its next request when the last one is answered. Counts and latencies.
import { Pool } from 'undici';

export interface Request {
  method: 'GET' | 'POST';
  path: string;
  headers: Record<string, string>;
  body?: string;
}

export interface Measured {
  perSecond: number;
  /** Latencies in milliseconds. */
  p50: number;
  p99: number;
  failures: number;
  /** The first failed answer, for people. */
  failure: string | null;
}

/** Sends requests to the origins in turn for some seconds; every answer but the expected status is a failure. */
export async function measure(
  origins: readonly string[],
  clients: number,
  seconds: number,
  expected: number,
  next: () => Request,
): Promise<Measured> {
  const share = Math.ceil(clients / origins.length);
  const pools = origins.map((origin) => new Pool(origin, { connections: share, pipelining: 1 }));
  const latencies: number[] = [];
  let failures = 0;
  let failure: string | null = null;
  const start = performance.now();
  const end = start + seconds * 1000;

  async function caller(pool: Pool): Promise<void> {
    while (performance.now() < end) {
      const began = performance.now();
      const { statusCode, body } = await pool.request(next());
      const text = await body.text();
      if (statusCode === expected) latencies.push(performance.now() - began);
      else {
        failures += 1;
        failure ??= `${statusCode} ${text.slice(0, 300)}`;
      }
    }
  }

  await Promise.all(pools.flatMap((pool) => Array.from({ length: share }, () => caller(pool))));
  const elapsed = (performance.now() - start) / 1000;
  await Promise.all(pools.map((pool) => pool.close()));
  latencies.sort((a, b) => a - b);
  const at = (share_: number) => latencies[Math.floor(latencies.length * share_)] ?? 0;
  return { perSecond: latencies.length / elapsed, p50: at(0.5), p99: at(0.99), failures, failure };
}
