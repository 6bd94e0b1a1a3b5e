// What a notification changes: a reducer that only goes forward, whatever order news comes in.
import type { Notification } from './notification.ts';

/** What the merchant keeps of one payment, refund or token; store it under {@link subjectOf}. */
export interface Known {
  status: Notification['status'];
  /** The highest sequence that was applied; a rank of the status where an implementation does not count. */
  sequence: number;
}

// Who does not count its news tells each end once: what says that more happened is the later.
const UNCOUNTED = { FAILED: 1, SUCCESS: 2, DELETED: 3 };

/**
 * The state after a notification. Gives back `known` itself when the notification is a repeat or
 * older than what is known, so that `next === known` means "nothing to do".
 */
export function applyNotification(known: Known | undefined, notification: Notification): Known {
  const { status, sequence = UNCOUNTED[status] } = notification;
  return known !== undefined && sequence <= known.sequence ? known : { status, sequence };
}

/** A key for what a notification is about, unique within the merchant. */
export function subjectOf(notification: Notification): string {
  switch (notification.kind) {
    case 'payment':
      return `payment:${notification.originalRequestId}`;
    case 'refund':
      return `refund:${notification.requestId}`;
    case 'token':
      return `token:${notification.tokenId}`;
  }
}
