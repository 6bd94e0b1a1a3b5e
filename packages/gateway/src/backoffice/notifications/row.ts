// A notification as a row of a list.
import type { z } from 'zod';
import type { listNotifications } from '../contract/nouns.ts';
import { iso } from '../paging/iso.ts';
import { briefOf } from '../payments/story.ts';
import type { NotificationListRow } from './store.ts';

type Words = z.input<typeof listNotifications.answer>['rows'][number];

const ABOUT = { payment: 'payments', refund: 'refunds', token: 'tokens' } as const;

/** Words a row. */
export function notificationWords(row: NotificationListRow): Words {
  const noun = row.type.split('.')[0];
  return {
    ...briefOf(row),
    client_id: row.client_id,
    merchant_name: row.merchant_name,
    about: noun === 'refund' || noun === 'token' ? ABOUT[noun] : ABOUT.payment,
    subject_id: row.subject_id,
    url: row.url,
    sequence: row.sequence,
    done_at: iso(row.done_at),
  };
}
