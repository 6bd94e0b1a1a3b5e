// A notification: its states, when it is tried again, and what a merchant's answer means. Pure.
import type { MerchantSettings } from '../merchants/merchant.ts';

export const NOTIFICATION_STATES = ['pending', 'delivered', 'exhausted', 'undeliverable'] as const;

/**
 * `pending` has a due time. `delivered`: a 2xx was heard. `exhausted`: every try of the schedule
 * failed. `undeliverable`: the URL is gone (410). A resend makes any of them pending again.
 */
export type NotificationState = (typeof NOTIFICATION_STATES)[number];

export type Schedule = MerchantSettings['notificationSchedule'];

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * When each try is due, in ms after the notification was written, and the jitter as a fraction of
 * that.
 */
export const SCHEDULES: Readonly<Record<Schedule, { tries: readonly number[]; jitter: number }>> = {
  durable: {
    tries: [0, 5 * SECOND, MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, 24 * HOUR, 72 * HOUR],
    jitter: 0.1,
  },
  // The "after the original" column of DOKU's table, "Retry Notification"; its other column
  // contradicts itself.
  doku: { tries: [0, 30 * MINUTE, 6 * HOUR, 12 * HOUR], jitter: 0 },
};

/** A merchant may ask for a later try, but for no more than this, ms. */
const MAX_RETRY_AFTER_MS = 24 * HOUR;

/** What is known when a try is over. */
export interface Tried {
  schedule: Schedule;
  /** When the notification was written, business time, epoch ms. */
  createdAt: number;
  /** Tries so far, this one included. */
  attempts: number;
  /** HTTP status, or null when no status line was heard. */
  status: number | null;
  /** Why there was no whole answer, or null when there was one. */
  error: string | null;
  /** The `Retry-After` header as received. */
  retryAfter: string | null;
}

export type NextStep =
  | { state: 'pending'; dueAt: number }
  | { state: 'delivered' | 'exhausted' | 'undeliverable'; dueAt: null };

/** Nothing was sent because the URL had answered 410 before. */
export const URL_DISABLED = 'url_disabled';

/** Whether the answer says that this URL must not be called again (410 Gone). */
export function isGone(tried: Pick<Tried, 'status' | 'error'>): boolean {
  return tried.status === 410 && tried.error === null;
}

/**
 * What becomes of a notification after a try. A 2xx that was heard to its end acknowledges; 410
 * ends it; anything else (redirects too) is tried again until the schedule is used up. `now` and
 * `wall` are business and wall time, epoch ms; `fraction` gives a number in [0, 1) for the jitter.
 */
export function nextStep(
  tried: Tried,
  now: number,
  wall: number,
  fraction: () => number,
): NextStep {
  if (tried.error === URL_DISABLED || isGone(tried)) return { state: 'undeliverable', dueAt: null };
  if (tried.error === null && isSuccess(tried.status)) return { state: 'delivered', dueAt: null };
  const { tries, jitter } = SCHEDULES[tried.schedule];
  const offset = tries[tried.attempts];
  if (offset === undefined) return { state: 'exhausted', dueAt: null };
  const scheduled = tried.createdAt + offset * (1 + jitter * (2 * fraction() - 1));
  // After an outage of ours several tries may lie in the past: they keep at least half of their
  // usual distance.
  const pause = (offset - (tries[tried.attempts - 1] ?? 0)) / 2;
  const asked = now + retryAfterMs(tried, wall);
  return { state: 'pending', dueAt: Math.round(Math.max(scheduled, now + pause, asked)) };
}

function isSuccess(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}

// RFC 9110, 10.2.3: seconds or a date. Only where the status says "later"; elsewhere the header has
// no meaning for us.
function retryAfterMs(tried: Tried, wall: number): number {
  const text = tried.retryAfter?.trim();
  if (text === undefined || (tried.status !== 429 && tried.status !== 503)) return 0;
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * SECOND : Date.parse(text) - wall;
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS);
}
