// A stretch of time as the ledger's sums can answer it: whole days of WIB, whole hours, and the rest of an hour at either end. Pure.

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** WIB, all year. */
const WIB_MS = 7 * HOUR_MS;

/** Days or hours as they are kept, from `first` on, before `last`; epoch ms. */
export interface Kept {
  span: 'hour' | 'day';
  first: number;
  last: number;
}

/** What a stretch from `from` on, before `to`, is put together from: each instant is in one piece. */
export interface Pieces {
  from: number;
  to: number;
  kept: Kept[];
  /** Within one hour each. */
  parts: { first: number; last: number }[];
}

/** The pieces of a stretch; none where it is empty. */
export function piecesOf(from: number, to: number): Pieces {
  if (from >= to) return { from, to: from, kept: [], parts: [] };
  const firstHour = up(from, HOUR_MS, 0);
  const lastHour = down(to, HOUR_MS, 0);
  // Within one hour.
  if (firstHour > lastHour) return { from, to, kept: [], parts: [{ first: from, last: to }] };
  const firstDay = up(firstHour, DAY_MS, WIB_MS);
  const lastDay = down(lastHour, DAY_MS, WIB_MS);
  const kept: Kept[] =
    firstDay < lastDay
      ? [
          { span: 'hour', first: firstHour, last: firstDay },
          { span: 'day', first: firstDay, last: lastDay },
          { span: 'hour', first: lastDay, last: lastHour },
        ]
      : [{ span: 'hour', first: firstHour, last: lastHour }];
  const parts = [
    { first: from, last: firstHour },
    { first: lastHour, last: to },
  ];
  const isSome = ({ first, last }: { first: number; last: number }): boolean => first < last;
  return { from, to, kept: kept.filter(isSome), parts: parts.filter(isSome) };
}

/** The beginning of the first unit at or after an instant. */
function up(at: number, unit: number, offset: number): number {
  return Math.ceil((at + offset) / unit) * unit - offset;
}

/** The beginning of the unit in which an instant lies. */
function down(at: number, unit: number, offset: number): number {
  return Math.floor((at + offset) / unit) * unit - offset;
}
