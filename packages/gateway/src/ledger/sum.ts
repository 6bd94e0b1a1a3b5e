// The worker's turn at the sums of the ledger: what each account has moved by the hour and by the day, added up behind the chain.
import type { Context } from '../context.ts';
import { findBehind, sumJournals } from './store-sums.ts';

/** Journals that are added up in one transaction: some tens of milliseconds. */
const PAGE = 5000;
/** Merchants that one turn looks at, and pages that it adds up of each. */
const MERCHANTS = 500;
const PAGES = 20;

/**
 * Adds up what has been booked since, merchant by merchant; answers 1 where more is left. It may be killed anywhere and done by
 * several at once: a page and the mark behind it are one commit.
 */
export async function sumLedger({ db }: Pick<Context, 'db'>): Promise<number> {
  const merchants = await findBehind(db, MERCHANTS);
  let left = merchants.length === MERCHANTS;
  for (const merchantId of merchants) {
    let isMore = true;
    for (let page = 0; page < PAGES && isMore; page += 1) {
      isMore = (await sumJournals(db, merchantId, PAGE)) === BigInt(PAGE);
    }
    left ||= isMore;
  }
  return left ? 1 : 0;
}
