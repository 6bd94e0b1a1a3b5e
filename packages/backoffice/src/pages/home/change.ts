// How a figure stands against the range before. Sums stay whole rupiah; only their proportion becomes a number.

export type Change =
  | { kind: 'none' }
  | { kind: 'same' }
  | { kind: 'percent'; up: boolean; permille: number }
  | { kind: 'points'; up: boolean; permille: number };

/** The most that is worth saying: ten thousand percent. */
const MOST = 100_000n;

/** In per mille of what was before. `none` where nothing was. */
export function changeOf(now: bigint, before: bigint): Change {
  if (before === 0n) return { kind: 'none' };
  const permille = ((now - before) * 1000n) / before;
  if (permille === 0n) return { kind: 'same' };
  const size = permille < 0n ? -permille : permille;
  const shown = size > MOST ? MOST : size;
  return { kind: 'percent', up: permille > 0n, permille: Number.parseInt(shown.toString(), 10) };
}

/** Two rates in per mille against each other. */
export function pointsOf(now: number | null, before: number | null): Change {
  if (now === null || before === null) return { kind: 'none' };
  if (now === before) return { kind: 'same' };
  return { kind: 'points', up: now > before, permille: Math.abs(now - before) };
}

interface Ended {
  succeeded: number;
  failed: number;
  expired: number;
}

/** Of what has ended, in per mille; null where nothing has. */
export function successRate({ succeeded, failed, expired }: Ended): number | null {
  const ended = succeeded + failed + expired;
  return ended === 0 ? null : Math.floor((succeeded * 1000) / ended);
}

/** `975` → `97.5%`. */
export function percentText(permille: number, locale: string): string {
  return new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 1,
  }).format(permille / 1000);
}
