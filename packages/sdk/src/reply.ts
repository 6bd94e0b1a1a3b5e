// What the adapters answer to a notification that is not believed.
import { NotificationError } from './errors.ts';
import type { Notification } from './notifications/notification.ts';

/** What a merchant does with a notification. The gateway is answered once it has resolved. */
export type Receive = (notification: Notification) => unknown;

/** @internal */
export interface Refusal {
  status: number;
  body: { error: { code: string; message: string } };
}

/**
 * The answer for a notification that must not be believed; undefined for any other error.
 * @internal
 */
export function refusalFor(error: unknown): Refusal | undefined {
  // Not instanceof: a program may hold this package twice, as an ES module and as CommonJS.
  if (!(error instanceof Error) || error.name !== 'NotificationError') return undefined;
  const { code, message, httpStatus = 400 } = error as NotificationError;
  return { status: httpStatus, body: { error: { code, message } } };
}

/**
 * No notification is longer, in bytes.
 * @internal
 */
export const MOST_BYTES = 256 * 1024;

/** @internal */
export function notificationTooLarge(): NotificationError {
  return new NotificationError('the body is larger than any notification', {
    code: 'notification_too_large',
    httpStatus: 413,
  });
}
