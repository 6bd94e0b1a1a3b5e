// `GET /:workspace/merchant-balances`: what each merchant's accounts hold, by kind, a page of merchants by name.
import { ACCOUNT_KINDS, balanceOf, sideOf } from '../../ledger/account.ts';
import { listMerchantBalances } from '../contract/balances.ts';
import { Denied } from '../denied.ts';
import { route } from '../route.ts';
import {
  kindsQuery,
  merchantsQuery,
  totalsQuery,
  type KindRow,
  type MerchantRow,
  type TotalRow,
} from './store.ts';

/** Accounts that are added up while somebody waits: some twenty milliseconds. */
const MOST_ADDED = 100_000;
const FIRST = { name: '', merchantId: '00000000-0000-0000-0000-000000000000' };

export const merchantBalances = route(listMerchantBalances, async ({ reading, scope, query }) => {
  const { merchantIds } = scope;
  const { kind, limit } = query;
  const after = query.after === undefined ? FIRST : spotOf(query.after);
  const { merchants, kinds, totals } = await reading.together(async (at) => {
    const found = await at.rows<MerchantRow>(merchantsQuery(merchantIds, after, limit + 1));
    const ids = found.slice(0, limit).map((one) => one.merchant_id);
    return {
      merchants: found,
      kinds: await at.rows<KindRow>(kindsQuery(ids, kind ?? null)),
      totals: await at.rows<TotalRow>(totalsQuery(merchantIds, MOST_ADDED + 1)),
    };
  });
  const page = merchants.slice(0, limit);
  const last = merchants.length > limit ? page.at(-1) : undefined;
  const added = totals.reduce((sum, one) => sum + Number(one.accounts), 0);
  return {
    rows: page.map((one) => ({
      client_id: one.client_id,
      merchant_name: one.name,
      balances: inOrder(kinds.filter((row) => row.merchant_id === one.merchant_id)),
    })),
    next: last === undefined ? null : cursorOf(last),
    totals: added > MOST_ADDED ? null : inOrder(totals),
  };
});

/** Balances in the order of the chart. */
function inOrder(rows: readonly { kind: string; debits: string; credits: string }[]) {
  return ACCOUNT_KINDS.flatMap((kind) => {
    const row = rows.find((one) => one.kind === kind);
    if (row === undefined) return [];
    return [
      { kind, balance: `${balanceOf(sideOf(kind), BigInt(row.debits), BigInt(row.credits))}` },
    ];
  });
}

function cursorOf({ name, merchant_id: merchantId }: MerchantRow): string {
  return Buffer.from(`${merchantId}${name}`).toString('base64url');
}

function spotOf(cursor: string): { name: string; merchantId: string } {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [merchantId, name] = [text.slice(0, 36), text.slice(36)];
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(merchantId)) return { name, merchantId };
  throw new Denied('field_invalid', { field: 'after', message: 'this cursor was not made here' });
}
