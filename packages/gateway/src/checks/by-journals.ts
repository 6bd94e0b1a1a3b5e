// Checks that go by journal number. A merchant's journals are numbered under the lock of its head, so that nothing can turn
// up later behind a number that was seen.
import { findHeads, type Head } from '../ledger/store.ts';
import { CHAIN_START, verifyChain } from '../ledger/verify-chain.ts';
import type { Looking } from './looking.ts';
import { sideBySide } from './side-by-side.ts';
import { addTransfers, lookAtBalances, lookAtJournals, type Mark, type Sums } from './store.ts';
import { SHAPES } from './templates.ts';

/** Journals in one statement. */
const PAGE = 2000n;

/** M1, M15: looks at the journals that the marks do not vouch for. */
export async function lookAtNewJournals(looking: Looking, marks: readonly Mark[]): Promise<Mark[]> {
  return await byHead(looking, marks, async (head, mark) => {
    await inPages(mark.journalNo, head.journalNo, async (after, upto) => {
      looking.found(await lookAtJournals(looking.db, head.merchantId, after, upto, SHAPES));
    });
    return null;
  });
}

/** M2, M3: sums what was booked since the mark, and compares balances with that and the sums of the mark. */
export async function lookAtSums(looking: Looking, marks: readonly Mark[]): Promise<Mark[]> {
  return await byHead(looking, marks, async (head, mark) => {
    const sums = readSums(mark.anchor);
    await inPages(mark.journalNo, head.journalNo, (after, upto) =>
      addTransfers(looking.db, head.merchantId, after, upto, sums),
    );
    looking.found(await lookAtBalances(looking.db, head.merchantId, head.journalNo, sums));
    return writeSums(sums);
  });
}

/** M4: follows each chain from the link that the mark remembers to its head. */
export async function lookAtChains(looking: Looking, marks: readonly Mark[]): Promise<Mark[]> {
  return await byHead(looking, marks, async (head, mark) => {
    const hash = mark.anchor === null ? CHAIN_START : Buffer.from(mark.anchor, 'hex');
    const broken = await verifyChain(looking.db, head, { journalNo: mark.journalNo, hash });
    if (broken !== null) looking.found([{ merchant_id: head.merchantId, ...broken }]);
    return head.hash.toString('hex');
  });
}

async function byHead(
  looking: Looking,
  marks: readonly Mark[],
  look: (head: Head, mark: Mark) => Promise<string | null>,
): Promise<Mark[]> {
  const known = new Map(marks.map((mark) => [mark.merchantId, mark]));
  const moved: Mark[] = [];
  const heads = await findHeads(looking.db, looking.scope);
  await sideBySide(looking.atOnce, heads, async (head) => {
    const before = known.get(head.merchantId);
    if (before !== undefined && isSame(before, head)) return;
    // A head that has gone back has no past to begin from.
    const from = before !== undefined && before.journalNo <= head.journalNo ? before : fresh(head);
    const anchor = await look(head, from);
    const { merchantId, journalNo } = head;
    looking.rows += Number(journalNo - from.journalNo);
    moved.push({ merchantId, throughAt: looking.now, journalNo, anchor });
  });
  return moved;
}

/** Nothing was booked since; where the mark remembers a hash, it is the head's. */
function isSame(mark: Mark, head: Head): boolean {
  const isHash = mark.anchor !== null && /^[0-9a-f]{64}$/.test(mark.anchor);
  return (
    mark.journalNo === head.journalNo && (!isHash || mark.anchor === head.hash.toString('hex'))
  );
}

function fresh({ merchantId }: Head): Mark {
  return { merchantId, throughAt: 0, journalNo: 0n, anchor: null };
}

async function inPages(
  after: bigint,
  upto: bigint,
  look: (after: bigint, upto: bigint) => Promise<void>,
): Promise<void> {
  for (let from = after; from < upto; from += PAGE) {
    await look(from, from + PAGE < upto ? from + PAGE : upto);
  }
}

function readSums(anchor: string | null): Sums {
  const kept = JSON.parse(anchor ?? '{}') as Record<string, [string, string]>;
  return new Map(
    Object.entries(kept).map(([account, [debits, credits]]) => [
      account,
      { debits: BigInt(debits), credits: BigInt(credits) },
    ]),
  );
}

function writeSums(sums: Sums): string {
  const kept = [...sums].map(([account, { debits, credits }]) => [
    account,
    [`${debits}`, `${credits}`],
  ]);
  return JSON.stringify(Object.fromEntries(kept));
}
