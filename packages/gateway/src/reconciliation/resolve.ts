// Flow: resolve an exception as two people have decided, by what they have seen. Everything that it books is in the commit that
// resolves it.
import type { Context } from '../context.ts';
import type { Tx } from '../base/db.ts';
import { invariant } from '../base/invariant.ts';
import {
  lateMoneyReversed,
  lateReturnReversed,
  lossBorne,
  lossRecovered,
  paymentReversed,
  payoutAfterAll,
  payoutShort,
  refundReversed,
  statementReconciled,
} from '../ledger/postings.ts';
import { addItems } from '../settlement/items.ts';
import { applyHeard, type Heard } from '../settlement/move-payouts.ts';
import { postJournals, type NewJournal } from '../settlement/store-booking.ts';
import { wibDay } from '../settlement/calendar.ts';
import type { ExceptionRow, Resolution } from './exception.ts';
import { unexplained } from './match.ts';
import {
  planResolution,
  type Plan,
  type Planned,
  type Reversal,
  type Standing,
} from './plan-resolution.ts';
import type { Ruling } from './ruling.ts';
import { missingOf } from './judge-day.ts';
import { findOpenDay, stillUnseen } from './store-days.ts';
import {
  closeExceptions,
  findException,
  findOpenOf,
  holdExceptions,
  openExceptions,
  type Closing,
} from './store-exceptions.ts';
import { holdTurn, insertChunk, markLines, type Mark } from './store-matching.ts';
import { endLateMoney, findStanding, giveRoom, holdPayment } from './store-standing.ts';
import type { Refused } from './why-not.ts';

type Doors = Pick<Context, 'db' | 'clock' | 'random'>;

export interface Decided extends Ruling {
  people: { askedBy: string; decidedBy: string };
  approvalId: string;
}

export type Resolved = { kind: 'resolved' } | ({ kind: 'refused' } & Refused);

/**
 * Resolves an exception; the same decision twice resolves it once. `refused` when it cannot be resolved like that, or not any
 * more. Null where the merchant has no such exception.
 */
export async function resolveException(
  doors: Doors,
  merchantId: string,
  exceptionId: string,
  decided: Decided,
): Promise<Resolved | null> {
  const known = await findException(doors.db, merchantId, exceptionId);
  if (known === null) return null;
  if (decided.people.askedBy === decided.people.decidedBy) {
    return { kind: 'refused', refused: 'own_decision' };
  }
  return await doors.db.transaction(async (tx) => {
    await holdTurn(tx, merchantId, known.bank);
    const [exception, others] = await hold(tx, known, decided);
    if (exception.state === 'resolved' && exception.approval_id === decided.approvalId) {
      return { kind: 'resolved' };
    }
    const plan = await planned(tx, exception, others, decided);
    if ('refused' in plan) return { kind: 'refused', ...plan };
    await carryOut(doors, tx, exception, plan, decided);
    return { kind: 'resolved' };
  });
}

/** Why a ruling may not be, before anybody is asked to approve it; null when it may. */
export async function whyNot(
  { db }: Pick<Doors, 'db'>,
  exception: ExceptionRow,
  ruling: Ruling,
): Promise<Refused | null> {
  return await db.transaction(async (tx) => {
    const [now, others] = await hold(tx, exception, ruling);
    const plan = await planned(tx, now, others, ruling);
    return 'refused' in plan ? plan : null;
  });
}

/** What an exception is about as it stands, for who only looks: nothing is held. */
export async function standingOf(on: Tx, exception: ExceptionRow): Promise<Standing | null> {
  return await findStanding(on, exception.merchant_id, exception, exception.subject_id);
}

async function planned(
  tx: Tx,
  exception: ExceptionRow,
  others: ExceptionRow[],
  ruling: Ruling,
): Promise<Planned> {
  if (others.length !== ruling.others.length) return { refused: 'no_such_difference' };
  const { merchant_id: merchantId } = exception;
  const subjectId = subjectOf(exception, ruling);
  await holdPayment(tx, merchantId, subjectId);
  const subject = await findStanding(tx, merchantId, exception, subjectId);
  const { resolution } = ruling;
  const plan = planResolution({ exception, resolution, others, subject });
  if ('refused' in plan || !endsWaiting(plan)) return plan;
  return (await isShown(tx, merchantId, subjectId, plan)) ? { refused: 'other_amount' } : plan;
}

/** Whether by this plan the bank will never show all of it: it was never moved, or part of it is borne. */
function endsWaiting({ reverses, claims, loss }: Plan): boolean {
  return reverses.length > 0 || (claims !== null && loss > 0n);
}

