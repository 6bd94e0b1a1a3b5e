// All SQL of notifications, but for the enqueuing that other nouns' functions do in their own
// commit (enqueue.sql).
import type { Clock } from '../base/clock.ts';
import { coalesce } from '../base/coalesce.ts';
import { instant, perDb, pivot, type Db, type Tx } from '../base/db.ts';
import type { NextStep, NotificationState } from './notification.ts';

export interface NotificationName {
  merchantId: string;
  notificationId: string;
}

/** A notification that this process may send until `leaseUntil`. Times are epoch ms. */
export interface LeasedNotification extends NotificationName {
  bank: string;
  url: string;
  /** Sealed for this row. */
  body: Buffer;
  /** Tries so far. */
  attempts: number;
  createdAt: number;
  leaseUntil: number;
  /** The URL answered 410 before and has not been set again. */
  disabled: boolean;
}

/**
 * Notifications that are due, unlocked and unleased: at most `share` of each merchant that is not
 * `busy`, merchants in turn, `limit` in all. One of the few statements that name no merchant; see
 * `due.sql`.
 */
export async function findDue(
  db: Db,
  at: number,
  wanted: { busy: readonly string[]; share: number; limit: number },
): Promise<NotificationName[]> {
  return await db.rows<NotificationName>({
    name: 'notifications-due',
    text: `select d.merchant_id as "merchantId", d.notification_id as "notificationId"
             from due_notifications($1, $2, $3, $4) d`,
    values: [instant(at), wanted.busy, wanted.share, wanted.limit],
  });
}

/**
 * Leases those of the named that are still due and free; the others are somebody else's. See
 * `lease.sql`.
 */
export async function leaseDue(
  db: Db,
  names: readonly NotificationName[],
  at: number,
  leaseUntil: number,
): Promise<LeasedNotification[]> {
  const sorted = names.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  return await db.rows<LeasedNotification>({
    name: 'notifications-lease',
    text: `select (l.notification).merchant_id as "merchantId",
                  (l.notification).notification_id as "notificationId",
                  (l.notification).bank, (l.notification).url, (l.notification).body,
                  (l.notification).attempts, (l.notification).created_at as "createdAt",
                  (l.notification).lease_until as "leaseUntil", l.disabled
             from lease_notifications($1, $2, $3, $4, $5) l`,
    values: [
      sorted[0]?.merchantId,
      instant(at),
      instant(leaseUntil),
      ...pivot(sorted, [(name) => name.merchantId, (name) => name.notificationId]),
    ],
  });
}

/** Lets go of leases whose notifications were not sent, so that they need not run out. */
export async function endLeases(db: Db, leased: readonly LeasedNotification[]): Promise<void> {
  await db.rows({
    name: 'notifications-end-lease',
    text: `update notifications n set lease_until = null
             from unnest($1::uuid[], $2::uuid[], $3::timestamptz[])
               as i (merchant_id, notification_id, lease_until)
            where n.merchant_id = i.merchant_id and n.notification_id = i.notification_id
              and n.lease_until = i.lease_until`,
    values: pivot(leased, [
      (one) => one.merchantId,
      (one) => one.notificationId,
      (one) => instant(one.leaseUntil),
    ]),
  });
}

export interface AttemptRecord extends NotificationName {
  /** Its number as the sender counted: tries so far, this one included. */
  attempt: number;
  /** When it began, business time, epoch ms. */
  began: number;
  status: number | null;
  error: string | null;
  answer: string | null;
  durationMs: number;
  next: NextStep;
  /** The answer was 410: the merchant's URL is disabled with this record. */
  gone: boolean;
}

/**
 * Writes an attempt and what became of its notification; attempts of one turn share a commit. See
 * `record.sql`.
 */
