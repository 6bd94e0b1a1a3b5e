// The verdict on a series: it must see a leak and must not see one in breath and warm-up.
import { expect, test } from 'vitest';
import { judgeSeries, seriesTable, type Sample } from './series.ts';

const MIB = 1024 * 1024;

function samples(heap: (n: number) => number): Sample[] {
  return Array.from({ length: 40 }, (_, n) => ({ 'gateway heap': heap(n) }));
}

test.each([
  ['a heap that stands still', () => 40 * MIB, false],
  ['a heap that breathes', (n: number) => (n % 2 === 0 ? 40 : 44) * MIB, false],
  ['a heap that warms up and stays', (n: number) => Math.min(60, 20 + 6 * n) * MIB, false],
  ['a heap that leaks 256 KiB a sample', (n: number) => (40 + n / 4) * MIB, true],
  ['a heap that doubles near the end', (n: number) => (n < 27 ? 40 : 80) * MIB, true],
])('%s', (_says, heap, grows) => {
  const [judged] = judgeSeries(samples(heap));
  expect(judged?.grows).toBe(grows);
});

test('the table names every series and what became of it', () => {
  const table = seriesTable(judgeSeries(samples((n) => (40 + n / 4) * MIB)));
  expect(table).toMatch(/gateway heap \(MiB\).*GROWS/);
});

test('a series without a tolerance is refused, and so are too few samples', () => {
  expect(() => judgeSeries([{ odd: 1 }, { odd: 1 }, { odd: 1 }, { odd: 1 }])).toThrow(/nobody/);
  expect(() => judgeSeries([{ 'gateway heap': 1 }])).toThrow(/three samples/);
});