/** Whether a line speaks of it, nobody has said yet what that is, and this plan does not either. */
async function isShown(
  tx: Tx,
  merchantId: string,
  subjectId: string | null,
  { closes }: Plan,
): Promise<boolean> {
  const open = subjectId === null ? [] : await findOpenOf(tx, merchantId, subjectId);
  const ended = new Set(closes.map((one) => one.exception_id));
  return open.some((one) => one.reason === 'amount_differs' && !ended.has(one.exception_id));
}

async function hold(
  tx: Tx,
  { merchant_id: merchantId, exception_id: id }: ExceptionRow,
  ruling: Ruling,
): Promise<[ExceptionRow, ExceptionRow[]]> {
  const held = await holdExceptions(tx, merchantId, [id, ...ruling.others]);
  const exception = held.find((one) => one.exception_id === id);
  invariant(exception !== undefined, 'an exception is never removed');
  const others = held.filter(
    (one) => ruling.others.includes(one.exception_id) && one !== exception,
  );
  return [exception, others];
}

function subjectOf(exception: ExceptionRow, ruling: Ruling): string | null {
  return ruling.resolution === 'matched_by_hand'
    ? (ruling.subjectId ?? exception.subject_id)
    : exception.subject_id;
}

async function carryOut(
  doors: Doors,
  tx: Tx,
  exception: ExceptionRow,
  plan: Plan,
  decided: Decided,
): Promise<void> {
  const { merchant_id: merchantId, exception_id: chunkId, bank } = exception;
  const at = doors.clock.now();
  const day = await findOpenDay(tx, bank, wibDay(at));
  const { taken, givenBack, claims } = plan;
  for (const [statementId, marks] of marksOf(exception, plan)) {
    await markLines(tx, merchantId, statementId, marks);
  }
  if (claims !== null && claims.kind !== 'payout' && !claims.isLate) {
    const ids = { payments: [] as string[], refunds: [] as string[] };
    ids[`${claims.kind}s`].push(claims.id);
    await addItems(tx, { merchantId, bank, chunkId, at, ...ids });
  }
  if (taken > 0n || givenBack > 0n || claims !== null) {
    const chunk = { merchantId, chunkId, statementId: null, bank, day, taken, givenBack };
    await insertChunk(tx, chunk, at);
  }
  const by = {
    askedBy: decided.people.askedBy,
    approvedBy: decided.people.decidedBy,
    approvalId: decided.approvalId,
  };
  const closings = await closingsOf(tx, exception, plan, decided);
  await closeExceptions(tx, { merchantId, at, day, by }, closings);
  await lookForAgain(doors, tx, exception, plan, { at, day });
  for (const { kind, isLate, id } of plan.reverses) {
    if (kind === 'payment' && isLate) await endLateMoney(tx, merchantId, id, at);
    if (kind === 'refund' && !isLate) await giveRoom(tx, merchantId, id);
  }
  await applyHeard(tx, merchantId, heardOf(exception, plan, decided), { actor: 'operator', at });
  await postJournals(tx, merchantId, at, journalsOf(exception, plan));
}

/**
 * What a line had named with another amount, and people have found to be something else, no line shows any more: its day may have
 * been looked through already.
 */
async function lookForAgain(
  { random }: Doors,
  tx: Tx,
  exception: ExceptionRow,
  { claims }: Plan,
  { at, day }: { at: number; day: string },
): Promise<void> {
  const { merchant_id: merchantId, bank, subject_id: subjectId, subject_kind: kind } = exception;
  if (claims === null || subjectId === null || subjectId === claims.id) return;
  if (kind !== 'payment' && kind !== 'refund') return;
  const named = await findStanding(tx, merchantId, exception, subjectId);
  if (named?.state !== 'waits') return;
  const { amount } = named;
  const [still] = await stillUnseen(tx, merchantId, [{ merchantId, subjectId, kind, amount }]);
  if (still === undefined) return;
  const about = { merchantId, bank, day, statementId: null, at };
  await openExceptions(tx, about, [missingOf(still, random.id())]);
}

/** What a resolution says of a payout: that its line has shown it, or that it has never left. */
function heardOf({ type }: ExceptionRow, plan: Plan, decided: Decided): Heard[] {
  const { proof, people, approvalId } = decided;
  const evidence = { operation: 'operator', ...proof, ...people, externalId: approvalId };
  const heard = (payoutId: string, word: Heard['word']): Heard => ({
    payoutId,
    word,
    reason: word === 'returned' ? 'never paid, as two people have found' : null,
    evidence,
  });
  const claimed = plan.claims?.kind === 'payout' ? [plan.claims.id] : [];
  return [
    ...claimed.map((id) => heard(id, type === 'payout_return' ? 'returned' : 'paid')),
    ...plan.reverses.flatMap(({ kind, id }) => (kind === 'payout' ? [heard(id, 'returned')] : [])),
  ];
}

