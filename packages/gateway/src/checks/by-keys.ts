// Checks that go by keys: all rows page by page, or those that were written since the last look.
import type { Part } from './catalogue.ts';
import type { Looking } from './looking.ts';
import { changedKeys, knowsChanges, lookAtKeys, pageOfKeys, type Key, type Mark } from './store.ts';

/** Rows in one statement: some tens of milliseconds, however large the table is. */
const PAGE = 1000;

/**
 * What was written up to this long before the last look is looked at once more, ms: a transaction may commit that much
 * after the time which it writes, and the clocks of processes may differ.
 */
const OVERLAP_MS = 10 * 60_000;

/** The longest stretch of time that is asked for what has changed, ms. */
const STRETCH_MS = 10 * 60_000;
const SHORTEST_MS = 1000;

/** So many changes are held at once; where a stretch has more, shorter ones are asked for. */
const MOST = 20 * PAGE;

/** Looks at every row that the marks do not vouch for; answers the marks that hold when nothing is found. */
export async function lookByKeys(
  looking: Looking,
  parts: readonly Part[],
  marks: readonly Mark[],
): Promise<Mark[]> {
  for (const part of parts) {
    const known = knowsChanges(part.walk) ? marks : [];
    await walkAll(looking, part, new Set(known.map((mark) => mark.merchantId)));
    await walkChanges(looking, part, known);
  }
  return looking.merchants.map((merchantId) => ({
    merchantId,
    throughAt: looking.now,
    journalNo: 0n,
    anchor: null,
  }));
}

async function walkAll(looking: Looking, part: Part, known: ReadonlySet<string>): Promise<void> {
  if (known.size === 0 && looking.scope === null) {
    await walkPages(looking, part, null);
    return;
  }
  for (const merchantId of looking.merchants) {
    if (!known.has(merchantId)) await walkPages(looking, part, merchantId);
  }
}

async function walkPages(looking: Looking, part: Part, scope: string | null): Promise<void> {
  for (let after: Key | null = null; ;) {
    const page = part.page ?? PAGE;
    const keys: Key[] = await pageOfKeys(looking.db, part.walk, scope, after, page);
    await look(looking, part, keys);
    after = keys.at(-1) ?? null;
    if (keys.length < page) return;
  }
}

async function walkChanges(looking: Looking, part: Part, known: readonly Mark[]): Promise<void> {
  if (known.length === 0) return;
  const merchants = new Set(known.map((mark) => mark.merchantId));
  const first = known.reduce((least, mark) => Math.min(least, mark.throughAt), looking.now);
  let stretch = STRETCH_MS;
  for (let from = first - OVERLAP_MS; ;) {
    const to: number | null = from + stretch < looking.now ? from + stretch : null;
    const limit = stretch > SHORTEST_MS ? MOST : null;
    const changed = await changedKeys(looking.db, part.walk, { from, to }, limit);
    if (changed.length === limit) {
      stretch = Math.max(stretch / 4, SHORTEST_MS);
      continue;
    }
    const keys = changed.filter((key) => merchants.has(key.merchantId));
    const page = part.page ?? PAGE;
    for (let n = 0; n < keys.length; n += page) {
      await look(looking, part, keys.slice(n, n + page));
    }
    if (to === null) return;
    from = to;
    if (changed.length < MOST / 4) stretch = Math.min(2 * stretch, STRETCH_MS);
  }
}

async function look(looking: Looking, part: Part, keys: readonly Key[]): Promise<void> {
  if (keys.length === 0) return;
  looking.rows += keys.length;
  looking.found(await lookAtKeys(looking.db, part.query, keys, part.edges));
}
