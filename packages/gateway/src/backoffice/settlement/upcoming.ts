// What comes next: what waits to be settled, for each merchant and bank, and why something stays.
import { wibDay } from '../../settlement/calendar.ts';
import { whyUnpaid } from '../../settlement/payable.ts';
import { nextRun } from '../../settlement/run.ts';
import { listHolidays } from '../../settlement/store-calendar.ts';
import { listUpcoming as shape } from '../contract/settlement.ts';
import { iso } from '../paging/iso.ts';
import { cursorOf, idPart, partsOf } from '../people/cursor.ts';
import { route } from '../route.ts';
import {
  carriedQuery,
  dueQuery,
  waitingPairsQuery,
  type CarriedRow,
  type DueRow,
  type PairRow,
} from './store-upcoming.ts';
import { sumWords } from './words.ts';

export const listUpcoming = route(shape, async (call) => {
  const { ctx, reading, scope, query } = call;
  const after = afterOf(query.after);
  const now = ctx.clock.now();
  return await reading.together(async (at) => {
    const holidays = await listHolidays(at);
    const found = await at.rows<PairRow>(
      waitingPairsQuery(scope.merchantIds, after, query.limit + 1),
    );
    const pairs = found.slice(0, query.limit);
    const due = await at.rows<DueRow>(dueQuery(pairs));
    const carried = await at.rows<CarriedRow>(carriedQuery(pairs));
    const last = found.length > pairs.length ? pairs.at(-1) : undefined;
    const run = nextRun(holidays, now);
    return {
      today: wibDay(now),
      next_run: { day: run.day, at: iso(run.at) },
      rows: pairs.map((pair) => wordsOf(pair, due.filter(of(pair)), carried.filter(of(pair)))),
      next: last === undefined ? null : cursorOf(last.merchant_id, last.bank),
    };
  });
});

type Key = Pick<PairRow, 'merchant_id' | 'bank'>;

function of(pair: Key): (one: Key) => boolean {
  return (one) => one.merchant_id === pair.merchant_id && one.bank === pair.bank;
}

function afterOf(cursor: string | undefined): Key | null {
  if (cursor === undefined) return null;
  const [merchant, bank = ''] = partsOf(cursor, 2);
  return { merchant_id: idPart(merchant), bank };
}

function wordsOf(pair: PairRow, due: readonly DueRow[], carried: readonly CarriedRow[]) {
  const { collecting_id: batchId, collecting_day: day } = pair;
  return {
    client_id: pair.client_id,
    merchant_name: pair.merchant_name,
    bank: pair.bank,
    working_days: pair.working_days,
    minimum: `${pair.minimum}`,
    unseen: `${pair.unseen}`,
    due: due.map((one) => ({ day: one.day, ...sumWords(one) })),
    stopped_by: pair.has_default ? null : ('no_default_account' as const),
    collecting: batchId === null || day === null ? null : { batch_id: batchId, day },
    carried: carried.map((one) => ({
      account: one.account,
      bank_name: one.bank_name,
      number_tail: one.number_tail,
      balance: `${one.balance}`,
      why: whyCarried(one, pair.minimum),
    })),
  };
}

function whyCarried({ balance, held }: CarriedRow, minimum: bigint) {
  const why = whyUnpaid(balance, minimum, held);
  return why === null || why === 'nothing' ? ('next_batch' as const) : why;
}
