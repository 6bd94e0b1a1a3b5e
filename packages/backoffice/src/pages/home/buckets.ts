// The chart's points: what a bucket is called, and its sums in whole thousands, which a drawing may round.
import { WIB } from '../../parts/instant.ts';
import type { Picture } from './use-home.ts';

export const SERIES = ['succeeded', 'failed', 'expired', 'open'] as const;
export type Series = (typeof SERIES)[number];

export interface Point extends Record<Series, number> {
  at: string;
  /** Whole thousands of rupiah, for the drawing alone. */
  thousands: number;
  amount: string;
}

/** `26 Nov` or `14:00`, in Jakarta. */
export function bucketText(at: string, bucket: Picture['bucket'], locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: WIB,
    ...(bucket === 'day'
      ? { day: 'numeric', month: 'short' }
      : { hour: '2-digit', minute: '2-digit', hour12: false }),
  }).format(new Date(at));
}

/** With the day, also where the axis names hours. */
export function bucketFullText(at: string, bucket: Picture['bucket'], locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: WIB,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(bucket === 'day' ? {} : { hour: '2-digit', minute: '2-digit', hour12: false }),
  }).format(new Date(at));
}

export function pointsOf({ buckets }: Picture): Point[] {
  return buckets.map((one) => ({
    ...one,
    thousands: Number.parseInt((BigInt(one.amount) / 1000n).toString(), 10),
  }));
}
