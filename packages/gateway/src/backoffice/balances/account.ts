// `GET /:workspace/balances/:account`: from the opening balance of a period to its closing one, by what has moved it.
import { invariant } from '../../base/invariant.ts';
import { accountOf, balanceOf } from '../../ledger/account.ts';
import type { Moved } from '../../ledger/store-sums.ts';
import { getAccount } from '../contract/balances.ts';
import { Denied } from '../denied.ts';
import { iso } from '../paging/iso.ts';
import { oneMerchant } from '../paging/narrow.ts';
import { LOOKING_UP } from '../paging/store.ts';
import { route } from '../route.ts';
import { namedAccounts, wordAccount } from './named.ts';
import { storedQuery } from './store.ts';
import { BEGINNING, mustBeSummed, readMoved } from './summed.ts';

/** Later than whatever a clock that runs ahead has booked. */
const AHEAD_MS = 366 * 86_400_000;

export const account = route(getAccount, async (call) => {
  const merchantId = oneMerchant(call);
  const { account: wanted } = call.params;
  const known = accountOf(wanted);
  if (known === null) throw new Denied('not_found');
  const now = call.ctx.clock.now();
  const from = call.query.from === undefined ? BEGINNING : Date.parse(call.query.from);
  const to = call.query.to === undefined ? now + AHEAD_MS : Date.parse(call.query.to);
  if (from > to) {
    throw new Denied('field_invalid', { field: 'to', message: 'to must not be before from' });
  }
  const read = await call.reading.together(async (at) => {
    await at.rows(LOOKING_UP);
    await mustBeSummed(at, merchantId);
    const of = (span: { from: number; to: number }) => readMoved(at, merchantId, wanted, span);
    const [stored] = await at.rows<{ debits: bigint; credits: bigint }>(
      storedQuery(merchantId, wanted),
    );
    return {
      opened: await of({ from: BEGINNING, to: from }),
      moved: await of({ from, to }),
      after: await of({ from: to, to: now + 2 * AHEAD_MS }),
      stored: stored ?? { debits: 0n, credits: 0n },
      named: (await namedAccounts(at, merchantId, [{ account: wanted }])).get(wanted),
    };
  });
  invariant(read.named !== undefined, 'the account is one of the chart');
  const change = (moved: readonly Moved[]): bigint =>
    moved.reduce((sum, one) => sum + balanceOf(known.side, one.debits, one.credits), 0n);
  const opening = change(read.opened);
  const closing = opening + change(read.moved);
  const kept = balanceOf(known.side, read.stored.debits, read.stored.credits);
  // The sums and the balance are two ways to the same figure: nobody is shown one that the other does not say.
  invariant(closing + change(read.after) === kept, `sums of ${wanted} come to its balance`);
  return {
    account: wordAccount(read.named, kept),
    from: call.query.from === undefined ? null : iso(from),
    to: iso(call.query.to === undefined ? now : to),
    opening: `${opening}`,
    groups: read.moved.map((one) => ({
      template: one.template,
      journals: Number(one.journals),
      debits: `${one.debits}`,
      credits: `${one.credits}`,
      change: `${balanceOf(known.side, one.debits, one.credits)}`,
    })),
    closing: `${closing}`,
  };
});
