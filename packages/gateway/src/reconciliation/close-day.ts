// Flow: close a bank's day. Its statement is matched, what is missing was looked for, the day before is closed; then the heads of
// all merchants' ledgers are written down and sealed with one hash. What comes later counts on the next open day.
import { createHash } from 'node:crypto';
import type { Tx } from '../base/db.ts';
import { invariant } from '../base/invariant.ts';
import type { Context } from '../context.ts';
import { appendAudit } from '../operators/append-audit.ts';
import type { AuditNote } from '../operators/audit.ts';
import { plusDays } from '../settlement/calendar.ts';
import {
  findClosing,
  holdChunks,
  holdDay,
  insertClosedDay,
  keepHeads,
  type ClosingDay,
  type HeadRow,
} from './store-days.ts';

/** Why a day cannot be closed. */
export const NOT_CLOSED = {
  no_statement: (bank: string, day: string) => `${bank} has no statement for ${day}`,
  closed_already: (_bank: string, day: string) => `${day} is closed already`,
  not_matched: (_bank: string, day: string) => `the statement of ${day} is not matched yet`,
  not_judged: (_bank: string, day: string) =>
    `what is missing on ${day} was not looked for yet: that takes the statement of ${plusDays(day, 1)}, and every one before`,
  not_next: (_bank: string, _day: string, next: string | null) =>
    `days are closed in their order: the next one is ${next}`,
} as const;
export type NotClosed = keyof typeof NOT_CLOSED;

/** The day cannot be closed; the message says why, for people. */
export class DayNotClosed extends Error {
  override name = 'DayNotClosed';
  readonly why: NotClosed;
  /** The day that is to be closed before it. */
  readonly next: string | null;

  constructor(why: NotClosed, bank: string, day: string, next: string | null = null) {
    super(NOT_CLOSED[why](bank, day, next));
    this.why = why;
    this.next = next;
  }
}

export interface ClosedDay {
  bank: string;
  day: string;
  /** Differences that are still open; they go on, with their age. */
  openExceptions: number;
  /** Lines of partners that are nobody here. */
  strays: number;
  merchants: number;
  /** Hex; null for a dry run. */
  headsHash: string | null;
}

/** Closes a day, with its audit, or says only whether it could be. Throws {@link DayNotClosed}. */
export async function closeDay(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  input: {
    bank: string;
    day: string;
    by: AuditNote['by'];
    operatorId: string | null;
    /** Who that is, from where and why, for the audit. */
    told?: Pick<AuditNote, 'role' | 'address' | 'reason'>;
    dryRun?: boolean;
  },
): Promise<ClosedDay> {
  const { bank, day, by, operatorId } = input;
  return await db.transaction(async (tx) => {
    await holdChunks(tx, bank);
    const found = await holdDay(tx, bank, day);
    const statement = mayClose(found, bank, day);
    const { open_exceptions: openExceptions, strays } = statement;
    const about = { bank, day, openExceptions, strays };
    if (input.dryRun === true) return { ...about, merchants: 0, headsHash: null };
    const at = clock.now();
    const heads = await keepHeads(tx, bank, day);
    const headsHash = hashOf(heads);
    await insertClosedDay(tx, {
      ...about,
      statementId: statement.statement_id,
      at,
      by: operatorId ?? by,
      headsHash,
    });
    const note: AuditNote = {
      merchantId: null,
      operatorId,
      by,
      role: input.told?.role ?? null,
      address: input.told?.address ?? null,
      act: 'reconciliation.day_closed',
      subject: `${bank} ${day}`,
      reason: input.told?.reason ?? null,
      before: null,
      after: { open_exceptions: openExceptions, heads_hash: headsHash.toString('hex') },
    };
    await appendAudit(tx, [note], at);
    return { ...about, merchants: heads.length, headsHash: headsHash.toString('hex') };
  });
}

/** SHA-256 over every merchant's head, a line each, in the order of their ids. */
export function hashOf(heads: readonly HeadRow[]): Buffer {
  const hash = createHash('sha256');
  for (const { merchant_id: id, journal_no: no, hash: head } of heads) {
    hash.update(`${id}|${no}|${head.toString('hex')}\n`);
  }
  return hash.digest();
}

/** Why a day cannot be closed now, for who only looks; null when it can. */
export async function whyNotClosed(
  on: Tx,
  bank: string,
  day: string,
): Promise<DayNotClosed | null> {
  return faultOf(await findClosing(on, bank, day), bank, day);
}

function mayClose(found: ClosingDay | null, bank: string, day: string): ClosingDay {
  const fault = faultOf(found, bank, day);
  if (fault !== null) throw fault;
  invariant(found !== null, 'a day without a statement is not closed');
  return found;
}

function faultOf(
  found: Awaited<ReturnType<typeof findClosing>>,
  bank: string,
  day: string,
): DayNotClosed | null {
  const no = (why: NotClosed, next?: string): DayNotClosed =>
    new DayNotClosed(why, bank, day, next);
  if (found === null) return no('no_statement');
  const { state, judged_at: judgedAt, first_day: first, last_closed: last } = found;
  if (state === 'sealed') return no('closed_already');
  if (state !== 'matched') return no('not_matched');
  if (judgedAt === null) return no('not_judged');
  const next = last === null ? first : plusDays(last, 1);
  return day === next ? null : no('not_next', next);
}
