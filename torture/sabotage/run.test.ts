import { expect, test } from 'vitest';
import { runSabotages } from './run.ts';

test('a bug that is planted is caught, after its drive was green without it', async () => {
  const said: string[] = [];
  const done = await runSabotages({
    which: ['journal-off-by-one'],
    seed: 1,
    say: (line) => said.push(line),
  });
  expect(said[0]).toMatch(/^baseline, plain payments: green/);
  expect(done).toMatchObject({ holds: true, caught: 1, planted: 1 });
  expect(done.verdicts[0]?.caughtBy).toContain('M10');
  expect(said.at(-1)).toBe('1 of 1 are caught');
}, 180_000);
