// The share of chaos that runs on every change: the whole system, thousands of payments, hundreds of faults.
import { expect, test } from 'vitest';
import { seedOfRun } from '../../packages/gateway/tests/chance.ts';
import { chaos } from './chaos.ts';

const seed = seedOfRun();

test(`five thousand payments under five hundred faults end as the bank says (TARIK_TEST_SEED=${seed})`, async () => {
  const said: string[] = [];
  const verdict = await chaos(
    {
      seed,
      leastMs: 0,
      least: { payments: 5000, faults: 500, kills: 100, days: 5 },
      mostMs: 600_000,
      gapMs: 220,
      troubleMs: 30_000,
      concurrency: 64,
      // No more than are asked for by the time that there were enough kills: each is audited in the end.
      perSecond: 40,
      say: (words) => said.push(words),
    },
    `TARIK_TEST_SEED=${seed} npm test -- torture/chaos`,
  );
  expect(verdict.findings, `${said.join('\n')}\n${verdict.table}`).toEqual([]);
  expect(verdict.holds, `${said.join('\n')}\n${verdict.table}`).toBe(true);
}, 1_200_000);
