// `GET /:workspace/home/money`: money on its way, by where it is and how many days it has been there.
import type { z } from 'zod';
import { startOf, wibDay } from '../../settlement/calendar.ts';
import { getMoneyInTransit } from '../contract/balances.ts';
import { Denied } from '../denied.ts';
import { LOOKING_UP } from '../paging/store.ts';
import { route } from '../route.ts';
import { iso } from './picture.ts';
import * as store from './store-money.ts';
import type { Day } from './store-money.ts';

type Stage = z.input<typeof getMoneyInTransit.answer>['stages'][number];

const DAY_MS = 86_400_000;
/** Journals that are read one by one behind the ledger's sums. */
const MOST_UNSUMMED = 200_000n;
/** Today, yesterday, two and three days ago, up to a week, and more. */
const AGES: readonly (readonly [from: number, to: number | null])[] = [
  [0, 0],
  [1, 1],
  [2, 3],
  [4, 7],
  [8, null],
];

export const money = route(getMoneyInTransit, async ({ ctx, reading, scope, query }) => {
  const whose = { merchantIds: scope.merchantIds, bank: query.bank ?? null };
  const now = ctx.clock.now();
  const today = wibDay(now);
  return await reading.together(async (at) => {
    // Each figure is found along an index; a plan for the average merchant would read whole tables.
    await at.rows(LOOKING_UP);
    if ((await store.countUnsummed(at, whose)) > MOST_UNSUMMED) {
      throw new Denied('being_counted', { retryAfterSeconds: 30 });
    }
    const taken = await store.findTaken(at, whose);
    const differing = await store.findUnseenOfExceptions(at, whose);
    const held = await store.findHeld(at, whose);
    const waiting = await store.findUnsettled(at, whose);
    const unseen = [...taken, ...differing].filter((one) => one.kind === 'payment');
    const back = [...taken, ...differing].filter((one) => one.kind === 'refund');
    const strange = await store.findInSuspense(at, whose);
    const receivable = held.receivable - sumOf(unseen) + sumOf(back);
    const stages: Stage[] = [
      stageOf('unseen', today, unseen, receivable),
      stageOf('unseen_back', today, back),
      stageOf(
        'unsettled',
        today,
        waiting.map(({ succeeded: day, count, amount }) => ({ day, count, amount })),
      ),
      stageOf('payouts', today, await store.findOpenPayouts(at, whose)),
      stageOf('refunds', today, await store.findRefundsInTransit(at, whose)),
      stageOf('exceptions', today, await store.findOpenExceptions(at, whose)),
      // The ledger has one suspense for all banks.
      stageOf(
        'suspense',
        today,
        strange,
        whose.bank === null ? held.suspense - sumOf(strange) : 0n,
      ),
    ];
    return { at: iso(now), stages, due: dueOf(today, waiting) };
  });
});

/** What is in a stage by its age. `ageless` is in the books and has no day of its own. */
function stageOf(stage: Stage['stage'], today: string, days: readonly Day[], ageless = 0n): Stage {
  const ages = AGES.map(([from, to]) => {
    const of = days.filter(({ day }) => {
      const age = Math.max(0, (startOf(today) - startOf(day)) / DAY_MS);
      return age >= from && (to === null || age <= to);
    });
    return { from, to, count: countOf(of), amount: `${sumOf(of)}` };
  });
  return {
    stage,
    count: countOf(days),
    amount: `${sumOf(days) + ageless}`,
    ages,
    ageless: `${ageless}`,
  };
}

function dueOf(today: string, waiting: readonly (Day & { succeeded: string })[]) {
  const days = [...new Set(waiting.map(({ day }) => day))].toSorted();
  return days.map((day) => {
    const of = waiting.filter((one) => one.day === day);
    return { day, count: countOf(of), amount: `${sumOf(of)}`, overdue: day < today };
  });
}

function sumOf(days: readonly Day[]): bigint {
  return days.reduce((sum, one) => sum + BigInt(one.amount), 0n);
}

function countOf(days: readonly Day[]): number {
  return days.reduce((sum, one) => sum + Number(one.count), 0);
}
