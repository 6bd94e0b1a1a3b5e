// Rotation of the master key: every sealed value gets its data key wrapped anew by the ring's first key, under traffic.
import type { Db } from '../../base/db.ts';
import type { Sealer } from '../../base/secrets.ts';
import { SEALED, pageSealed, writeRewrapped, type SealedColumn } from './store.ts';

export interface Rotated {
  table: string;
  column: string;
  /** Values that were looked at. */
  seen: number;
  /** Values that were wrapped anew. */
  rewrapped: number;
  /** Values that no key of the ring opens. */
  unreadable: number;
}

const PAGE = 500;

/**
 * Rewraps every sealed value that is not under the ring's first key. It may run beside serving processes, be stopped
 * and run again; when a run rewraps nothing, the older keys may leave the ring.
 */
export async function rotateMasterKey(doors: { db: Db; sealer: Sealer }): Promise<Rotated[]> {
  const results = [];
  for (const column of SEALED) results.push(await rotateColumn(doors, column));
  return results;
}

async function rotateColumn(
  { db, sealer }: { db: Db; sealer: Sealer },
  sealed: SealedColumn,
): Promise<Rotated> {
  const { table, column } = sealed;
  const result = { table, column, seen: 0, rewrapped: 0, unreadable: 0 };
  let after: { merchant_id: string; row: string } | null = null;
  for (;;) {
    const page = await pageSealed(db, sealed, after, PAGE);
    const changed = [];
    for (const value of page) {
      const place = { table, column, merchantId: value.merchant_id, row: value.row };
      try {
        const rewrapped = sealer.rewrap(place, value.sealed);
        if (rewrapped !== null) changed.push({ ...value, rewrapped });
      } catch {
        result.unreadable += 1;
      }
    }
    if (changed.length > 0) result.rewrapped += await writeRewrapped(db, sealed, changed);
    result.seen += page.length;
    after = page.at(-1) ?? null;
    if (page.length < PAGE) return result;
  }
}
