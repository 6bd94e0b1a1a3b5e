// A step of a run: books a collected batch and orders its payouts, in one commit.
import { holdBankAccounts } from '../bank-accounts/store.ts';
import type { Tx } from '../base/db.ts';
import { payoutSent, settlementBatched } from '../ledger/postings.ts';
import type { Held } from './batch.ts';
import type { Doors } from './claim.ts';
import { sumByAccount } from './page.ts';
import { movesOf, positionsOf, type Balances, type Position } from './payable.ts';
import { payeesOf } from './payees.ts';
import type { Line, Payees } from './shares.ts';
import { lockHeld } from './store-batches.ts';
import {
  endBatch,
  findHeldAccounts,
  holdBalances,
  insertMoves,
  postJournals,
} from './store-booking.ts';
import { DEFAULT_TERMS } from './terms.ts';

/** What a batch came to for the accounts of its merchant. */
export interface Booked {
  positions: Position[];
}

/**
 * Books a batch whose items are all taken: what is owed to each account, what of it is paid out now, and the payouts that
 * carry it there. Journals, payouts and the batch's end are one commit. Answers why not where it is not booked.
 */
export async function bookBatch(
  { db, clock, random }: Doors,
  held: Held,
): Promise<Booked | 'lost' | 'no_default_account'> {
  return await db.transaction(async (tx) => {
    if (!(await lockHeld(tx, held))) return 'lost';
    const payees = payeesOf(await holdBankAccounts(tx, held.merchantId));
    if (payees === null) return 'no_default_account';
    const { barred, minimum, ...balances } = await holdBalances(tx, held);
    const { shares, moves } = withMoves(balances, payees, await disputed(tx, held, barred, payees));
    if (moves.length > 0) await insertMoves(tx, held, moves);
    const after = { carried: balances.carried, shares };
    const positions = positionsOf(after, barred, minimum ?? DEFAULT_TERMS.minimum);
    const payouts = positions.flatMap(({ account, payout }) =>
      payout === null ? [] : [{ payoutId: random.id(), account, amount: payout }],
    );
    const at = clock.now();
    const batched = positions.map(({ account, share }) => ({ account, amount: share }));
    await postJournals(tx, held.merchantId, at, [
      {
        template: 'settlementBatched',
        subjectId: held.batchId,
        transfers: settlementBatched(held.bank, batched),
      },
      ...payouts.map(({ payoutId, account, amount }) => ({
        template: 'payoutSent' as const,
        subjectId: payoutId,
        transfers: payoutSent(held.bank, account, amount),
      })),
    ]);
    await endBatch(tx, held, positions, payouts, at);
    return { positions };
  });
}

/** Accounts whose balance stays where it is, as far as there is one that would be moved: a statement says that it is gone. */
async function disputed(
  tx: Tx,
  held: Held,
  barred: ReadonlySet<string>,
  { payable }: Payees,
): Promise<ReadonlySet<string>> {
  if ([...barred].every((account) => payable.has(account))) return new Set();
  return (await findHeldAccounts(tx, held)).disputed;
}

/** The shares with what is moved away from accounts that may no longer be paid to. */
export function withMoves(
  balances: Balances,
  payees: Payees,
  staying: ReadonlySet<string>,
): { shares: Map<string, bigint>; moves: Line[] } {
  const moves = movesOf(balances, payees, staying);
  const shares = new Map(balances.shares);
  for (const [account, amount] of sumByAccount(moves)) {
    shares.set(account, (shares.get(account) ?? 0n) + amount);
  }
  return { shares, moves };
}
