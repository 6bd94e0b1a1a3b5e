// What has changed since an instant, over all merchants, by the indexes on the time of each event.
import type { Query } from '../../base/db.ts';
import { instant } from '../../base/db.ts';
import type { Reading } from '../../base/reading.ts';

export interface ChangeRow {
  kind: 'payment' | 'refund' | 'token' | 'notification' | 'approval';
  merchant_id: string;
  /** Null where it is about people of the gateway, as approvals may be. */
  client_id: string | null;
  id: string;
  /** Of a refund: its payment. */
  payment_id: string | null;
  state: string;
  /** Of a notification: how many attempts. */
  version: number;
  at: number;
}

/** What a look has found, and where the next one goes on. */
export interface Look {
  rows: ChangeRow[];
  /** The oldest transaction that was still under way: whatever is committed later is no older than it. */
  horizon: string;
}

/**
 * The changes at or after `since` that were committed after the look with this horizon (null: whenever they were), in no
 * order. Looks at no more than the newest `most` of each kind; what was committed before is read, but not brought here.
 */
export async function listChanges(
  reading: Pick<Reading, 'together'>,
  since: number,
  most: number,
  horizon: string | null,
): Promise<Look> {
  return await reading.together(async (on) => {
    const [snapshot] = await on.rows<{ horizon: string }>({
      name: 'live-horizon',
      text: 'select pg_snapshot_xmin(pg_current_snapshot())::xid::text as horizon',
      values: [],
    });
    const rows = await on.rows<ChangeRow>({
      name: 'live-changes',
      text: CHANGES,
      values: [instant(since), most, horizon],
    });
    return { rows, horizon: snapshot?.horizon ?? '0' };
  });
}

// Transactions are compared by their age, which the server counts past the end of their numbers.
const CHANGES = `select c.kind, c.merchant_id, m.client_id, c.id, c.payment_id, c.state, c.version, c.at
  from (
    (select 'payment' as kind, e.merchant_id, e.payment_id as id, null::uuid as payment_id, e.state, e.version, e.at,
            e.xmin as written
       from payment_events e where e.at >= $1 order by e.at desc limit $2)
    union all
    (select 'refund', e.merchant_id, e.refund_id, r.payment_id, e.state, e.version, e.at, e.xmin
       from refund_events e join refunds r on r.merchant_id = e.merchant_id and r.refund_id = e.refund_id
      where e.at >= $1 order by e.at desc limit $2)
    union all
    (select 'token', e.merchant_id, e.token_id, null, e.state, e.version, e.at, e.xmin
       from token_events e where e.at >= $1 order by e.at desc limit $2)
    union all
    (select 'notification', n.merchant_id, n.notification_id, null, n.state, n.attempts, n.created_at, n.xmin
       from notifications n where n.created_at >= $1 order by n.created_at desc limit $2)
    union all
    (select 'notification', a.merchant_id, a.notification_id, null, n.state, n.attempts, a.at, a.xmin
       from notification_attempts a
       join notifications n on n.merchant_id = a.merchant_id and n.notification_id = a.notification_id
      where a.at >= $1 order by a.at desc limit $2)
  ) c
  join merchants m on m.merchant_id = c.merchant_id
 where $3::xid is null or age(c.written) <= age($3::xid)`;

/** Requests for approval that were made at or after `since`, as they stand. */
export async function listApprovals(
  reading: Pick<Reading, 'rows'>,
  since: number,
  most: number,
): Promise<ChangeRow[]> {
  const query: Query = {
    name: 'live-approvals',
    text: `select 'approval' as kind, a.merchant_id, m.client_id, a.approval_id as id, null as payment_id, a.state,
                  a.version, a.asked_at as at
             from approvals a left join merchants m on m.merchant_id = a.merchant_id
            where a.asked_at >= $1 order by a.asked_at desc limit $2`,
    values: [instant(since), most],
  };
  return await reading.rows(query);
}
