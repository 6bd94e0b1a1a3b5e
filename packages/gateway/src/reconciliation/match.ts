// Flow: match what a statement shows with what we have, a merchant's lines after the other in chunks. A chunk is one commit:
// its lines, its journal, what is to be settled now, and the exceptions that it opens. Stopped anywhere, it goes on from there.
import type { Context } from '../context.ts';
import { isRetryable, sqlState, type Tx } from '../base/db.ts';
import { invariant } from '../base/invariant.ts';
import { statementReconciled, unexplainedIn, unexplainedOut } from '../ledger/postings.ts';
import { addItems } from '../settlement/items.ts';
import { postJournals, type NewJournal } from '../settlement/store-booking.ts';
import { judgeLine, type LineInHand, type Verdict } from './judge-line.ts';
import { learnFromLines } from './learn-from-line.ts';
import { closeExceptions, openExceptions, type NewException } from './store-exceptions.ts';
import {
  finishStatements,
  keepChunk,
  leaseShare,
  listWaiting,
  readChunk,
  type Ended,
  type Share,
} from './store-matching.ts';

/** Lines of one commit. */
export const CHUNK = 1000;

/** Longer than a chunk takes, ms; then another process may go on with the merchant's lines. */
const LEASE_MS = 60_000;

/** Parts that workers choose among, so that each takes another one. */
const CHOICE = 16;

/**
 * Matches the lines of merchants, all that wait of each: of a large one, or of several small ones. Answers how many there were, or
 * more than none while others are at it.
 */
export async function matchWaiting(ctx: Context): Promise<number> {
  const now = ctx.clock.now();
  const waiting = await listWaiting(ctx.db, now, CHOICE);
  if (waiting.length === 0) return await finishStatements(ctx.db, now);
  let lines = 0;
  while (waiting.length > 0 && lines < CHUNK) {
    const [one] = waiting.splice(Math.floor(ctx.random.fraction() * waiting.length), 1);
    invariant(one !== undefined, 'one of those that wait');
    const at = ctx.clock.now();
    // Null: somebody else was quicker.
    const share = await leaseShare(ctx.db, one, at, at + LEASE_MS);
    if (share !== null) lines += await matchShare(ctx, share);
  }
  return Math.max(1, lines);
}

async function matchShare(ctx: Context, first: Share): Promise<number> {
  let share = first;
  let lines = 0;
  // What a line has taught is taught once: a subject that is not decided even so is left to people.
  let taught: ReadonlySet<number> = new Set();
  for (;;) {
    const chunk = await again(() =>
      ctx.db.transaction((tx) => matchChunk(ctx, tx, share, { most: CHUNK, taught })),
    );
    if (chunk.kind === 'moved') return lines;
    if (chunk.kind === 'teach') {
      await learnFromLines(ctx, share, chunk.lines);
      taught = new Set(chunk.lines.map(({ lineNo }) => lineNo));
      continue;
    }
    taught = new Set();
    lines += chunk.lines;
    if (chunk.isDone) return lines;
    share = { ...share, matchedThrough: chunk.through };
  }
}

/** Another one may have matched the same payment by another day's line at the same moment: then this is tried again. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries < 3 && (isRetryable(error) || sqlState(error) === '23505')) continue;
      throw error;
    }
  }
}

type Matched =
  | { kind: 'moved' }
  | { kind: 'teach'; lines: LineInHand[] }
  | { kind: 'matched'; lines: number; through: number; isDone: boolean };

async function matchChunk(
  ctx: Context,
  tx: Tx,
  share: Share,
  { most, taught }: { most: number; taught: ReadonlySet<number> },
): Promise<Matched> {
  const lines = await readChunk(tx, share, most);
  const judged = judgeAll(lines, taught);
  const teaching = judged.filter(({ verdict }) => verdict.kind === 'teaches');
  if (teaching.length > 0) return { kind: 'teach', lines: teaching.map(({ line }) => line) };
  const through = lines.at(-1)?.lineNo ?? share.lastLine;
  const isDone = through >= share.lastLine;
  const isKept = await keep(ctx, tx, share, judged, { through, isDone });
  return isKept ? { kind: 'matched', lines: lines.length, through, isDone } : { kind: 'moved' };
}

interface Judged {
  line: LineInHand;
  verdict: Verdict;
}

/** Lines that were taught and whose subject is still undecided are shown to people. Pure. */
export function judgeAll(lines: readonly LineInHand[], taught: ReadonlySet<number>): Judged[] {
  const matched = new Set<string>();
  const differed = new Set<string>();
  return lines.map((line) => {
    const key = `${line.type} ${line.subjectId}`;
    const inHand = { ...line, differed: line.differed || differed.has(key) };
    const verdict = judgeLine(inHand, matched.has(key));
    if (verdict.kind === 'matched' || verdict.kind === 'teaches') matched.add(key);
    if (verdict.kind === 'exception' && verdict.reason === 'amount_differs') differed.add(key);
    if (verdict.kind === 'teaches' && taught.has(line.lineNo)) {
      const undecided = judgeLine({ ...line, closed: true }, false);
      return { line, verdict: undecided };
    }
    return { line, verdict };
  });
}

