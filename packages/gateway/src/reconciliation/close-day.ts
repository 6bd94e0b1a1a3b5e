// Flow: close a bank's day. Its statement is matched, what is missing was looked for, the day before is closed; then the heads of
// all merchants' ledgers are written down and sealed with one hash. What comes later counts on the next open day.
import { createHash } from 'node:crypto';
import type { Context } from '../context.ts';
import { appendAudit } from '../operators/append-audit.ts';
import type { AuditNote } from '../operators/audit.ts';
import { plusDays } from '../settlement/calendar.ts';
import {
  holdDay,
  insertClosedDay,
  keepHeads,
  type ClosingDay,
  type HeadRow,
} from './store-days.ts';

/** The day cannot be closed; the message says why, for people. */
export class DayNotClosed extends Error {
  override name = 'DayNotClosed';
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
    dryRun?: boolean;
  },
): Promise<ClosedDay> {
  const { bank, day, by, operatorId } = input;
  return await db.transaction(async (tx) => {
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
      role: null,
      address: null,
      act: 'reconciliation.day_closed',
      subject: `${bank} ${day}`,
      reason: null,
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

function mayClose(found: ClosingDay | null, bank: string, day: string): ClosingDay {
  if (found === null) throw new DayNotClosed(`${bank} has no statement for ${day}`);
  const { state, judged_at: judgedAt, first_day: first, last_closed: last } = found;
  if (state === 'sealed') throw new DayNotClosed(`${day} is closed already`);
  if (state !== 'matched') throw new DayNotClosed(`the statement of ${day} is not matched yet`);
  if (judgedAt === null) {
    throw new DayNotClosed(
      `what is missing on ${day} was not looked for yet: that takes the statement of ${plusDays(day, 1)}, and every one before`,
    );
  }
  const next = last === null ? first : plusDays(last, 1);
  if (day !== next)
    throw new DayNotClosed(`days are closed in their order: the next one is ${next}`);
  return found;
}
