// Flow: look for what succeeded here and no statement of the bank shows. A day is looked at once its own file and the next
// day's are matched, since banks book late, and only when no day before it is missing.
import type { Context } from '../context.ts';
import { plusDays, startOf } from '../settlement/calendar.ts';
import { holdTurn } from './store-matching.ts';
import {
  findOpenDay,
  findRipeDay,
  findUnseen,
  keepJudged,
  lineTypeOf,
  stillUnseen,
  type Ripe,
  type Unseen,
} from './store-days.ts';
import { openExceptions, type NewException } from './store-exceptions.ts';

/** So much of a day is looked at in one statement, ms. */
const STRETCH_MS = 3_600_000;

/** Looks at one day that is ripe; answers how many there were. Twice finds the same, and opens nothing twice. */
export async function judgeRipeDay(ctx: Context): Promise<number> {
  const ripe = await findRipeDay(ctx.db);
  if (ripe === null) return 0;
  const since = startOf(ripe.firstDay);
  const end = startOf(plusDays(ripe.day, 1));
  for (let from = startOf(ripe.day); from < end; from += STRETCH_MS) {
    const unseen = await findUnseen(ctx.db, ripe.bank, { from, to: from + STRETCH_MS, since });
    for (const [merchantId, theirs] of byMerchant(unseen)) {
      await openMissing(ctx, ripe, merchantId, theirs);
    }
  }
  await keepJudged(ctx.db, ripe.statementId, ctx.clock.now());
  return 1;
}

function byMerchant(unseen: readonly Unseen[]): ReadonlyMap<string, readonly Unseen[]> {
  const groups = new Map<string, Unseen[]>();
  for (const one of unseen) {
    const group = groups.get(one.merchantId);
    if (group === undefined) groups.set(one.merchantId, [one]);
    else group.push(one);
  }
  return groups;
}

/** Under the merchant's turn: what a line has shown meanwhile is no exception. */
async function openMissing(
  ctx: Context,
  { bank, day }: Ripe,
  merchantId: string,
  unseen: readonly Unseen[],
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await holdTurn(tx, merchantId, bank);
    const still = await stillUnseen(tx, merchantId, unseen);
    const openDay = await findOpenDay(tx, bank, day);
    const about = { merchantId, bank, day: openDay, statementId: null, at: ctx.clock.now() };
    await openExceptions(
      tx,
      about,
      still.map((one) => missingOf(one, ctx.random.id())),
    );
  });
}

/** The exception that says that no line shows it. */
export function missingOf(one: Unseen, exceptionId: string): NewException {
  return {
    exceptionId,
    reason: 'missing_at_bank',
    type: lineTypeOf(one),
    lineNo: null,
    subjectKind: one.kind === 'payout_return' ? 'payout' : one.kind,
    subjectId: one.subjectId,
    amount: null,
    expected: one.amount,
    booked: 0n,
  };
}
