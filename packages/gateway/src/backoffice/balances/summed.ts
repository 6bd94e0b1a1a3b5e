// What moved between two instants, read from the ledger's sums; not while too much of the chain is still to be added up.
import type { Reading } from '../../base/reading.ts';
import { piecesOf } from '../../ledger/pieces.ts';
import { movedQuery, unsummedQuery, type Moved } from '../../ledger/store-sums.ts';
import { Denied } from '../denied.ts';

type Snapshot = Pick<Reading, 'rows'>;

/** Journals that are read one by one behind the sums; the worker is never so far behind when it runs. */
const MOST_UNSUMMED = 50_000n;
/** Before anything was booked. */
export const BEGINNING = 0;

/** Throws `being_counted` where reading would have to go through too many journals one by one. */
export async function mustBeSummed(at: Snapshot, merchantId: string): Promise<void> {
  const [row] = await at.rows<{ journals: bigint }>(unsummedQuery(merchantId));
  if ((row?.journals ?? 0n) > MOST_UNSUMMED) {
    throw new Denied('being_counted', { retryAfterSeconds: 30 });
  }
}

/** What one account, or each, has moved from `from` on and before `to`, by template. */
export async function readMoved(
  at: Snapshot,
  merchantId: string,
  account: string | null,
  { from, to }: { from: number; to: number },
): Promise<Moved[]> {
  return await at.rows<Moved>(movedQuery(merchantId, account, piecesOf(from, to)));
}