export const recordAttempt = perDb((db: Db, clock: Clock) =>
  coalesce<AttemptRecord, undefined>({
    lane: () => '',
    limit: 200,
    flights: 2,
    run: async (records) => {
      await db.rows({
        name: 'notifications-record',
        text: `select record_notification_attempts(
                 $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
        values: [
          records[0]?.merchantId,
          instant(clock.now()),
          ...pivot(records, [
            (r) => r.merchantId,
            (r) => r.notificationId,
            (r) => r.attempt,
            (r) => instant(r.began),
            (r) => r.status,
            (r) => r.error,
            (r) => r.answer,
            (r) => r.durationMs,
            (r) => r.next.state,
            (r) => instant(r.next.dueAt),
            (r) => r.gone,
          ]),
        ],
      });
      return records.map(() => undefined);
    },
  }),
);

export interface ResendFilter {
  merchantId: string;
  /** Those in any of these states. */
  states: readonly NotificationState[];
  type: string | null;
  /** Written at or after this time, epoch ms. */
  from: number | null;
  /** and before this one. */
  to: number | null;
}

/**
 * Where a resend goes: the URL it was written for, or the one that its bank's connection names now.
 */
export type ResendTo = 'kept' | 'configured';

const RESENT_URL = `case when $2 then coalesce((
    select b.notification_url from bank_connections b
     where b.merchant_id = n.merchant_id and b.bank = n.bank), n.url) else n.url end`;

/** Makes one due now, whatever its state; answers whether there is one. */
export async function makeDue(
  db: Tx,
  name: NotificationName,
  to: ResendTo,
  at: number,
): Promise<boolean> {
  const rows = await db.rows({
    name: 'notifications-resend-one',
    text: `update notifications n
              set state = 'pending', due_at = $1, done_at = null, url = ${RESENT_URL}
            where n.merchant_id = $3 and n.notification_id = $4
        returning n.notification_id`,
    values: [instant(at), to === 'configured', name.merchantId, name.notificationId],
  });
  return rows.length > 0;
}

/**
 * Makes up to `limit` of those that the filter finds due now, beginning after `after` in the order
 * of ids; answers their ids in that order.
 */
export async function makeManyDue(
  db: Db,
  filter: ResendFilter,
  to: ResendTo,
  at: number,
  after: string | null,
  limit: number,
): Promise<string[]> {
  // Said so that the planner knows the index of what failed: among millions that were delivered it is a few.
  const failed = filter.states.every((state) => state === 'exhausted' || state === 'undeliverable');
  const rows = await db.rows<{ id: string }>({
    name: `notifications-resend-many${failed ? '-failed' : ''}`,
    text: `with found as materialized (
             select n.notification_id from notifications n
              where n.merchant_id = $3 and n.state = any ($4)
                ${failed ? `and n.state in ('exhausted', 'undeliverable')` : ''} and ($5::text is null or n.type = $5)
                and ($6::timestamptz is null or n.created_at >= $6)
                and ($7::timestamptz is null or n.created_at < $7)
                and ($8::uuid is null or n.notification_id > $8)
              order by n.notification_id limit $9
                for update
           )
           update notifications n
              set state = 'pending', due_at = $1, done_at = null, url = ${RESENT_URL}
             from found f
            where n.merchant_id = $3 and n.notification_id = f.notification_id
        returning n.notification_id as id`,
    values: [
      instant(at),
      to === 'configured',
      filter.merchantId,
      filter.states,
      filter.type,
      instant(filter.from),
      instant(filter.to),
      after,
      limit,
    ],
  });
  return rows.map((row) => row.id).toSorted();
}

/** When the longest-waiting due notification became due, epoch ms, or null. Names no merchant. */
export async function oldestDue(db: Db): Promise<number | null> {
  const [row] = await db.rows<{ due_at: number }>({
    name: 'notifications-oldest-due',
    text: `select n.due_at from notifications n
            where n.due_at is not null order by n.due_at limit 1`,
    values: [],
  });
  return row?.due_at ?? null;
}

function nameOf(name: NotificationName): string {
  return `${name.merchantId} ${name.notificationId}`;
}
