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

test('a batch of very many items is looked at page by page, and small ones together', async () => {
  const sizes = [2500, 1, 1, 3000];
  const idOf = (batch: number, item: number) => `${batch}-${String(item).padStart(5, '0')}`;
  const pages: number[] = [];
  const seen = new Set<string>();
  const rows = async ({ name, values }: Query): Promise<unknown[]> => {
    if (name === 'check-check_settlement_items') {
      const ids = values[1] as string[];
      pages.push(ids.length);
      for (const id of ids) seen.add(id);
      return [];
    }
    if (name === 'check-changed-settlement_batches') {
      const to = values[1] as string;
      return to === 'infinity' ? sizes.map((_, n) => ({ merchant_id: MERCHANT, id: `${n}` })) : [];
    }
    const [, batch, after, limit] = values as [string, string, string, number];
    const items = Array.from({ length: sizes[Number(batch)]! }, (_, n) => idOf(Number(batch), n));
    const from = items.findIndex((id) => id === after) + 1;
    return items.slice(from, from + limit).map((id) => ({ merchant_id: MERCHANT, id }));
  };
  const db: Db = {
    rows: rows as Db['rows'],
    transaction: () => Promise.reject(new Error('none')),
    close: async () => undefined,
  };
  const looking = startLooking('settlement', { db, now: NOW, scope: null, merchants: [MERCHANT] });
  const parts = [{ walk: 'settlement_items', query: 'check_settlement_items' }] as const;
  const mark = { merchantId: MERCHANT, throughAt: NOW - HOUR, journalNo: 0n, anchor: null };
  await lookByKeys(looking, parts, [mark]);
  expect(seen.size).toBe(5502);
  expect(pages).toEqual([1000, 1000, 1000, 1000, 1000, 502]);
});

test('a check that takes hours says so every minute', async () => {
  let steady = 0;
  const ends = Array.from({ length: 20 }, (_, n) => ({
    merchant_id: MERCHANT,
    id: `${n}`,
    n: 1000 * (n + 1),
  }));
  let asked = 0;
  let pages = 0;
  const rows = async ({ name }: Query): Promise<unknown[]> => {
    steady += 20_000;
    if (name === 'check-merchants') return [{ merchant_id: MERCHANT }];
    if (name === 'check-ranges-payments' && ++asked <= 2) return ends;
    if (name === 'check-range-check_payments') pages += 1;
    return [];
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
  expect({ asked, pages }).toEqual({ asked: 3, pages: 40 });
  expect(signs).toBeGreaterThanOrEqual(14);
});
