// What other terms would do to what waits now: which days of success are settled on another day, and which balances that were
// left over are paid out or stay.
import type { z } from 'zod';
import { settlementDay, wibDay, type Day, type Holidays } from '../../settlement/calendar.ts';
import { whyUnpaid } from '../../settlement/payable.ts';
import { nextRun } from '../../settlement/run.ts';
import { listHolidays } from '../../settlement/store-calendar.ts';
import type { Terms } from '../../settlement/terms.ts';
import type { Asked } from '../asked.ts';
import type { SettlementTerms, TermsEffect } from '../contract/settlement-terms.ts';
import { findTaken } from '../home/store-money.ts';
import { LOOKING_UP } from '../paging/store.ts';
import { carriedQuery, type CarriedRow } from './store-upcoming.ts';

export type TermsWords = z.output<typeof SettlementTerms>;
export type EffectWords = z.output<typeof TermsEffect>;

/** Terms of a call or of a request, as the flows speak of them. */
export function termsOf({ working_days: workingDays, minimum }: TermsWords): Terms {
  return { workingDays, minimum: BigInt(minimum) };
}

/** And the other way round; the audit has the minimum as digits. */
export function termsWords({
  workingDays,
  minimum,
}: Pick<Terms, 'workingDays'> & { minimum: bigint | string }): TermsWords {
  return { working_days: workingDays, minimum: `${minimum}` };
}

/** Reckoned by one snapshot; what comes in meanwhile is not in it. */
export async function effectOf(
  { ctx, reading }: Pick<Asked, 'ctx' | 'reading'>,
  merchantId: string,
  bank: string,
  from: Terms,
  to: Terms,
): Promise<EffectWords> {
  const now = ctx.clock.now();
  return await reading.together(async (at) => {
    await at.rows(LOOKING_UP);
    const holidays = await listHolidays(at);
    const taken = await findTaken(at, { merchantIds: [merchantId], bank });
    const carried = await at.rows<CarriedRow>(carriedQuery([{ merchant_id: merchantId, bank }]));
    const today = wibDay(now);
    const unseen = new Map([[today, 0n]]);
    for (const { day, kind, amount } of taken) {
      const moved = kind === 'payment' ? BigInt(amount) : -BigInt(amount);
      unseen.set(day, (unseen.get(day) ?? 0n) + moved);
    }
    const days = [...unseen.entries()]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([day, amount]) => ({
        day,
        unseen: `${amount}`,
        before: settledFrom(holidays, day, from.workingDays, now),
        after: settledFrom(holidays, day, to.workingDays, now),
      }));
    return {
      days: days.filter(({ day, before, after }) => day === today || before !== after),
      paid: sumOf(carried.filter((one) => isPaid(one, to) && !isPaid(one, from))),
      stays: sumOf(carried.filter((one) => isPaid(one, from) && !isPaid(one, to))),
    };
  });
}

/** What is past its day is settled with the next run. Null where the holidays leave no working day. */
function settledFrom(holidays: Holidays, day: Day, workingDays: number, now: number): Day | null {
  try {
    const due = settlementDay(holidays, day, workingDays);
    const next = nextRun(holidays, now).day;
    return due < next ? next : due;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function isPaid({ balance, held }: CarriedRow, { minimum }: Terms): boolean {
  return whyUnpaid(balance, minimum, held) === null;
}

function sumOf(some: readonly CarriedRow[]): EffectWords['paid'] {
  const amount = some.reduce((sum, { balance }) => sum + balance, 0n);
  return { accounts: some.length, amount: `${amount}` };
}
