// Calls of one turn share a batch; a poisoned one hurts only itself.
import { describe, expect, test } from 'vitest';
import { coalesce } from './coalesce.ts';

function recording(run: (items: readonly number[]) => Promise<readonly string[]>) {
  const batches: number[][] = [];
  const call = coalesce<number, string>({
    lane: (item) => (item >= 100 ? 'high' : 'low'),
    limit: 4,
    flights: 1,
    run: (items) => {
      batches.push([...items]);
      return run(items);
    },
  });
  return { batches, call };
}

const echo = (items: readonly number[]) => Promise.resolve(items.map((item) => `<${item}>`));

describe('coalesced calls', () => {
  test('of one turn travel together and each gets its own answer', async () => {
    const { batches, call } = recording(echo);
    expect(await Promise.all([1, 2, 3].map(call))).toEqual(['<1>', '<2>', '<3>']);
    expect(batches).toEqual([[1, 2, 3]]);
  });

  test('do not mix lanes', async () => {
    const { batches, call } = recording(echo);
    await Promise.all([1, 100, 2].map(call));
    expect(new Set(batches.map(String))).toEqual(new Set(['1,2', '100']));
  });

  test('go in batches no larger than the limit', async () => {
    const { batches, call } = recording(echo);
    await Promise.all([1, 2, 3, 4, 5, 6].map(call));
    expect(batches).toEqual([
      [1, 2, 3, 4],
      [5, 6],
    ]);
  });

  test('that come while a batch is under way wait for the next one', async () => {
    const gate = Promise.withResolvers<undefined>();
    const { batches, call } = recording(async (items) => {
      if (items.includes(1)) await gate.promise;
      return await echo(items);
    });
    const first = call(1);
    await new Promise(setImmediate);
    const later = [call(2), call(3)];
    await new Promise(setImmediate);
    expect(batches).toEqual([[1]]);
    gate.resolve(undefined);
    expect(await Promise.all([first, ...later])).toEqual(['<1>', '<2>', '<3>']);
    expect(batches).toEqual([[1], [2, 3]]);
  });

  test('are tried one by one when their batch fails, so that only the poisoned one fails', async () => {
    const { call } = recording((items) =>
      items.includes(2) ? Promise.reject(new Error('poison')) : echo(items),
    );
    const results = await Promise.allSettled([1, 2, 3].map(call));
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
