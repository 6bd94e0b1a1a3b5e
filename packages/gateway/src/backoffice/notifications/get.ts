// The list of notifications, and one with every attempt and its answer.
import type { Reading } from '../../base/reading.ts';
import { invariant } from '../../base/invariant.ts';
import type { Asked } from '../asked.ts';
import { getNotification as shape, listNotifications as listShape } from '../contract/nouns.ts';
import { Denied } from '../denied.ts';
import { maskBody } from '../masking/mask.ts';
import { iso } from '../paging/iso.ts';
import { narrowed } from '../paging/narrow.ts';
import { readPage } from '../paging/page.ts';
import { LOOKING_UP, ownerQuery } from '../paging/store.ts';
import { route } from '../route.ts';
import { notificationWords } from './row.ts';
import {
  attemptsQuery,
  narrowNotifications,
  notificationBodyQuery,
  notificationRowQuery,
  NOTIFICATIONS,
  type NotificationListRow,
} from './store.ts';

export const listNotifications = route(listShape, async (call) => {
  const list = narrowNotifications(narrowed(call, call.query), call.query);
  const page = await readPage<NotificationListRow>(call.reading, NOTIFICATIONS, list, call.query);
  return { ...page, rows: page.rows.map(notificationWords) };
});

interface BodyRow {
  body: Buffer;
  configured_url: string | null;
  url_disabled: boolean;
}

interface AttemptRow {
  attempt: number;
  at: number;
  status: number | null;
  error: string | null;
  answer: string | null;
  duration_ms: number;
}

export const getNotification = route(shape, async (call) => {
  const { notification_id: id } = call.params;
  const { row, body, attempts } = await call.reading.together((at) => readAll(at, call, id));
  const place = { table: 'notifications', column: 'body', merchantId: row.merchant_id, row: id };
  const text = call.ctx.sealer.open(place, body.body).toString();
  return {
    notification: notificationWords(row),
    body: call.may('people.view') ? text : maskBody(text),
    attempts: attempts.map(({ duration_ms, at, ...attempt }) => ({
      ...attempt,
      at: iso(at),
      took_ms: duration_ms,
    })),
    configured_url: body.configured_url,
    url_disabled: body.url_disabled,
  };
});

async function readAll(at: Pick<Reading, 'rows'>, { scope }: Asked, id: string) {
  await at.rows(LOOKING_UP);
  const [owner] = await at.rows<{ merchant_id: string }>(
    ownerQuery(NOTIFICATIONS, scope.merchantIds, id),
  );
  if (owner === undefined) throw new Denied('not_found');
  const { merchant_id: merchantId } = owner;
  const [row] = await at.rows<NotificationListRow>(notificationRowQuery(merchantId, id));
  const [body] = await at.rows<BodyRow>(notificationBodyQuery(merchantId, id));
  invariant(row !== undefined && body !== undefined, 'a snapshot does not change');
  const attempts = await at.rows<AttemptRow>(attemptsQuery(merchantId, id));
  return { row, body, attempts };
}
