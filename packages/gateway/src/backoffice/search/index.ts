// The search box: one text, and whatever has exactly this reference, in the merchants that may be seen.
import { idOfReference } from '../../base/reference.ts';
import type { Reading } from '../../base/reading.ts';
import { customerKeyOf, phoneKeyOf } from '../../tokens/customer-key.ts';
import type { Asked } from '../asked.ts';
import { search as shape } from '../contract/nouns.ts';
import { iso } from '../paging/iso.ts';
import { LOOKING_UP } from '../paging/store.ts';
import { route, type Route } from '../route.ts';
import {
  byIdQuery,
  byPersonQuery,
  byTextQuery,
  EVERY_MERCHANT,
  MOST,
  type HitRow,
} from './store.ts';

const search = route(shape, async (call) => {
  const rows = await call.reading.together((at) => find(at, call, call.query.q));
  const seen = new Set<string>();
  const hits = rows
    .filter(({ kind, id }) => !seen.has(`${kind} ${id}`) && seen.add(`${kind} ${id}`))
    .toSorted((one, other) => other.at - one.at)
    .slice(0, MOST);
  return {
    hits: hits.map(({ amount, at, ...hit }) => ({
      ...hit,
      amount: amount === null ? null : `${amount}`,
      at: iso(at),
    })),
  };
});

export const SEARCH_ROUTES: readonly Route[] = [search];

async function find(
  at: Pick<Reading, 'rows'>,
  { ctx, scope: { merchantIds } }: Asked,
  q: string,
): Promise<HitRow[]> {
  await at.rows(LOOKING_UP);
  const id = idOf(q);
  const byId = id === null ? [] : await at.rows<HitRow>(byIdQuery(merchantIds, id));
  if (byId.length > 0) return byId;
  const byText = await at.rows<HitRow>(byTextQuery(merchantIds, q));
  const merchants =
    merchantIds ??
    (await at.rows<{ merchant_id: string }>(EVERY_MERCHANT)).map((row) => row.merchant_id);
  const keys = merchants.map((merchantId) => ({
    merchantId,
    customer: customerKeyOf(ctx, merchantId, q),
    phone: phoneKeyOf(ctx, merchantId, q),
  }));
  return [...byText, ...(await at.rows<HitRow>(byPersonQuery(merchantIds, keys)))];
}

/** The id that a text is: with hyphens, or without, as the bank and the merchant write it. */
function idOf(q: string): string | null {
  const text = q.toLowerCase();
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) return text;
  return idOfReference(text);
}
