// One page of a list out of what a walk has found, and where the next one begins.
import type { Reading } from '../../base/reading.ts';
import { instantOf, isBefore, readCursor, writeCursor, type Spot } from './cursor.ts';
import { WALKING, walkQuery, type Listed, type Narrowed, type Walked } from './store.ts';

export interface Page<R> {
  rows: R[];
  next: string | null;
  searched_to: string | null;
}

/** Reads one page in one snapshot. Throws `field_invalid` for a cursor that is none. */
export async function readPage<R>(
  reading: Reading,
  listed: Listed,
  narrowed: Narrowed,
  wanted: { limit: number; after?: string | undefined },
): Promise<Page<R>> {
  const after = readCursor(wanted.after);
  if (narrowed.merchantIds?.length === 0) return { rows: [], next: null, searched_to: null };
  const query = walkQuery(listed, narrowed, after, wanted.limit);
  const found = await reading.together(async (at) => {
    await at.rows(WALKING);
    return await at.rows<R & Walked>(query);
  });
  return cutPage(found, wanted.limit);
}

/**
 * Cuts a page from what the lanes of a walk have found. Behind the last row that some lane has looked at nothing is certain, so
 * that the page ends there when it is not full.
 */
export function cutPage<R extends Walked>(found: readonly R[], limit: number): Page<R> {
  const ends = found.filter((row) => row.last).map(spotOf);
  const [horizon] = ends.toSorted(inOrder);
  const kept = found
    .filter((row) => row.matched && !(horizon !== undefined && isBefore(horizon, spotOf(row))))
    .toSorted((one, other) => inOrder(spotOf(one), spotOf(other)));
  const rows = kept.slice(0, limit);
  const end = rows.at(-1);
  if (kept.length > limit && end !== undefined) {
    return { rows, next: writeCursor(spotOf(end)), searched_to: null };
  }
  if (horizon === undefined) return { rows, next: null, searched_to: null };
  return { rows, next: writeCursor(horizon), searched_to: instantOf(horizon) };
}

function spotOf(row: Walked): Spot {
  return { at: row.spot_at, id: row.spot_id };
}

function inOrder(one: Spot, other: Spot): number {
  if (one.at === other.at && one.id === other.id) return 0;
  return isBefore(one, other) ? -1 : 1;
}
