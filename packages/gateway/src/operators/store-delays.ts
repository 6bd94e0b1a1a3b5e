// SQL of the pauses between tries to sign in.
import { instant, pivot, type Tx } from '../base/db.ts';

/** Whose tries are counted, how many are free, and how long the pause after them grows. */
export interface Counted {
  key: Buffer;
  free: number;
  longestMs: number;
}

/** After so long without a try a count begins anew. */
const FORGIVEN = '1 hour';

/**
 * Counts a try against each key that is not in its pause, and answers how many were not. Keys are locked in one order. The
 * pause after the free ones is a second, and doubles.
 */
export async function countTries(tx: Tx, counted: readonly Counted[], at: number): Promise<number> {
  const rows = await tx.rows({
    name: 'delays-count',
    text: `insert into sign_in_delays as d (key, failures, until, seen_at)
           select i.key, 1, $4, $4 from unnest($1::bytea[]) as i (key) order by i.key
           on conflict (key) do update
             set failures = case when d.seen_at < excluded.seen_at - interval '${FORGIVEN}' then 1 else d.failures + 1 end,
                 seen_at = excluded.seen_at,
                 until = excluded.seen_at + make_interval(secs => (
                   select case when d.failures < i.free or d.seen_at < excluded.seen_at - interval '${FORGIVEN}' then 0
                               else least(i.longest, 2 ^ least(d.failures - i.free, 30)) end
                     from unnest($1::bytea[], $2::int[], $3::float8[]) as i (key, free, longest)
                    where i.key = d.key))
           where d.until <= excluded.seen_at
           returning key`,
    values: [
      ...pivot(counted, [(one) => one.key, (one) => one.free, (one) => one.longestMs / 1000]),
      instant(at),
    ],
  });
  return rows.length;
}

/** When the last of these pauses ends, epoch ms. */
export async function pauseEndsAt(on: Tx, keys: readonly Buffer[]): Promise<number | null> {
  const [row] = await on.rows<{ until: number | null }>({
    name: 'delays-until',
    text: 'select max(d.until) as until from sign_in_delays d where d.key = any($1::bytea[])',
    values: [keys],
  });
  return row?.until ?? null;
}

/** Whether there is a row for this key. */
export async function isCounted(on: Tx, key: Buffer): Promise<boolean> {
  const rows = await on.rows({
    name: 'delays-is-counted',
    text: 'select d.failures from sign_in_delays d where d.key = $1',
    values: [key],
  });
  return rows.length > 0;
}

/** Begins these counts anew, and remembers the keys. */
export async function clearTries(tx: Tx, keys: readonly Buffer[], at: number): Promise<void> {
  await tx.rows({
    name: 'delays-clear',
    text: `insert into sign_in_delays as d (key, failures, until, seen_at)
           select i.key, 0, $2, $2 from unnest($1::bytea[]) as i (key) order by i.key
           on conflict (key) do update
             set failures = 0, until = excluded.until, seen_at = excluded.seen_at`,
    values: [keys, instant(at)],
  });
}

/** Takes one try back: it was right, which says nothing about the others from there. */
export async function forgiveTry(tx: Tx, key: Buffer, at: number): Promise<void> {
  await tx.rows({
    name: 'delays-forgive',
    text: `update sign_in_delays set failures = greatest(failures - 1, 0), until = $2 where key = $1`,
    values: [key, instant(at)],
  });
}

/** Forgets counts of long ago. */
export async function reapTries(on: Tx, before: number): Promise<void> {
  await on.rows({
    name: 'delays-reap',
    text: 'delete from sign_in_delays where seen_at < $1',
    values: [instant(before)],
  });
}
