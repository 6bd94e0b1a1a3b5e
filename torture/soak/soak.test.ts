// A short soak: the load is served, the looks are taken, and the verdict names every series.
import { expect, test } from 'vitest';
import { freshDatabase } from '../../packages/gateway/tests/database.ts';
import { runSoak } from './soak.ts';

test('a moment of steady load is served, and its series are complete', async () => {
  const database = await freshDatabase();
  try {
    const soak = await runSoak({
      minutes: 0.25,
      seed: 1,
      lanes: 3,
      looks: 16,
      databaseUrl: database.url,
    });
    expect(soak.wrong).toEqual([]);
    expect(soak.samples).toHaveLength(16);
    expect(soak.judged.map(({ series }) => series)).toContain('worker heap');
    expect(soak.notified).toBeGreaterThan(0);
  } finally {
    await database.drop();
  }
}, 300_000);
