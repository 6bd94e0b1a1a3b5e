// Checks that go by keys: all rows page by page, or those that were written since the last look.
import type { Part } from './catalogue.ts';
import type { Looking } from './looking.ts';
import { sideBySide } from './side-by-side.ts';
import { changedKeys, pageOfMembers, walkOfChanges } from './store-changes.ts';
import { lookAtKeys, lookAtRange, nextRanges, type Key, type Mark, type Range } from './store.ts';

/** Rows in one statement: some tens of milliseconds, however large the table is. */
const PAGE = 1000;

/** Pages whose ends are found at once. */
const RANGES = 20;

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
    const known = walkOfChanges(part.walk) === null ? [] : marks;
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
  await sideBySide(looking.atOnce, rangesOf(looking, part, scope), async (range) => {
    looking.rows += range.rows;
    looking.found(await lookAtRange(looking.db, part, range));
  });
}

/** Every row once, in ranges of a page. */
async function* rangesOf(
  { db }: Looking,
  { walk, page = PAGE }: Part,
  scope: string | null,
): AsyncGenerator<Range> {
  for (let after: Key | null = null; ;) {
    const ranges: Range[] = await nextRanges(db, walk, scope, after, { page, most: RANGES });
    yield* ranges;
    const last: Range | undefined = ranges.at(-1);
    if (last === undefined || ranges.length < RANGES) return;
    after = last.upto;
  }
}

async function walkChanges(looking: Looking, part: Part, known: readonly Mark[]): Promise<void> {
  const walk = walkOfChanges(part.walk);
  if (known.length === 0 || walk === null) return;
  const merchants = new Set(known.map((mark) => mark.merchantId));
  const first = known.reduce((least, mark) => Math.min(least, mark.throughAt), looking.now);
  let stretch = STRETCH_MS;
  for (let from = first - OVERLAP_MS; ;) {
    const to: number | null = from + stretch < looking.now ? from + stretch : null;
    const limit = stretch > SHORTEST_MS ? MOST : null;
    const changed = await changedKeys(looking.db, walk, { from, to }, limit);
    if (changed.length === limit) {
      stretch = Math.max(stretch / 4, SHORTEST_MS);
      continue;
    }
    const keys = changed.filter((key) => merchants.has(key.merchantId));
    const pages = walk === part.walk ? pagesOf(part, keys) : membersOf(looking, part, keys);
    for await (const some of pages) await look(looking, part, some);
    if (to === null) return;
    from = to;
    if (changed.length < MOST / 4) stretch = Math.min(2 * stretch, STRETCH_MS);
  }
}

function* pagesOf({ page = PAGE }: Part, keys: readonly Key[]): Generator<readonly Key[]> {
  for (let n = 0; n < keys.length; n += page) yield keys.slice(n, n + page);
}

/** The members of these rows in pages, however many one of them has: never more than two pages are held. */
async function* membersOf(
  { db }: Looking,
  { walk, page = PAGE }: Part,
  owners: readonly Key[],
): AsyncGenerator<readonly Key[]> {
  let held: Key[] = [];
  for (const owner of owners) {
    for (let after: Key | null = null; ;) {
      const members: Key[] = await pageOfMembers(db, walk, owner, after, page);
      held.push(...members);
      if (held.length >= page) {
        yield held.slice(0, page);
        held = held.slice(page);
      }
      after = members.at(-1) ?? null;
      if (members.length < page) break;
    }
  }
  if (held.length > 0) yield held;
}

async function look(looking: Looking, part: Part, keys: readonly Key[]): Promise<void> {
  if (keys.length === 0) return;
  looking.rows += keys.length;
  looking.found(await lookAtKeys(looking.db, part.query, keys, part.edges));
}
