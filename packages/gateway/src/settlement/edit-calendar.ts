// Flows: people change the calendar, and what was agreed with a merchant. Each leaves its entry in the audit, and what waits is
// due anew.
import type { Tx } from '../base/db.ts';
import type { Context } from '../context.ts';
import { appendAudit } from '../operators/append-audit.ts';
import type { AuditNote } from '../operators/audit.ts';
import { isDay, type Day, type Holidays } from './calendar.ts';
import { reckonDays } from './reckon-days.ts';
import { findWaitingPairs, type Pair } from './store-batches.ts';
import {
  findTerms,
  HOLIDAY_KINDS,
  holdTerms,
  listHolidays,
  putHoliday,
  putTerms,
  removeHoliday,
  type Holiday,
} from './store-calendar.ts';
import type { Terms } from './terms.ts';

type Doors = Pick<Context, 'db' | 'clock'>;

/** Who changes it, and why where they were asked. */
export type By = Pick<AuditNote, 'operatorId' | 'by' | 'role' | 'address'> & {
  reason?: string | null;
};

/** What was asked for cannot be: the field and its rule. Nothing was changed. */
export class EditRefused extends Error {
  override name = 'EditRefused';
  readonly field: string;
  readonly rule: string;

  constructor(field: string, rule: string) {
    super(`${field} ${rule}`);
    this.field = field;
    this.rule = rule;
  }
}

const MOST = 999_999_999_999n;
const LONGEST_NAME = 120;

/** Adds a holiday, or renames one. What waits is moved to its new day, and so is what is settled from now on. */
export async function addHoliday(ctx: Doors, holiday: Holiday, by: By): Promise<void> {
  mustBeDay(holiday.day);
  if (holiday.name.trim() === '' || holiday.name.length > LONGEST_NAME) {
    throw new EditRefused('name', `must be 1 to ${LONGEST_NAME} characters`);
  }
  if (!HOLIDAY_KINDS.includes(holiday.kind)) {
    throw new EditRefused('kind', `must be one of ${HOLIDAY_KINDS.join(', ')}`);
  }
  await ctx.db.transaction(async (tx) => {
    const before = await putHoliday(tx, holiday);
    const act = before === null ? 'holiday.added' : 'holiday.changed';
    await note(ctx, tx, by, { act, subject: holiday.day, before, after: holiday });
  });
  await reckonAll(ctx);
}

/**
 * Takes a holiday out. Throws {@link EditRefused} when there is none on that day. What waits is moved before it is gone: killed
 * in between, it is due too early, which the run that takes it sees; due too late, no run would look at it.
 */
export async function dropHoliday(ctx: Doors, day: Day, by: By): Promise<void> {
  mustBeDay(day);
  const holidays = await listHolidays(ctx.db);
  if (holidays.has(day)) await reckonAll(ctx, new Set([...holidays].filter((one) => one !== day)));
  await ctx.db.transaction(async (tx) => {
    const before = await removeHoliday(tx, day);
    if (before === null) throw new EditRefused('day', 'must be a holiday that is there');
    await note(ctx, tx, by, { act: 'holiday.removed', subject: day, before, after: null });
  });
  await reckonAll(ctx);
}

/** Writes down what was agreed with a merchant for a bank: for what is reconciled from now on, and for the next batch. */
export async function changeTerms(
  ctx: Doors,
  { merchantId, bank }: Pair,
  terms: Terms,
  by: By,
): Promise<void> {
  const { workingDays, minimum } = terms;
  if (!Number.isInteger(workingDays) || workingDays < 0 || workingDays > 30) {
    throw new EditRefused('working_days', 'must be a whole number from 0 to 30');
  }
  if (minimum < 0n || minimum > MOST) {
    throw new EditRefused('minimum', `must be a whole amount of rupiah from 0 to ${MOST}`);
  }
  await ctx.db.transaction(async (tx) => {
    await holdTerms(tx, merchantId);
    const before = await findTerms(tx, merchantId, bank);
    const who = by.operatorId ?? by.by;
    await putTerms(tx, merchantId, bank, terms, { by: who, at: ctx.clock.now() });
    const act = 'settlement_terms.changed';
    await note(ctx, tx, by, { merchantId, act, subject: bank, before, after: terms });
  });
}

function mustBeDay(day: string): void {
  if (!isDay(day)) throw new EditRefused('day', 'must be a day like 2026-12-25');
}

/** Killed in between, what is left is moved when its batch is begun: every run reckons what it takes. */
async function reckonAll({ db }: Doors, by?: Holidays): Promise<void> {
  const holidays = by ?? (await listHolidays(db));
  for (const pair of await findWaitingPairs(db)) {
    await db.transaction((tx) => reckonDays(tx, pair, holidays));
  }
}

async function note(
  { clock }: Doors,
  tx: Tx,
  by: By,
  said: Pick<AuditNote, 'act' | 'subject' | 'before' | 'after'> & { merchantId?: string },
): Promise<void> {
  await appendAudit(tx, [{ merchantId: null, reason: null, ...by, ...said }], clock.now());
}
