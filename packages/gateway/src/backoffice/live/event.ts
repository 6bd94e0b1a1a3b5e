// A change as the page is told it. Ids and states alone: who may not see people learns nothing of them.
import type { z } from 'zod';
import type { LiveEvent } from '../contract/nouns.ts';
import type { ChangeRow } from './store.ts';

type Event = z.input<typeof LiveEvent>;

/** The words of a change. */
export function eventOf(row: ChangeRow): Event {
  const { kind, id, state, version } = row;
  const client_id = row.client_id ?? '';
  const at = new Date(row.at).toISOString();
  switch (kind) {
    case 'payment':
      return { kind, client_id, payment_id: id, state, version, at };
    case 'refund':
      return {
        kind,
        client_id,
        refund_id: id,
        payment_id: row.payment_id ?? '',
        state,
        version,
        at,
      };
    case 'token':
      return { kind, client_id, token_id: id, state, version, at };
    case 'notification':
      return { kind, client_id, notification_id: id, state, attempts: version, at };
    case 'approval':
      return { kind, client_id: row.client_id, approval_id: id, state };
  }
}