/** What lay in suspense leaves it by the opposite of how it came; what it was is booked with the exception as subject. */
function journalsOf({ exception_id: id, bank }: ExceptionRow, plan: Plan): NewJournal[] {
  const journals = plan.closes.map((one) => unexplained(bank, one.exception_id, -one.booked));
  const add = (template: NewJournal['template'], transfers: NewJournal['transfers']): void => {
    journals.push({ template, subjectId: id, transfers });
  };
  add('statementReconciled', statementReconciled(bank, plan.taken, plan.givenBack));
  add('lossBorne', lossBorne(bank, plan.loss));
  add('lossRecovered', lossRecovered(bank, plan.recovered));
  if (plan.claims?.kind === 'payout' && plan.claims.account !== null) {
    add('payoutShort', payoutShort(bank, plan.claims.account, plan.owed));
  }
  if (plan.toAccount !== null) {
    const { account, amount } = plan.toAccount;
    add('payoutAfterAll', payoutAfterAll(bank, account, amount));
  }
  return [...journals, ...plan.reverses.flatMap((one) => reversalJournal(bank, one))];
}

/** What was booked is taken back. A payout that never left has its own way back; see {@link heardOf}. */
function reversalJournal(bank: string, reversal: Reversal): NewJournal[] {
  const { exceptionId: subjectId, kind, amount, fee, isLate } = reversal;
  if (kind === 'payout') return [];
  if (kind === 'payment') {
    return isLate
      ? [{ template: 'lateMoneyReversed', subjectId, transfers: lateMoneyReversed(bank, amount) }]
      : [{ template: 'paymentReversed', subjectId, transfers: paymentReversed(bank, amount, fee) }];
  }
  return isLate
    ? [{ template: 'lateReturnReversed', subjectId, transfers: lateReturnReversed(bank, amount) }]
    : [{ template: 'refundReversed', subjectId, transfers: refundReversed(bank, amount) }];
}

/** The exception's own line is the subject's now, where there is one; the others only explain it. By statement. */
function marksOf(exception: ExceptionRow, plan: Plan): Map<string, Mark[]> {
  const marks = new Map<string, Mark[]>();
  for (const { statement_id: statementId, line_no: lineNo, exception_id: id } of plan.closes) {
    if (statementId === null || lineNo === null) continue;
    const isClaim = id === exception.exception_id && plan.claims !== null;
    const mark: Mark = isClaim
      ? { lineNo, status: 'matched', chunkId: id, subjectId: plan.claims?.id ?? null }
      : { lineNo, status: 'explained', chunkId: null, subjectId: null };
    marks.set(statementId, [...(marks.get(statementId) ?? []), mark]);
  }
  return marks;
}

/** With an exception ends what it explains, and that its subject was missing at the bank; a payout's return is not its leaving. */
async function closingsOf(
  tx: Tx,
  exception: ExceptionRow,
  plan: Plan,
  { resolution, proof }: Decided,
): Promise<Closing[]> {
  const { merchant_id: merchantId, exception_id: id, type } = exception;
  const subject = plan.claims ?? plan.reverses[0];
  const open = subject === undefined ? [] : await findOpenOf(tx, merchantId, subject.id);
  const missing = open.filter((one) => one.reason === 'missing_at_bank' && one.type === type);
  const all = new Map([...plan.closes, ...missing].map((one) => [one.exception_id, one]));
  return [...all.values()].map((one) => ({
    exceptionId: one.exception_id,
    resolution: one.exception_id === id ? resolution : resolutionWith(one, plan, resolution),
    explainedBy: one.exception_id === id ? null : id,
    evidence: proof,
  }));
}

/** How one ends that ends together with another. */
function resolutionWith(one: ExceptionRow, { reverses }: Plan, resolution: Resolution): Resolution {
  if (reverses.length === 0) return resolution;
  // Late money that never came closes with its return, which never went.
  if (reverses.some((back) => back.exceptionId === one.exception_id && back.kind === 'refund')) {
    return 'refund_reversed';
  }
  // A wrong amount that went back by its lines.
  return one.line_no === null ? resolution : 'returned_to_bank';
}
