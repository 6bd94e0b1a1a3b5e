// Whatever traffic was, a check of what is new asks for little at a time, sees every row, and says that it still works.
import { expect, test } from 'vitest';
import { lookByKeys } from '../src/checks/by-keys.ts';
import { startLooking } from '../src/checks/looking.ts';
import { runChecks } from '../src/checks/check.ts';
import type { Db, Query } from '../src/base/db.ts';

const MERCHANT = '00000000-0000-4000-8000-000000000001';
const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 11, 12);
const PARTS = [{ walk: 'payments', query: 'check_payments' }] as const;

/** A database that knows when something was written, and nothing else. */
function writtenAt(times: readonly number[]) {
  const asked: number[] = [];
  const seen = new Set<string>();
  const rows = async ({ name, values }: Query): Promise<unknown[]> => {
    if (name === 'check-check_payments') {
      for (const id of values[1] as string[]) seen.add(id);
      return [];
    }
    const [from, to, limit] = values as [string, string, number | null];
    const begin = Date.parse(from);
    const end = to === 'infinity' ? Infinity : Date.parse(to);
    const found = times.flatMap((at, n) =>
      at >= begin && at < end ? [{ merchant_id: MERCHANT, id: `${n}` }] : [],
    );
    const told = found.slice(0, limit ?? undefined);
    asked.push(told.length);
    return told;
  };
  const db: Db = {
    rows: rows as Db['rows'],
    transaction: () => Promise.reject(new Error('none')),
    close: async () => undefined,
  };
  return { db, asked, seen };
}

async function look(times: readonly number[], sinceMs: number) {
  const { db, asked, seen } = writtenAt(times);
  const looking = startLooking('payments', { db, now: NOW, scope: null, merchants: [MERCHANT] });
  const throughAt = NOW - sinceMs;
  const mark = { merchantId: MERCHANT, throughAt, journalNo: 0n, anchor: null };
  await lookByKeys(looking, PARTS, [mark]);
  return { asked, seen };
}

test('a rush after a quiet night is read in small stretches, and nothing of it is passed by', async () => {
  const rush = Array.from({ length: 120_000 }, (_, n) => NOW - HOUR / 2 + n * 10);
  const { asked, seen } = await look(rush, 8 * HOUR);
  expect(seen.size).toBe(rush.length);
  expect(Math.max(...asked)).toBeLessThanOrEqual(20_000);
});

test('what was all written in one moment is read in one', async () => {
  const { seen } = await look(
    Array.from({ length: 30_000 }, () => NOW - 60_000),
    HOUR,
  );
  expect(seen.size).toBe(30_000);
});

test('a check that takes hours says so every minute', async () => {
  let steady = 0;
  const page = Array.from({ length: 1000 }, (_, n) => ({ merchant_id: MERCHANT, id: `${n}` }));
  let pages = 0;
  const rows = async ({ name }: Query): Promise<unknown[]> => {
    steady += 20_000;
    if (name === 'check-merchants') return [{ merchant_id: MERCHANT }];
    return name === 'check-page-payments' && ++pages <= 30 ? page : [];
  };
  const db: Db = {
    rows: rows as Db['rows'],
    transaction: () => Promise.reject(new Error('none')),
    close: async () => undefined,
  };
  let signs = 0;
  await runChecks(
    db,
    { now: () => NOW, steady: () => steady },
    { full: true, remember: false, only: ['payments'], onProgress: () => void (signs += 1) },
  );
  expect(pages).toBe(31);
  expect(signs).toBeGreaterThanOrEqual(20);
});
