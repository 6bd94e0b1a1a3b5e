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
import { findOpenDay } from './store-days.ts';
import { closeExceptions, openExceptions, type NewException } from './store-exceptions.ts';
import {
  finishStatements,
  holdTurn,
  insertChunk,
  leaseShare,
  listWaiting,
  markLines,
  moveShare,
  readChunk,
  type Mark,
  type Share,
} from './store-matching.ts';

/** Lines of one commit. */
export const CHUNK = 1000;

/** Longer than a chunk takes, ms; then another process may go on with the merchant's lines. */
const LEASE_MS = 60_000;

/** Parts that workers choose among, so that each takes another one. */
const CHOICE = 16;

/** Matches the lines of one merchant, all that wait; answers how many there were. */
export async function matchWaiting(ctx: Context): Promise<number> {
  const now = ctx.clock.now();
  const waiting = await listWaiting(ctx.db, now, CHOICE);
  if (waiting.length === 0) return await finishStatements(ctx.db, now);
  const one = waiting[Math.floor(ctx.random.fraction() * waiting.length)];
  invariant(one !== undefined, 'one of those that wait');
  const share = await leaseShare(ctx.db, one, now, now + LEASE_MS);
  // Somebody else was quicker; there may be more.
  if (share === null) return 1;
  return Math.max(1, await matchShare(ctx, share));
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
  await holdTurn(tx, share.merchantId, share.bank);
  const lines = await readChunk(tx, share, most);
  const judged = judgeAll(lines, taught);
  const teaching = judged.filter(({ verdict }) => verdict.kind === 'teaches');
  if (teaching.length > 0) return { kind: 'teach', lines: teaching.map(({ line }) => line) };
  const through = lines.at(-1)?.lineNo ?? share.lastLine;
  const isDone = through >= share.lastLine;
  const at = ctx.clock.now();
  const moved = await moveShare(tx, share, { through, isDone, at, leaseUntil: at + LEASE_MS });
  if (!moved) return { kind: 'moved' };
  await keep(ctx, tx, share, judged, at);
  return { kind: 'matched', lines: lines.length, through, isDone };
}

interface Judged {
  line: LineInHand;
  verdict: Verdict;
}

/** Lines that were taught and whose subject is still undecided are shown to people. Pure. */
export function judgeAll(lines: readonly LineInHand[], taught: ReadonlySet<number>): Judged[] {
  const matched = new Set<string>();
  return lines.map((line) => {
    const key = `${line.type} ${line.subjectId}`;
    const verdict = judgeLine(line, matched.has(key));
    if (verdict.kind === 'matched' || verdict.kind === 'teaches') matched.add(key);
    if (verdict.kind === 'teaches' && taught.has(line.lineNo)) {
      const undecided = judgeLine({ ...line, closed: true }, false);
      return { line, verdict: undecided };
    }
    return { line, verdict };
  });
}

/** Writes what has become of the lines of a chunk, all of it in this transaction. */
async function keep(
  ctx: Context,
  tx: Tx,
  share: Share,
  judged: readonly Judged[],
  at: number,
): Promise<void> {
  const { merchantId, bank, statementId } = share;
  const chunkId = ctx.random.id();
  const day = await findOpenDay(tx, bank, share.day);
  const matched = judged.flatMap(({ line, verdict }) => (verdict.kind === 'matched' ? [line] : []));
  const exceptions = judged.flatMap(({ line, verdict }): NewException[] =>
    verdict.kind === 'exception' ? [newException(ctx, line, verdict)] : [],
  );
  const marks = judged.map(({ line, verdict }): Mark => ({
    lineNo: line.lineNo,
    status: verdict.kind === 'exception' ? verdict.reason : 'matched',
    chunkId: verdict.kind === 'matched' ? chunkId : null,
    subjectId: null,
  }));
  await markLines(tx, merchantId, statementId, marks);
  await addItems(tx, { merchantId, bank, chunkId, at, ...settledBy(matched) });
  const taken = sumOf(matched, 'debit');
  const givenBack = sumOf(matched, 'refund');
  if (matched.length > 0) {
    const chunk = { merchantId, chunkId, statementId, bank, day, taken, givenBack };
    await insertChunk(tx, chunk, at);
  }
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
