// Series of samples and the verdict on them: whether what should be steady has grown.

/** One look at everything, by the name of the series. */
export type Sample = Readonly<Record<string, number>>;

export interface Judged {
  series: string;
  unit: 'MiB' | '';
  /** Medians of the middle and of the last third, the warm-up left out. */
  middle: number;
  last: number;
  most: number;
  /** How much more the last third may have. */
  allowed: number;
  grows: boolean;
}

/** What a series may grow by: a part of the middle's median, and this much at least. */
interface Tolerance {
  share: number;
  least: number;
  unit: 'MiB' | '';
}

const MIB = 1024 * 1024;

/** Memory breathes with its collections, connections with the load; everything else stands still. */
const TOLERANCES: readonly (readonly [ending: string, tolerance: Tolerance])[] = [
  ['heap', { share: 0.04, least: 2 * MIB, unit: 'MiB' }],
  ['external', { share: 0.1, least: 4 * MIB, unit: 'MiB' }],
  ['rss', { share: 0.08, least: 12 * MIB, unit: 'MiB' }],
  ['files', { share: 0.1, least: 8, unit: '' }],
  ['connections', { share: 0, least: 2, unit: '' }],
  ['waiting', { share: 0.5, least: 40, unit: '' }],
];

/** Judges every series; the first `warmUp` samples (a quarter when absent) are not looked at. */
export function judgeSeries(
  samples: readonly Sample[],
  warmUp = Math.floor(samples.length / 4),
): Judged[] {
  const looked = samples.slice(warmUp);
  const third = Math.floor(looked.length / 3);
  if (third === 0) throw new Error('a verdict needs at least three samples after the warm-up');
  const names = Object.keys(looked[0] ?? {});
  return names.map((series) => {
    const values = looked.map((sample) => sample[series] ?? 0);
    const { share, least, unit } = toleranceOf(series);
    const middle = median(values.slice(third, 2 * third));
    const last = median(values.slice(-third));
    const allowed = Math.max(least, middle * share);
    const most = Math.max(...values);
    return { series, unit, middle, last, most, allowed, grows: last > middle + allowed };
  });
}

function toleranceOf(series: string): Tolerance {
  const found = TOLERANCES.find(([ending]) => series.endsWith(ending));
  if (found === undefined) throw new Error(`nobody has said what ${series} may grow by`);
  return found[1];
}

/** The verdict as a table of text. */
export function seriesTable(judged: readonly Judged[]): string {
  const shown = (value: number, unit: string): string =>
    unit === 'MiB' ? (value / MIB).toFixed(1) : value.toFixed(0);
  const rows = judged.map(({ series, unit, middle, last, most, allowed, grows }) => [
    unit === '' ? series : `${series} (${unit})`,
    ...[middle, last, most, allowed].map((value) => shown(value, unit)),
    grows ? 'GROWS' : 'steady',
  ]);
  const all = [['', 'middle third', 'last third', 'most', 'may grow by', 'verdict'], ...rows];
  const widths = all[0]?.map((_, n) => Math.max(...all.map((row) => row[n]?.length ?? 0))) ?? [];
  return all
    .map((row) =>
      row
        .map((cell, n) => cell.padEnd(widths[n] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[half - 1] ?? 0, sorted[half] ?? 0];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
