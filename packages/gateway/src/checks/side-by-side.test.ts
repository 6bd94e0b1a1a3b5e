import { expect, test } from 'vitest';
import { sideBySide } from './side-by-side.ts';

const turn = (): Promise<void> => new Promise(setImmediate);

async function* upTo(count: number): AsyncGenerator<number> {
  for (let n = 0; n < count; n += 1) {
    await turn();
    yield n;
  }
}

test.each([1, 2, 5])('everything is done once, %i at the same time at the most', async (atOnce) => {
  const done: number[] = [];
  let [under, most] = [0, 0];
  await sideBySide(atOnce, upTo(20), async (n) => {
    under += 1;
    most = Math.max(most, under);
    for (let turns = 0; turns < 10; turns += 1) await turn();
    done.push(n);
    under -= 1;
  });
  expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n));
  expect(most).toBe(atOnce);
});

test('the first failure ends it, and nothing is under way then', async () => {
  const begun: number[] = [];
  let under = 0;
  const working = sideBySide(2, upTo(100), async (n) => {
    begun.push(n);
    under += 1;
    await turn();
    under -= 1;
    if (n === 3) throw new Error('no more');
  });
  await expect(working).rejects.toThrow('no more');
  expect(under).toBe(0);
  expect(begun.length).toBeLessThan(10);
});
