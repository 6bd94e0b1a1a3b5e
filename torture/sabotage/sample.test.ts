// The share of the sabotages that runs on every change: ten of them, drawn anew each time.
import { expect, test } from 'vitest';
import { seedOfRun } from '../../packages/gateway/tests/chance.ts';
import { runSabotages } from './run.ts';

const seed = seedOfRun();

test(`ten planted bugs are caught (TARIK_TEST_SEED=${seed})`, async () => {
  const said: string[] = [];
  const done = await runSabotages({ which: 10, seed, say: (words) => said.push(words) });
  expect(done.holds, `what was said: ${said.join('\n')}`).toBe(true);
  expect(done.caught).toBe(10);
}, 900_000);
