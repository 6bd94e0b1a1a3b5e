// SQL of the calendar and of what was agreed: holidays, terms, and the days on which items are due.
import { instant, pivot, type Tx } from '../base/db.ts';
import type { Day, Holidays } from './calendar.ts';
import { DEFAULT_TERMS, type Terms } from './terms.ts';

export const HOLIDAY_KINDS = ['national', 'joint_leave', 'other'] as const;
export type HolidayKind = (typeof HOLIDAY_KINDS)[number];

export interface Holiday {
  day: Day;
  name: string;
  kind: HolidayKind;
  /** Calculated, not decreed. */
  provisional: boolean;
}

/** Every holiday that is known, by day. */
export async function findHolidays(on: Tx): Promise<Holiday[]> {
  return await on.rows<Holiday>({
    name: 'settlement-holidays',
    text: 'select h.day::text as day, h.name, h.kind, h.provisional from holidays h order by h.day',
    values: [],
  });
}

/** The days alone, for reckoning. */
export async function listHolidays(on: Tx): Promise<Holidays> {
  return new Set((await findHolidays(on)).map(({ day }) => day));
}

/** Adds a holiday, or says another name for one; answers what stood there before. */
export async function putHoliday(tx: Tx, holiday: Holiday): Promise<Holiday | null> {
  const [before] = await tx.rows<Holiday>({
    name: 'settlement-holiday-before',
    text: `select h.day::text as day, h.name, h.kind, h.provisional from holidays h where h.day = $1 for update`,
    values: [holiday.day],
  });
  await tx.rows({
    name: 'settlement-holiday-put',
    text: `insert into holidays (day, name, kind, provisional) values ($1, $2, $3, $4)
           on conflict (day) do update
             set name = excluded.name, kind = excluded.kind, provisional = excluded.provisional`,
    values: [holiday.day, holiday.name, holiday.kind, holiday.provisional],
  });
  return before ?? null;
}

/** Removes a holiday; answers what stood there, or null. */
export async function removeHoliday(tx: Tx, day: Day): Promise<Holiday | null> {
  const [gone] = await tx.rows<Holiday>({
    name: 'settlement-holiday-remove',
    text: `delete from holidays h where h.day = $1
           returning h.day::text as day, h.name, h.kind, h.provisional`,
    values: [day],
  });
  return gone ?? null;
}

/** What was agreed with a merchant for a bank. */
export async function findTerms(on: Tx, merchantId: string, bank: string): Promise<Terms> {
  const [row] = await on.rows<{ working_days: number; minimum: bigint }>({
    name: 'settlement-terms',
    text: `select t.working_days, t.minimum from settlement_terms t
            where t.merchant_id = $1 and t.bank = $2`,
    values: [merchantId, bank],
  });
  return row === undefined
    ? DEFAULT_TERMS
    : { workingDays: row.working_days, minimum: row.minimum };
}

/** What was agreed with a merchant for a bank, as it rests. */
export interface Agreement extends Terms {
  bank: string;
  /** Epoch ms. */
  changedAt: number;
}

/** Everything that was agreed with a merchant, by bank; where nothing was, there is none. */
export async function listAgreements(on: Tx, merchantId: string): Promise<Agreement[]> {
  const rows = await on.rows<{
    bank: string;
    working_days: number;
    minimum: bigint;
    changed_at: number;
  }>({
    name: 'settlement-agreements',
    text: `select t.bank, t.working_days, t.minimum, t.changed_at from settlement_terms t
            where t.merchant_id = $1 order by t.bank`,
    values: [merchantId],
  });
  return rows.map((row) => ({
    bank: row.bank,
    workingDays: row.working_days,
    minimum: row.minimum,
    changedAt: row.changed_at,
  }));
}

/** Lets those who change a merchant's terms take turns, until their transactions end; settlement does not wait for them. */
export async function holdTerms(tx: Tx, merchantId: string): Promise<void> {
  await tx.rows({
    name: 'settlement-terms-hold',
    text: 'select m.merchant_id from merchants m where m.merchant_id = $1 for no key update',
    values: [merchantId],
  });
}

/** Writes down what was agreed; it holds for what is reconciled from now on, and for the next batch. */
export async function putTerms(
  tx: Tx,
  merchantId: string,
  bank: string,
  terms: Terms,
  { by, at }: { by: string; at: number },
): Promise<void> {
  await tx.rows({
    name: 'settlement-terms-put',
    text: `insert into settlement_terms (merchant_id, bank, working_days, minimum, changed_by, changed_at)
           values ($1, $2, $3, $4, $5, $6)
           on conflict (merchant_id, bank) do update
             set working_days = excluded.working_days, minimum = excluded.minimum,
                 changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
    values: [merchantId, bank, terms.workingDays, terms.minimum, by, instant(at)],
  });
}

/** Items that wait, of one merchant and bank, with the days by which their day was reckoned. */
export interface Waiting {
  succeededDay: Day;
  workingDays: number;
  dueDay: Day;
}

/** By which days what waits was reckoned: a few rows, however many items there are. */
export async function findWaitingDays(
  on: Tx,
  merchantId: string,
  bank: string,
): Promise<Waiting[]> {
  const rows = await on.rows<{ succeeded_day: Day; working_days: number; due_day: Day }>({
    name: 'settlement-waiting-days',
    text: `select distinct i.succeeded_day::text as succeeded_day, i.working_days, i.due_day::text as due_day
             from settlement_items i
            where i.merchant_id = $1 and i.bank = $2 and i.batch_id is null`,
    values: [merchantId, bank],
  });
  return rows.map((row) => ({
    succeededDay: row.succeeded_day,
    workingDays: row.working_days,
    dueDay: row.due_day,
  }));
}

/** Moves what waits to other days, as the calendar now says. */
export async function moveDueDays(
  tx: Tx,
  merchantId: string,
  bank: string,
  moves: readonly (Waiting & { to: Day })[],
): Promise<void> {
  await tx.rows({
    name: 'settlement-move-due-days',
    text: `update settlement_items i set due_day = m.to_day
             from unnest($3::date[], $4::smallint[], $5::date[], $6::date[])
               as m (succeeded_day, working_days, due_day, to_day)
            where i.merchant_id = $1 and i.bank = $2 and i.batch_id is null
              and i.succeeded_day = m.succeeded_day and i.working_days = m.working_days
              and i.due_day = m.due_day`,
    values: [
      merchantId,
      bank,
      ...pivot(moves, [(m) => m.succeededDay, (m) => m.workingDays, (m) => m.dueDay, (m) => m.to]),
    ],
  });
}
