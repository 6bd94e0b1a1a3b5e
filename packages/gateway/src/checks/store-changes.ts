// SQL of what has changed since a check has looked last: by the times at which it was written.
import { instant, type Db } from '../base/db.ts';
import type { Walk } from './catalogue.ts';
import { BEFORE_ALL, keyOf, type Key, type KeyRow } from './store.ts';

/**
 * What changed in a stretch of time, for each walk that can be asked; the others are walked whole. It names no merchant: the
 * indexes by time know none, and one reading of what is new serves all.
 */
const CHANGED: Readonly<Partial<Record<Walk, string>>> = {
  payments: `select e.merchant_id, e.payment_id as id from payment_events e where e.at >= $1 and e.at < $2
             union
             select r.merchant_id, r.payment_id from refund_events e
               join refunds r on r.merchant_id = e.merchant_id and r.refund_id = e.refund_id
              where e.at >= $1 and e.at < $2`,
  refunds: `select distinct e.merchant_id, e.refund_id as id from refund_events e
             where e.at >= $1 and e.at < $2`,
  tokens: `select distinct e.merchant_id, e.token_id as id from token_events e
            where e.at >= $1 and e.at < $2`,
  notifications: `select n.merchant_id, n.notification_id as id from notifications n
                   where n.created_at >= $1 and n.created_at < $2
                  union
                  select a.merchant_id, a.notification_id from notification_attempts a
                   where a.at >= $1 and a.at < $2`,
  settlement_batches: `select b.merchant_id, b.batch_id as id from settlement_batches b
                        where b.booked_at >= $1 and b.booked_at < $2`,
  payouts: `select distinct e.merchant_id, e.payout_id as id from payout_events e
             where e.at >= $1 and e.at < $2`,
  reconciled_chunks: `select c.merchant_id, c.chunk_id as id from reconciled_chunks c
                       where c.made_at >= $1 and c.made_at < $2`,
};

/** Walks whose rows change with those of another walk, which may each stand for very many: asked for page by page. */
const MEMBERS: Readonly<Partial<Record<Walk, { of: Walk; text: string }>>> = {
  settlement_items: {
    of: 'settlement_batches',
    text: `select l.merchant_id, l.item_id as id from settlement_lines l
            where l.merchant_id = $1 and l.batch_id = $2 and l.item_id > $3 and l.line_no = 1
            order by l.item_id limit $4`,
  },
};

/** The walk that is asked for what has changed in this one: itself, or the one whose members its rows are. Null: none is. */
export function walkOfChanges(walk: Walk): Walk | null {
  const asked = MEMBERS[walk]?.of ?? walk;
  return CHANGED[asked] === undefined ? null : asked;
}

/** The rows of a walk that are members of another walk's row, after one of them, in order. */
export async function pageOfMembers(
  db: Db,
  walk: Walk,
  owner: Key,
  after: Key | null,
  limit: number,
): Promise<Key[]> {
  const rows = await db.rows<KeyRow>({
    name: `check-members-${walk}`,
    text: MEMBERS[walk]?.text ?? '',
    values: [owner.merchantId, owner.id, after?.id ?? BEFORE_ALL, limit],
  });
  return rows.map(keyOf);
}

/**
 * The keys whose rows were written at `from` or later and before `to`, epoch ms, no more than `limit`; no `to` is for ever,
 * and no `limit` is all.
 */
export async function changedKeys(
  db: Db,
  walk: Walk,
  { from, to }: { from: number; to: number | null },
  limit: number | null,
): Promise<Key[]> {
  const rows = await db.rows<KeyRow>({
    name: `check-changed-${walk}`,
    text: `${CHANGED[walk] ?? ''} limit $3`,
    values: [instant(from), to === null ? 'infinity' : instant(to), limit],
  });
  return rows.map(keyOf);
}
