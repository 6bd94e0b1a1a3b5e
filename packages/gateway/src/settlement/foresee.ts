// What a run of a day would book, without taking or booking anything.
import { findBankAccounts } from '../bank-accounts/store.ts';
import type { Context } from '../context.ts';
import { withMoves } from './book.ts';
import type { Day } from './calendar.ts';
import { PAGE } from './collect.ts';
import { reckonPage, sumByAccount, type Sums } from './page.ts';
import { positionsOf, type Position } from './payable.ts';
import { payeesOf } from './payees.ts';
import { duePairs, mustBeSettled } from './run.ts';
import type { Payees } from './shares.ts';
import { findDueItems, findOpenBatch, type After, type Pair } from './store-batches.ts';
import { findCarried, findHeldAccounts, findShares } from './store-booking.ts';
import { findTerms, listHolidays } from './store-calendar.ts';

type Doors = Pick<Context, 'db' | 'clock'>;

/** A batch as it would be. */
export interface Foreseen extends Pair, Sums {
  day: Day;
  items: number;
  net: bigint;
  /** Null where the merchant has no default account: nothing is settled then. */
  positions: Position[] | null;
}

/** Reckons what `settleDay` would book now. Throws `DayRefused` as it does. */
export async function foreseeDay(
  ctx: Doors,
  day: Day,
  merchantId: string | null = null,
): Promise<Foreseen[]> {
  return await Array.fromAsync(foreseeEach(ctx, day, merchantId));
}

/** The same, one merchant and bank after the other, for who may have enough before the end. */
export async function* foreseeEach(
  ctx: Doors,
  day: Day,
  merchantId: string | null,
): AsyncGenerator<Foreseen> {
  mustBeSettled(await listHolidays(ctx.db), day, ctx.clock.now());
  for await (const pair of duePairs(ctx, day, merchantId)) {
    const payees = payeesOf(await findBankAccounts(ctx.db, pair.merchantId, null));
    if (payees !== null) yield await foreseePair(ctx, pair, day, payees);
  }
  for await (const pair of duePairs(ctx, day, merchantId, false)) {
    const nothing = { items: 0, gross: 0n, fees: 0n, refunds: 0n, net: 0n };
    yield { ...pair, day, ...nothing, positions: null };
  }
}

async function foreseePair({ db }: Doors, pair: Pair, day: Day, payees: Payees): Promise<Foreseen> {
  const open = await findOpenBatch(db, pair);
  const upto = open?.day ?? day;
  const shares = open === null ? new Map<string, bigint>() : await findShares(db, open);
  const before = new Map<string, bigint>();
  const sum = {
    items: Number(open?.items ?? 0n),
    gross: open?.gross ?? 0n,
    fees: open?.fees ?? 0n,
    refunds: open?.refunds ?? 0n,
  };
  for (let after: After | null = null; ;) {
    const items = await db.transaction((tx) => findDueItems(tx, pair, upto, after, PAGE));
    const page = reckonPage(items, before, payees);
    for (const [account, amount] of sumByAccount(page.lines.flat())) {
      shares.set(account, (shares.get(account) ?? 0n) + amount);
    }
    sum.items += items.length;
    sum.gross += page.gross;
    sum.fees += page.fees;
    sum.refunds += page.refunds;
    after = items.at(-1) ?? null;
    if (items.length < PAGE) break;
  }
  const carried = await findCarried(db, pair);
  const { minimum } = await findTerms(db, pair.merchantId, pair.bank);
  const { held, disputed } = await findHeldAccounts(db, pair);
  const balances = { carried, shares: withMoves({ carried, shares }, payees, disputed).shares };
  const net = sum.gross - sum.fees - sum.refunds;
  return { ...pair, day: upto, ...sum, net, positions: positionsOf(balances, held, minimum) };
}
