// SQL of notifications in the Back Office: their list and their page.
import type { z } from 'zod';
import type { Query } from '../../base/db.ts';
import type { NotificationState } from '../../notifications/notification.ts';
import type { listNotifications } from '../contract/nouns.ts';
import { queryOf, sql } from '../paging/fragment.ts';
import { among, equals } from '../paging/narrow.ts';
import type { Listed, Narrowed } from '../paging/store.ts';

export interface NotificationListRow {
  client_id: string;
  merchant_name: string;
  merchant_id: string;
  notification_id: string;
  subject_id: string;
  bank: string;
  type: string;
  sequence: number;
  url: string;
  state: NotificationState;
  attempts: number;
  /** Of the last attempt. */
  status: number | null;
  error: string | null;
  due_at: number | null;
  created_at: number;
  done_at: number | null;
}

const COLUMNS = sql`
  m.client_id, m.name as merchant_name, w.merchant_id, w.notification_id, w.subject_id, w.bank, w.type, w.sequence, w.url,
  w.state, w.attempts, a.status, a.error, w.due_at, w.created_at, w.done_at`;
const JOINS = sql`left join notification_attempts a on a.merchant_id = w.merchant_id
  and a.notification_id = w.notification_id and a.attempt = w.attempts`;

export const NOTIFICATIONS: Listed = {
  table: 'notifications',
  id: 'notification_id',
  carried: sql`x.type, x.state`,
  streamed: sql`x.*`,
  columns: COLUMNS,
  joins: JOINS,
};

const FAILED = new Set<NotificationState>(['exhausted', 'undeliverable']);

/** Narrows a list by the filters of a call. */
export function narrowNotifications(
  list: Narrowed,
  { state, type }: Pick<z.output<typeof listNotifications.query>, 'state' | 'type'>,
): Narrowed {
  const isFailed = state?.every((one) => FAILED.has(one)) === true;
  return {
    ...list,
    // As the index of what failed says it, so that the planner knows it.
    along: [...list.along, ...(isFailed ? [sql`x.state in ('exhausted', 'undeliverable')`] : [])],
    filters: [...list.filters, ...among('state', state), ...equals('type', type)],
  };
}

/** One notification as the list shows it. */
export function notificationRowQuery(merchantId: string, notificationId: string): Query {
  return queryOf(sql`
    select ${COLUMNS} from notifications w
      join merchants m on m.merchant_id = w.merchant_id
      ${JOINS}
     where w.merchant_id = ${merchantId} and w.notification_id = ${notificationId}`);
}

/** Its sealed body, and where it would go now. */
export function notificationBodyQuery(merchantId: string, notificationId: string): Query {
  return {
    name: 'bo-notification-body',
    text: `select n.body, b.notification_url as configured_url,
                  coalesce(b.notification_url = n.url and b.notifications_disabled_at is not null, false) as url_disabled
             from notifications n
             left join bank_connections b on b.merchant_id = n.merchant_id and b.bank = n.bank
            where n.merchant_id = $1 and n.notification_id = $2`,
    values: [merchantId, notificationId],
  };
}

/** Its attempts, oldest first. */
export function attemptsQuery(merchantId: string, notificationId: string): Query {
  return {
    name: 'bo-notification-attempts',
    text: `select a.attempt, a.at, a.status, a.error, a.answer, a.duration_ms from notification_attempts a
            where a.merchant_id = $1 and a.notification_id = $2 order by a.attempt`,
    values: [merchantId, notificationId],
  };
}
