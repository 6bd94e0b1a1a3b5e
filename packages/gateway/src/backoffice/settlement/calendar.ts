// The calendar of the banks: a month of it for everybody who sees money, and its holidays for people of the gateway.
import {
  isWorkingDay,
  knowsYear,
  plusDays,
  settlementDay,
  wibDay,
  type Day,
  type Holidays,
} from '../../settlement/calendar.ts';
import { addHoliday, dropHoliday, EditRefused } from '../../settlement/edit-calendar.ts';
import { findHolidays, findTerms } from '../../settlement/store-calendar.ts';
import { DEFAULT_TERMS } from '../../settlement/terms.ts';
import {
  getCalendar as shape,
  putHoliday as putShape,
  removeHoliday as removeShape,
} from '../contract/settlement.ts';
import { Denied } from '../denied.ts';
import { route } from '../route.ts';
import { byOf } from './words.ts';

export const getCalendar = route(shape, async (call) => {
  const { ctx, reading, scope, query } = call;
  const today = wibDay(ctx.clock.now());
  const month = query.month ?? today.slice(0, 7);
  const all = await findHolidays(reading);
  const holidays = new Set(all.map(({ day }) => day));
  const named = new Map(all.map((one) => [one.day, one]));
  const [merchantId] = scope.merchantIds ?? [];
  const { workingDays } =
    merchantId === undefined || query.bank === undefined
      ? DEFAULT_TERMS
      : await findTerms(reading, merchantId, query.bank);
  return {
    month,
    today,
    working_days: workingDays,
    knows_year: knowsYear(holidays, `${month}-01`),
    days: daysOf(month).map((day) => {
      const holiday = named.get(day);
      return {
        day,
        working: isWorkingDay(holidays, day),
        holiday:
          holiday === undefined
            ? null
            : { name: holiday.name, kind: holiday.kind, provisional: holiday.provisional },
        settled_on: settledOn(holidays, day, workingDays),
      };
    }),
  };
});

/** Every day of a month. */
function daysOf(month: string): Day[] {
  const days: Day[] = [];
  for (let day = `${month}-01`; day.startsWith(month); day = plusDays(day, 1)) days.push(day);
  return days;
}

/** Null where the holidays leave no working day: the page must be there for who mends them. */
function settledOn(holidays: Holidays, day: Day, workingDays: number): Day | null {
  try {
    return settlementDay(holidays, day, workingDays);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

export const putHoliday = route(putShape, async (call) => {
  const { ctx, params, body } = call;
  const { reason, ...holiday } = body;
  await edited(() => addHoliday(ctx, { day: params.day, ...holiday }, byOf(call, reason)));
});

export const removeHoliday = route(removeShape, async (call) => {
  const { ctx, params, body } = call;
  await edited(() => dropHoliday(ctx, params.day, byOf(call, body.reason)));
});

async function edited(edit: () => Promise<void>): Promise<void> {
  try {
    await edit();
  } catch (error) {
    if (!(error instanceof EditRefused)) throw error;
    throw new Denied('field_invalid', { field: error.field, message: error.rule });
  }
}
