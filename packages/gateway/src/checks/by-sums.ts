// The check of the ledger's sums: hour by hour against the journals, and day by day against the hours, as far as they are summed.
import type { Looking } from './looking.ts';
import { sideBySide } from './side-by-side.ts';
import {
  findAccounts,
  findHoursOf,
  findKeptHours,
  findSummed,
  lookAtDays,
  lookAtHours,
  type Hour,
  type Summed,
} from './store-sums.ts';
import type { Mark } from './store.ts';

/** Journals and hours in one statement: some tens of milliseconds. An hour is looked at whole. */
const JOURNALS = 5000n;
const HOURS = 200;
/** Days in one statement. */
const DAYS = 60;
/** New journals whose hours are found at once. */
const PAGE = 20_000n;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** WIB, all year. */
const WIB_MS = 7 * HOUR_MS;

/** M3: looks at the hours of the journals that were summed since the mark, with their days; without one at all that is kept. */
export async function lookAtLedgerSums(looking: Looking, marks: readonly Mark[]): Promise<Mark[]> {
  const known = new Map(marks.map((mark) => [mark.merchantId, mark]));
  const moved: Mark[] = [];
  const chains = await findSummed(looking.db, looking.scope);
  await sideBySide(looking.atOnce, chains, async (chain) => {
    const { merchantId, summed } = chain;
    const before = known.get(merchantId);
    if (before?.journalNo === summed) return;
    // Sums that have gone back were made anew.
    const after = before !== undefined && before.journalNo < summed ? before.journalNo : 0n;
    await lookAtChain(looking, chain, after);
    looking.rows += Number(summed - after);
    moved.push({ merchantId, throughAt: looking.now, journalNo: summed, anchor: null });
  });
  return moved;
}

async function lookAtChain(looking: Looking, chain: Summed, after: bigint): Promise<void> {
  const { db } = looking;
  const { merchantId, head, summed: upto } = chain;
  const found = (rows: readonly { subject: string; detail: string }[]): void =>
    looking.found(rows.map((row) => ({ merchant_id: merchantId, ...row })));
  if (upto > head) {
    found([{ subject: 'mark', detail: `summed up to journal ${upto}, the last one is ${head}` }]);
  }
  const of = { merchantId, accounts: await findAccounts(db, merchantId) };
  const isAll = after === 0n;
  const hours = isAll ? await findKeptHours(db, merchantId) : await hoursOf(looking, chain, after);
  let met = 0n;
  for (const some of batchesOf(hours)) {
    const looked = await lookAtHours(db, of, some, { after, upto });
    found(looked.found);
    met += looked.met;
  }
  if (met !== upto - after) {
    const detail = `${upto - after} journals behind ${after} are summed, ${met} stand in what is kept`;
    found([{ subject: 'journals', detail }]);
  }
  const days = [...new Set(hours.map(({ at }) => dayOf(at)))];
  for (let n = 0; n < Math.max(days.length, isAll ? 1 : 0); n += DAYS) {
    const last = days[Math.min(n + DAYS, days.length) - 1];
    const isLast = n + DAYS >= days.length;
    const from = isAll && n === 0 ? null : (days[n] ?? null);
    // Between two of them lie none, or none that should be there.
    const next = isLast ? (last === undefined ? null : last + DAY_MS) : (days[n + DAYS] ?? null);
    found(await lookAtDays(db, of, from, isAll && isLast ? null : next));
  }
}

/** The hours of what was summed since, each once and in order. */
async function hoursOf(
  { db }: Looking,
  { merchantId, summed }: Summed,
  after: bigint,
): Promise<Hour[]> {
  const hours = new Map<number, Hour>();
  for (let from = after; from < summed; from += PAGE) {
    const upto = from + PAGE < summed ? from + PAGE : summed;
    for (const { at, journals } of await findHoursOf(db, merchantId, from, upto)) {
      hours.set(at, { at, journals: journals + (hours.get(at)?.journals ?? 0n) });
    }
  }
  return [...hours.values()].toSorted((one, other) => one.at - other.at);
}

/** Hours that are looked at together. */
function* batchesOf(hours: readonly Hour[]): Generator<Hour[]> {
  let some: Hour[] = [];
  let journals = 0n;
  for (const hour of hours) {
    if (some.length > 0 && (journals + hour.journals > JOURNALS || some.length === HOURS)) {
      yield some;
      some = [];
      journals = 0n;
    }
    some.push(hour);
    journals += hour.journals;
  }
  if (some.length > 0) yield some;
}

/** The beginning of the day of WIB in which an instant lies, epoch ms. */
function dayOf(at: number): number {
  return Math.floor((at + WIB_MS) / DAY_MS) * DAY_MS - WIB_MS;
}