/** Writes what has become of the lines of a chunk, all of it in this transaction; false when the part has been moved. */
async function keep(
  ctx: Context,
  tx: Tx,
  share: Share,
  judged: readonly Judged[],
  upto: { through: number; isDone: boolean },
): Promise<boolean> {
  const { merchantId, bank, statementId } = share;
  const at = ctx.clock.now();
  const chunkId = ctx.random.id();
  const matched = judged.flatMap(({ line, verdict }) => (verdict.kind === 'matched' ? [line] : []));
  const exceptions = judged.flatMap(({ line, verdict }): NewException[] =>
    verdict.kind === 'exception' ? [newException(ctx, line, verdict)] : [],
  );
  const taken = sumOf(matched, 'debit');
  const givenBack = sumOf(matched, 'refund');
  const day = await keepChunk(tx, share, {
    ...upto,
    at,
    leaseUntil: at + LEASE_MS,
    lines: judged.length,
    odd: oddOnes(judged),
    chunkId,
    taken,
    givenBack,
  });
  if (day === null) return false;
  await addItems(tx, { merchantId, bank, chunkId, at, ...settledBy(matched) });
  await openExceptions(tx, { merchantId, bank, day, statementId, at }, exceptions);
  await closeExceptions(
    tx,
    { merchantId, at, day, by: null },
    matched.flatMap((line) =>
      line.missing === null
        ? []
        : [
            {
              exceptionId: line.missing,
              resolution: 'bank_corrected',
              explainedBy: null,
              evidence: { statementId, line: line.lineNo, bankReference: line.bankReference },
            },
          ],
    ),
  );
  const reconciled: NewJournal = {
    template: 'statementReconciled',
    subjectId: chunkId,
    transfers: statementReconciled(bank, taken, givenBack),
  };
  await postJournals(tx, merchantId, at, [
    reconciled,
    ...exceptions.map((one) => unexplained(bank, one.exceptionId, one.booked)),
  ]);
  return true;
}

function oddOnes(judged: readonly Judged[]): Ended['odd'] {
  return judged.flatMap(({ line, verdict }) =>
    verdict.kind === 'exception' ? [{ lineNo: line.lineNo, status: verdict.reason }] : [],
  );
}

/** What the bank has shown that is to be settled with the merchant: late money and what gives it back are not. */
function settledBy(matched: readonly LineInHand[]): { payments: string[]; refunds: string[] } {
  const ids = (kind: 'payment' | 'refund'): string[] =>
    matched.flatMap(({ subject, subjectId }) =>
      subject?.kind === kind && !subject.isLate && subjectId !== null ? [subjectId] : [],
    );
  return { payments: ids('payment'), refunds: ids('refund') };
}

function sumOf(lines: readonly LineInHand[], type: 'debit' | 'refund'): bigint {
  return lines.reduce((sum, line) => (line.type === type ? sum + line.amount : sum), 0n);
}

function newException(
  ctx: Context,
  line: LineInHand,
  { reason, booked, expected }: Extract<Verdict, { kind: 'exception' }>,
): NewException {
  return {
    exceptionId: ctx.random.id(),
    reason,
    type: line.type,
    lineNo: line.lineNo,
    subjectKind: line.subject?.kind ?? null,
    subjectId: line.subject === null ? null : line.subjectId,
    amount: line.amount,
    expected,
    booked,
  };
}

/** What an exception puts into suspense, or takes out of it when `booked` is turned around. */
export function unexplained(bank: string, exceptionId: string, booked: bigint): NewJournal {
  return booked >= 0n
    ? { template: 'unexplainedIn', subjectId: exceptionId, transfers: unexplainedIn(bank, booked) }
    : {
        template: 'unexplainedOut',
        subjectId: exceptionId,
        transfers: unexplainedOut(bank, -booked),
      };
}
