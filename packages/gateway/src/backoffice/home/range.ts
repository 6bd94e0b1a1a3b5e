// The range of the home page in whole hours: its buckets, and the pieces of kept figures that it is put together from.
import { Denied } from '../denied.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** WIB, all year. */
const WIB_MS = 7 * HOUR_MS;

/** Beyond this the buckets are days. */
const HOURLY_MS = 3 * DAY_MS;
/** What may be asked for at once. */
const LONGEST_MS = 400 * DAY_MS;

/** From the beginning of an hour to the beginning of another, epoch ms; the second is outside. */
export interface Range {
  from: number;
  to: number;
  bucket: 'hour' | 'day';
}

/** A piece of the figures as they are kept: hours or days from `first` on, before `last`. */
export interface Piece {
  span: 'hour' | 'day';
  first: number;
  last: number;
}

/** The whole hours that a range touches. Throws `field_invalid` where it is empty or too long. */
export function rangeOf(from: string, to: string): Range {
  const [begins, ends] = [Date.parse(from), Date.parse(to)];
  if (begins >= ends)
    throw new Denied('field_invalid', { field: 'to', message: 'to must be after from' });
  if (ends - begins > LONGEST_MS) {
    throw new Denied('field_invalid', { field: 'from', message: 'at most 400 days at once' });
  }
  return {
    from: Math.floor(begins / HOUR_MS) * HOUR_MS,
    to: Math.ceil(ends / HOUR_MS) * HOUR_MS,
    bucket: ends - begins <= HOURLY_MS ? 'hour' : 'day',
  };
}

/** The range of equal length before. */
export function before({ from, to, bucket }: Range): Range {
  return { from: from - (to - from), to: from, bucket };
}

/** What a range is put together from: whole days of WIB where the buckets are days, and hours at both ends. */
export function piecesOf({ from, to, bucket }: Range): Piece[] {
  if (bucket === 'hour') return [{ span: 'hour', first: from, last: to }];
  const firstDay = dayOf(from + DAY_MS - 1);
  const lastDay = dayOf(to);
  const pieces: Piece[] = [
    { span: 'hour', first: from, last: firstDay },
    { span: 'day', first: firstDay, last: lastDay },
    { span: 'hour', first: lastDay, last: to },
  ];
  return pieces.filter(({ first, last }) => first < last);
}

/** The beginnings of a range's buckets, oldest first. */
export function bucketsOf(range: Range): number[] {
  const step = range.bucket === 'hour' ? HOUR_MS : DAY_MS;
  const first = bucketAt(range, range.from);
  return Array.from({ length: Math.ceil((range.to - first) / step) }, (_, n) => first + n * step);
}

/** The bucket in which an instant lies. */
export function bucketAt({ bucket }: Pick<Range, 'bucket'>, at: number): number {
  return bucket === 'hour' ? Math.floor(at / HOUR_MS) * HOUR_MS : dayOf(at);
}

/** The beginning of a day of WIB. */
function dayOf(at: number): number {
  return Math.floor((at + WIB_MS) / DAY_MS) * DAY_MS - WIB_MS;
}
