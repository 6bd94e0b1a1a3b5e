// A token as a row of a list, its customer opened from the seal and covered for who may not see people.
import type { z } from 'zod';
import { referenceOf } from '../../base/reference.ts';
import type { Context } from '../../context.ts';
import { openDetails } from '../../tokens/view.ts';
import type { listTokens } from '../contract/nouns.ts';
import { maskName } from '../masking/mask.ts';
import { iso } from '../paging/iso.ts';
import type { TokenListRow } from './store.ts';

export type TokenWords = z.input<typeof listTokens.answer>['rows'][number];

/** Words a row. */
export function tokenWords(
  ctx: Pick<Context, 'sealer'>,
  row: TokenListRow,
  maySeePeople: boolean,
): TokenWords {
  const { customer } = openDetails(ctx, row.merchant_id, row.token_id, row.sealed_details);
  const name = customer.name ?? null;
  return {
    client_id: row.client_id,
    merchant_name: row.merchant_name,
    token_id: row.token_id,
    token_word: referenceOf(row.token_id),
    state: row.state,
    bank: row.bank,
    customer_id: customer.id,
    customer_name: name === null || maySeePeople ? name : maskName(name),
    account_tail: row.account_tail,
    reason: row.reason,
    created_at: iso(row.created_at),
    changed_at: iso(row.changed_at),
  };
}
