// `GET /:workspace/balances`: every account of a merchant, now or as of an instant, and what the merchant is owed.
import { balanceOf, type AccountKind } from '../../ledger/account.ts';
import type { Moved } from '../../ledger/store-sums.ts';
import { listBalances } from '../contract/balances.ts';
import { iso } from '../paging/iso.ts';
import { oneMerchant } from '../paging/narrow.ts';
import { LOOKING_UP } from '../paging/store.ts';
import { route } from '../route.ts';
import { namedAccounts, wordAccount } from './named.ts';
import { accountsQuery, type AccountRow } from './store.ts';
import { BEGINNING, mustBeSummed, readMoved } from './summed.ts';

interface Sums {
  debits: bigint;
  credits: bigint;
}

export const balances = route(listBalances, async (call) => {
  const merchantId = oneMerchant(call);
  const now = call.ctx.clock.now();
  const before = call.query.before === undefined ? null : Date.parse(call.query.before);
  const { rows, earlier, names } = await call.reading.together(async (at) => {
    await at.rows(LOOKING_UP);
    const found = await at.rows<AccountRow>(accountsQuery(merchantId));
    if (before !== null) await mustBeSummed(at, merchantId);
    const span = { from: BEGINNING, to: before ?? BEGINNING };
    return {
      rows: found,
      earlier: before === null ? null : await readMoved(at, merchantId, null, span),
      names: await namedAccounts(at, merchantId, found),
    };
  });
  const sums = earlier === null ? new Map(rows.map((row) => [row.account, row])) : sumsOf(earlier);
  const accounts = rows.flatMap((row) => {
    const sum = sums.get(row.account);
    const account = names.get(row.account);
    if (sum === undefined || account === undefined) return [];
    const worded = wordAccount(account, balanceOf(account.side, sum.debits, sum.credits));
    // When it moved last before some instant is not asked for: its page says so.
    return [{ ...worded, last_moved_at: before === null ? iso(row.moved_at) : null }];
  });
  const difference = [...sums.values()].reduce((sum, one) => sum + one.debits - one.credits, 0n);
  return {
    at: iso(before ?? now),
    accounts,
    owed: owedBy(accounts),
    difference: `${difference}`,
  };
});

/** The two sides of each account. */
function sumsOf(moved: readonly Moved[]): Map<string, Sums> {
  const sums = new Map<string, Sums>();
  for (const { account, debits, credits } of moved) {
    const sum = sums.get(account) ?? { debits: 0n, credits: 0n };
    sums.set(account, { debits: sum.debits + debits, credits: sum.credits + credits });
  }
  return sums;
}

function owedBy(accounts: readonly { kind: AccountKind; balance: string }[]) {
  const of = (kind: AccountKind): bigint =>
    accounts.reduce((sum, one) => (one.kind === kind ? sum + BigInt(one.balance) : sum), 0n);
  const [payable, settled, onItsWay] = [
    of('merchant_payable'),
    of('split_payable'),
    of('payout_clearing'),
  ];
  return {
    total: `${payable + settled + onItsWay}`,
    payable: `${payable}`,
    settled: `${settled}`,
    on_its_way: `${onItsWay}`,
    refunds: `${of('refund_in_transit')}`,
  };
}
