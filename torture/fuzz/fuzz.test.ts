// A short fuzz run: whatever comes through any door is answered well, and what is refused leaves nothing behind.
import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { freshDatabase } from '../../packages/gateway/tests/database.ts';
import { runFuzz } from './fuzz.ts';

const seed = Number(process.env['TARIK_TEST_SEED'] ?? randomInt(2 ** 31));

test(`every door stands 6,000 odd requests (seed ${seed})`, async () => {
  const database = await freshDatabase();
  try {
    const fuzz = await runFuzz({ requests: 6000, seed, databaseUrl: database.url });
    expect(fuzz.failures).toEqual([]);
    expect(fuzz.fiveHundreds).toBe(0);
    expect(fuzz.sent).toBeGreaterThanOrEqual(6000);
    // A run that no request of which was accepted, or that tried few of the refusals, has shown nothing.
    expect(fuzz.accepted).toBeGreaterThan(10);
    expect(fuzz.provedWithoutEffect).toBeGreaterThan(1500);
    expect(Object.keys(fuzz.byCode).length).toBeGreaterThan(12);
  } finally {
    await database.drop();
  }
}, 300_000);
