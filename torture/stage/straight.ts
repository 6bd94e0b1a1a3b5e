// The stage's own line to PostgreSQL, past the proxy: what is due, what stands where, and which statement has run. It
// waits for a server that is away.
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

export interface Straight {
  /** The server's clock, ms. */
  now(): Promise<number>;
  /** Waits until a statement that began after `since` has run in some session but ours; false after `withinMs`. */
  hasRun(text: string, since: number, withinMs: number): Promise<boolean>;
  /** The earliest business time at which a row is due and nobody holds it; null for none. */
  nextDue(): Promise<number | null>;
  /** Whether a row that is next at this business time is held until then by somebody who may be at work on it. */
  isHeld(until: number): Promise<boolean>;
  /** The last business time until which a request without an answer is somebody's; null for none. */
  lastLease(): Promise<number | null>;
  /** The rows of a query. */
  rows<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>;
  /** What is due some day, in words. */
  whatIsDue(now: number): Promise<string[]>;
  close(): Promise<void>;
}

/** How long a server that is away is waited for, ms. */
const PATIENCE_MS = 60_000;

const DUE = `
  select 'payment' as noun, payment_id as id, state, due_at, lease_until from payments union all
  select 'refund', refund_id, state, due_at, lease_until from refunds union all
  select 'token', token_id, state, due_at, lease_until from tokens union all
  select 'notification', notification_id, state, due_at, lease_until from notifications union all
  select 'late money of payment', payment_id, 'found', due_at, null from late_money`;

/** Opens the line; it connects when it is first used. */
export function openStraight(url: string): Straight {
  const pool = new pg.Pool({ connectionString: url, max: 2, connectionTimeoutMillis: 2_000 });
  pool.on('error', () => undefined);

  async function rows<R extends pg.QueryResultRow>(text: string, values: unknown[] = []) {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        return (await pool.query<R>(text, values)).rows;
      } catch (error) {
        // A statement that is wrong stays wrong; a server that is away comes back.
        const code = String(Reflect.get(Object(error), 'code'));
        if (code.startsWith('42') || Date.now() > until) throw error;
        await delay(20);
      }
    }
  }

  async function moment(text: string): Promise<number | null> {
    const [row] = await rows<{ at: number | null }>(
      `select extract(epoch from (${text})) * 1000.0::float8 as at`,
    );
    return row?.at ?? null;
  }

  return {
    rows,
    now: async () => (await moment('clock_timestamp()')) ?? 0,
    async hasRun(text, since, withinMs) {
      const until = Date.now() + withinMs;
      while (Date.now() < until) {
        const found = await rows(
          `select 1 from pg_stat_activity
            where left(query, 500) = left($1, 500) and state <> 'active' and pid <> pg_backend_pid()
              and extract(epoch from query_start) * 1000.0 >= $2`,
          [text, since],
        );
        if (found.length > 0) return true;
        await delay(3);
      }
      return false;
    },
    nextDue: () =>
      moment(`select min(greatest(due_at, lease_until)) from (${DUE}) d where due_at is not null`),
    async isHeld(until) {
      const held = await rows(
        `select 1 from (${DUE}) d
          where lease_until > due_at and extract(epoch from lease_until) * 1000.0::float8 = $1::float8`,
        [until],
      );
      return held.length > 0;
    },
    lastLease: () => moment('select max(lease_until) from requests where status is null'),
    async whatIsDue(now) {
      const due = await rows<{ noun: string; id: string; state: string; seconds: string }>(
        `select noun, id, state,
                round(extract(epoch from greatest(due_at, lease_until)) - $1::float8 / 1000) as seconds
           from (${DUE}) d where due_at is not null order by greatest(due_at, lease_until) limit 20`,
        [now],
      );
      return due.map((row) => `${row.noun} ${row.id} (${row.state}) is due in ${row.seconds} s`);
    },
    close: () => pool.end(),
  };
}
